"""Web Annotations (formats.md 5): for each value that was read from a text, where its words stand.

Positions count code points of the stored text. Words with a masked name are no quotation: such an annotation has the
position alone, and its body says that it is masked.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from khronika.disclosure import View
from khronika.disclosure.excerpt import HIDDEN
from khronika.disclosure.names import MASK
from khronika.model import Document, Mention, Span
from khronika.release.tool import VERSION

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_MOST = 300


def collection(view: View, name: str, created: str) -> dict[str, Any]:
    """All annotations of a release."""
    events = {mention: event.event_id for event in view.events for mention in event.mentions}
    documents = {d.id: d for d in view.documents}
    told = [m for m in sorted(view.mentions, key=lambda m: m.id) if m.id in events]
    items = [a for m in told for a in _of(m, documents[m.document], events[m.id], created)]
    first = {"id": f"urn:khr:annotations:{name}:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT, "id": f"urn:khr:annotations:{name}", "type": "AnnotationCollection", "label": name,
        "total": len(items), "first": first,
    }  # fmt: skip


def _of(mention: Mention, document: Document, event: str, created: str) -> Iterator[dict[str, Any]]:
    for key, spans in sorted(mention.spans.items()):
        for number, span in enumerate(sorted(spans)):
            yield _annotation(mention, document, event, key, number, span, created)


def _annotation(
    mention: Mention, document: Document, event: str, key: str, number: int, span: Span, created: str
) -> dict[str, Any]:
    covered = is_masked(span.quote)
    value: dict[str, Any] = {"event": event, "mention": mention.id, "field": key}
    if covered:
        value |= {"masked": True, "masked_quote": span.quote[:_MOST]}
    selectors: list[dict[str, Any]] = [] if covered or len(span.quote) > _MOST else [_quote(document.text, span)]
    selectors.append({"type": "TextPositionSelector", "start": span.start, "end": span.stop})
    return {
        "@context": CONTEXT, "id": f"urn:khr:ann:{mention.id}:{key}:{number}", "type": "Annotation", "motivation": "linking",
        "created": created, "creator": {"type": "Software", "name": f"khronika {VERSION}"},
        "body": {"type": "TextualBody", "purpose": "tagging", "format": "application/json",
                 "value": msgspec.json.encode(value).decode()},
        "target": {"source": document.url or f"urn:khr:document:{document.id}", "selector": selectors},
    }  # fmt: skip


def is_masked(text: str) -> bool:
    """Whether any character of it stands for something that is not shown."""
    return MASK in text or HIDDEN in text


def _quote(text: str, span: Span) -> dict[str, Any]:
    """The words with what stands around them, as far as it is shown."""
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.stop : span.stop + _AROUND]
    before = before[max(before.rfind(MASK), before.rfind(HIDDEN)) + 1 :]
    cut = min((at for at in (after.find(MASK), after.find(HIDDEN)) if at >= 0), default=len(after))
    found = {"type": "TextQuoteSelector", "exact": span.quote}
    around = {"prefix": _whole(before), "suffix": after[:cut]}
    return found | {name: words for name, words in around.items() if words}


def _whole(text: str) -> str:
    """Without marks at its beginning that belong to a letter before it."""
    while text and unicodedata.category(text[0]) in ("Mn", "Mc", "Me"):
        text = text[1:]
    return text
