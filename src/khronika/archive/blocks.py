"""Blocks: mentions that may bear on one another, kept together so that new ones are resolved with few old ones.

Two mentions that share a mark (`resolution.neighbourhood`) are in one block; blocks are joined as marks arrive and never
parted, which costs time and never changes an answer. All of this lies in the derived store.
"""

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from khronika.archive.decisions import judged_pairs, make_dirty
from khronika.model import Mention
from khronika.resolution import Marks, neighbourhood


def enter(connection: sqlite3.Connection, document: int, text: str, mentions: Sequence[Mention]) -> None:
    """Puts a document's mentions into the store, in place of those it had; their blocks must be resolved again."""
    leave(connection, document)
    rows = [(m.id, document, text, msgspec.json.encode(m)) for m in mentions]
    connection.executemany("INSERT INTO mention VALUES (?, ?, ?, NULL, NULL, 1, ?)", rows)
    others = [
        r[0] for r in connection.execute("SELECT id FROM document WHERE text = ? AND number != ?", (text, document))
    ]
    for marks in neighbourhood(mentions, bool(others)):
        _place(connection, marks)
    if others:  # the twins' marks of one text were not needed until now
        for twin in _twins(connection, text, document):
            for marks in neighbourhood(twin, True):
                _place(connection, marks)
    join_judged(connection, {m.document for m in mentions})


def join_judged(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Joins the blocks of mentions that a person judged; they must be resolved again, together."""
    query = "SELECT DISTINCT block FROM mention WHERE id IN (?, ?) AND block IS NOT NULL"
    for pair in judged_pairs(connection, documents):
        blocks = [row[0] for row in connection.execute(query, (pair.a, pair.b))]
        if len(blocks) > 1:
            _joined(connection, sorted(blocks))
        make_dirty(connection, (pair.a, pair.b))


def _twins(connection: sqlite3.Connection, text: str, document: int) -> list[list[Mention]]:
    found: dict[int, list[Mention]] = {}
    query = "SELECT document, content FROM mention WHERE text = ? AND document != ? ORDER BY id"
    for number, content in connection.execute(query, (text, document)):
        found.setdefault(number, []).append(msgspec.json.decode(content, type=Mention))
    return list(found.values())


def leave(connection: sqlite3.Connection, document: int) -> None:
    """Takes a document's mentions out; what they were joined with must be resolved again."""
    connection.execute(
        "INSERT OR IGNORE INTO dirty SELECT DISTINCT block FROM mention WHERE document = ? AND block IS NOT NULL",
        (document,),
    )
    connection.execute("DELETE FROM number WHERE mention IN (SELECT id FROM mention WHERE document = ?)", (document,))
    connection.execute("DELETE FROM mention WHERE document = ?", (document,))


def _place(connection: sqlite3.Connection, marks: Marks) -> None:
    """Gives a mention its block: that of all marks it has, joined into one."""
    blocks = {
        row[0] for row in connection.execute("SELECT block FROM mention WHERE id = ?", (marks.mention,)) if row[0]
    }
    for name in marks.shared:
        blocks |= {row[0] for row in connection.execute("SELECT block FROM feature WHERE name = ?", (name,))}
    for value, is_wide in marks.numbers:
        blocks |= _other_side(connection, value, is_wide)
    home = _joined(connection, sorted(blocks))
    connection.executemany("INSERT OR IGNORE INTO feature VALUES (?, ?)", [(name, home) for name in marks.shared])
    sides = [(value, "wide" if is_wide else "fine", marks.mention) for value, is_wide in marks.numbers]
    connection.executemany("INSERT OR IGNORE INTO number VALUES (?, ?, ?)", sides)
    connection.execute("UPDATE mention SET block = ?, day = ? WHERE id = ?", (home, marks.day, marks.mention))
    for value, _ in marks.numbers:
        _join_number(connection, value)
    connection.execute("INSERT OR IGNORE INTO dirty SELECT block FROM mention WHERE id = ?", (marks.mention,))


def _other_side(connection: sqlite3.Connection, value: str, is_wide: bool) -> set[int]:
    query = "SELECT DISTINCT block FROM number JOIN mention ON id = mention WHERE value = ? AND side = ?"
    rows = connection.execute(query, (value, "fine" if is_wide else "wide"))
    return {row[0] for row in rows if row[0]}


def _join_number(connection: sqlite3.Connection, value: str) -> None:
    """Where a number is told of a country and of a town in it, all that tell it are one block: their number counts."""
    query = "SELECT DISTINCT side, block FROM number JOIN mention ON id = mention WHERE value = ? AND block IS NOT NULL"
    rows = connection.execute(query, (value,)).fetchall()
    if len({side for side, _ in rows}) > 1:
        _joined(connection, sorted({block for _, block in rows}))


def _joined(connection: sqlite3.Connection, blocks: list[int]) -> int:
    """One block of several, a new one of none: the one with most mentions takes in the others."""
    if not blocks:
        return int(connection.execute("SELECT coalesce(max(block), 0) + 1 FROM feature").fetchone()[0])
    if len(blocks) == 1:
        return blocks[0]
    sizes = {b: connection.execute("SELECT count(*) FROM feature WHERE block = ?", (b,)).fetchone()[0] for b in blocks}
    home = max(blocks, key=lambda b: (sizes[b], -b))
    for other in blocks:
        if other != home:
            for table in ("mention", "feature", "event"):
                connection.execute(f"UPDATE {table} SET block = ? WHERE block = ?", (home, other))
            connection.execute("UPDATE OR REPLACE dirty SET block = ? WHERE block = ?", (home, other))
    return home


def prune(connection: sqlite3.Connection, block: int) -> None:
    """Takes out the marks of a block that no mention left in it has: they may be words of a text that is gone."""
    query = "SELECT DISTINCT document FROM mention WHERE block = ?"
    kept: set[str] = set()
    for (document,) in connection.execute(query, (block,)).fetchall():
        rows = connection.execute("SELECT content FROM mention WHERE document = ? ORDER BY id", (document,)).fetchall()
        mentions = [msgspec.json.decode(content, type=Mention) for (content,) in rows]
        kept |= {name for marks in neighbourhood(mentions, True) for name in marks.shared}
    gone = [
        (name,)
        for (name,) in connection.execute("SELECT name FROM feature WHERE block = ?", (block,))
        if name not in kept
    ]
    connection.executemany("DELETE FROM feature WHERE name = ?", gone)
