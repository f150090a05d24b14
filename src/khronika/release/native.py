"""The native tables: events, claims, sources, actors and what ties them. Each row comes from the published view alone."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from khronika.codebook import codebook
from khronika.disclosure import View
from khronika.model import Event
from khronika.publish.csv import COLUMNS as CHRONICLE
from khronika.publish.csv import csv_row
from khronika.publish.order import documents_in_order, events_in_order

NEW = ("geo_coarsened", "release_status", "revision", "updated_at")
EVENTS = (*CHRONICLE, *NEW)
CLAIMS = ("claim_id", "event_id", "quantity", "low", "high", "kind", "text", "speaker", "source_id", "mention_id")
SOURCES = ("source_id", "publisher", "url", "title", "language", "published_at", "text_hash", "independent_group")
ACTORS = ("actor_id", "name", "type")
EVENT_ACTORS = ("event_id", "actor_id", "role")
EVENT_SOURCES = ("event_id", "source_id")
NUMBERS = tuple(c for c in CHRONICLE if c.endswith(("_low", "_best", "_high")))
_TEXT = frozenset(CHRONICLE) - {
    *NUMBERS,
    "lat",
    "lon",
    "uncertainty_m",
    "geonameid",
    "n_mentions",
    "n_independent",
    "confidence",
}


class Native(NamedTuple):
    """Rows of the native tables, each in the order of its columns."""

    events: list[list[Any]]
    claims: list[list[Any]]
    sources: list[list[Any]]
    actors: list[list[Any]]
    event_actors: list[list[Any]]
    event_sources: list[list[Any]]


def native(view: View, stamps: dict[str, tuple[int, str]]) -> Native:
    """The tables. `stamps`: event id -> revision and time of its last change."""
    events = events_in_order(view.events)
    documents = {m.id: m.document for m in view.mentions}
    people = sorted({(a.name, a.type or "") for e in events for a in e.actors})
    actors = {pair: f"a{number}" for number, pair in enumerate(people, 1)}
    tied = [[e.event_id, actors[a.name, a.type or ""], a.role] for e in events for a in e.actors]
    return Native(
        [event_row(e, view, *stamps[e.event_id]) for e in events],
        [row for e in events for row in claim_rows(e, documents)],
        source_rows(view),
        [[actors[pair], pair[0], pair[1] or None] for pair in people],
        _unlike(tied),
        _unlike([[e.event_id, documents[m]] for e in events for m in e.mentions if m in documents]),
    )


def _unlike(rows: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in dict.fromkeys(map(tuple, rows))]


def event_row(event: Event, view: View, revision: int, updated: str) -> list[Any]:
    """One row of events.csv. Cells of the chronicle's table, without what it puts before formulas."""
    cells = csv_row(event)
    values = [
        cells[c].removeprefix("'") if c in _TEXT and cells[c][1:2] in ("=", "+", "-", "@") else cells[c]
        for c in CHRONICLE
    ]
    return [*values, event.event_id in view.coarsened, "candidate", revision, updated]


def claim_rows(event: Event, documents: dict[str, str]) -> list[list[Any]]:
    """One row a source and number; never overwritten, never merged."""
    return [
        [f"{event.event_id}-c{number}", event.event_id, c.quantity, c.low, c.high, c.kind, c.text or None, c.speaker,
         documents.get(c.mention), c.mention or None]
        for number, c in enumerate(event.claims, 1)
    ]  # fmt: skip


def source_rows(view: View) -> list[list[Any]]:
    """One row a document that tells of something shown. `text_hash`: the first half of SHA-256 of its stored text."""
    told = {m.document: m for m in view.mentions}
    return [
        [d.id, d.source, d.url, d.title, d.language, d.published, m.document_hash, m.text_group or m.document_hash]
        for d in documents_in_order(view.documents)
        if (m := told.get(d.id))
    ]


def shipped(event: Event) -> str:
    """The kind, or the shipped one above a kind of the user's own; empty where there is none."""
    return codebook().shipped(event.kind) or ""


def happenings(events: Sequence[Event]) -> list[Event]:
    """Events without figures, in the order of the release."""
    return [event for event in events_in_order(events) if event.record == "event"]
