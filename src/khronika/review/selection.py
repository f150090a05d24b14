"""Which events are looked at: the filters of all pages, as they stand in addresses, and as SQL over the index."""

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from khronika.codebook import codebook
from khronika.errors import UsageError
from khronika.review.tokens import match

PAGE = 50
NAMES = ("state", "kind", "language", "source", "status", "country", "since", "until", "box", "q", "only")
STATES = ("open", "confirmed", "unsure", "not_event")
ONLY = ("conflicts", "near", "comments", "figures")
SORTS = {
    "attention": "attention DESC, id",
    "day": "day IS NULL, day, id",
    "latest": "day IS NULL, day DESC, id",
    "place": "iso3 IS NULL, iso3, admin1, place, id",
    "kind": "kind IS NULL, kind, day, id",
    "confidence": "confidence, id",
}
_FLAGS = {"conflicts": "conflicts > 0", "near": "near > 0", "comments": "has_comment", "figures": "record = 'figure'"}


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the archive; empty strings select nothing. `box`: west,south,east,north in degrees; days are ISO."""

    state: str = ""
    kind: str = ""
    language: str = ""
    source: str = ""
    status: str = ""
    country: str = ""
    since: str = ""
    until: str = ""
    box: str = ""
    q: str = ""
    only: str = ""

    def query(self, **other: object) -> str:
        """The view as it stands in an address, with other parameters; beginning with `?` unless empty."""
        values = {name: getattr(self, name) for name in NAMES} | other
        said = {name: value for name, value in values.items() if value not in ("", None)}
        return "?" + urlencode(said) if said else ""

    def without(self, *names: str) -> "Selection":
        """The view without these filters."""
        return msgspec.structs.replace(self, **dict.fromkeys(names, ""))

    @property
    def is_empty(self) -> bool:
        """Whether it selects everything."""
        return not any(getattr(self, name) for name in NAMES)

    def where(self) -> tuple[str, list[Any]]:
        """SQL condition over table `event`, and its values. Raises UsageError for a box that is none."""
        parts: list[str] = []
        values: list[Any] = []
        for name, column in (("state", "state"), ("status", "status"), ("country", "iso3")):
            if getattr(self, name):
                parts.append(f"{column} = ?")
                values.append(getattr(self, name))
        if self.kind:
            kinds = [k for k in codebook().kinds if self.kind in (k, codebook().shipped(k))] or [self.kind]
            parts.append(f"kind IN ({','.join('?' * len(kinds))})")
            values += kinds
        for name in ("language", "source"):
            if getattr(self, name):
                parts.append(f"id IN (SELECT event FROM {name} WHERE name = ?)")
                values.append(getattr(self, name))
        if self.since:
            parts.append("coalesce(last, day) >= ?")
            values.append(self.since)
        if self.until:
            parts.append("day <= ?")
            values.append(self.until)
        if self.box:
            west, south, east, north = self.corners()
            across = "(lon >= ? OR lon <= ?)" if west > east else "lon >= ? AND lon <= ?"
            parts.append(f"{across} AND lat >= ? AND lat <= ?")
            values += [west, east, south, north]
        if self.only in _FLAGS:
            parts.append(_FLAGS[self.only])
        if self.q:
            parts.append("id IN (SELECT event FROM temp.hit)")
        return " AND ".join(parts) or "1", values

    def corners(self) -> tuple[float, float, float, float]:
        """West, south, east, north. Raises UsageError."""
        try:
            west, south, east, north = (float(part) for part in self.box.split(","))
        except ValueError as error:
            raise UsageError(f"no box {self.box!r}: west,south,east,north in degrees") from error
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise UsageError(f"no box {self.box!r}: west,south,east,north in degrees")
        return west, south, east, north


def selection_of(values: Mapping[str, str]) -> Selection:
    """The view that an address names. Raises UsageError where a word is none of those known."""
    found = Selection(**{name: values[name].strip() for name in NAMES if values.get(name)})
    for name, known in (("state", STATES), ("only", ONLY)):
        if getattr(found, name) not in ("", *known):
            raise UsageError(f"no {name} {getattr(found, name)!r}: one of {', '.join(known)}")
    if found.q and not match(found.q):
        raise UsageError("the search holds no letter or digit")
    if found.box:
        found.corners()
    return found


def prepare(index: sqlite3.Connection, derived: sqlite3.Connection, chosen: Selection) -> None:
    """Where words are looked for: the events of the documents that have them, as a table of this connection."""
    if not chosen.q:
        return
    index.execute("CREATE TEMP TABLE IF NOT EXISTS hit (event TEXT PRIMARY KEY) WITHOUT ROWID")
    index.execute("DELETE FROM temp.hit")
    rows = index.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT 20000", (match(chosen.q),)).fetchall()
    query = "SELECT DISTINCT event FROM mention JOIN member ON member.mention = mention.id WHERE document = ?"
    for (number,) in rows:
        index.executemany("INSERT OR IGNORE INTO temp.hit VALUES (?)", derived.execute(query, (number,)))


def rows(index: sqlite3.Connection, chosen: Selection, sort: str, page: int, size: int = PAGE) -> list[sqlite3.Row]:
    """One page of events, the first page is 1."""
    where, values = chosen.where()
    order = SORTS.get(sort, SORTS["attention"])
    query = f"SELECT * FROM event WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return index.execute(query, (*values, size, (page - 1) * size)).fetchall()


def count(index: sqlite3.Connection, chosen: Selection) -> dict[str, int]:
    """state -> events of the view in it, and `all`."""
    where, values = chosen.without("state").where()
    found = dict(index.execute(f"SELECT state, count(*) FROM event WHERE {where} GROUP BY state", values).fetchall())
    told = {state: found.get(state, 0) for state in STATES}
    return {**told, "all": sum(told.values())}


def neighbours(index: sqlite3.Connection, chosen: Selection, event: str) -> tuple[str | None, str | None]:
    """The events before and after one in the queue of a view; of one that is not in it, what is first there."""
    where, values = chosen.where()
    row = index.execute("SELECT attention FROM event WHERE id = ?", (event,)).fetchone()
    if row is None:
        return None, None
    here = row[0]
    other = f"SELECT id FROM event WHERE {where} AND id != ? AND"
    later = f"{other} (attention < ? OR (attention = ? AND id > ?)) ORDER BY attention DESC, id LIMIT 1"
    sooner = f"{other} (attention > ? OR (attention = ? AND id < ?)) ORDER BY attention, id DESC LIMIT 1"
    found = [index.execute(query, (*values, event, here, here, event)).fetchone() for query in (sooner, later)]
    before, after = (row[0] if row else None for row in found)
    return before, after
