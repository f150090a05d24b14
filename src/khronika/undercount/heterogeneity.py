"""People differ in how easily they are listed: models with a term for it, and Chao's lower bound.

Each adds to the lists' main effects a curve over the number of captures (the Mth models of Baillargeon and Rivest 2007,
doi:10.18637/jss.v019.i05). Estimates without such a term are mostly too low where people differ. The curves cannot be
told apart by the data alone, so they are printed side by side and none is chosen.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from khronika.undercount.arrays import Floats, np
from khronika.undercount.existence import support
from khronika.undercount.histories import captures, memberships
from khronika.undercount.poisson import fit
from khronika.undercount.profile import Profile, profile_of_design
from khronika.undercount.table import InclusionTable

POISSON_A, GAMMA_A = 2.0, 3.5

CURVES: dict[str, Callable[[Floats], Floats]] = {
    "Poisson": lambda times: POISSON_A**times - 1,
    "Darroch": lambda times: times**2 / 2,
    "gamma": lambda times: np.log(GAMMA_A) - np.log(GAMMA_A + times),
}
LABELS = {"Chao": "Chao (lower bound)", "Poisson": "Poisson, a = 2", "Darroch": "Darroch", "gamma": "gamma, a = 3.5"}


@dataclass(frozen=True)
class Heterogeneous:
    """A heterogeneity model. `estimate` is None with `why_not`; `bic` as for log-linear models; `slope` of the curve.

    A slope below 0 (for the others than Chao) contradicts heterogeneity: dependence of another kind is at work.
    """

    name: str
    estimate: float | None
    error: float | None
    bic: float
    aic: float
    slope: float | None
    why_not: str | None = None
    design: Floats = field(repr=False, compare=False, default_factory=lambda: np.zeros((0, 0)))

    @property
    def label(self) -> str:
        """Name and constant of the curve."""
        return LABELS[self.name]

    def interval(self, table: InclusionTable, level: float = 0.95) -> Profile | None:
        """The profile interval of the size under this model; None without estimate."""
        if self.estimate is None:
            return None
        return profile_of_design(self.design, table.counts, self.estimate, level)


def heterogeneity(table: InclusionTable) -> list[Heterogeneous]:
    """Chao's lower bound and the three curves."""
    lists = len(table.lists)
    times = captures(lists).astype(np.float64)
    found = [chao(table)]
    for name, curve in CURVES.items():
        design = np.hstack([_main(lists), curve(times)[:, None]])
        found.append(_fitted(name, table, design, slope=lists + 1))
    return found


def chao(table: InclusionTable) -> Heterogeneous:
    """A lower bound under heterogeneity of any form: histories of three and more lists are left free, but not rarer.

    Terms for 3, 4, … captures are kept only while positive (Rivest and Baillargeon 2007, Biometrics 63).
    """
    lists = len(table.lists)
    times = captures(lists).astype(np.float64)
    terms = [np.maximum(times - free + 1, 0) for free in range(3, lists + 1)]
    while True:
        design = np.column_stack([_main(lists), *terms])
        slopes = fit(design[1:], table.counts[None, 1:]).coefficients[0, lists + 1 :]
        if not terms or slopes.min() >= 0:
            return _fitted("Chao", table, design)
        terms.pop(int(slopes.argmin()))


def _main(lists: int) -> Floats:
    return np.hstack([np.ones((1 << lists, 1)), memberships(lists).astype(np.float64)])


def _fitted(name: str, table: InclusionTable, design: Floats, slope: int | None = None) -> Heterogeneous:
    counts = table.counts[1:]
    held = support(design[1:], counts, design[0])
    fits = fit(design[1:], counts[None, :])
    likelihood, terms = float(fits.log_likelihood[0]), design.shape[1]
    bic, aic = -2 * likelihood + terms * float(np.log(table.listed)), -2 * likelihood + 2 * terms
    if not held.exists or not held.identified or not fits.converged[0]:
        return Heterogeneous(name, None, None, bic, aic, None, "the table has too many empty cells for this curve")
    unseen = float(np.exp(fits.coefficients[0, 0]))
    information = (design[1:].T * fits.means[0]) @ design[1:]
    error = float(np.sqrt(unseen + unseen**2 * np.linalg.inv(information)[0, 0]))
    curve = None if slope is None else float(fits.coefficients[0, slope])
    return Heterogeneous(name, table.listed + unseen, error, bic, aic, curve, None, design)
