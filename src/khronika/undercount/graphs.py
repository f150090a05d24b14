"""Decomposable graphs of dependence among lists, averaged by their posterior chance (Madigan and York 1997).

doi:10.1093/biomet/84.1.19. Each graph says which lists depend on each other directly; with a hyper-Dirichlet prior of
`delta` in each history and weight 1/N for the size, every posterior is exact. The complete graph, under which the data
say nothing about the unseen, is left out.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from khronika.undercount.arrays import Floats, np, scipy
from khronika.undercount.histories import members
from khronika.undercount.table import InclusionTable

MOST_LISTS = 5
TIMES_LISTED = 20


@dataclass(frozen=True)
class Graph:
    """A decomposable graph. Sets of lists are bit masks.

    `steps` are pairs (a list with its neighbours left, those neighbours) in an order that takes off lists one by one: the
    joint chance is the product of the first over the product of the second. `cliques` are its largest complete sets.
    """

    steps: tuple[tuple[int, int], ...]

    @property
    def cliques(self) -> tuple[int, ...]:
        """The largest sets of lists that all depend on each other directly."""
        sets = [clique for clique, _ in self.steps]
        return tuple(c for c in sets if not any(c != other and c & other == c for other in sets))

    def name(self, lists: tuple[str, ...]) -> str:
        """The cliques in the usual notation."""
        return " ".join("[" + "*".join(lists[j] for j in members(c)) + "]" for c in self.cliques)


@dataclass(frozen=True)
class Averaged:
    """The averaged posterior: `chance` (sizes,) over `sizes`; graphs by posterior chance with their own means.

    `low` leaves at most half of what the level leaves out below it, and `high` is the first with which the level is held.

    `at_edge` is the chance of the largest size looked at: above 0.001 the posterior has no end that the data set.
    """

    mean: float
    median: float
    low: float
    high: float
    graphs: list[tuple[str, float, float]]
    at_edge: float
    sizes: Floats = field(repr=False)
    chance: Floats = field(repr=False)

    def draws(self, many: int, seed: int) -> Floats:
        """Sizes drawn from the posterior."""
        return np.random.default_rng(seed).choice(self.sizes, many, p=self.chance)


def average(table: InclusionTable, level: float = 0.95, delta: float | None = None) -> Averaged:
    """The size averaged over all decomposable graphs but the complete one."""
    lists = len(table.lists)
    delta = 1 / (1 << lists) if delta is None else delta
    unseen = np.arange(TIMES_LISTED * table.listed + 1, dtype=np.float64)
    common = _common(table, unseen)
    margins = {s: _log_margin(table, s, unseen, delta) for s in range(1 << lists)}
    posterior = np.full_like(unseen, -np.inf)
    graphs = decomposable(lists)
    weights, means = np.empty(len(graphs)), np.empty(len(graphs))
    for i, graph in enumerate(graphs):
        joint = common + np.sum([margins[c] - margins[s] for c, s in graph.steps], axis=0)
        weights[i] = scipy.special.logsumexp(joint)
        means[i] = table.listed + np.exp(joint - weights[i]) @ unseen
        posterior = np.logaddexp(posterior, joint)
    shares = np.exp(weights - scipy.special.logsumexp(weights))
    named = [(graphs[i].name(table.lists), float(shares[i]), float(means[i])) for i in np.argsort(-shares)]
    chance = np.exp(posterior - scipy.special.logsumexp(posterior))
    return _averaged(named, chance, table.listed + unseen, level)


def _averaged(named: list[tuple[str, float, float]], chance: Floats, sizes: Floats, level: float) -> Averaged:
    below = np.cumsum(chance)
    low, middle = (int(np.searchsorted(below, q)) for q in ((1 - level) / 2, 0.5))
    # People are whole: where much of the chance is that nobody is unseen, nothing can be cut off below, so all of it is above
    cut = below[low] - chance[low]
    high = min(int(np.searchsorted(below, cut + level)), len(sizes) - 1)
    ends = float(sizes[low]), float(sizes[high])
    return Averaged(float(chance @ sizes), float(sizes[middle]), *ends, named, float(chance[-1]), sizes, chance)


def _common(table: InclusionTable, unseen: Floats) -> Floats:
    """What every graph shares: the multinomial coefficient and the prior 1/N."""
    size = table.listed + unseen
    gamma = scipy.special.gammaln
    return np.asarray(gamma(size + 1) - gamma(unseen + 1) - np.log(size))


def _log_margin(table: InclusionTable, subset: int, unseen: Floats, delta: float) -> Floats:
    """Dirichlet-multinomial weight of the margin of some lists; the unseen fall in its cell of nobody."""
    gamma, lists = scipy.special.gammaln, len(table.lists)
    prior = delta * (1 << (lists - subset.bit_count()))
    cells = np.zeros(1 << lists)
    np.add.at(cells, np.arange(1 << lists) & subset, table.counts)
    used = np.unique(np.arange(1 << lists) & subset)
    known = gamma(prior + cells[used[1:]]).sum() - len(used) * gamma(prior)
    all_ = prior * len(used)
    return np.asarray(
        known + gamma(prior + cells[0] + unseen) + gamma(all_) - gamma(all_ + cells.sum() + unseen)
    )  # fmt: skip


@lru_cache(maxsize=4)
def decomposable(lists: int) -> tuple[Graph, ...]:
    """All decomposable graphs but the complete one: 7, 60 and 821 for three, four and five lists."""
    pairs = list(combinations(range(lists), 2))
    found = []
    for chosen in range((1 << len(pairs)) - 1):
        near = [1 << j for j in range(lists)]
        for i, (a, b) in enumerate(pairs):
            if chosen >> i & 1:
                near[a] |= 1 << b
                near[b] |= 1 << a
        graph = _decomposed(near)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _decomposed(near: list[int]) -> Graph | None:
    """Takes off lists whose neighbours all depend on each other; None where no such list is left (not decomposable)."""
    left, steps = (1 << len(near)) - 1, list[tuple[int, int]]()
    while left:
        taken = next((j for j in members(left) if _complete(near, near[j] & left)), None)
        if taken is None:
            return None
        clique = near[taken] & left
        left &= ~(1 << taken)
        steps.append((clique, clique & left))
    return Graph(tuple(steps))


def _complete(near: list[int], subset: int) -> bool:
    return all(subset & ~near[j] == 0 for j in members(subset))
