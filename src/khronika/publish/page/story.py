"""Turn events and mentions into what the page shows. No value is added here, only put into words."""

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.model import Document, Event, EventClaim, Mention, Place, read_day
from khronika.publish.page.headline import coarse_note, headline, when_note, where_note
from khronika.publish.page.quotes import excerpts, marks_of
from khronika.publish.page.views import ActorView, ClaimView, DocumentView, EventView, NumberView, QuoteView
from khronika.publish.safety import safe_link
from khronika.publish.words import (
    bounds_words,
    comparison_words,
    conflict_words,
    days_words,
    group_of,
    kind_label,
    language_label,
    number_words,
    quantity_label,
    quantity_rank,
    within_words,
    words,
)


class Library:
    """Mentions and documents by id, for events that name them."""

    def __init__(self, documents: Sequence[Document], mentions: Sequence[Mention]) -> None:
        self.documents = {document.id: document for document in documents}
        self.mentions = {mention.id: mention for mention in mentions}

    def source(self, mention: Mention | None) -> str:
        """Publisher of a mention, else the document's id."""
        if mention is None:
            return ""
        document = self.documents.get(mention.document)
        return mention.source or (document.source if document else None) or mention.document


def event_view(event: Event, library: Library) -> EventView:
    """One event or figure in words."""
    place, group = event.place or Place(), group_of(event.kind)
    return EventView(
        id=event.event_id, record=event.record, group=group, kind=kind_label(event.kind), headline=headline(event),
        group_label=words().groups[group].label if group in words().groups else "Other",
        when=days_words(event.date_start, event.date_end), when_note=when_note(event), day=event.date_start or "",
        place=_spot(place), coarse=coarse_note(event.place), within=within_words(event.place),
        where_note=where_note(event.place), country=place.country_iso3 or "",
        numbers=_numbers(event), actors=_actors(event), topics=event.topics,
        episode=event.episode or "", claims=[_claim(claim, library) for claim in _claims_in_order(event)],
        conflicts=[conflict_words(conflict) for conflict in event.conflicts], rules=sorted(event.rules.items()),
        quotes=[_quote(library.mentions[name], library) for name in event.mentions if name in library.mentions],
        sources=event.sources, n_independent=event.n_independent, confidence=_percent(event.confidence),
        languages=[(code, language_label(code)) for code in event.languages],
        comparison=comparison_words(event.comparison) if event.comparison else "",
    )  # fmt: skip


def _spot(place: Place) -> str:
    return f"near {place.name}" if place.level == "near" and place.name else place.name or ""


def _percent(share: float) -> int:
    return int(share * 100 + 0.5)


def _numbers(event: Event) -> list[NumberView]:
    return [_number(event, quantity) for quantity in sorted(event.summary, key=quantity_rank)]


def _number(event: Event, quantity: str) -> NumberView:
    summary = event.summary[quantity]
    said = dict.fromkeys(claim.text for claim in event.claims if claim.quantity == quantity and claim.text)
    best = "" if summary.best is None or summary.best in (summary.low, summary.high) else number_words(summary.best)
    weight = next((value for value in (summary.best, summary.low, summary.high) if value is not None), -1)
    return NumberView(
        quantity_label(quantity), bounds_words(summary.low, summary.high), best, list(said), summary.rule,
        summary.n_sources, float(weight),
    )  # fmt: skip


def _actors(event: Event) -> list[ActorView]:
    roles = words().roles
    ordered = sorted(event.actors, key=lambda actor: list(roles).index(actor.role))
    return [ActorView(actor.name, roles[actor.role], (actor.type or "").replace("_", " ")) for actor in ordered]


def _claims_in_order(event: Event) -> list[EventClaim]:
    place = {mention: number for number, mention in enumerate(event.mentions)}
    return sorted(event.claims, key=lambda c: (quantity_rank(c.quantity), place.get(c.mention, len(place)), c.text))


def _claim(claim: EventClaim, library: Library) -> ClaimView:
    mention = library.mentions.get(claim.mention)
    said_by = claim.speaker or (mention.attributed_to if mention else None) or ""
    return ClaimView(
        quantity_label(claim.quantity), bounds_words(claim.low, claim.high), claim.text, claim.kind, said_by,
        library.source(mention), claim.mention,
    )  # fmt: skip


def _quote(mention: Mention, library: Library) -> QuoteView:
    document = library.documents.get(mention.document)
    text = document.text if document else ""
    marks = marks_of(mention, text)
    spans = sum(len(found) for found in mention.spans.values())
    return QuoteView(
        mention=mention.id, source=library.source(mention), title=(document.title if document else None) or "",
        published=_day_words(mention.published or (document.published if document else None)),
        link=safe_link(document.url) if document else None, language=mention.language or "",
        language_label=language_label(mention.language) if mention.language else "",
        attributed_to=mention.attributed_to or "", excerpts=excerpts(text, marks, mention.language),
        changed=spans > 0 and not marks, confidence=_percent(mention.confidence), rules=sorted(mention.rules.items()),
    )  # fmt: skip


def _day_words(published: str | None) -> str:
    """The day of publication in words; what is no date stays as it was written."""
    day = read_day(published)
    return days_words(day.isoformat(), day.isoformat()) if day else published or ""


def document_view(report: Mapping[str, Any], documents: Mapping[str, Document]) -> DocumentView:
    """One line of the report, with what is known of its document."""
    name = str(report.get("document") or "")
    document = documents.get(name) or Document(id=name, text="")
    return DocumentView(
        id=name, title=document.title or "", source=document.source or "", published=_day_words(document.published),
        link=safe_link(document.url), outcome=str(report.get("outcome") or "failed"), reason=_reason(report),
        mentions=str(_count(report.get("mentions"))),
    )  # fmt: skip


def _reason(report: Mapping[str, Any]) -> str:
    notes = report.get("notes") or []
    parts = [report.get("reason"), *(notes if isinstance(notes, list) else [notes])]
    return "; ".join(dict.fromkeys(str(part) for part in parts if part))


def _count(mentions: Any) -> int | str:
    if isinstance(mentions, list):
        return len(mentions)
    return mentions if isinstance(mentions, int) else ""
