"""The rows of the lesser readers, each with its evidence and the entries behind its rule."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from khronika.explained.rules import RuleEntry, entries_of
from khronika.model import Document
from khronika.model.evidence import CountEvidence, DateEvidence, PlaceEvidence
from khronika.readers import CountRow, DateRow, PlaceRow, counts_of, dates_of, places_of


class ExplainedPlace(PlaceRow, frozen=True, kw_only=True):
    """A toponym with the candidates for it and the reasons for each."""

    rules: list[RuleEntry]
    evidence: PlaceEvidence | None


class ExplainedDate(DateRow, frozen=True, kw_only=True):
    """A time expression with what its words say and what its days rest on."""

    rules: list[RuleEntry]
    evidence: DateEvidence | None


class ExplainedCount(CountRow, frozen=True, kw_only=True):
    """A quantity with the numbers and the rules that made its bounds."""

    rules: list[RuleEntry]
    evidence: CountEvidence | None


Row = ExplainedPlace | ExplainedDate | ExplainedCount

EXPLAINED: dict[str, tuple[type[Any], Callable[[Document, bool], Iterator[tuple[Any, Any]]]]] = {
    "places": (ExplainedPlace, places_of),
    "dates": (ExplainedDate, dates_of),
    "counts": (ExplainedCount, counts_of),
}


def explained(name: str, document: Document) -> Iterator[Row]:
    """The rows of one of the three readers over a document, explained; the same values in the same order."""
    kind, read = EXPLAINED[name]
    for row, evidence in read(document, True):
        rules = entries_of(row.rule)
        if isinstance(evidence, CountEvidence) and evidence.unit_rule:
            rules += entries_of(evidence.unit_rule)
        yield kind(**msgspec.structs.asdict(row), rules=rules, evidence=evidence)
