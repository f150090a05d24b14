"""Scores of many documents with 95 % intervals: documents are drawn with replacement, as if others had been coded.

The draws depend on the number of documents alone (fixed seed), so that two runs over the same gold can be compared draw
by draw (`gains`). Rare faults are the exception: where none of 60 documents is a false alarm, no draw holds one, and an
interval of nothing would promise too much; such shares have Wilson's interval (1927).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, sqrt
from random import Random

import msgspec

from khronika.evaluation.compare import Count
from khronika.evaluation.measures import ALARMS, MEASURES, SHARES, TRAPS, Tally

DRAWS, SEED = 1000, 20220928
BINOMIAL = frozenset({*ALARMS, "told_as_fact", *TRAPS})
_Z = 1.959964

Draws = tuple[tuple[int, ...], ...]


class Measure(msgspec.Struct, frozen=True):
    """A measure: `score` is F1, or for shares the share; `low`..`high` its interval. None where nothing was to divide by.

    Shares of errors have neither precision nor recall.
    """

    score: float | None
    low: float | None
    high: float | None
    precision: float | None
    recall: float | None
    right: int
    wanted: int
    given: int


class Scores(msgspec.Struct, frozen=True):
    """All measures over a number of documents."""

    documents: int
    measures: dict[str, Measure]


class Gain(msgspec.Struct, frozen=True):
    """How much higher a score is than another's over the same documents, with the interval of the difference."""

    before: float
    gain: float
    low: float
    high: float


def score(tallies: Sequence[Tally]) -> Scores:
    """All measures over the documents, in this order."""
    return Scores(len(tallies), {name: _measure(name, tallies) for name in MEASURES})


def gains(tallies: Sequence[Tally], before: Sequence[Tally], names: Sequence[str]) -> dict[str, Gain]:
    """Gains over an earlier or simpler run on the same documents in the same order."""
    made: dict[str, Gain] = {}
    for name in names:
        now, then = _value(name, _sum(name, tallies)), _value(name, _sum(name, before))
        drawn = zip(_drawn(name, tallies), _drawn(name, before), strict=True)
        ends = percentiles([a - b for a, b in drawn if a is not None and b is not None])
        if now is not None and then is not None and ends is not None:
            made[name] = Gain(then, now - then, *ends)
    return made


def percentiles(values: Sequence[float]) -> tuple[float, float] | None:
    """The 2.5th and the 97.5th percentile, rounded outward to values that occur; None without values."""
    if not values:
        return None
    ordered, last = sorted(values), len(values) - 1
    return ordered[int(0.025 * last)], ordered[ceil(0.975 * last)]


def wilson(times: int, of: int) -> tuple[float, float] | None:
    """Wilson's 95 % score interval of a share; None of nothing.

    >>> [round(end, 3) for end in wilson(0, 60)]
    [0.0, 0.06]
    """
    if not of:
        return None
    share, spread = times / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * share * (1 - share) + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def ratio(above: float, below: float) -> float | None:
    """The quotient; None where there is nothing to divide by."""
    return above / below if below else None


def _measure(name: str, tallies: Sequence[Tally]) -> Measure:
    total = _sum(name, tallies)
    low, high = _interval(name, total, tallies) or (None, None)
    counts, is_error = (total.right, total.wanted, total.given), name in BINOMIAL
    precision, recall = (None if is_error else ratio(total.right, below) for below in (total.given, total.wanted))
    return Measure(_value(name, total), low, high, precision, recall, *counts)


def _interval(name: str, total: Count, tallies: Sequence[Tally]) -> tuple[float, float] | None:
    if name in BINOMIAL:
        return wilson(total.right, total.wanted)
    return percentiles([v for v in _drawn(name, tallies) if v is not None])


def _value(name: str, count: Count) -> float | None:
    if name in SHARES:
        return ratio(count.right, count.wanted)
    return ratio(2 * count.right, count.wanted + count.given)


def _sum(name: str, tallies: Sequence[Mapping[str, Count]]) -> Count:
    return sum((tally[name] for tally in tallies if name in tally), Count())


def _drawn(name: str, tallies: Sequence[Tally]) -> list[float | None]:
    """The measure in each draw. Only documents that count for it are summed."""
    counts = [(i, tally[name]) for i, tally in enumerate(tallies) if name in tally]
    is_share = name in SHARES
    right = {i: (1 if is_share else 2) * c.right for i, c in counts}
    below = {i: c.wanted if is_share else c.wanted + c.given for i, c in counts}
    return [
        ratio(sum(right[i] * draw[i] for i in right), sum(below[i] * draw[i] for i in below))
        for draw in _draws(len(tallies))
    ]


@lru_cache(maxsize=8)
def _draws(documents: int) -> Draws:
    """For each draw, how often each document is in it."""
    chance, made = Random(SEED), []
    for _ in range(DRAWS if documents else 0):
        times = [0] * documents
        for i in chance.choices(range(documents), k=documents):
            times[i] += 1
        made.append(tuple(times))
    return tuple(made)
