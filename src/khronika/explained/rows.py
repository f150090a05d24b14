"""The rows of the lesser readers, each with its evidence and the entries behind its rule."""

from collections.abc import Iterator
from typing import Any

import msgspec

from khronika.explained.rules import RuleEntry, entries_of
from khronika.model import Document
from khronika.model.evidence import CountEvidence, DateEvidence, PlaceEvidence
from khronika.readers import READERS, CountRow, DateRow, PlaceRow


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

EXPLAINED: dict[str, type[Any]] = {"places": ExplainedPlace, "dates": ExplainedDate, "counts": ExplainedCount}


def explained(name: str, document: Document) -> Iterator[Row]:
    """The rows of one of the three readers over a document, explained; the same values in the same order."""
    told: list[PlaceEvidence | DateEvidence | CountEvidence | None] = []
    found = list(READERS[name][1](document, told))
    for row, evidence in zip(found, told, strict=True):
        values = msgspec.structs.asdict(row)
        yield EXPLAINED[name](**values, rules=_rules(values["rule"], evidence), evidence=evidence)


def _rules(rule: str, evidence: object) -> list[RuleEntry]:
    unit = evidence.unit_rule if isinstance(evidence, CountEvidence) else None
    return [*entries_of(rule), *(entries_of(unit) if unit else ())]
