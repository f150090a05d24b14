"""The static files that the timemap viewer reads (formats.md 11). All values are strings."""

from collections.abc import Sequence
from typing import Any

from khronika.disclosure import View
from khronika.model import Document, Event
from khronika.publish.geojson import TIME_PRECISION
from khronika.publish.order import documents_in_order
from khronika.publish.words import kind_label
from khronika.release.dialect import cell
from khronika.release.loss import Loss
from khronika.release.native import happenings


def files(view: View, loss: Loss) -> dict[str, list[dict[str, Any]]]:
    """File name -> its list. An event without a day or a point is not shown by the viewer and goes to the loss report."""
    loss.rows_in = len(view.events)
    documents = {m.id: m.document for m in view.mentions}
    events = []
    for event in [*happenings(view.events), *(e for e in view.events if e.record != "event")]:
        why = _left_out(event)
        if why:
            loss.drop(event.event_id, why)
        else:
            sources = list(dict.fromkeys(documents[m] for m in event.mentions if m in documents))
            events.append(_event(event, sources))
    loss.rows_out = len(events)
    told = set(documents.values())
    return {
        "events.json": events,
        "sources.json": [_source(d) for d in documents_in_order(view.documents) if d.id in told],
        "associations.json": _associations(events),
        "sites.json": [],
        "shapes.json": [],
    }


def _left_out(event: Event) -> str | None:
    if event.record != "event":
        return "a figure is no event"
    if event.date_start is None:
        return "no date"
    return "no point" if event.place is None or event.place.lat is None or event.place.level == "country" else None


def _event(event: Event, sources: Sequence[str]) -> dict[str, Any]:
    place = event.place
    assert place is not None
    return {
        "id": event.event_id, "description": kind_label(event.kind), "date": event.date_start or "", "time": "",
        "time_precision": cell(TIME_PRECISION.get(event.date_level or "")), "location": place.name or "",
        "latitude": cell(place.lat), "longitude": cell(place.lon), "type": event.kind or "", "category": event.event_type or "",
        "associations": [name for name in (event.event_type, event.sub_event_type) if name], "sources": list(sources),
        "comments": "", "shape": "", "colour": "",
    }  # fmt: skip


def _source(document: Document) -> dict[str, Any]:
    return {
        "id": document.id, "title": document.title or document.source or document.id, "thumbnail": "", "paths": [],
        "type": "", "affil_s": document.source or "", "url": document.url or "", "description": "", "parent": "", "author": "",
        "date": (document.published or "")[:10], "notes": "",
    }  # fmt: skip


def _associations(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The filters of the viewer: each class, and under it each sub-class."""
    paths = sorted({tuple(e["associations"][:n]) for e in events for n in range(1, len(e["associations"]) + 1)})
    return [
        {"id": path[-1], "title": path[-1], "desc": "", "mode": "FILTER", "filter_paths": list(path)} for path in paths
    ]
