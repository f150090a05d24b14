"""An explained row as lines for a person."""

from collections.abc import Iterator

from khronika.explained.rows import ExplainedCount, ExplainedDate, ExplainedPlace, Row
from khronika.explained.rules import RuleEntry
from khronika.model.evidence import Candidate, CountEvidence, DateEvidence, PlaceEvidence


def tell(row: Row) -> list[str]:
    """The value, the evidence for it, the entries of its rule: first line without, the others with indent."""
    lines = [f"{row.document} {row.start}:{row.stop} “{row.quote}”: {_value(row)}"]
    if isinstance(row.evidence, PlaceEvidence):
        lines += _place(row.evidence)
    elif isinstance(row.evidence, DateEvidence):
        lines += _date(row.evidence)
    elif isinstance(row.evidence, CountEvidence):
        lines += _count(row.evidence)
    return [*lines, *(line for rule in row.rules for line in _rule(rule))]


def _value(row: Row) -> str:
    if isinstance(row, ExplainedPlace):
        return ", ".join(str(x) for x in (row.name, row.admin1, row.country_iso3, row.level) if x) or "left open"
    if isinstance(row, ExplainedDate):
        days = f"{row.date_start or '…'} to {row.date_end or '…'}" if row.date_start or row.date_end else "no day"
        return f"{row.type} {row.value or 'open'}, {days}"
    assert isinstance(row, ExplainedCount)
    return f"{_bounds(row.low, row.high)} {row.unit or 'of nothing named'}"


def _bounds(low: float | int | None, high: float | int | None) -> str:
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"{high} or less" if low is None else f"{low} to {high}"


def _place(evidence: PlaceEvidence) -> Iterator[str]:
    reasons = ", ".join(f"{reason.what} {reason.weight:+.1f}" for reason in evidence.named)
    yield f"    a place at all: {evidence.worth:+.1f}" + (f" = {reasons}" if reasons else "")
    yield f"    which: {evidence.verdict}"
    for candidate in evidence.candidates:
        yield from _candidate(candidate)


def _candidate(candidate: Candidate) -> Iterator[str]:
    said = (candidate.name, candidate.admin1, candidate.country_iso3, candidate.level, candidate.geonameid)
    mark = "taken" if candidate.taken else ""
    yield f"    {mark:>5} {candidate.score:6.2f}  {', '.join(str(x) for x in said if x)}"
    yield from (f"          {reason.weight:+6.2f}  {reason.what}" for reason in candidate.reasons)


def _date(evidence: DateEvidence) -> Iterator[str]:
    yield f"    what it is: {evidence.means}"
    yield "    its words: " + ", ".join(f"{said.what} {said.value}" for said in evidence.said)
    for anchor in evidence.anchors:
        yield f"    rests on: {anchor.what} {anchor.value}"
    if evidence.interval:
        yield f"    interval: {evidence.interval}"


def _count(evidence: CountEvidence) -> Iterator[str]:
    for number in evidence.numbers:
        yield f"    number: “{number.quote}” {number.start}:{number.stop} is {_bounds(number.low, number.high)} by {number.rule}"
    yield f"    bounds: {evidence.means}"
    if evidence.unit_type:
        yield f"    counts: {evidence.unit_type}" + (f" by {evidence.unit_rule}" if evidence.unit_rule else "")


def _rule(rule: RuleEntry) -> Iterator[str]:
    where = f"  {rule.file}:{rule.line} ({rule.part})" if rule.file else f"  {rule.says}" if rule.says else ""
    yield f"    rule {rule.id}{where}"
    if rule.example:
        yield f"         such as: {rule.example}"
