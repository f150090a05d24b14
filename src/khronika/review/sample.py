"""The random share of documents judged irrelevant, and what it says of how many events' documents are missed.

Of N irrelevant documents n were drawn and looked at, and k of them told of something: about N·k/n are missed. The recall
of documents is R / (R + N·k/n), R being those that the machine coded. Its interval comes from Clopper and Pearson's
(1934) limits of k/n, which hold for any n; it treats R as known. Source: doi:10.1093/biomet/26.4.404.
"""

import sqlite3
from collections.abc import Callable
from math import exp, lgamma, log

import msgspec

LEVEL = 0.95


class Recall(msgspec.Struct, frozen=True):
    """`drawn`: documents in the sample; `checked`: looked at; `held`: told of something; shares with their 95 % limits.

    `missed` are documents; None where nothing was checked.
    """

    irrelevant: int
    drawn: int
    checked: int
    held: int
    coded: int
    missed: float | None
    missed_low: float | None
    missed_high: float | None
    recall: float | None
    recall_low: float | None
    recall_high: float | None


def recall_of(index: sqlite3.Connection) -> Recall:
    """The estimate from what was checked until now."""
    irrelevant, coded = index.execute(
        "SELECT sum(outcome = 'irrelevant'), sum(outcome = 'coded') FROM document"
    ).fetchone()
    drawn, checked, held = index.execute(
        "SELECT count(*), sum(checked IS NOT NULL), sum(checked = 'relevant') FROM document WHERE sampled"
    ).fetchone()
    return estimate(irrelevant or 0, drawn or 0, checked or 0, held or 0, coded or 0)


def estimate(irrelevant: int, drawn: int, checked: int, held: int, coded: int) -> Recall:
    """Recall of documents. `irrelevant` and `coded` count all documents of the archive.

    >>> found = estimate(irrelevant=1000, drawn=20, checked=20, held=1, coded=400)
    >>> found.missed, round(found.recall, 3), round(found.recall_low, 3), round(found.recall_high, 3)
    (50.0, 0.889, 0.617, 0.997)
    """
    if not checked:
        return Recall(irrelevant, drawn, checked, held, coded, None, None, None, None, None, None)
    low, high = limits(held, checked)
    shares = (held / checked, low, high)
    missed, least, most = (irrelevant * share for share in shares)
    best, recall_low, recall_high = (coded / (coded + m) if coded + m else None for m in (missed, most, least))
    return Recall(irrelevant, drawn, checked, held, coded, missed, least, most, best, recall_low, recall_high)


def limits(k: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's limits of a share, by halving: no library of statistics is needed for one number."""
    tail = (1 - level) / 2
    low = _root(lambda p: _at_least(k, n, p) - tail) if k > 0 else 0.0
    high = _root(lambda p: tail - _at_least(n - k, n, 1 - p)) if k < n else 1.0
    return low, high


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share is 0."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(k: int, n: int, p: float) -> float:
    """Chance of k or more of n."""
    if p <= 0:
        return 0.0 if k else 1.0
    if p >= 1:
        return 1.0
    return sum(
        exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log(1 - p))
        for i in range(k, n + 1)
    )
