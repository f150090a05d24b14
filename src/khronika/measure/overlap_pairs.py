"""Which sources report the same events: shares and overlap of pairs, over all events and within a size or a place.

A pair that overlaps everywhere alike may be two independent watchers; one that overlaps only for large events, or only in
the capital, is not. Classes are of the events that anyone listed; the size of an event is the largest that a source gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from khronika.measure.rows import Report

_BANDS = ((1000, "1000 and more"), (100, "100 to 999"), (10, "10 to 99"), (1, "1 to 9"), (0, "0"))
UNKNOWN = "unknown"
BySource = Mapping[str, set[str]]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two sources: events of both and of one; `jaccard` both over either; `a_in_b` the share of a's that b has.

    `by` and `value`: within one band of size or one place; both None over all events. A share of nothing is None.
    """

    by: str | None = None
    value: str | None = None
    a: str
    b: str
    both: int
    only_a: int
    only_b: int
    jaccard: float
    a_in_b: float | None
    b_in_a: float | None


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """One source in one class of events (a band of size, or a place): `events` of the `listed` ones."""

    by: str
    value: str
    source: str
    events: int
    listed: int
    share: float


class EventClass(msgspec.Struct, frozen=True):
    """Events of one band of size, or of one place."""

    by: str
    value: str
    events: set[str]


def sizes(reports: Iterable[Report]) -> dict[str, int]:
    """The largest size that a source gave, of each event that has one."""
    found: dict[str, int] = {}
    for report in reports:
        if report.size is not None:
            found[report.event] = max(report.size, found.get(report.event, 0))
    return found


def classes(reports: Sequence[Report]) -> list[EventClass]:
    """Bands of size from the largest, then places by name; what has none comes last, and none at all is no class."""
    size_of, events = sizes(reports), {report.event for report in reports}
    places: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: (r.event, r.source, r.place or "")):
        if report.place:
            places.setdefault(report.event, report.place)
    bands = {event: _band(size_of.get(event)) for event in events}
    return [
        *_classes("size", bands, [name for _, name in _BANDS]),
        *_classes("place", {event: places.get(event, UNKNOWN) for event in events}, []),
    ]


def _band(size: int | None) -> str:
    return UNKNOWN if size is None else next(name for least, name in _BANDS if size >= least)


def _classes(by: str, value_of: Mapping[str, str], order: Sequence[str]) -> list[EventClass]:
    groups: dict[str, set[str]] = defaultdict(set)
    for event, value in value_of.items():
        groups[value].add(event)
    if set(groups) <= {UNKNOWN}:
        return []
    ranked = sorted(groups, key=lambda v: (v == UNKNOWN, order.index(v) if v in order else 0, v))
    return [EventClass(by, value, groups[value]) for value in ranked]


def slices(by_source: BySource, groups: Iterable[EventClass]) -> list[Slice]:
    """The share of each class that each source has."""
    return [
        Slice(
            by=group.by, value=group.value, source=source, events=len(events & group.events), listed=len(group.events),
            share=len(events & group.events) / len(group.events),
        )
        for group in groups
        for source, events in by_source.items()
    ]  # fmt: skip


def pairs(by_source: BySource, groups: Iterable[EventClass]) -> list[Pair]:
    """Every pair of sources over all events, then within each class where either has one."""
    made = [_pair(*two, None) for two in combinations(by_source.items(), 2)]
    for group in groups:
        inside = {source: events & group.events for source, events in by_source.items()}
        listing = list(inside.items())
        made += [_pair(*two, group) for two in combinations(listing, 2) if two[0][1] | two[1][1]]
    return made


def _pair(one: tuple[str, set[str]], other: tuple[str, set[str]], group: EventClass | None) -> Pair:
    (a, of_a), (b, of_b) = one, other
    both, either = len(of_a & of_b), len(of_a | of_b)
    return Pair(
        by=group.by if group else None, value=group.value if group else None, a=a, b=b, both=both,
        only_a=len(of_a) - both, only_b=len(of_b) - both, jaccard=both / either,
        a_in_b=both / len(of_a) if of_a else None, b_in_a=both / len(of_b) if of_b else None,
    )  # fmt: skip
