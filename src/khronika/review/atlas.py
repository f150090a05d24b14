"""The map of a view, drawn on the server: land from the shipped base map, a circle as wide as a place is unsure.

Events that lie close at this scale are one mark with their number. Country-wide events and those without a point are
counted beside the map. Plate carrée, stretched so that the middle of the view is true; land as the base map's policy says.
"""

import sqlite3
from typing import Any

from fastapi import FastAPI, Request

from khronika.figures.projection import HEIGHT, KM, WIDTH, WORLD, Box, land, lines, point, wide
from khronika.review import selection
from khronika.review.choices import choices
from khronika.review.desk import Desk
from khronika.review.paper import Model, twin
from khronika.review.queue import Text, chosen
from khronika.review.selection import Selection

CELLS = 34  # marks across the map, at most


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
            shown = wide(view.corners() if view.box else _extent(index, view))
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
