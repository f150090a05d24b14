"""Ranks with their uncertainty, and which of many regions differ when all are tested at once.

A region's rank may be no better than one more than the regions surely above it, and no worse than all but those surely
below it; surely is by intervals that hold all at once (Šidák). Klein, Wright and Wieczorek, Journal of the Royal
Statistical Society C 69 (2020), doi 10.1111/rssc.12402. False discovery: Benjamini and Hochberg, Journal of the Royal
Statistical Society B 57 (1995), doi 10.1111/j.2517-6161.1995.tb02031.x.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

from khronika.measure.exact import central_p

if TYPE_CHECKING:
    import numpy.typing as npt

    from khronika.measure.exact import Floats

    Whole = npt.NDArray[np.int64]


class Ranks(NamedTuple):
    """Rank by the estimate (equal ones share the best), and the best and worst rank that the intervals admit."""

    rank: "Whole"
    best: "Whole"
    worst: "Whole"


def simultaneous(level: float, regions: int) -> float:
    """The level of each interval so that all hold at once with at least `level` (Šidák)."""
    return float(level ** (1 / max(regions, 1)))


def rank(estimates: "Floats", lower: "Floats", upper: "Floats") -> Ranks:
    """Ranks from the highest down, from estimates and simultaneous limits."""
    many = len(estimates)
    above = many - np.searchsorted(np.sort(estimates), estimates, side="right")
    surely_above = many - np.searchsorted(np.sort(lower), upper, side="right")
    surely_below = np.searchsorted(np.sort(upper), lower, side="left")
    return Ranks(above + 1, surely_above + 1, many - surely_below)


def against_the_rest(counts: "Floats", people: "Floats") -> "Floats":
    """Central exact p that each region's rate equals that of all others together."""
    return central_p(counts, counts.sum(), people / people.sum())


def false_discovery(p: "Floats") -> "Floats":
    """Benjamini–Hochberg adjusted p-values."""
    return np.asarray(stats.false_discovery_control(p, method="bh"), dtype=float)
