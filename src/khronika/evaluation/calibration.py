"""Whether `confidence` means what it says: of facts told with 0.8, eight in ten should be hits.

Expected calibration error: the mean distance between confidence and share of hits over ten bins, weighed by their size
(Naeini, Cooper, Hauskrecht 2015). With few mentions it is biased upward: read it with `n`.
"""

from collections.abc import Iterable, Sequence

import msgspec

from khronika.evaluation.measures import Outcome, hits_fact, is_free, is_said

BINS = 10


class Bin(msgspec.Struct, frozen=True):
    """Facts told with a confidence of low up to high: how many, their mean confidence, the share that are hits."""

    low: float
    high: float
    n: int
    confidence: float
    hits: float


class Calibration(msgspec.Struct, frozen=True):
    """`error` is None where no fact was told with a confidence."""

    n: int
    error: float | None
    bins: list[Bin]


def calibration(outcomes: Iterable[Outcome]) -> Calibration:
    """Reliability of the confidence of event mentions that are told as facts; those of free gold are left out."""
    told = [
        (pair.told.confidence, hits_fact(pair))
        for outcome in outcomes
        for pair in outcome.events
        if is_said(pair) and not is_free(pair) and pair.told is not None and pair.told.confidence is not None
    ]
    bins = [made for i in range(BINS) if (made := _bin(i, told)) is not None]
    error = sum(b.n * abs(b.hits - b.confidence) for b in bins) / len(told) if told else None
    return Calibration(len(told), error, bins)


def _bin(number: int, told: Sequence[tuple[float, bool]]) -> Bin | None:
    inside = [(c, hit) for c, hit in told if min(BINS - 1, max(0, int(c * BINS))) == number]
    if not inside:
        return None
    n = len(inside)
    return Bin(number / BINS, (number + 1) / BINS, n, sum(c for c, _ in inside) / n, sum(hit for _, hit in inside) / n)
