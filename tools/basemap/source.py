"""Read Natural Earth's polygons from QGIS' world_map.gpkg and give each its country by our policy.

First step of `build.py`. A Unit is one first-level polygon, or a part of one that the policy or GeoNames' newer
divisions cut. Does not decide anything itself: countries come from policy.toml, admin1 keys from tables/ (made by
crosswalk.py).
"""

from __future__ import annotations

import csv
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.ops import polygonize, unary_union

HERE = Path(__file__).parent
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
SEAM = 179.9  # the file is clipped at ±179.9 and -89.9; the halves of Chukotka must meet at 180


@dataclass(frozen=True)
class Unit:
    """One polygon of the map: `labels` are the names under which policy.toml may speak of it."""

    fid: int
    part: str
    iso3: str
    key: str
    name: str
    labels: frozenset[str]
    shape: MultiPolygon
    aliases: tuple[str, ...] = field(default=(), compare=False)
    split: bool = False


@dataclass(frozen=True)
class Territory:
    """One ISO 3166-1 entry (and XKX) of tables/territories.csv."""

    iso3: str
    iso2: str
    name: str
    un_member: bool


def read_policy() -> dict[str, Any]:
    """The whole of policy.toml."""
    return tomllib.loads((HERE / "policy.toml").read_text(encoding="utf-8"))


def read_territories() -> dict[str, Territory]:
    """Territories by ISO 3166-1 alpha-3."""
    rows = _rows("territories.csv")
    return {r["iso3"]: Territory(r["iso3"], r["iso2"], r["name"], r["un_member"] == "1") for r in rows}


def read_units(gpkg: Path, policy: dict[str, Any]) -> list[Unit]:
    """Every polygon of states_provinces under its country, with the policy's cuts made, ordered by fid and part.

    The result is a valid coverage: neighbours share each vertex of their common border.
    """
    territories = read_territories()
    sql = "select fid, adm0_a3, iso_a2, name, gn_name, geom from states_provinces order by fid"
    with sqlite3.connect(f"file:{gpkg}?mode=ro", uri=True) as database:
        rows = database.execute(sql).fetchall()
    iso2_to_iso3 = {t.iso2: t.iso3 for t in territories.values()}
    units = []
    for fid, adm0, iso2, name, gn_name, blob in rows:
        if fid in policy["drop"]["fids"]:
            continue
        moved = policy["unit"].get(str(fid))
        iso3 = moved or policy["country"].get(adm0) or (adm0 if adm0 in territories else iso2_to_iso3[iso2])
        labels = frozenset({str(fid)} if moved else {str(fid), adm0})
        key = policy["admin1"].get(str(fid), "")
        aliases = tuple(a for a in (name, gn_name) if a)
        shape = _snap_seam(parse_gpkg(blob))
        units.append(Unit(fid, "", iso3, key, name or territories[iso3].name, labels, shape, aliases))
    for cut in policy["cut"]:
        units = _cut(units, cut, gpkg)
    return share_vertices(units)


def read_disputed(gpkg: Path) -> dict[int, list[list[tuple[float, float]]]]:
    """Lines of the layer disputed_borders by fid."""
    with sqlite3.connect(f"file:{gpkg}?mode=ro", uri=True) as database:
        rows = database.execute("select fid, geom from disputed_borders order by fid").fetchall()
    merged = {fid: shapely.line_merge(_wkb(blob)) for fid, blob in rows}
    return {fid: [_coords(part) for part in shapely.get_parts(line)] for fid, line in merged.items()}


def give_keys(units: list[Unit]) -> list[Unit]:
    """Units with the GeoNames admin1 key of tables/, split where GeoNames has newer divisions than Natural Earth.

    A unit without an entry gets `ISO2.00`, GeoNames' own sign for "no division known".
    """
    territories = read_territories()
    keys = {(int(r["fid"]), r["part"]): r["key"] for r in _rows("admin1_codes.csv")}
    seeds: dict[tuple[int, str], list[tuple[str, float, float]]] = defaultdict(list)
    for row in _rows("admin1_seeds.csv"):
        seeds[int(row["fid"]), row["part"]].append((row["key"], float(row["lon"]), float(row["lat"])))
    out: list[Unit] = []
    for unit in units:
        place = (unit.fid, unit.part)
        if place in seeds:
            out += split_by_places(unit, seeds[place])
        else:
            fallback = f"{territories[unit.iso3].iso2}.00"
            out.append(replace(unit, key=unit.key or keys.get(place, fallback)))
    return share_vertices(out)


def split_by_places(unit: Unit, seeds: list[tuple[str, float, float]]) -> list[Unit]:
    """The unit cut into one part a key: each spot goes to the key of the nearest place (Voronoi cells, dissolved)."""
    squeeze = cos(radians(unit.shape.centroid.y))
    points = {(round(lon * squeeze, 6), lat): key for key, lon, lat in seeds}
    sites = list(points)
    cells = shapely.voronoi_polygons(MultiPoint(sites), extend_to=_squeezed(unit.shape, squeeze), only_edges=True)
    edges = _squeezed(cells, 1 / squeeze)
    tree = shapely.STRtree([Point(s) for s in sites])
    faces: dict[str, list[Polygon]] = defaultdict(list)
    for face in polygonize(unary_union([unit.shape.boundary, edges])):
        spot = face.representative_point()
        if not unit.shape.contains(spot):
            continue
        nearest = int(tree.nearest(Point(spot.x * squeeze, spot.y)))
        faces[points[sites[nearest]]].append(face)
    return [
        replace(unit, part=unit.part + key, key=key, shape=_multi(unary_union(faces[key])), split=True)
        for key in sorted(faces)
    ]


