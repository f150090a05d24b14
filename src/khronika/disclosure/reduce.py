"""One event as it may be shown under a rule. Values are put in one by one: what is not named here does not leave."""

import msgspec

from khronika.disclosure.coarsen import coarse_days, coarse_place
from khronika.disclosure.policy import Rule
from khronika.model import Actor, Conflict, Event, EventClaim


def reduced(event: Event, rule: Rule) -> Event:
    """The event at the rule's levels, without words, sources, mentions and anything that was derived of finer values."""
    start, end, level = event.date_start, event.date_end, event.date_level
    if rule.date != "day":
        start, end, level = coarse_days(start, end, rule.date)
    return Event(
        event_id=event.event_id, record=event.record, kind=event.kind, event_type=event.event_type,
        sub_event_type=event.sub_event_type, status=event.status, date_start=start, date_end=end, date_level=level,
        throughout=event.throughout and rule.date == "day", episode=None, place=coarse_place(event.place, rule.place),
        actors=_actors(event), claims=[_claim(claim) for claim in event.claims], summary=event.summary, group=None,
        comparison=None, topics=event.topics, mentions=[], n_independent=event.n_independent, sources=[],
        languages=event.languages, confidence=event.confidence,
        conflicts=[Conflict(conflict.field, []) for conflict in event.conflicts], rules={},
    )  # fmt: skip


def _actors(event: Event) -> list[Actor]:
    """Sides by their type alone; the words of the source may name a place."""
    sides = ((actor.type, actor.role) for actor in event.actors if actor.type)
    return [Actor((kind or "").replace("_", " "), role, kind) for kind, role in dict.fromkeys(sides)]


def _claim(claim: EventClaim) -> EventClaim:
    return msgspec.structs.replace(claim, text="", speaker=None, mention="")
