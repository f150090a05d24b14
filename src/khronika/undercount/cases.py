"""Single cases as rows give them, with their date, place and kind where they have them: what `closed` looks at."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from khronika.undercount.errors import TableError

DATE, PLACE, KIND = "date", "place", "kind"
FACTS = (DATE, PLACE, KIND)
YEAR = "year"
BY = (YEAR, PLACE, KIND)
"""What cases can be divided by into strata."""

Span = tuple[date, date]


@dataclass(frozen=True)
class Case:
    """Somebody or something listed, or `many` alike: on which lists, from when to when, where and of which kind."""

    on: frozenset[str]
    when: Span | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    many: float = 1.0


def case_of(row: Mapping[str, str], on: Iterable[str], many: float, where: str) -> Case:
    """A case from a row of a table; `where` (file and line) stands in the message of a date that cannot be read."""
    groups = {name: row[name] for name in (PLACE, KIND) if row.get(name)}
    given = row.get(DATE, "")
    try:
        when = span_of(given) if given else None
    except ValueError as error:
        raise TableError(
            where, f"date is {given!r}", "write 2021-05-31, 2021-05, 2021, or first/last day, or leave it empty"
        ) from error
    return Case(frozenset(on), when, groups, many)


def span_of(text: str) -> Span:
    """First and last day of a day, month, year, or of a pair of these; ValueError where it is none.

    >>> span_of("2021-02")
    (datetime.date(2021, 2, 1), datetime.date(2021, 2, 28))
    """
    first, _, last = text.partition("/")
    span = _ends(first)[0], _ends(last or first)[1]
    if span[1] < span[0]:
        raise ValueError(f"{text} ends before it begins")
    return span


def _ends(text: str) -> Span:
    parts = [int(part) for part in text.strip().split("-")]
    if not 1 <= len(parts) <= 3:
        raise ValueError(f"{text} is no date")
    year, months, days = parts[0], parts[1:2], parts[2:]
    month = months[0] if months else 12
    day = days[0] if days else monthrange(year, month)[1]
    return date(year, months[0] if months else 1, days[0] if days else 1), date(year, month, day)


def merged(cases: Iterable[Case]) -> Case:
    """One case from the records of one person: all lists, from the earliest to the latest day, places and kinds that agree."""
    held = list(cases)
    spans = [case.when for case in held if case.when is not None]
    when = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
    values = {name: {case.groups[name] for case in held if name in case.groups} for name in (PLACE, KIND)}
    groups = {name: found.pop() for name, found in values.items() if len(found) == 1}
    return Case(frozenset[str]().union(*(case.on for case in held)), when, groups)


def divided(cases: Sequence[Case], by: str, name: str) -> dict[str, list[Case]]:
    """Cases by year, place or kind, in order; TableError where some cannot be put into a stratum, since the sum would lack them."""
    if by not in BY:
        raise TableError(name, f"strata by {by} are not known", f"choose {', '.join(BY)}")
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(_value(case, by), []).append(case)
    if without := round(sum(case.many for case in found.get("", ()))):
        raise TableError(name, f"{without:,} cases have no {by}, or more than one", f"fill {by} in, or leave --by out")
    return dict(sorted(found.items()))


def _value(case: Case, by: str) -> str:
    if by != YEAR:
        return case.groups.get(by, "")
    return str(case.when[0].year) if case.when is not None and case.when[0].year == case.when[1].year else ""
