"""Build Khronika's offline map: countries.json, admin1.json.gz and disputed.json.

    python tools/basemap/build.py --gpkg world_map.gpkg --out src/khronika/publish/basemap

`world_map.gpkg` is Natural Earth 4.1 (1:10m) as the Debian package qgis-common ships it. policy.toml says which land
belongs to which country, tables/ which GeoNames admin1 code a polygon has. The same input gives the same bytes.
The steps: source.py, topology.py, simplify.py, topojson.py, and the checks at the end of this file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon
from simplify import is_broken, simplify, simplify_arcs
from source import HERE, Territory, Unit, give_keys, read_disputed, read_policy, read_territories, read_units
from topojson import Topology, decode, holds
from topology import COARSE, FINE, OUTSIDE, Arc, Ring, Vertex, cut_arcs, joined, merge_arcs, ring_area, rings_of

OUTER = 0.063  # degrees: tolerance on coasts and state borders
INNER = 0.05  # the same on borders inside a state
FULL_SIZE = 4.5  # degrees: a country this wide is simplified fully, a smaller one in proportion to the root,
LEAST = 0.2  # but never by less than this part of the tolerance
UNIT_PART = 0.25  # nor is an arc simplified by more than this part of the width of its smallest polygon
ISLAND = 0.02  # square degrees: islands and lakes below are left out
ISLAND_SHARE = 0.01  # unless they are this part of their country, or the largest piece of it or of its division
POLAR = 62.0  # degrees of latitude beyond which
POLAR_FACTOR = 2.5  # tolerances grow by this much, and the size of a speck by its square
SPLIT_SHARE = 0.05  # a division with more of its area from guessed splits is called approximate
POINTS = {"VAT": (12.453, 41.903)}  # territories without a polygon in the source

MUST_HOLD = {  # place: (key of the polygon, longitude, latitude)
    "Simferopol": ("UKR", 34.10, 44.95),
    "Donetsk": ("UKR", 37.80, 48.00),
    "Kaliningrad": ("RUS", 20.51, 54.71),
    "Tiraspol": ("MDA", 29.60, 46.84),
    "Hargeisa": ("SOM", 44.06, 9.56),
    "Seoul": ("KOR", 126.98, 37.57),
    "Nicosia, north": ("CYP", 33.36, 35.20),
    "Pristina": ("XKX", 21.17, 42.66),
    "Laayoune": ("ESH", -13.19, 27.14),
    "Majdal Shams": ("SYR", 35.77, 33.26),
    "Ramallah": ("PSE", 35.20, 31.90),
    "Sukhumi": ("GEO", 41.01, 43.01),
    "Taipei": ("TWN", 121.56, 25.04),
    "Cayenne": ("GUF", -52.30, 4.90),
    "Bilibino": ("RUS", 166.44, 68.05),
    "Chukotka beyond 180°": ("RUS", -176.5, 66.5),
}
MUST_HOLD_ADMIN1 = {
    "Simferopol": ("UA.11", 34.10, 44.95),
    "Sevastopol": ("UA.20", 33.53, 44.60),
    "Makhachkala": ("RU.17", 47.50, 42.97),
    "Donetsk": ("UA.05", 37.80, 48.00),
    "Hyderabad": ("IN.40", 78.47, 17.38),
    "Lyon": ("FR.84", 4.84, 45.76),
}


def ring_sides(units: list[Unit]) -> Iterator[tuple[str, list[Vertex]]]:
    """Every ring of every unit in whole 1/FINE degrees, running so that the unit is on its left."""
    for i, unit in enumerate(units):
        for polygon in unit.shape.geoms:
            for ring, outer in [(polygon.exterior, True), *((h, False) for h in polygon.interiors)]:
                line = [(round(x * FINE), round(y * FINE)) for x, y in ring.coords]
                yield str(i), line if ring.is_ccw == outer else line[::-1]


def on_seam(a: Vertex, b: Vertex) -> bool:
    """Whether an edge is only the rim of the flat map."""
    return (abs(a[0]) == abs(b[0]) == 180 * FINE and a[0] == b[0]) or a[1] == b[1] == -90 * FINE


def labeller(units: list[Unit], areas: list[dict[str, Any]]) -> Callable[[str, str], str | None]:
    """What the edge between two units is: coast, country, admin1, approximate, "disputed:ID", or None for no border."""
    pairs = [(a["id"], frozenset(left), frozenset(right)) for a in areas for left, right in a.get("between", [])]

    def label(left: str, right: str) -> str | None:
        if right == OUTSIDE:
            return "coast"
        one, two = units[int(left)], units[int(right)]
        for name, first, second in pairs:
            if (one.labels & first and two.labels & second) or (two.labels & first and one.labels & second):
                return f"disputed:{name}"
        if one.iso3 != two.iso3:
            return "country"
        if one.key == two.key:
            return None
        return "approximate" if one.fid == two.fid and one.split and two.split else "admin1"

    return label


def without_specks(arcs: list[Arc], country_of: Mapping[str, str]) -> list[Arc]:
    """The arcs less small islands and lakes, but no country and no division loses its last piece."""
    specks = [i for i, a in enumerate(arcs) if a.closed and OUTSIDE in (a.left, a.right)]
    area = {i: abs(ring_area(arcs, [(i, True)])) for i in specks}
    total: dict[str, float] = defaultdict(float)
    largest: dict[str, float] = defaultdict(float)
    for key, rings in rings_of(arcs).items():
        for size in (ring_area(arcs, r) for r in rings):
            total[country_of[key]] += size
            for name in (key, country_of[key]):
                largest[name] = max(largest[name], size)

    def stays(i: int) -> bool:
        if i not in area or area[i] >= ISLAND * polar_factor(arcs[i]) ** 2:
            return True
        key = arcs[i].left or arcs[i].right
        last = area[i] >= largest[country_of[key]] or (area[i] >= largest[key] and not key.endswith(".00"))
        return last or area[i] >= ISLAND_SHARE * total[country_of[key]]

    return [a for i, a in enumerate(arcs) if stays(i)]


def tolerances(arcs: list[Arc], country_of: Mapping[str, str]) -> list[float]:
    """How coarse each arc may become (degrees): less in small countries, and around small divisions and islands."""
    width: dict[str, float] = defaultdict(float)
    for key, rings in rings_of(arcs).items():
        size = sum(ring_area(arcs, r) for r in rings)
        width[key] += size
        width[country_of[key] + "!"] += size
    out = []
    for i, arc in enumerate(arcs):
        keys = [k for k in {arc.left, arc.right} if k != OUTSIDE]
        base = INNER if arc.label in ("admin1", "approximate") else OUTER
        country = min(sqrt(max(width[country_of[k] + "!"], 0.0)) for k in keys)
        limit = base * min(1.0, max(LEAST, sqrt(country / FULL_SIZE)))
        limit = min(limit, UNIT_PART * min(sqrt(max(width[k], 0.0)) for k in keys))
        if arc.closed:
            limit = min(limit, UNIT_PART * sqrt(abs(ring_area(arcs, [(i, True)]))))
        out.append(0.0 if arc.label == "seam" else limit * polar_factor(arc))
    return out


def polar_factor(arc: Arc) -> float:
    """How much coarser an arc may be because few people live and protest there."""
    return POLAR_FACTOR if abs(sum(y for _, y in arc.fine) / len(arc.fine)) > POLAR * FINE else 1.0


def countries_topology(arcs: list[Arc], territories: Mapping[str, Territory]) -> dict[str, Any]:
    """TopoJSON with the objects `countries` (polygons), `borders`, `coast` (lines)."""
    topology = Topology(arcs)
    rings = rings_of(arcs)
    geometries = []
    for iso3, territory in sorted(territories.items()):
        facts: dict[str, Any] = {"iso2": territory.iso2, "name": territory.name, "un": territory.un_member}
        if iso3 in POINTS:
            lon, lat = POINTS[iso3]
            shape: dict[str, Any] = {"type": "Point", "coordinates": [round(lon * COARSE), round(lat * COARSE)]}
        else:
            lon, lat = label_point(arcs, rings[iso3])
            shape = {"type": "MultiPolygon", "arcs": topology.polygons(rings[iso3])}
        facts["point"] = [round(lon, 2), round(lat, 2)]
        geometries.append({**shape, "id": iso3, "properties": facts})
    topology.objects["countries"] = {"type": "GeometryCollection", "geometries": geometries}
    topology.objects["borders"] = topology.lines(lambda a: a.label == "country")
    topology.objects["coast"] = topology.lines(lambda a: a.label == "coast")
    return topology.as_json()


def admin1_topology(arcs: list[Arc], units: list[Unit], names: Mapping[str, str]) -> dict[str, Any]:
    """TopoJSON with the objects `admin1` (polygons), `borders` and `approximate` (lines inside countries)."""
    topology = Topology(arcs)
    members: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        members[unit.key].append(unit)
    geometries = []
    for key, rings in rings_of(arcs).items():
        own = members[key]
        facts: dict[str, Any] = {"iso3": own[0].iso3, "name": names.get(key) or own[0].name}
        guessed = sum(u.shape.area for u in own if u.split)
        if guessed > SPLIT_SHARE * sum(u.shape.area for u in own):
            facts["approximate"] = True
        geometries.append({"type": "MultiPolygon", "arcs": topology.polygons(rings), "id": key, "properties": facts})
    topology.objects["admin1"] = {"type": "GeometryCollection", "geometries": geometries}
    topology.objects["borders"] = topology.lines(lambda a: a.label == "admin1")
    topology.objects["approximate"] = topology.lines(lambda a: a.label == "approximate")
    return topology.as_json()


def label_point(arcs: list[Arc], rings: list[Ring]) -> tuple[float, float]:
    """A spot well inside the largest polygon, where a name or a circle may stand."""
    outer = max(rings, key=lambda r: (ring_area(arcs, r), r))
    shape = Polygon([(x / COARSE, y / COARSE) for x, y in joined(arcs, outer)])
    spot = shapely.maximum_inscribed_circle(shape.buffer(0), tolerance=0.02).coords[0]
    return float(spot[0]), float(spot[1])


def disputed_lines(arcs: list[Arc], areas: list[dict[str, Any]], source: Mapping[int, list[Any]]) -> dict[str, Any]:
    """GeoJSON of the dashed lines, one feature an area."""
    features = []
    for area in areas:
        lines = [list(a.coarse) for a in arcs if a.label == f"disputed:{area['id']}"]
        drawn = [line for fid in area.get("disputed", []) for line in source[fid]]
        for line in [*drawn, area["line"]] if "line" in area else drawn:
            fine = tuple((round(x * FINE), round(y * FINE)) for x, y in line)
            lines.append(list(simplify(fine, OUTER / 2)))
        coordinates = [[[x / COARSE, y / COARSE] for x, y in line] for line in lines]
        facts = {k: area[k] for k in ("name", "kind", "fill", "claimed_by")}
        shape = {"type": "MultiLineString", "coordinates": coordinates}
        features.append({"type": "Feature", "id": area["id"], "properties": facts, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def check(
    countries: dict[str, Any], admin1: dict[str, Any], disputed: dict[str, Any], territories: Mapping[str, Territory]
) -> None:
    """Raises ValueError where the map contradicts the policy, lacks a UN member, or has an empty dashed line."""
    faults = [f"{f['id']} has no line" for f in disputed["features"] if not f["geometry"]["coordinates"]]
    for topology, name, places in ((countries, "countries", MUST_HOLD), (admin1, "admin1", MUST_HOLD_ADMIN1)):
        shapes = decode(topology, name)
        for place, (wanted, lon, lat) in places.items():
            found = [key for key, polygons in shapes.items() if holds(polygons, lon, lat)]
            if found != [wanted]:
                faults.append(f"{place} should lie in {wanted}, lies in {found}")
    drawn = {g["id"] for g in countries["objects"]["countries"]["geometries"]}
    faults += [f"UN member {t.iso3} is missing" for t in territories.values() if t.un_member and t.iso3 not in drawn]
    if len([t for t in territories.values() if t.un_member]) != 193:
        faults.append("tables/territories.csv should list 193 members of the United Nations")
    if faults:
        raise ValueError("; ".join(faults))


def read_names() -> dict[str, str]:
    """GeoNames' names of divisions by key."""
    with (HERE / "tables" / "admin1_names.csv").open(encoding="utf-8", newline="") as table:
        return {row["key"]: row["name"] for row in csv.DictReader(table)}


