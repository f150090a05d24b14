"""An event as publications tell it: its values in words, each claim with who says it, the sentences it was read from.

Made of the published view: what that does not hold cannot be told. Used by bulletins and by the site.
"""

from collections.abc import Iterable, Sequence

import msgspec

from khronika.disclosure import View
from khronika.model import Document, Event, EventClaim, Mention, Place
from khronika.model.document import read_day
from khronika.publish.page.quotes import Mark, excerpts, windows
from khronika.publish.safety import safe_link, shown
from khronika.publish.words import country_label, group_of, quantity_rank, value_words
from khronika.wording import Wording


class Quote(msgspec.Struct, frozen=True):
    """Sentences of one report, as plain text and as HTML with what was read from them marked."""

    mention: str
    text: str
    html: str
    language: str
    source: str
    title: str
    published: str
    link: str | None
    said_by: str


class ClaimLine(msgspec.Struct, frozen=True):
    """One reported number."""

    label: str
    bounds: str
    text: str
    said_by: str
    source: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One event or counted total in the words of a language."""

    id: str
    record: str
    group: str
    kind: str
    who: str
    when: str
    where: str
    level: str
    numbers: list[tuple[str, str]]
    claims: list[ClaimLine]
    differing: list[tuple[str, list[str]]]
    quotes: list[Quote]
    sources: list[str]
    n_independent: int

    @property
    def headline(self) -> str:
        """Kind or group, place, days."""
        return " · ".join(part for part in (self.who or self.kind, self.where, self.when) if part)


class Teller:
    """Tells the events of one view in one language."""

    def __init__(self, view: View, words: Wording) -> None:
        self.words = words
        self.documents = {d.id: d for d in view.documents}
        self.mentions = {m.id: m for m in view.mentions}

    def told(self, events: Iterable[Event]) -> list[Story]:
        """A story an event."""
        return [self.story(event) for event in events]

    def story(self, event: Event) -> Story:
        """One event."""
        members = [self.mentions[name] for name in event.mentions if name in self.mentions]
        names = sorted(event.summary, key=quantity_rank)
        numbers = [
            (self.words.quantity(n), self.words.bounds(event.summary[n].low, event.summary[n].high)) for n in names
        ]
        return Story(
            id=event.event_id, record=event.record, group=group_of(event.kind), kind=self.words.kind(event.kind),
            who=event.group or "", when=self.words.apart(days(event)), where=place_line(event.place, self.words),
            level=self.words.value(event.place.level) if event.place else "", numbers=[n for n in numbers if n[1]],
            claims=self._claims(event), differing=self._differing(event), quotes=[self._quote(m) for m in members],
            sources=event.sources, n_independent=event.n_independent,
        )  # fmt: skip

    def _claims(self, event: Event) -> list[ClaimLine]:
        ordered = sorted(
            event.claims, key=lambda c: (quantity_rank(c.quantity), c.mention, c.text, c.low or 0, c.high or 0)
        )
        return [self._line(claim, self.mentions.get(claim.mention)) for claim in ordered]

    def _line(self, claim: EventClaim, mention: Mention | None) -> ClaimLine:
        said_by = claim.speaker or (mention.attributed_to if mention else None) or ""
        bounds = self.words.bounds(claim.low, claim.high)
        return ClaimLine(self.words.quantity(claim.quantity), bounds, claim.text, said_by, self.source(mention))

    def _differing(self, event: Event) -> list[tuple[str, list[str]]]:
        """Fields in which reports differ, with their values; where those are not published, the bounds of the claims."""
        found = []
        for conflict in event.conflicts:
            quantity = conflict.field.partition("claims.")[2]
            bounds = [self.words.bounds(c.low, c.high) for c in event.claims if c.quantity == quantity]
            values = [value_words(v) for v in conflict.values] or sorted({b for b in bounds if b})
            found.append((self.words.field(conflict.field), [self._value(conflict.field, v) for v in values]))
        return found

    def _value(self, field: str, value: str) -> str:
        return self.words.kind(value) if field == "kind" else value

    def source(self, mention: Mention | None) -> str:
        """Publisher of a mention, else the document's id."""
        if mention is None:
            return ""
        document = self.documents.get(mention.document)
        return mention.source or (document.source if document else None) or mention.document

    def _quote(self, mention: Mention) -> Quote:
        document = self.documents.get(mention.document) or Document(id=mention.document, text="")
        marks = self._marks(mention, document.text)
        day = read_day(mention.published or document.published)
        stretches = windows(document.text, marks, mention.language)
        cut = excerpts(document.text, marks, mention.language)
        return Quote(
            mention=mention.id, text=shown(" … ".join(" ".join(document.text[a:b].split()) for a, b in stretches)),
            html=" … ".join(e.html for e in cut), language=mention.language or "", source=self.source(mention),
            title=document.title or "", published=day.isoformat() if day else "", link=safe_link(document.url),
            said_by=mention.attributed_to or "",
        )  # fmt: skip

    def _marks(self, mention: Mention, text: str) -> list[Mark]:
        found = set()
        for key, spans in mention.spans.items():
            for span in spans:
                if 0 <= span.start < span.stop <= len(text) and text[span.start : span.stop] == span.quote:
                    found.add(Mark(span.start, -span.stop, key.partition("[")[0], self._label(mention, key)))
        return sorted(found)

    def _label(self, mention: Mention, key: str) -> str:
        head, _, rest = key.partition("[")
        number = int(rest[:-1]) if rest[:-1].isdecimal() else -1
        if head == "claims" and 0 <= number < len(mention.claims):
            return self.words.quantity(mention.claims[number].quantity)
        names = {"date": "when", "place": "where", "actors": "who", "attributed_to": "said_by", "group": "who"}
        return self.words(names.get(head, "by_kind_mark"))


def days(event: Event) -> str:
    """`2031-05-03`, or first and last day; empty where no day is known."""
    first, last = event.date_start, event.date_end
    if not first or not last:
        return first or last or ""
    return first if first == last else f"{first} – {last}"


def place_line(place: Place | None, words: Wording) -> str:
    """`Endirey (near), Dagestan, Russia`; names as the gazetteer has them."""
    if place is None:
        return ""
    name = f"{place.name} ({words.value('near')})" if place.level == "near" and place.name else place.name
    country = country_label(place.country_iso3) if place.country_iso3 else None
    return ", ".join(dict.fromkeys(part for part in (name, place.admin1, country) if part))


def main_events(events: Sequence[Event], most: int = 10) -> list[Event]:
    """The events to tell first: by independent sources, then people killed, injured, detained, taking part, then id."""
    return sorted((e for e in events if e.record == "event"), key=_weight)[:most]


def _weight(event: Event) -> tuple[float | str, ...]:
    sizes = [_least(event, name) for name in ("killed", "injured", "detained", "participants")]
    return (-event.n_independent, *(-size for size in sizes), event.date_start or "9999", event.event_id)


def _least(event: Event, quantity: str) -> float:
    return max((s.low or 0 for name, s in event.summary.items() if name.partition("_")[0] == quantity), default=0)
