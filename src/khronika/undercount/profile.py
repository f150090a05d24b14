"""The profile likelihood interval of one model: sizes at which the data are not too unlikely.

For a size N the unseen are N minus listed, the complete table is fitted, and its multinomial likelihood compared with
the best (Cormack 1992, Biometrics 48, 567-576). The model is taken as known: the interval is too short where it was
chosen by the data.
"""

from collections.abc import Callable
from dataclasses import dataclass

from khronika.undercount.arrays import Floats, scipy
from khronika.undercount.hierarchy import Model
from khronika.undercount.histories import terms_of
from khronika.undercount.poisson import fit
from khronika.undercount.table import InclusionTable

MOST = 1e4

_Below = Callable[[float], float]


@dataclass(frozen=True)
class Profile:
    """Ends of the interval in people; `high` is None where the likelihood stays near its best up to 10,000 times listed."""

    low: float
    high: float | None


def profile(table: InclusionTable, model: Model, estimate: float, level: float = 0.95) -> Profile:
    """The interval of the size under one model whose estimate is given."""
    return profile_of_design(terms_of(model, len(table.lists)), table.counts, estimate, level)


def profile_of_design(design: Floats, counts: Floats, estimate: float, level: float = 0.95) -> Profile:
    """The same for any design (2^lists, terms) whose first row is that of the unseen; `counts` (2^lists,)."""
    listed = float(counts.sum())
    drop = float(scipy.stats.chi2.ppf(level, 1)) / 2
    best = _likelihood(design, counts, estimate - listed)

    def below(unseen: float) -> float:
        return best - drop - _likelihood(design, counts, unseen)

    middle = max(estimate - listed, 1e-6)
    low = _crossing(below, 0.0, middle)
    far = _far(below, middle, MOST * listed)
    high = None if far is None else listed + _crossing(below, far, middle)
    return Profile(listed + low, high)


def _far(below: _Below, middle: float, most: float) -> float | None:
    """A number of unseen beyond the upper end."""
    at = middle + 1.0
    while below(at) < 0:
        at *= 2
        if at > most:
            return None
    return at


def _crossing(below: _Below, outside: float, inside: float) -> float:
    if below(outside) <= 0:
        return outside
    return float(scipy.optimize.brentq(below, outside, inside, rtol=1e-9))


def _likelihood(design: Floats, counts: Floats, unseen: float) -> float:
    """Log likelihood of the complete table with so many unseen, up to a constant: multinomial, N! / unseen! kept."""
    complete = counts.copy()
    complete[0] = max(unseen, 0.0)
    size = complete.sum()
    means = fit(design, complete[None, :]).means[0]
    gamma = scipy.special.gammaln
    told = scipy.special.xlogy(complete, means / size).sum()
    return float(gamma(size + 1) - gamma(complete[0] + 1) + told)
