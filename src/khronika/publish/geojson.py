"""`events.geojson`: events as RFC 7946 points with flat properties, for GIS tools (formats.md, section 8).

A point is the middle of an area: draw `uncertainty_m` around it, never a pin. Country level has no geometry at all.
Figures are no places and stay out.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from khronika.codebook import codebook
from khronika.model import Event
from khronika.publish.order import events_in_order

TIME_PRECISION = {"day": 1, "days": 2, "week": 2, "month": 3}
GEO_PRECISION = {"point": 1, "suburb": 1, "town": 1, "near": 2, "adm2": 2, "adm1": 3, "area": 3}


def geojson_chunks(
    events: Iterable[Event],
    working_copy: bool = False,
    coarsened: Collection[str] = (),
    stamps: Mapping[str, tuple[int, str]] | None = None,
) -> Iterator[bytes]:
    """One FeatureCollection, a feature a line, in the order of the chronicle; a working copy says that it is one.

    `coarsened`: ids of events whose place was made coarser; `stamps`: event id -> revision and time of its last change.
    """
    yield b'{"type":"FeatureCollection",' + (b'"working_copy":true,' if working_copy else b"") + b'"features":['
    between = b"\n"
    for event in events_in_order(events):
        if event.record == "event":
            yield between + _dumps(feature(event, event.event_id in coarsened, (stamps or {}).get(event.event_id)))
            between = b",\n"
    yield b"\n]}\n"


def feature(event: Event, coarsened: bool = False, stamp: tuple[int, str] | None = None) -> dict[str, Any]:
    """One event as a GeoJSON feature."""
    properties = _properties(event) | {"coarsened": coarsened}
    if stamp:
        properties |= {"revision": stamp[0], "updated_at": stamp[1]}
    return {"type": "Feature", "id": event.event_id, "geometry": _geometry(event), "properties": properties}


def _geometry(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None or place.level in ("country", None) or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [round(place.lon, 4), round(place.lat, 4)]}


def _properties(event: Event) -> dict[str, Any]:
    return _what(event) | _where(event) | _how_many(event) | {
        "n_sources": len(event.sources), "n_independent": event.n_independent, "status": event.status,
        "revision": None, "updated_at": None, "url": f"chronicle.html#{event.event_id}",
    }  # fmt: skip


def _what(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id, "event_date": event.date_start, "date_start": event.date_start,
        "date_end": event.date_end, "time_precision": TIME_PRECISION.get(event.date_level or ""),
        "kind": codebook().shipped(event.kind),
        "event_type": event.event_type, "sub_event_type": event.sub_event_type,
    }  # fmt: skip


def _where(event: Event) -> dict[str, Any]:
    place = event.place
    level = place.level if place else None
    return {
        "country": place.country_iso3 if place else None, "admin1": place.admin1 if place else None,
        "location": place.name if place else None, "geo_level": level, "geo_precision": GEO_PRECISION.get(level or ""),
        "uncertainty_m": place.uncertainty_m if place else None, "coarsened": False,
    }  # fmt: skip


def _how_many(event: Event) -> dict[str, Any]:
    names = ("killed_low", "killed_best", "killed_high", "participants_low", "participants_high", "detained_best")
    parts = (name.rsplit("_", 1) for name in names)
    return {f"{quantity}_{bound}": getattr(event.summary.get(quantity), bound, None) for quantity, bound in parts}


def _dumps(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