def share_vertices(units: list[Unit]) -> list[Unit]:
    """Units as a valid coverage: a vertex that a cut put on a border is put on the neighbour's side too.

    Raises: ValueError: two polygons overlap, so the borders cannot be shared.
    """
    several = {u.fid for u in units if u.part}
    cut = [u.shape for u in units if u.fid in several]
    corners = sorted({(x, y) for shape in cut for x, y in shapely.get_coordinates(shape).tolist()})
    tree = shapely.STRtree([u.shape for u in units])
    near: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for i, j in tree.query(shapely.points(corners), predicate="dwithin", distance=1e-9).T.tolist():
        near[j].append(corners[i])
    units = [replace(u, shape=_with_vertices(u.shape, near[i])) if i in near else u for i, u in enumerate(units)]
    edges = shapely.coverage_invalid_edges([u.shape for u in units])
    if bad := [u.name for u, e in zip(units, edges, strict=True) if e is not None and not e.is_empty]:
        raise ValueError(f"polygons overlap or leave gaps after cutting: {bad}")
    return units


def parse_gpkg(blob: bytes) -> MultiPolygon:
    """The shape in a GeoPackage geometry blob: a header of 8 bytes, an envelope, then WKB."""
    return _multi(_wkb(blob))


def _wkb(blob: bytes) -> Any:
    return shapely.from_wkb(blob[8 + ENVELOPE_BYTES[(blob[3] >> 1) & 7] :])


def _coords(line: LineString) -> list[tuple[float, float]]:
    return [(x, y) for x, y in line.coords]


def _multi(shape: Any) -> MultiPolygon:
    return shape if shape.geom_type == "MultiPolygon" else MultiPolygon([shape])


def _squeezed(shape: Any, factor: float) -> Any:
    return shapely.transform(shape, lambda xy: xy * [factor, 1.0])


def _snap_seam(shape: MultiPolygon) -> MultiPolygon:
    def snap(xy: Any) -> Any:
        xy[xy[:, 0] > SEAM - 1e-5, 0] = 180.0
        xy[xy[:, 0] < 1e-5 - SEAM, 0] = -180.0
        xy[xy[:, 1] < -89.899, 1] = -90.0
        return xy

    return shapely.transform(shape, snap)


def _cut(units: list[Unit], cut: dict[str, Any], gpkg: Path) -> list[Unit]:
    at = next(i for i, u in enumerate(units) if u.fid == cut["fid"] and not u.part)
    unit = units[at]
    if "line" in cut:
        lines = [LineString(cut["line"])]
    else:
        lines = [_longer(line) for fid in cut["disputed"] for line in read_disputed(gpkg)[fid]]
    faces = [
        f
        for f in polygonize(unary_union([unit.shape.boundary, *lines]))
        if unit.shape.contains(f.representative_point())
    ]
    side = _same_side(faces, lines, Point(cut["inside"])) if "line" in cut else _holding(faces, Point(cut["inside"]))
    rest = [f for f in faces if f not in side]
    inner = replace(
        unit,
        part=cut["id"],
        iso3=cut["country"],
        key=cut["admin1"],
        name=cut["id"],
        labels=frozenset({cut["id"]}),
        shape=_multi(unary_union(side)),
        aliases=(),
    )
    outer = replace(unit, shape=_multi(unary_union(rest)))
    return [*units[:at], outer, inner, *units[at + 1 :]]


def _longer(line: list[tuple[float, float]], by: float = 0.05) -> LineString:
    """The line with both ends pushed out by `by` degrees, so that it surely reaches the border it should end on."""

    def push(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
        length = Point(a).distance(Point(b)) or 1.0
        return (a[0] + (a[0] - b[0]) / length * by, a[1] + (a[1] - b[1]) / length * by)

    return LineString([push(line[0], line[1]), *line, push(line[-1], line[-2])])


def _holding(faces: Iterable[Polygon], spot: Point) -> list[Polygon]:
    return [f for f in faces if f.contains(spot)]


def _same_side(faces: Iterable[Polygon], lines: list[LineString], spot: Point) -> list[Polygon]:
    """Faces on the side of a straight line where `spot` lies."""
    (x1, y1), (x2, y2) = lines[0].coords

    def side(p: Point) -> bool:
        return bool((x2 - x1) * (p.y - y1) - (y2 - y1) * (p.x - x1) > 0)

    return [f for f in faces if side(f.representative_point()) == side(spot)]


def _with_vertices(shape: MultiPolygon, extra: list[tuple[float, float]]) -> MultiPolygon:
    def ring(coords: list[tuple[float, float]]) -> list[tuple[float, float]]:
        have = set(coords)
        line = LineString(coords)
        new = [p for p in extra if p not in have and line.distance(Point(p)) < 1e-9]
        if not new:
            return coords
        out: list[tuple[float, float]] = []
        for a, b in pairwise(coords):
            out.append(a)
            on = [p for p in new if LineString([a, b]).distance(Point(p)) < 1e-9]
            out += sorted(on, key=lambda p, a=a: (p[0] - a[0]) ** 2 + (p[1] - a[1]) ** 2)  # type: ignore[misc]
        return [*out, coords[-1]]

    return MultiPolygon(
        [Polygon(ring(_coords(p.exterior)), [ring(_coords(h)) for h in p.interiors]) for p in shape.geoms]
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / "tables" / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
