"""The shipped map: countries, provinces and dashed lines say what the written policy says."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

PUBLISH = Path(__file__).parents[2] / "src" / "khronika" / "publish"
BASEMAP = PUBLISH / "basemap"
VENDOR = PUBLISH / "vendor"

Ring = list[tuple[float, float]]


@cache
def read(name: str) -> Any:
    raw = (BASEMAP / name).read_bytes()
    return json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)


@cache
def shapes(name: str, layer: str) -> dict[str, list[list[Ring]]]:
    """Polygons by id, decoded from TopoJSON."""
    topology = read(name)
    scale = topology["transform"]["scale"][0]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale, y * scale))
        lines.append(line)

    def ring(numbers: list[int]) -> Ring:
        out: Ring = []
        for n in numbers:
            out += (lines[n] if n >= 0 else lines[~n][::-1])[1 if out else 0 :]
        return out

    found = topology["objects"][layer]["geometries"]
    return {g["id"]: [[ring(r) for r in polygon] for polygon in g.get("arcs", [])] for g in found}


def holds(polygons: list[list[Ring]], lon: float, lat: float) -> bool:
    """Ray casting: a ray to the east crosses the rings an odd number of times."""
    inside = False
    for polygon in polygons:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    inside = not inside
    return inside


def countries_at(lon: float, lat: float) -> list[str]:
    return [iso3 for iso3, polygons in shapes("countries.json", "countries").items() if holds(polygons, lon, lat)]


def provinces_at(lon: float, lat: float) -> list[str]:
    return [key for key, polygons in shapes("admin1.json.gz", "admin1").items() if holds(polygons, lon, lat)]


def signed_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


@pytest.mark.parametrize(
    ("place", "lon", "lat", "iso3"),
    [
        ("Simferopol", 34.10, 44.95, "UKR"),
        ("Sevastopol", 33.53, 44.60, "UKR"),
        ("Donetsk", 37.80, 48.00, "UKR"),
        ("Kaliningrad", 20.51, 54.71, "RUS"),
        ("Chukotka beyond 180°", -176.5, 66.5, "RUS"),
        ("Tiraspol", 29.60, 46.84, "MDA"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Seoul", 126.98, 37.57, "KOR"),
        ("Nicosia, north", 33.36, 35.20, "CYP"),
        ("Sukhumi", 41.01, 43.01, "GEO"),
        ("Stepanakert", 46.75, 39.82, "AZE"),
        ("Pristina", 21.17, 42.66, "XKX"),
        ("Ramallah", 35.20, 31.90, "PSE"),
        ("Majdal Shams", 35.77, 33.26, "SYR"),
        ("Laayoune", -13.19, 27.14, "ESH"),
        ("Smara", -11.67, 26.74, "ESH"),
        ("Taipei", 121.56, 25.04, "TWN"),
        ("Cayenne", -52.30, 4.90, "GUF"),
    ],
)
def test_place_lies_in_its_country_and_in_no_other(place: str, lon: float, lat: float, iso3: str) -> None:
    assert countries_at(lon, lat) == [iso3], place


@pytest.mark.parametrize(
    ("place", "lon", "lat", "key"),
    [
        ("Simferopol", 34.10, 44.95, "UA.11"),
        ("Sevastopol", 33.53, 44.60, "UA.20"),
        ("Donetsk", 37.80, 48.00, "UA.05"),
        ("Makhachkala", 47.50, 42.97, "RU.17"),
        ("Yakutsk", 129.73, 62.03, "RU.63"),
        ("Lyon", 4.84, 45.76, "FR.84"),
        ("Hyderabad", 78.47, 17.38, "IN.40"),
        ("Nakuru", 36.07, -0.30, "KE.39"),
        ("Seoul", 126.98, 37.57, "KR.11"),
    ],
)
def test_place_lies_in_its_geonames_province(place: str, lon: float, lat: float, key: str) -> None:
    assert provinces_at(lon, lat) == [key], place


def test_russia_has_no_province_in_crimea() -> None:
    russian = [k for k in (*provinces_at(34.10, 44.95), *provinces_at(33.53, 44.60)) if k.startswith("RU.")]
    assert russian == []


def test_every_member_of_the_united_nations_is_drawn() -> None:
    drawn = read("countries.json")["objects"]["countries"]["geometries"]
    members = [g for g in drawn if g["properties"]["un"]]
    assert len(members) == 193
    assert all(g.get("arcs") or g.get("coordinates") for g in members)


def test_country_codes_are_unique_and_of_the_iso_form() -> None:
    ids = [g["id"] for g in read("countries.json")["objects"]["countries"]["geometries"]]
    assert len(set(ids)) == len(ids) == 250
    assert all(len(i) == 3 and i.isupper() for i in ids)


def test_province_belongs_to_the_country_of_its_key() -> None:
    iso3 = {g["properties"]["iso2"]: g["id"] for g in read("countries.json")["objects"]["countries"]["geometries"]}
    for g in read("admin1.json.gz")["objects"]["admin1"]["geometries"]:
        assert g["properties"]["iso3"] == iso3[g["id"][:2]], g["id"]


@pytest.mark.parametrize(("name", "layer"), [("countries.json", "countries"), ("admin1.json.gz", "admin1")])
def test_outer_rings_run_clockwise_for_d3(name: str, layer: str) -> None:
    for key, polygons in shapes(name, layer).items():
        for outer, *holes in polygons:
            assert outer[0] == outer[-1], key
            assert signed_area(outer) < 0, key
            assert all(signed_area(hole) > 0 for hole in holes), key


@pytest.mark.parametrize(("name", "layer"), [("countries.json", "countries"), ("admin1.json.gz", "admin1")])
def test_no_edge_is_smeared_across_the_map(name: str, layer: str) -> None:
    for key, polygons in shapes(name, layer).items():
        for a, b in (edge for polygon in polygons for ring in polygon for edge in pairwise(ring)):
            assert abs(a[0] - b[0]) < 10 or a[1] == b[1] == -90, key


def test_every_dashed_line_is_explained_in_the_readme() -> None:
    readme = (BASEMAP / "README.md").read_text(encoding="utf-8")
    features = read("disputed.json")["features"]
    assert {"crimea", "kashmir", "western-sahara"} <= {f["id"] for f in features}
    for feature in features:
        assert f"`{feature['id']}`" in readme, feature["id"]
        assert feature["geometry"]["coordinates"], feature["id"]
        assert feature["properties"]["kind"] in {"border", "control", "claim"}


def test_readme_counts_are_those_of_the_files() -> None:
    readme = (BASEMAP / "README.md").read_text(encoding="utf-8")
    provinces = read("admin1.json.gz")["objects"]["admin1"]["geometries"]
    guessed = [g for g in provinces if g["properties"].get("approximate")]
    assert f"{len(provinces):,} features" in readme
    assert f"{len(guessed)} of\n  {len(provinces):,}" in readme


def test_files_stay_small_enough_to_embed() -> None:
    assert (BASEMAP / "countries.json").stat().st_size < 450_000
    assert (BASEMAP / "admin1.json.gz").stat().st_size < 1_000_000
    assert (BASEMAP / "disputed.json").stat().st_size < 50_000


def test_vendored_script_is_the_one_vendor_json_describes() -> None:
    facts = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    code = (VENDOR / facts["file"]).read_bytes()
    assert hashlib.sha256(code).hexdigest() == facts["sha256"]
    assert b"</script" not in code
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(f"{p['name']} {p['version']} ({p['license']})" in licences for p in facts["packages"])
