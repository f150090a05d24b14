"""Whether a log-linear model says anything finite about the unseen, decided before its number is believed.

With empty cells the largest likelihood may lie at infinity: some means are then 0 and the rest follow the model (the
extended maximum likelihood estimate; Fienberg and Rinaldo 2012, Annals of Statistics 40). The means that vanish are found
by one linear programme. The number of unseen is identified where its row of the design is a combination of the rows of
the cells that stay (the condition of Chan, Silverman and Vincent 2021, doi:10.1080/01621459.2019.1708748, for any design).
"""

from dataclasses import dataclass

from khronika.undercount.arrays import Bools, Floats, np, scipy

_RANK = 1e-8


@dataclass(frozen=True)
class Support:
    """Cells whose fitted mean is above 0, and whether they identify the unseen.

    `kept` is (cells,) of the observed cells; `exists` says that no mean vanishes.
    """

    kept: Bools
    identified: bool

    @property
    def exists(self) -> bool:
        """Whether the plain estimate exists, with no mean at 0."""
        return bool(self.kept.all())


def support(design: Floats, counts: Floats, unseen: Floats) -> Support:
    """Decides for one model: `design` (cells, terms) and `counts` (cells,) of observed cells, `unseen` (terms,)."""
    empty = counts == 0
    kept = ~_vanishing(design, empty) if empty.any() else ~empty
    return Support(kept, identifies(design[kept], unseen))


def identifies(design: Floats, unseen: Floats) -> bool:
    """Whether the row of the unseen is a combination of the rows of the design."""
    if not len(design):
        return False
    combined = np.linalg.lstsq(design.T, unseen, rcond=None)[0]
    return bool(np.abs(design.T @ combined - unseen).max() < _RANK)


def _vanishing(design: Floats, empty: Bools) -> Bools:
    """Empty cells whose mean can be sent to 0 while filled cells keep theirs: as many as possible in one direction.

    Maximises the sum of s with design d + s <= 0 in empty cells, design d = 0 in filled ones, 0 <= s <= 1.
    """
    terms, many = design.shape[1], int(empty.sum())
    goal = np.concatenate([np.zeros(terms), -np.ones(many)])
    found = scipy.optimize.linprog(
        goal, A_ub=np.hstack([design[empty], np.eye(many)]), b_ub=np.zeros(many),
        A_eq=np.hstack([design[~empty], np.zeros((int((~empty).sum()), many))]), b_eq=np.zeros(int((~empty).sum())),
        bounds=[(None, None)] * terms + [(0, 1)] * many, method="highs",
    )  # fmt: skip
    gone = np.zeros(len(empty), dtype=np.bool_)
    gone[empty] = found.x[terms:] > 0.5
    return gone


def basis(design: Floats) -> Floats:
    """Columns (terms, rank) that span what the cells of a design can tell, for fits where terms are confounded."""
    _, sizes, rows = np.linalg.svd(design, full_matrices=False)
    return np.asarray(rows[sizes > _RANK * max(design.shape) * sizes[0]].T)
