"""Where a point lies on a drawing, and the land and borders of a box as paths.

Plate carrée, stretched so that the middle of the box is true; land as the shipped base map's policy says. Draws no events.
"""

import json
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

import khronika.publish
from khronika.errors import UsageError

WIDTH, HEIGHT = 1000.0, 560.0
KM = 111.32  # of a degree
Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -60.0, 180.0, 80.0)


def wide(box: Box) -> Box:
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
