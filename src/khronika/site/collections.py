"""Documents on one subject: those that tell of events with a topic, with what others say of the same events."""

import re
from collections.abc import Sequence

import msgspec

from khronika.disclosure import View
from khronika.model import Document, Event
from khronika.model.document import read_day
from khronika.publish.safety import safe_link


class Item(msgspec.Struct, frozen=True):
    """A document of a collection. `also`: (language, title, link) of those in other languages on the same events."""

    id: str
    title: str
    source: str
    language: str
    published: str
    link: str | None
    events: list[str]
    also: list[tuple[str, str, str | None]]


class Collection(msgspec.Struct, frozen=True):
    """A topic with its documents, newest first."""

    name: str
    items: list[Item]


def collections(view: View, events: Sequence[Event]) -> list[Collection]:
    """One collection a topic that some published event has."""
    documents = {d.id: d for d in view.documents}
    of = {m.id: m.document for m in view.mentions}
    told: dict[str, dict[str, list[str]]] = {}
    same: dict[str, set[str]] = {}
    for event in events:
        names = list(dict.fromkeys(of[m] for m in event.mentions if of.get(m) in documents))
        for name in names:
            same.setdefault(name, set()).update(names)
            for topic in event.topics:
                told.setdefault(topic, {}).setdefault(name, []).append(event.event_id)
    return [
        Collection(re.sub(r"[^a-z0-9_-]+", "-", topic.lower()), _items(found, documents, same))
        for topic, found in sorted(told.items())
    ]


def _items(found: dict[str, list[str]], documents: dict[str, Document], same: dict[str, set[str]]) -> list[Item]:
    items = [
        _item(documents[name], events, [documents[n] for n in sorted(same[name])]) for name, events in found.items()
    ]
    return sorted(sorted(items, key=lambda i: i.id), key=lambda i: i.published, reverse=True)


def _item(document: Document, events: list[str], near: list[Document]) -> Item:
    day = read_day(document.published)
    others = [d for d in near if d.id != document.id and d.language != document.language]
    also = [(d.language or "", d.title or d.source or d.id, safe_link(d.url)) for d in others]
    return Item(document.id, document.title or "", document.source or "", document.language or "",
                day.isoformat() if day else "", safe_link(document.url), events, also)  # fmt: skip
