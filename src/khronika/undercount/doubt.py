"""Checks that make doubt visible: a list whose size is known, one case more or less, the term that no data can show."""

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.undercount.arrays import Floats, np
from khronika.undercount.bootstrap import choose
from khronika.undercount.hierarchy import Model
from khronika.undercount.histories import captures, members
from khronika.undercount.loglinear import fit_all
from khronika.undercount.profile import profile
from khronika.undercount.table import InclusionTable

FACTORS = (0.5, 1.0, 2.0)
_ALL_MODELS_TO = 4


@dataclass(frozen=True)
class Held:
    """A list treated as the population: its true size against the estimate from the other lists.

    `hit` says whether the profile interval of the lowest-BIC model holds the truth; None where there is no estimate.
    """

    name: str
    truth: int
    estimate: float | None
    low: float | None
    high: float | None
    model: str | None
    hit: bool | None


@dataclass(frozen=True)
class Stability:
    """The lowest-BIC estimate after one case more or less in any one history: lowest, highest, and where."""

    lowest: float
    lowest_at: str
    highest: float
    highest_at: str

    def ratio(self, estimate: float) -> float:
        """The largest change as a factor, 1 or more."""
        return max(self.highest / estimate, estimate / self.lowest)


@dataclass(frozen=True)
class HighestOrder:
    """The size under the model of all interactions, with the one of all lists, which no data show, set to `factor`."""

    factor: float
    estimate: float


def held_lists(table: InclusionTable, level: float = 0.95) -> list[Held]:
    """The check for each list in turn."""
    return [_held(table, j, level) for j in range(len(table.lists))]


def _held(table: InclusionTable, index: int, level: float) -> Held:
    rest, truth = table.held(index), table.sizes()[table.lists[index]]
    name = table.lists[index]
    best = fit_all(rest, _ALL_MODELS_TO)[0] if min(rest.sizes().values()) > 0 else None
    if best is None or best.estimate is None:
        return Held(name, truth, None, None, None, None, None)
    ends = profile(rest, best.model, best.estimate, level)
    hit = ends.low <= truth <= (float("inf") if ends.high is None else ends.high)
    return Held(name, truth, best.estimate, ends.low, ends.high, best.name, hit)


def stability(table: InclusionTable, models: Sequence[Model]) -> Stability:
    """The answer with the model chosen again after each change of one case."""
    tables, where = _one_changed(table)
    estimates = choose(tables, len(table.lists), models).estimates
    low, high = int(estimates.argmin()), int(estimates.argmax())
    return Stability(float(estimates[low]), where[low], float(estimates[high]), where[high])


def _one_changed(table: InclusionTable) -> tuple[Floats, list[str]]:
    """Every table with one case more in one history, or one less where there is one."""
    tables, where = [], []
    for history in range(1, len(table.counts)):
        for change, word in ((1, "one more"), (-1, "one less")):
            if table.counts[history] + change >= 0:
                changed = table.counts.copy()
                changed[history] += change
                tables.append(changed)
                where.append(f"{word} on {' + '.join(table.lists[j] for j in members(history))} only")
    return np.array(tables), where


def highest_order(table: InclusionTable) -> list[HighestOrder]:
    """The size for several values of the interaction of all lists; empty where a history is empty (no finite answer).

    With a factor of 1 there is no such interaction; at 2 the unseen are twice as many as that would say.
    """
    counts = table.counts[1:]
    if (counts == 0).any():
        return []
    sign = np.where(captures(len(table.lists))[1:] % 2 == 1, 1.0, -1.0)
    unseen = float(np.exp((sign * np.log(counts)).sum()))
    return [HighestOrder(factor, table.listed + factor * unseen) for factor in FACTORS]


def dependence(table: InclusionTable) -> dict[tuple[str, str], float | None]:
    """For each pair of lists the odds ratio of standing on both among people on some third list; 1 is independence.

    Only there all four cells are known. None where one of them is empty.
    """
    found: dict[tuple[str, str], float | None] = {}
    lists = range(len(table.lists))
    for a in lists:
        for b in lists[a + 1 :]:
            cells = np.zeros((2, 2))
            for history, count in enumerate(table.counts):
                if history & ~(1 << a) & ~(1 << b):
                    cells[history >> a & 1, history >> b & 1] += count
            odds = float(cells[0, 0] * cells[1, 1] / (cells[0, 1] * cells[1, 0])) if cells.all() else None
            found[table.lists[a], table.lists[b]] = odds
    return found
