"""Compile entries into the bytes of one gazetteer: columns, names and sounds, with every reference already resolved.

The same entries give the same bytes: no clock, no folder of the machine. Rows that the shipped gazetteer has as well come
first, the others by their GeoNames id. `layer` reads what is written here.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import marisa_trie
import msgspec

import khronika.geography.layout as lay
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.own.about import About, Kind
from khronika.geography.own.entry import LARGEST, Entry
from khronika.geography.own.names import clean, matching, worth_it
from khronika.geography.sound import skeletons

_SHORTEST_SOUND = 3
_NUMBERS = {
    "ids": "I", "lat": "i", "lon": "i", "population": "I", "country": "H", "admin1": "H", "admin2": "H", "radius": "H",
    "level": "B", "capital": "B",
}  # fmt: skip
Row = tuple[int, ...]
Rows = dict[str, list[int]]


def build(
    entries: Iterable[Entry], places: Gazetteer, *, name: str, kind: Kind, first: bool, source: str, sha256: str
) -> bytes:
    """The bytes of a compiled gazetteer over the shipped one."""
    paired = sorted(((_twin(e, places), e) for e in entries), key=lambda p: (p[0] is None, p[1].geonameid))
    known, ordered = [twin for twin, _ in paired if twin is not None], [e for _, e in paired]
    codes = {e.code: twin for twin, e in paired if e.code and twin is not None}
    body: dict[str, array[int] | bytes] = dict(_columns(paired, codes, places, kind))
    body["twins"] = array("I", known)
    mains = [e.name.encode() for e in ordered]
    body |= {"name_at": array("I", accumulate(map(len, mains), initial=0)), "main": b"".join(mains)}
    rank = [-(e.population or 0) for e in ordered]
    body |= _table("name", _names(ordered, kind, first), rank)
    body |= _table("sound", _sounds(ordered) if kind == "list" else {}, rank)
    about = About(name, kind, first, source, sha256, len(ordered), len(known), places.fingerprint)
    return lay.pack_columns(body, {"about": msgspec.to_builtins(about)})


def _twin(entry: Entry, places: Gazetteer) -> int | None:
    """The shipped row of the same GeoNames id."""
    row = places.row_of(entry.geonameid) if entry.geonameid else None
    return row if row is not None and row < places.size else None


def _columns(
    paired: Sequence[tuple[int | None, Entry]], codes: Mapping[str, int], places: Gazetteer, kind: Kind
) -> dict[str, array[int]]:
    made = {name: array(code) for name, code in _NUMBERS.items()}
    columns = list(made.values())
    for twin, entry in paired:
        for column, value in zip(columns, _row(entry, twin, codes, places, kind), strict=True):
            column.append(value)
    return made


def _row(entry: Entry, twin: int | None, codes: Mapping[str, int], places: Gazetteer, kind: Kind) -> Row:
    """The numbers of a place in the order of the columns: as given, else as shipped, else empty."""
    if twin is not None and (kind != "list" and places.level[twin] < lay.TOWN):
        return places.numbers(twin)  # its middle is reckoned from its towns, its flag is policy
    level = lay.LEVELS.index(entry.level or "town")
    first, second = (
        _or_none(entry.admin1),
        _or_none(entry.admin2 if entry.admin2 is not None else codes.get(entry.inside)),
    )
    people, home, capital = entry.population or 0, _or_none(entry.country), 0
    radius = _radius(level, people)
    if twin is not None:
        _, _, _, o_people, o_home, o_first, o_second, o_radius, o_level, capital = places.numbers(twin)
        keeps = kind == "geonames" or entry.level is None
        level, people = (o_level if keeps else level), people or o_people
        radius = o_radius if level < lay.TOWN else _radius(level, people)
        moved = kind == "list" and home not in (lay.NONE, o_home)
        home = home if moved else o_home
        if not moved:
            first, second = (first if first != lay.NONE and kind == "list" else o_first), o_second
    return entry.geonameid, *_place(entry), people, home, first, second, radius, level, capital


def _place(entry: Entry) -> tuple[int, int]:
    return round(entry.lat * 1e5), round(entry.lon * 1e5)


def _or_none(row: int | None) -> int:
    return lay.NONE if row is None else row


def _radius(level: int, people: int) -> int:
    """Hundreds of metres that hold a place, as the shipped gazetteer reckons them; NONE for units and areas."""
    if level < lay.TOWN:
        return lay.NONE
    kilometres = min(10.0, max(2.0, 1.5 + 0.0065 * min(people, LARGEST) ** 0.5)) if level == lay.TOWN else 2.0
    return round(kilometres * 10)


def _names(entries: Sequence[Entry], kind: Kind, first: bool) -> Rows:
    """Matching form -> rows with their flags. A line of overrides counts for the name it gives alone."""
    table: dict[str, dict[int, int]] = defaultdict(dict)
    own = lay.FIRST if first else 0
    for row, entry in enumerate(entries):
        if kind == "override":
            for form in (f for name in entry.names for f in matching(name)):
                table[form] = {row: lay.FORCED}
            continue
        for form in matching(entry.name):
            table[form][row] = own
        others = entry.names if kind == "list" else filter(worth_it, map(clean, entry.names))
        for form in (f for name in others for f in matching(name)):
            table[form].setdefault(row, own | lay.ALIAS)
    return {form: [row | flag for row, flag in rows.items()] for form, rows in table.items()}


def _sounds(entries: Sequence[Entry]) -> Rows:
    """Phonetic skeleton -> rows, of main names; only for lists: a whole country's villages would sound like everything."""
    table: dict[str, set[int]] = defaultdict(set)
    for row, entry in enumerate(entries):
        for key in skeletons(clean(entry.name)):
            if len(key) >= _SHORTEST_SOUND:
                table[key].add(row)
    return {key: sorted(rows) for key, rows in table.items()}


def _table(kind: str, rows: Rows, rank: Sequence[int]) -> dict[str, array[int] | bytes]:
    """The trie of the keys, where the rows of each begin, and all rows, biggest first."""
    trie: Any = marisa_trie.Trie(sorted(rows), order=marisa_trie.LABEL_ORDER)
    keys = sorted(rows, key=trie.get)
    lists = [sorted(rows[key], key=lambda n: (rank[n & lay.ROW], n & lay.ROW)) for key in keys]
    starts = array("I", accumulate(map(len, lists), initial=0))
    return {
        f"{kind}_trie": trie.tobytes(),
        f"{kind}_from": starts,
        f"{kind}_rows": array("I", [n for part in lists for n in part]),
    }
