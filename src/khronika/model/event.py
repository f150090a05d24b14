"""What happened, according to its mentions: every competing claim is kept, and a named rule chose each headline."""

from typing import Any, Literal

import msgspec

from khronika.model.mention import Actor, ClaimKind, Comparison, DateLevel, Place


class EventClaim(msgspec.Struct, frozen=True):
    """A mention's claim with the mention it stands in."""

    quantity: str
    low: float | int | None
    high: float | int | None
    kind: ClaimKind
    text: str
    speaker: str | None
    mention: str


class Summary(msgspec.Struct, frozen=True):
    """One quantity of one event: bounds, headline, the rule that chose it, independent sources behind it."""

    low: float | int | None
    best: float | int | None
    high: float | int | None
    rule: str
    n_sources: int


class Conflict(msgspec.Struct, frozen=True):
    """A field in which the mentions of one event disagree."""

    field: str
    values: list[Any]


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One happening or, with `record` "figure", one counted aggregate, resolved from mentions."""

    event_id: str
    record: Literal["event", "figure"]
    kind: str | None
    event_type: str | None
    sub_event_type: str | None
    status: str
    date_start: str | None
    date_end: str | None
    date_level: DateLevel | None
    throughout: bool
    episode: str | None
    place: Place | None
    actors: list[Actor]
    claims: list[EventClaim]
    summary: dict[str, Summary]
    group: str | None
    comparison: Comparison | None
    topics: list[str]
    mentions: list[str]
    n_independent: int
    sources: list[str]
    languages: list[str]
    confidence: float
    conflicts: list[Conflict]
    rules: dict[str, str]
