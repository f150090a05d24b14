"""Intervals that include the choice of the model: people are drawn again and every model is fitted to every draw.

In each draw the model of lowest BIC among the candidates gives the estimate. The interval is Efron's BCa (1987,
doi:10.1080/01621459.1987.10478410), with the acceleration from leaving one person out. `resampling` says from what is drawn.
Regal and Hook (1991, Statistics in Medicine 10) show why a chosen model alone promises too much.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from khronika.undercount.arrays import Bools, Floats, np, scipy
from khronika.undercount.errors import RefusedError
from khronika.undercount.existence import identifies
from khronika.undercount.hierarchy import Model, name_of
from khronika.undercount.histories import terms_of
from khronika.undercount.poisson import Fits, fit
from khronika.undercount.resampling import SEED, Resample, from_table
from khronika.undercount.table import InclusionTable

_VANISHED = 1e-5
_BATCH = 4000


@dataclass(frozen=True)
class Chosen:
    """The chosen model for each of several tables: `estimates` (tables,), infinite where no model had one."""

    estimates: Floats
    bic: Floats
    model: "np.typing.NDArray[np.intp]"


@dataclass(frozen=True)
class Bootstrap:
    """Estimates (draws,) with the model chosen again in each draw; `chosen` counts models by name.

    `confidence` (draws,) are the draws moved as BCa moves the ends: its quantiles are the ends of the intervals of all
    levels, and it is what is added over strata. `low` and `high` are infinite where more draws than the level allows
    have no finite estimate.
    """

    low: float
    high: float
    draws: Floats = field(repr=False)
    confidence: Floats = field(repr=False)
    chosen: dict[str, int] = field(repr=False)
    without_estimate: int = 0

    @property
    def at_edge(self) -> bool:
        """Whether an end of the interval is the most extreme of all draws, beyond which nothing was tried."""
        return bool(self.low <= self.draws.min() or (np.isfinite(self.high) and self.high >= self.draws.max()))


Tell = Callable[[], object]


def bootstrap(
    table: InclusionTable, models: Sequence[Model], draws: int = 1000, level: float = 0.95, seed: int = SEED,
    tell: Tell | None = None, resample: Resample = from_table,
) -> Bootstrap:  # fmt: skip
    """Draws people again, chooses among `models` in each draw, and gives the BCa interval of the size, never below the listed.

    RefusedError where no model has a finite estimate on the table itself.
    """
    lists = len(table.lists)
    left_out, times = _one_less(table)
    first = choose(np.vstack([table.counts[None, :], left_out]), lists, models).estimates
    found = float(first[0])
    if not np.isfinite(found):
        raise RefusedError(["no model has a finite estimate on this table"])
    drawn = choose(resample(table, found, models, draws, seed), lists, models, tell)
    jackknife, times = np.append(first[1:], found), np.append(times, found - table.listed)
    ends = np.array([(1 - level) / 2, (1 + level) / 2])
    levels = np.concatenate([ends, (np.arange(draws) + 0.5) / draws])
    moved = np.maximum(bca(drawn.estimates, found, jackknife, times, levels), table.listed)
    (low, high), confidence = moved[:2], moved[2:]
    without = int(np.isinf(drawn.estimates).sum())
    return Bootstrap(float(low), float(high), drawn.estimates, confidence, _counted(drawn, models, table), without)


def _counted(drawn: Chosen, models: Sequence[Model], table: InclusionTable) -> dict[str, int]:
    """How often each model was chosen, most often first."""
    times = Counter(drawn.model.tolist())
    return {name_of(models[i], table.lists): many for i, many in times.most_common()}


def choose(counts: Floats, lists: int, models: Sequence[Model], tell: Tell | None = None) -> Chosen:
    """The model of lowest BIC with an estimate, for each table of `counts` (tables, 2^lists)."""
    listed = counts.sum(axis=1)
    best = np.full(len(counts), np.inf)
    estimates, which = np.full(len(counts), np.inf), np.zeros(len(counts), dtype=np.intp)
    for i, model in enumerate(models):
        design = terms_of(model, lists)
        fits = _fit_from_pooled(design[1:], counts[:, 1:])
        bic = -2 * fits.log_likelihood + len(model) * np.log(listed)
        bic[~_identified(design, counts[:, 1:], fits)] = np.inf
        better = bic < best
        best[better], which[better] = bic[better], i
        with np.errstate(over="ignore"):  # so many unseen that they cannot be written down: none that is finite
            estimates[better] = listed[better] + np.exp(fits.coefficients[better, 0])
        if tell is not None:
            tell()
    return Chosen(estimates, best, which)


def _fit_from_pooled(design: Floats, counts: Floats) -> Fits:
    """Fits that begin where the mean of all tables ends: one or two steps remain for each."""
    start = fit(design, counts.mean(axis=0)[None, :]).coefficients
    parts = [fit(design, counts[i : i + _BATCH], start) for i in range(0, len(counts), _BATCH)]
    if len(parts) == 1:
        return parts[0]
    return Fits(
        np.vstack([p.coefficients for p in parts]), np.vstack([p.means for p in parts]),
        np.concatenate([p.log_likelihood for p in parts]), np.concatenate([p.converged for p in parts]),
    )  # fmt: skip


def _identified(design: Floats, counts: Floats, fits: Fits) -> Bools:
    """Whether each fit says something finite of the unseen, judged by the cells whose fitted mean stays above 0."""
    gone = (fits.means < _VANISHED) & (counts == 0)
    right = fits.converged | gone.any(axis=1)
    rows = np.flatnonzero(gone.any(axis=1))
    patterns, which = np.unique(gone[rows], axis=0, return_inverse=True)
    told = np.array([identifies(design[1:][~pattern], design[0]) for pattern in patterns], dtype=np.bool_)
    right[rows] &= told[which.reshape(-1)] if len(rows) else True
    return np.asarray(right)


def _one_less(table: InclusionTable) -> tuple[Floats, Floats]:
    """Tables without one person of each filled history, and how many people such a table stands for."""
    filled = np.flatnonzero(table.counts)
    tables = np.repeat(table.counts[None, :], len(filled), axis=0)
    tables[np.arange(len(filled)), filled] -= 1
    return tables, table.counts[filled]


def bca(drawn: Floats, found: float, jackknife: Floats, times: Floats, levels: Floats) -> Floats:
    """BCa quantiles at `levels` (levels,) of the draws (draws,); plain percentiles where its two constants have no value.

    `found` is the estimate, `jackknife` (cells,) the estimates with one person less and `times` (cells,) their weights.
    """
    normal = scipy.special.ndtri
    below = (np.mean(drawn < found) + np.mean(drawn <= found)) / 2
    if 0 < below < 1 and np.isfinite(jackknife).all():
        bias, speed = normal(below), _acceleration(jackknife, times)
        moved = bias + normal(levels)
        left = np.maximum(1 - speed * moved, 1e-9)
        levels = scipy.special.ndtr(bias + moved / left)
    ordered = np.sort(drawn)
    at = np.clip(np.round(levels * (len(ordered) - 1)).astype(np.int64), 0, len(ordered) - 1)
    return np.asarray(ordered[at])


def _acceleration(jackknife: Floats, times: Floats) -> float:
    middle = np.average(jackknife, weights=times)
    away = middle - jackknife
    spread = float((times * away**2).sum())
    return float((times * away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