def as_bytes(value: dict[str, Any]) -> bytes:
    """Compact JSON in UTF-8 with a final newline."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def main() -> None:
    """Build, check and write the three files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--gpkg", type=Path, required=True, help="world_map.gpkg of qgis-common")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    policy, territories = read_policy(), read_territories()
    units = give_keys(read_units(args.gpkg, policy))
    country_of = {u.key: u.iso3 for u in units} | {OUTSIDE: OUTSIDE}
    key_of = {str(i): u.key for i, u in enumerate(units)} | {OUTSIDE: OUTSIDE}
    arcs = cut_arcs(ring_sides(units), key_of, labeller(units, policy["area"]), on_seam)
    arcs = without_specks(arcs, country_of)
    arcs = simplify_arcs(arcs, tolerances(arcs, country_of))
    outer = merge_arcs(arcs, country_of)
    countries = countries_topology(outer, territories)
    admin1 = admin1_topology(arcs, units, read_names())
    disputed = disputed_lines(arcs, policy["area"], read_disputed(args.gpkg))
    check(countries, admin1, disputed, territories)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "countries.json").write_bytes(as_bytes(countries))
    (args.out / "admin1.json.gz").write_bytes(gzip.compress(as_bytes(admin1), 9, mtime=0))
    (args.out / "disputed.json").write_bytes(as_bytes(disputed))
    broken = sum(is_broken(arcs, r) for rings in rings_of(arcs).values() for r in rings)
    for name in ("countries.json", "admin1.json.gz", "disputed.json"):
        print(f"{name}: {(args.out / name).stat().st_size / 1000:.0f} kB")
    print(f"rings still broken after simplifying: {broken}")


if __name__ == "__main__":
    main()
