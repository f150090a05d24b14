"""What the template shows: every value already in words, nothing to compute. Frozen, without input or output."""

import msgspec

from khronika.publish.page.quotes import Excerpt


class NumberView(msgspec.Struct, frozen=True):
    """One quantity of an event: bounds and headline in words, the sources' own words, the rule that chose."""

    label: str
    bounds: str
    best: str
    said: list[str]
    rule: str
    n_sources: int
    sort: float


class ClaimView(msgspec.Struct, frozen=True):
    """One reported number with who said it and where."""

    label: str
    bounds: str
    text: str
    kind: str
    said_by: str
    source: str
    mention: str


class QuoteView(msgspec.Struct, frozen=True):
    """One mention: its sentences with marks and where they stand. `changed`: the stored text no longer has them."""

    mention: str
    source: str
    title: str
    published: str
    link: str | None
    language: str
    language_label: str
    attributed_to: str
    excerpts: list[Excerpt]
    changed: bool
    confidence: int
    rules: list[tuple[str, str]]


class ActorView(msgspec.Struct, frozen=True):
    """Who took part."""

    name: str
    role: str
    type: str


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """One event or figure as a row and as an article."""

    id: str
    record: str
    group: str
    group_label: str
    kind: str
    headline: str
    when: str
    when_note: str
    day: str
    place: str
    within: str
    where_note: str
    coarse: str
    country: str
    numbers: list[NumberView]
    actors: list[ActorView]
    topics: list[str]
    episode: str
    claims: list[ClaimView]
    conflicts: list[str]
    rules: list[tuple[str, str]]
    quotes: list[QuoteView]
    sources: list[str]
    n_independent: int
    languages: list[tuple[str, str]]
    confidence: int
    comparison: str


class DocumentView(msgspec.Struct, frozen=True):
    """What became of one document."""

    id: str
    title: str
    source: str
    published: str
    link: str | None
    outcome: str
    reason: str
    mentions: str
