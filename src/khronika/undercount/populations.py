"""Made-up populations of known size, with which `simulate` asks how often intervals hold the truth.

Each draws a truth and the table that its lists would give. Some follow what a method assumes (its own model), the others
break it in a way that real lists do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from khronika.undercount.arrays import Floats, Ints, np
from khronika.undercount.graphs import decomposable
from khronika.undercount.heterogeneity import CURVES
from khronika.undercount.hierarchy import Model
from khronika.undercount.histories import captures, memberships, terms_of
from khronika.undercount.table import InclusionTable

FEWEST, MOST = 300, 5000
"""Tables from a prior are kept with so many listed: few tell nothing, many take long. The choice looks at the table only."""
_SIZES = (100.0, 100_000.0)

Chance = np.random.Generator


class Population(Protocol):
    """Something that tables can be drawn from."""

    @property
    def name(self) -> str:
        """As it stands in a report."""

    def draw(self, chance: Chance) -> tuple[int, InclusionTable]:
        """How many people there are, and the table of the listed."""


@dataclass(frozen=True)
class People:
    """A population: `people` in all, `chances` of each list, and how people or lists depart from independence.

    `spread` is the standard deviation of a person's own log odds; `pull` the log odds ratio of the first two lists;
    `classes` pairs of a share and log odds added for a class of people.
    """

    name: str
    people: int
    chances: tuple[float, ...]
    spread: float = 0.0
    pull: float = 0.0
    classes: tuple[tuple[float, float], ...] = ((1.0, 0.0),)

    def draw(self, chance: Chance) -> tuple[int, InclusionTable]:
        """A table of the listed of one population, drawn person by person."""
        base = np.log(np.array(self.chances) / (1 - np.array(self.chances)))
        shares = [share for share, _ in self.classes]
        moved = np.array([odds for _, odds in self.classes])[chance.choice(len(shares), self.people, p=shares)]
        own = moved + self.spread * chance.standard_normal(self.people)
        marks = np.zeros((self.people, len(base)), dtype=np.int64)
        for j, odds in enumerate(base):
            push = self.pull * (marks[:, 0] - self.chances[0]) if j == 1 else 0.0
            marks[:, j] = chance.random(self.people) < 1 / (1 + np.exp(-(odds + own + push)))
        counts = np.bincount(marks @ (1 << np.arange(len(base))), minlength=1 << len(base))
        return self.people, _listed(counts)


@dataclass(frozen=True)
class Curve:
    """A population that follows a heterogeneity curve exactly: logits of lists `lists`, `slope` of the curve."""

    name: str
    curve: str
    people: int
    lists: tuple[float, ...]
    slope: float

    def draw(self, chance: Chance) -> tuple[int, InclusionTable]:
        """A multinomial table."""
        many = len(self.lists)
        times = CURVES[self.curve](captures(many).astype(np.float64))
        weight = np.exp(memberships(many) @ np.array(self.lists) + self.slope * times)
        return self.people, _listed(chance.multinomial(self.people, weight / weight.sum()))


@dataclass(frozen=True)
class LogLinear:
    """A population that follows a log-linear model exactly: `terms` as bit masks with their `coefficients`."""

    name: str
    terms: Model
    coefficients: tuple[float, ...]

    def draw(self, chance: Chance) -> tuple[int, InclusionTable]:
        """A multinomial table of as many people as the model says."""
        means = np.exp(terms_of(self.terms, max(self.terms).bit_length()) @ np.array(self.coefficients))
        people = round(float(means.sum()))
        return people, _listed(chance.multinomial(people, means / means.sum()))


@dataclass(frozen=True)
class Prior:
    """Populations from a Bayesian method's own prior: `cells` draws the chances of all histories.

    Under it an interval of 95 % holds the truth in 95 of 100 populations, if the posterior is computed rightly.
    """

    name: str
    lists: int
    cells: Callable[[int, Chance], Floats]

    def draw(self, chance: Chance) -> tuple[int, InclusionTable]:
        """Sizes by weight 1/N; drawn again until so many are listed as a reader would measure."""
        while True:
            size = round(float(np.exp(chance.uniform(*np.log(_SIZES)))))
            table = _listed(chance.multinomial(size, self.cells(self.lists, chance)))
            if FEWEST <= table.listed <= MOST and min(table.sizes().values()) > 0:
                return size, table


def latent_cells(lists: int, chance: Chance, classes: int = 10) -> Floats:
    """Chances of histories from the prior of the latent class model."""
    alpha = max(chance.gamma(0.25, 1 / 0.25), 1e-12)
    log_left = np.log1p(-chance.random(classes - 1)) / alpha
    before = np.exp(np.concatenate([[0.0], np.cumsum(log_left)]))
    weights = np.append(before[:-1] * -np.expm1(log_left), before[-1])
    on, marks = chance.random((lists, classes)), memberships(lists)[:, :, None]
    return _sums_to_one(np.where(marks, on, 1 - on).prod(axis=1) @ weights)


def graph_cells(lists: int, chance: Chance) -> Floats:
    """Chances of histories from the prior of the decomposable graphs: a graph, then its hyper-Dirichlet."""
    graphs = decomposable(lists)
    steps = graphs[chance.integers(len(graphs))].steps
    cells = np.ones(1 << lists)
    histories = np.arange(1 << lists)
    for clique, rest in steps:
        mass = (1 << (lists - clique.bit_count())) / (1 << lists)
        on = chance.beta(mass, mass, 1 << lists)[histories & rest]
        cells *= np.where(histories & (clique & ~rest), on, 1 - on)
    return _sums_to_one(cells)


def _sums_to_one(cells: Floats) -> Floats:
    return np.asarray(cells / cells.sum())


def _listed(people: Floats | Ints) -> InclusionTable:
    """The table without the unseen."""
    counts = people.astype(np.float64)
    counts[0] = 0
    return InclusionTable(tuple("ABCDEF"[: (len(counts) - 1).bit_length()]), counts)


POPULATIONS: tuple[Population, ...] = (
    People("independent lists", 1000, (0.4, 0.5, 0.35)),
    People("two lists depend", 1000, (0.4, 0.5, 0.35), pull=1.5),
    People("people differ", 1000, (0.3, 0.35, 0.25), spread=1.5),
    People("two classes", 2000, (0.15, 0.2, 0.12, 0.15), classes=((0.7, 0.0), (0.3, 2.0))),
    # As dependent as the lists of Kosovo under the two models between which BIC cannot choose there
    LogLinear(
        "four lists, three depend", (0, 1, 2, 4, 8, 3, 5, 9, 6, 12, 7),
        (8.69, -1.65, -1.97, -1.84, -2.97, 0.12, 0.22, 0.5, 0.52, 0.87, 1.07),
    ),
    LogLinear(
        "four lists, two times three depend", (0, 1, 2, 4, 8, 3, 5, 9, 6, 12, 7, 13),
        (9.03, -2.0, -2.29, -2.19, -3.31, 0.44, 0.6, 0.95, 0.84, 1.3, 0.74, -0.72),
    ),
    Curve("Poisson curve", "Poisson", 2000, (-1.6, -1.3, -1.9, -1.5), 0.2),
    Curve("Darroch curve", "Darroch", 2000, (-1.6, -1.3, -1.9, -1.5), 0.4),
    Curve("gamma curve", "gamma", 2000, (-0.2, 0.1, -0.4, 0.0), 6.0),
    Prior("prior of latent classes", 4, latent_cells),
    Prior("prior of graphs", 4, graph_cells),
)  # fmt: skip
