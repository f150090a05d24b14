"""Compare what two texts say of one number: does the one bear the other out, exclude it, or neither?"""

import math
from typing import Literal, NamedTuple, Protocol

from khronika.model.mention import ClaimKind

Relation = Literal["bears_out", "excludes", "neither"]
ABOUT = 0.1
"""How far off "about N" may be, as a share of N. The words do not say; a convention of this room."""


class Bounded(Protocol):
    """A number with inclusive bounds, None where open."""

    @property
    def low(self) -> float | int | None:
        """Lower bound."""

    @property
    def high(self) -> float | int | None:
        """Upper bound."""

    @property
    def kind(self) -> ClaimKind:
        """How it is hedged."""


class Interval(NamedTuple):
    """From `low` to `high`, both inside."""

    low: float
    high: float


def interval(number: Bounded) -> Interval:
    """The numbers that it may be: open bounds are infinite, "about N" reaches a tenth to both sides."""
    low = -math.inf if number.low is None else float(number.low)
    high = math.inf if number.high is None else float(number.high)
    if number.kind == "about":
        low, high = low - abs(low) * ABOUT, high + abs(high) * ABOUT
    return Interval(low, high)


def relation(own: Bounded, other: Bounded) -> Relation:
    """Whether `other` bears `own` out (all that it may be, `own` may be too), excludes it, or neither."""
    return compare(interval(own), interval(other))


def compare(own: Interval, other: Interval) -> Relation:
    """As `relation`, of intervals."""
    if own.low <= other.low and other.high <= own.high:
        return "bears_out"
    return "excludes" if own.high < other.low or other.high < own.low else "neither"


def stated_ratio(number: Bounded) -> Interval:
    """The ratios that a stated one may be: at least 1, and half a unit of its last digit to both sides where it is exact."""
    found = interval(number)
    if number.kind not in ("exact", "about"):
        return _turned(found)
    unit = 1.0 if float(number.low or 0).is_integer() else 0.1 if number.low and number.low > 1 else 0.0
    return _turned(Interval(found.low - unit / 2, found.high + unit / 2))


def quotient(one: Interval, other: Interval) -> Interval:
    """The ratios of two positive numbers, the greater by the smaller."""
    big, small = (one, other) if one.low >= other.low else (other, one)
    low = big.low / small.high if small.high > 0 and not math.isinf(small.high) else 0.0
    return Interval(low, big.high / small.low if small.low > 0 else math.inf)


def _turned(ratio: Interval) -> Interval:
    """A ratio below 1 the other way round: a third is three times."""
    if ratio.low > 0 and ratio.high < 1:
        return Interval(1 / ratio.high, 1 / ratio.low)
    return ratio
