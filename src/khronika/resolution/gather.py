"""Make events of grouped mentions: headlines, claims, sources, confidence, id; then episodes of consecutive days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from khronika.model import Comparison, Conflict, Event, Mention
from khronika.model.mention import DateLevel
from khronika.resolution import headline
from khronika.resolution.cases import Batch
from khronika.resolution.identity import Key, event_id
from khronika.resolution.independence import (
    Mark,
    SourceMarks,
    copied_pairs,
    independent_groups,
    joint_confidence,
)
from khronika.resolution.signature import TextSignature
from khronika.resolution.summarise import RULE, claims_conflict, event_claims, summarise
from khronika.resolution.weights import Weights

Value = TypeVar("Value")


class Origins(msgspec.Struct, frozen=True):
    """What is known of where documents come from, by document: accounts, texts' signatures; and how to sum claims up."""

    accounts: Mapping[str, Mark]
    texts: Mapping[str, TextSignature]
    rule: str = RULE
    authorities: tuple[str, ...] = ()


def gather_events(
    batch: Batch, keys: Sequence[Key], groups: Sequence[Sequence[int]], weights: Weights, origins: Origins
) -> list[Event]:
    """One event a group, in order of their first day and then of their ids; undated ones last."""
    marks = SourceMarks(batch, _joined_documents(batch, groups), origins.accounts)
    events = [
        _event(batch, keys[members[0]], members, _sources(batch, members, marks, origins), weights, origins)
        for members in groups
    ]
    events.sort(key=lambda e: (e.date_start or "9999-12-31", e.event_id))
    return mark_episodes(events, weights)


def _joined_documents(batch: Batch, groups: Sequence[Sequence[int]]) -> set[int]:
    found = ({batch.cases[i].document for i in members} for members in groups if len(members) > 1)
    return {document for documents in found if len(documents) > 1 for document in documents}


def _sources(batch: Batch, members: Sequence[int], marks: SourceMarks, origins: Origins) -> list[int]:
    """The number of each member's independent source."""
    if len(members) == 1:
        return [0]
    documents = [batch.mentions[i].document for i in members]
    copies = copied_pairs(documents, origins.texts) if origins.texts else []
    at = {name: position for position, name in enumerate(documents)}
    return independent_groups([marks.of(i) for i in members], [(at[a], at[b]) for a, b in copies])


def _event(
    batch: Batch, key: Key, members: Sequence[int], groups: Sequence[int], weights: Weights, origins: Origins
) -> Event:
    mentions = [batch.mentions[i] for i in members]
    claims = event_claims(mentions)
    values = _headlines(batch, members, mentions, groups, weights)
    values["conflicts"] += [
        Conflict(f"claims.{quantity}", list(texts)) for quantity, texts in claims_conflict(claims).items()
    ]
    return Event(
        event_id=event_id(key),
        record=mentions[0].record,
        status=mentions[0].status,
        episode=None,
        actors=headline.merge_actors(mentions),
        claims=claims,
        summary=summarise(mentions, groups, origins.rule, origins.authorities),
        mentions=[m.id for m in mentions],
        n_independent=len(set(groups)),
        confidence=joint_confidence(mentions, groups),
        **_unions(mentions),
        **values,
    )


def _headlines(
    batch: Batch, members: Sequence[int], mentions: Sequence[Mention], groups: Sequence[int], weights: Weights
) -> dict[str, Any]:
    """Kind, dates and place as chosen, the rules that chose them, and what the mentions disagree on."""
    cells = [batch.cells[batch.cases[i].cell] for i in members]
    kind, kind_rule = headline.choose_kind(mentions, groups, weights)
    (start, end), date_rule = headline.choose_days(cells, groups, kind in weights.lasting)
    place, place_rule = headline.choose_place(cells, groups, batch.spots)
    first, last = (date.fromordinal(day).isoformat() if day >= 0 else None for day in (start, end))
    return {
        "kind": kind,
        "event_type": _first(m.event_type for m in mentions if m.kind == kind),
        "sub_event_type": _first(m.sub_event_type for m in mentions if m.kind == kind),
        "date_start": first,
        "date_end": last,
        "date_level": _date_level(mentions, start, end),
        "throughout": kind in weights.lasting and end > start,
        "place": place,
        "conflicts": headline.list_conflicts(mentions, cells, batch.spots),
        "rules": {"kind": kind_rule, "date": date_rule, "place": place_rule},
    }


def _unions(mentions: Sequence[Mention]) -> dict[str, Any]:
    """What is put together from all mentions or taken from the first that has it."""
    return {
        "group": _first(m.group for m in mentions if isinstance(m.group, str)),
        "comparison": _first(m.comparison for m in mentions if isinstance(m.comparison, Comparison)),
        "topics": sorted({topic for m in mentions for topic in m.topics}),
        "sources": sorted({m.source for m in mentions if m.source}),
        "languages": sorted({m.language for m in mentions if m.language}),
    }


def _first(values: Iterable[Value | None]) -> Value | None:
    """The first that is not None; mentions come in the order of their keys."""
    return next((value for value in values if value is not None), None)


def _date_level(mentions: Sequence[Mention], start: int, end: int) -> DateLevel | None:
    """The level that a mention gives to the chosen interval, else the one of its length."""
    if start < 0:
        return None
    days = date.fromordinal(start).isoformat(), date.fromordinal(end).isoformat()
    given: DateLevel | None = _first(m.date_level for m in mentions if (m.date_start, m.date_end) == days)
    return given or headline.level_of_days(end - start + 1)


def mark_episodes(events: list[Event], weights: Weights) -> list[Event]:
    """The events, with `episode` the first one's id where alike ones follow each other day by day at one place."""
    at_place: dict[tuple[object, str], list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        if (
            event.record == "event"
            and event.place
            and event.kind
            and event.date_start
            and event.date_start == event.date_end
        ):
            place = event.place.geonameid or (event.place.name, event.place.country_iso3, event.place.admin1)
            at_place[place, weights.families.get(event.kind, event.kind)].append(index)
    marked = list(events)
    for indexes in at_place.values():
        for run in _runs(events, indexes) if len(indexes) > 1 else ():
            for index in run:
                marked[index] = msgspec.structs.replace(events[index], episode=events[run[0]].event_id)
    return marked


def _runs(events: list[Event], indexes: list[int]) -> list[list[int]]:
    """Runs of events that go on from one day to the next; events come sorted by day."""
    runs: list[list[int]] = []
    days = [date.fromisoformat(events[i].date_start or "").toordinal() for i in indexes]
    for at, index in enumerate(indexes):
        follows = at > 0 and days[at] - days[at - 1] <= 1 and _topics_allow(events[index], events[indexes[at - 1]])
        if follows:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if events[run[0]].date_start != events[run[-1]].date_start]


def _topics_allow(a: Event, b: Event) -> bool:
    return not a.topics or not b.topics or bool(set(a.topics) & set(b.topics))
