"""The map's data: which area each event covers, and the shapes that are needed to draw it.

What lies at one place is one area with several events. An area is a circle of the place's uncertainty, a unit of level
1, or a whole country; never a point. Shapes: `basemap/` (Natural Earth), of which only the needed units are embedded.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from khronika.errors import CannotError
from khronika.geography.current import gazetteer
from khronika.model import Event, Place
from khronika.publish.words import place_words

BASEMAP = Path(__file__).parent.parent / "basemap"
USUAL_RADIUS_M = {"point": 2_000, "suburb": 2_000, "town": 10_000, "near": 25_000}

Topology = dict[str, Any]


def atlas(events: Sequence[Event]) -> dict[str, Any]:
    """Areas, countries, needed units and disputed lines, ready to be written as JSON."""
    found = areas(events)
    codes = {area["unit"] for area in found if area["unit"]}
    return {
        "areas": found,
        "countries": _shipped("countries.json"),
        "units": subset(_shipped("admin1.json.gz"), "admin1", codes) if codes else None,
        "disputed": _shipped("disputed.json"),
    }


@lru_cache(maxsize=4)
def _shipped(name: str) -> Topology:
    path = BASEMAP / name
    try:
        raw = path.read_bytes()
        shape: Topology = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (OSError, ValueError) as error:
        raise CannotError(path, str(error), "install Khronika again; its map is damaged") from error
    return shape


def areas(events: Iterable[Event]) -> list[dict[str, Any]]:
    """One entry a place, in the order of the first event there; places without coordinates and figures stay out."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for event in events:
        place = event.place
        if event.record != "event" or place is None or place.lat is None or place.lon is None:
            continue
        area = _area(place)
        kept = found.setdefault((area["country"], area["unit"], area["lon"], area["lat"]), area)
        kept["radii"] = sorted({*kept["radii"], *area["radii"]})
        kept["events"].append(event.event_id)
    return list(found.values())


def _area(place: Place) -> dict[str, Any]:
    unit = unit_code(place) if place.level == "adm1" else None
    country = place.country_iso3 if place.level == "country" else None
    radius = place.uncertainty_m or USUAL_RADIUS_M.get(place.level or "")
    return {
        "name": place_words(place), "level": place.level, "country": country, "unit": unit,
        "lon": round(place.lon or 0.0, 3), "lat": round(place.lat or 0.0, 3),
        "radii": [radius] if radius and not country and not unit else [], "events": [],
    }  # fmt: skip


def unit_code(place: Place) -> str | None:
    """The basemap's key (`RU.17`) of a unit of level 1 that has a polygon; None where it has none."""
    if place.geonameid is None:
        return None
    return _units_by_id().get(place.geonameid)


@lru_cache(maxsize=1)
def _units_by_id() -> dict[int, str]:
    known = gazetteer()
    codes = (shape["id"] for shape in _shipped("admin1.json.gz")["objects"]["admin1"]["geometries"] if "id" in shape)
    rows = ((known.unit_number(code), code) for code in codes)
    return {known.ids[row]: code for row, code in rows if row is not None}


def subset(topology: Mapping[str, Any], name: str, wanted: set[str]) -> Topology:
    """A topology with only the shapes of these ids and only the arcs that they use, numbered anew."""
    shapes = [shape for shape in topology["objects"][name]["geometries"] if shape.get("id") in wanted]
    numbers: dict[int, int] = {}
    kept = [{**shape, "arcs": _renumber(shape["arcs"], numbers)} for shape in shapes]
    return {
        "type": "Topology", "transform": topology["transform"],
        "objects": {name: {"type": "GeometryCollection", "geometries": kept}},
        "arcs": [topology["arcs"][old] for old in numbers],
    }  # fmt: skip


def _renumber(arcs: Any, numbers: dict[int, int]) -> Any:
    """New numbers for nested lists of arcs; `~n` is arc n walked backwards."""
    if isinstance(arcs, list):
        return [_renumber(arc, numbers) for arc in arcs]
    new = numbers.setdefault(arcs if arcs >= 0 else ~arcs, len(numbers))
    return new if arcs >= 0 else ~new
