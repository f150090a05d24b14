"""What became of each document, in one line: nothing is passed over in silence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

OUTCOMES = ("coded", "irrelevant", "failed")


def outcome_counts(reports: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """outcome -> number of documents, all three always present."""
    counted = Counter(str(report.get("outcome") or "failed") for report in reports)
    return {**dict.fromkeys(OUTCOMES, 0), **counted}


def outcome_line(reports: Iterable[Mapping[str, Any]]) -> str:
    """The end of a run in one line.

    >>> outcome_line([{"outcome": "coded"}, {"outcome": "failed"}])
    '1 coded, 0 irrelevant, 1 failed'
    """
    return ", ".join(f"{number} {outcome}" for outcome, number in outcome_counts(reports).items())
