"""What can be chosen in the filters: the values that the index has, kept until it changes."""

import sqlite3

import msgspec


class Choices(msgspec.Struct, frozen=True):
    """Values with how many events have each."""

    kinds: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    sources: list[tuple[str, int]]
    countries: list[tuple[str, int]]
    statuses: list[tuple[str, int]]
    first: str | None
    last: str | None


MOST = 300
_kept: dict[str, tuple[str, Choices]] = {}


def choices(index: sqlite3.Connection, path: str) -> Choices:
    """The choices of an index."""
    row = index.execute("SELECT value FROM state WHERE name = 'seq'").fetchone()
    seq = row[0] if row else ""
    if path not in _kept or _kept[path][0] != seq:
        _kept[path] = seq, _read(index)
    return _kept[path][1]


def _read(index: sqlite3.Connection) -> Choices:
    def counted(query: str) -> list[tuple[str, int]]:
        return [(row[0], row[1]) for row in index.execute(f"{query} ORDER BY 2 DESC, 1 LIMIT {MOST}")]

    first, last = index.execute("SELECT min(day), max(day) FROM event").fetchone()
    return Choices(
        counted("SELECT kind, count(*) FROM event WHERE kind IS NOT NULL GROUP BY kind"),
        counted("SELECT name, count(*) FROM language GROUP BY name"),
        counted("SELECT name, count(*) FROM source GROUP BY name"),
        counted("SELECT iso3, count(*) FROM event WHERE iso3 IS NOT NULL GROUP BY iso3"),
        counted("SELECT status, count(*) FROM event GROUP BY status"), first, last,
    )  # fmt: skip


__all__ = ["Choices", "choices"]
