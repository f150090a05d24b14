"""How likely a source is to report an event that others reported, and whether that depends on the event's size.

Events that nobody reported are not there, so each source is judged by the events of the others alone: of those, which
share it has, with exact limits; and a logistic regression of having it on the logarithm of the size, whose slope says
how many times the odds rise with a size ten times larger. Sources that copy each other are taken out before.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from scipy import special

from khronika.measure.exact import clopper_pearson

if TYPE_CHECKING:
    from khronika.measure.exact import Floats

LEAST_EACH = 5
"""The slope is told where so many events were reported and so many were not: fewer decide nothing."""
_STEPS, _FAR = 50, 15.0


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """One source: of `others` events of other sources it has `captured`; `share` with limits.

    `tenfold`: times by which the odds rise for an event ten times as large, with limits; None where it cannot be told.
    """

    source: str
    others: int
    captured: int
    share: float | None
    lower: float | None
    upper: float | None
    tenfold: float | None
    tenfold_lower: float | None
    tenfold_upper: float | None


class Slope(NamedTuple):
    """A slope of the log odds with its standard error."""

    value: float
    error: float


def captures(by_source: Mapping[str, set[str]], sizes: Mapping[str, int], level: float = 0.95) -> list[Capture]:
    """Each source by the events of the others, in order of names. `sizes` of the events that have one."""
    return [_capture(source, by_source, sizes, level) for source in by_source]


def _capture(source: str, by_source: Mapping[str, set[str]], sizes: Mapping[str, int], level: float) -> Capture:
    others = sorted(set[str]().union(*(events for name, events in by_source.items() if name != source)))
    has = [event in by_source[source] for event in others]
    share, lower, upper = None, None, None
    if others:
        share, (lower, upper) = sum(has) / len(others), clopper_pearson(sum(has), len(others), level)
    sized = [(sizes[event], found) for event, found in zip(others, has, strict=True) if sizes.get(event, 0) > 0]
    slope = _slope(sized)
    reach = float(special.ndtri((1 + level) / 2)) * slope.error if slope else 0.0
    times = [float(np.exp(slope.value + way * reach)) for way in (0, -1, 1)] if slope else [None] * 3
    return Capture(
        source=source, others=len(others), captured=sum(has), share=share, lower=lower, upper=upper,
        tenfold=times[0], tenfold_lower=times[1], tenfold_upper=times[2],
    )  # fmt: skip


def _slope(sized: Sequence[tuple[int, bool]]) -> Slope | None:
    """The slope on log10 of the size; None for few events, one size, or sizes that divide them without a rest."""
    found = np.array([has for _, has in sized], dtype=float)
    if min(found.sum(), len(found) - found.sum()) < LEAST_EACH:
        return None
    size = np.log10(np.array([many for many, _ in sized], dtype=float))
    return logistic(size, found) if np.ptp(size) > 0 else None


def logistic(x: "Floats", y: "Floats") -> Slope | None:
    """The slope of a logistic regression of y (0 or 1) on x by Newton's method; None where no finite one exists."""
    design = np.column_stack([np.ones_like(x), x - x.mean()])
    at = np.array([special.logit(y.mean()), 0.0])
    for _ in range(_STEPS):
        p = special.expit(design @ at)
        information = (design.T * (p * (1 - p))) @ design
        if np.linalg.cond(information) > 1e12 or np.abs(design @ at).max() > 10 * _FAR:
            return None
        step = np.linalg.solve(information, design.T @ (y - p))
        at = at + step
        if np.abs(step).max() < 1e-10:
            break
    if np.abs(design @ at).max() > _FAR:
        return None
    return Slope(float(at[1]), float(np.sqrt(np.linalg.inv(information)[1, 1])))
