"""The map of a view, drawn on the server: land from the shipped base map, a circle as wide as a place is unsure.

Events that lie close at this scale are one mark with their number. Country-wide events and those without a point are
counted beside the map. Plate carrée, stretched so that the middle of the view is true; land as the base map's policy says.
"""

import json
import sqlite3
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request

import khronika.publish
from khronika.errors import UsageError
from khronika.review import selection
from khronika.review.choices import choices
from khronika.review.desk import Desk
from khronika.review.paper import Model, twin
from khronika.review.queue import Text, chosen
from khronika.review.selection import Selection

WIDTH, HEIGHT = 1000.0, 560.0
CELLS = 34  # marks across the map, at most
KM = 111.32  # of a degree
Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -60.0, 180.0, 80.0)


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the page."""

    def map_(
        request: Request, state: Text = "", kind: Text = "", language: Text = "", source: Text = "", status: Text = "",
        country: Text = "", since: Text = "", until: Text = "", box: Text = "", q: Text = "", only: Text = "",
    ) -> Model:  # fmt: skip
        """Events of a view in the box, or where they all lie."""
        view = chosen(request)
        with desk.reading() as (session, index):
            selection.prepare(index, session.derived.connection, view)
            shown = _wide(view.corners() if view.box else _extent(index, view))
            marks = _marks(index, view, shown)
            beside = _beside(index, view)
            return {"view": view, "box": shown, "marks": marks, "beside": beside, "width": WIDTH, "height": HEIGHT,
                    "land": land(shown), "lines": lines(shown), "moves": _moves(shown),
                    "counts": selection.count(index, view), "choices": choices(index, str(desk.index.path))}  # fmt: skip

    twin(app, desk, "/map", "map", map_)


def _extent(index: sqlite3.Connection, view: Selection) -> Box:
    where, values = view.where()
    query = f"SELECT min(lon), min(lat), max(lon), max(lat) FROM event WHERE {where} AND lat IS NOT NULL"
    found = tuple(index.execute(query, values).fetchone())
    if found[0] is None:
        return WORLD
    west, south, east, north = found
    pad = max(0.08 * (east - west), 0.08 * (north - south), 0.6)
    return max(west - pad, -180), max(south - pad, -85), min(east + pad, 180), min(north + pad, 85)


def _wide(box: Box) -> Box:
    """The box in the shape of the map. Raises UsageError for one that crosses the 180th meridian."""
    west, south, east, north = box
    if west > east:
        raise UsageError("a box across the 180th meridian cannot be drawn; take one on either side")
    stretch = max(cos(radians((south + north) / 2)), 0.2)
    across, up = max(east - west, 0.05) * stretch, max(north - south, 0.05)
    if across / up < WIDTH / HEIGHT:
        more = (up * WIDTH / HEIGHT - across) / stretch / 2
        west, east = west - more, east + more
    else:
        more = (across * HEIGHT / WIDTH - up) / 2
        south, north = south - more, north + more
    return (round(max(west, -180), 4), round(max(south, -90), 4), round(min(east, 180), 4), round(min(north, 90), 4))


def point(box: Box, lon: float, lat: float) -> tuple[float, float]:
    """Where a point lies on the drawing."""
    west, south, east, north = box
    return round((lon - west) / (east - west) * WIDTH, 1), round((north - lat) / (north - south) * HEIGHT, 1)


def _marks(index: sqlite3.Connection, view: Selection, box: Box) -> list[dict[str, Any]]:
    """Marks with their number, place on the drawing, radius of uncertainty, and the box that holds their events."""
    west, south, east, north = box
    where, values = view.where()
    cell = (east - west) / CELLS
    query = (
        "SELECT count(*) AS n, avg(lat) AS lat, avg(lon) AS lon, min(lat) AS s, max(lat) AS t, min(lon) AS w, max(lon) AS e,"
        " max(uncertainty_m) AS wide, min(id) AS id, min(place) AS place, count(DISTINCT lat || ' ' || lon) AS spots"
        f" FROM event WHERE {where} AND level IS NOT 'country' AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
        " GROUP BY CAST((lon - ?) / ? AS INT), CAST((lat - ?) / ? AS INT) ORDER BY n DESC"
    )
    rows = index.execute(query, (*values, west, east, south, north, west, cell, south, cell)).fetchall()
    found = []
    for row in rows:
        x, y = point(box, row["lon"], row["lat"])
        reach = (row["wide"] or 0) / 1000 / KM / (north - south) * HEIGHT
        pad = max(0.02, 0.2 * max(row["e"] - row["w"], row["t"] - row["s"]))
        inside = ",".join(f"{v:.4f}" for v in (
            max(row["w"] - pad, -180), max(row["s"] - pad, -90), min(row["e"] + pad, 180), min(row["t"] + pad, 90)
        ))  # fmt: skip
        found.append({"n": row["n"], "x": x, "y": y, "reach": round(min(reach, HEIGHT), 1), "box": inside, "event": row["id"],
                      "place": row["place"] or "", "spots": row["spots"]})  # fmt: skip
    return found


def _beside(index: sqlite3.Connection, view: Selection) -> list[dict[str, Any]]:
    """Events without a point, by country."""
    where, values = view.without("box").where()
    query = (
        f"SELECT iso3, count(*) AS n FROM event WHERE {where} AND (lat IS NULL OR level = 'country')"
        " GROUP BY iso3 ORDER BY n DESC, iso3 LIMIT 12"
    )
    return [dict(row) for row in index.execute(query, values)]


def _moves(box: Box) -> dict[str, str]:
    """Boxes nearer, farther and on each side, for links that need no script."""
    west, south, east, north = box
    w, h = east - west, north - south
    x, y = (west + east) / 2, (south + north) / 2
    boxes = {"in": (x - w / 4, y - h / 4, x + w / 4, y + h / 4), "out": (x - w, y - h, x + w, y + h)}
    sides = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
    for name, (a, b) in sides.items():
        boxes[name] = (west + a * w / 2, south + b * h / 2, east + a * w / 2, north + b * h / 2)
    return {
        name: ",".join(f"{v:.4f}" for v in (max(a, -180), max(b, -90), min(c, 180), min(d, 90)))
        for name, (a, b, c, d) in boxes.items()
        if a < 180 and c > -180 and b < 90 and d > -90
    }


@lru_cache(maxsize=1)
def _base() -> tuple[list[tuple[Box, list[tuple[float, float]]]], list[list[tuple[float, float]]]]:
    """Rings of land with their boxes, and lines of borders, in degrees."""
    folder = Path(khronika.publish.__file__).parent / "basemap"
    data = json.loads((folder / "countries.json").read_text("utf-8"))
    arcs = [_arc(arc, data.get("transform")) for arc in data["arcs"]]
    rings = []
    for shape in data["objects"]["countries"]["geometries"]:
        polygons = (
            shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]] if shape["type"] == "Polygon" else []
        )
        for polygon in polygons:
            for ring in polygon:
                points = _joined(arcs, ring)
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                rings.append(((min(xs), min(ys), max(xs), max(ys)), points))
    border = data["objects"]["borders"]
    shapes = border.get("geometries", [border])
    told = [
        _joined(arcs, one) for s in shapes for one in (s["arcs"] if s["type"] == "MultiLineString" else [s["arcs"]])
    ]
    return rings, told


def _arc(arc: list[list[float]], transform: dict[str, Any] | None) -> list[tuple[float, float]]:
    if transform is None:
        return [(x, y) for x, y in arc]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0.0
    found = []
    for a, b in arc:
        x, y = x + a, y + b
        found.append((x * kx + dx, y * ky + dy))
    return found


def _joined(arcs: list[list[tuple[float, float]]], numbers: list[int]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for n in numbers:
        part = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += part[1:] if points else part
    return points


@lru_cache(maxsize=64)
def land(box: Box) -> str:
    """The land of a box as the path of a drawing."""
    return "".join(_drawn(box, ring, "Z") for bounds, ring in _base()[0] if _meets(box, bounds))


@lru_cache(maxsize=64)
def lines(box: Box) -> str:
    """The borders of a box as the path of a drawing."""
    return "".join(_drawn(box, line, "") for line in _base()[1])


def _meets(box: Box, other: Box) -> bool:
    return box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3] and other[1] <= box[3]


def _drawn(box: Box, points: list[tuple[float, float]], end: str) -> str:
    """Points at least a pixel apart; far outside they are drawn all the same, which the drawing cuts."""
    found: list[str] = []
    last = (-9e9, -9e9)
    for lon, lat in points:
        x, y = point(box, lon, lat)
        if abs(x - last[0]) + abs(y - last[1]) >= 1.2:
            found.append(f"{min(max(x, -9e3), 9e3):g},{min(max(y, -9e3), 9e3):g}")
            last = (x, y)
    if len(found) < 2 or all(_outside(p) for p in found):
        return ""
    return f"M{'L'.join(found)}{end}"


def _outside(pair: str) -> bool:
    x, y = (float(v) for v in pair.split(","))
    return False if -50 <= x <= WIDTH + 50 and -50 <= y <= HEIGHT + 50 else abs(x) >= 9e3 and abs(y) >= 9e3
