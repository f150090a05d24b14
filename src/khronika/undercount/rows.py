"""All estimates of a measurement as rows of one kind, for Arrow, polars and pandas."""

from collections.abc import Iterator, Sequence

import msgspec

from khronika.table import Table
from khronika.undercount.arrays import np
from khronika.undercount.loglinear import weights
from khronika.undercount.measure import Analysis
from khronika.undercount.strata import Total

SEVERAL, CHOSEN, KNOWN, MODEL = "no single number", "model chosen again", "best model as if known", "log-linear model"
CURVE, CLASSES, GRAPHS, HELD, HIGHEST = (
    "heterogeneity",
    "latent classes",
    "decomposable graphs",
    "held list",
    "highest order",
)
TOTAL = "total"


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """One number with its limits. `bic` and `weight` of log-linear models; `truth` and `hit` of held lists; no value is null.

    `method` is one of the names above; a headline that may not stand alone is `no single number` and has only limits.
    """

    stratum: str | None
    method: str
    name: str
    estimate: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    bic: float | None = None
    weight: float | None = None
    truth: int | None = None
    hit: bool | None = None


def estimates(parts: Sequence[Analysis], summed: Total | None = None) -> Table[Estimate]:
    """Rows of all strata, then of their sum. For each the headline comes first."""
    rows = [row for part in parts for row in _rows(part)]
    if summed is not None:
        rows.append(
            Estimate(
                stratum=None,
                method=TOTAL,
                name=CHOSEN,
                estimate=summed.estimate,
                low=summed.low,
                high=_end(summed.high),
            )
        )
        if summed.posterior is not None:
            low, middle, high = summed.posterior
            rows.append(Estimate(stratum=None, method=TOTAL, name=CLASSES, estimate=middle, low=low, high=high))
    return Table(Estimate, rows)


def _rows(found: Analysis) -> Iterator[Estimate]:
    where, best = found.table.stratum or None, found.best.name
    drawn, p, g = found.bootstrap, found.posterior, found.graphs
    yield Estimate(
        stratum=where, method=SEVERAL if found.single else CHOSEN, name=best, low=drawn.low, high=_end(drawn.high),
        estimate=None if found.single else found.estimate,
    )  # fmt: skip
    ends = found.profile
    yield Estimate(stratum=where, method=KNOWN, name=best, estimate=found.estimate, low=ends.low, high=ends.high)
    yield from _models(found, where)
    yield from _curves(found, where)
    if p is not None:
        yield Estimate(stratum=where, method=CLASSES, name=CLASSES, estimate=p.median, low=p.low, high=p.high)
    if g is not None:
        yield Estimate(stratum=where, method=GRAPHS, name=GRAPHS, estimate=g.median, low=g.low, high=g.high)
    yield from _doubts(found, where)


def _models(found: Analysis, where: str | None) -> Iterator[Estimate]:
    shares = weights([f.bic for f in found.models if f.estimate is not None])
    for f, share in zip(found.near, shares, strict=False):
        yield Estimate(
            stratum=where, method=MODEL, name=f.name, estimate=f.estimate, error=f.error, bic=f.bic, weight=float(share)
        )


def _curves(found: Analysis, where: str | None) -> Iterator[Estimate]:
    for h in found.heterogeneity:
        ends = h.interval(found.table, found.options.level)
        yield Estimate(
            stratum=where, method=CURVE, name=h.label, estimate=h.estimate, error=h.error, bic=h.bic,
            low=ends.low if ends else None, high=ends.high if ends else None,
        )  # fmt: skip


def _doubts(found: Analysis, where: str | None) -> Iterator[Estimate]:
    for h in found.held:
        yield Estimate(
            stratum=where,
            method=HELD,
            name=h.name,
            estimate=h.estimate,
            low=h.low,
            high=h.high,
            truth=h.truth,
            hit=h.hit,
        )
    for term in found.highest_order:
        yield Estimate(stratum=where, method=HIGHEST, name=f"{term.factor:g}", estimate=term.estimate)


def _end(value: float) -> float | None:
    return value if np.isfinite(value) else None
