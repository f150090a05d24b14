"""Check a ledger against itself: the seal, SQLite's own structure, both chains. Says what is broken, mends nothing."""

import sqlite3
from collections.abc import Iterator

import msgspec

from khronika.ledger import seal
from khronika.ledger.canonical import canonical
from khronika.ledger.custody import CustodyRow
from khronika.ledger.ledger import Ledger
from khronika.ledger.statement import FIRST, Statement
from khronika.model import Problem

_RESTORE = "restore the archive from a backup; from this row on nothing is proven"


def check_ledger(ledger: Ledger) -> Iterator[Problem]:
    """Every fault, the first broken thing first."""
    name = ledger.path.name
    why = seal.broken_seal(ledger.path)
    if why:
        yield Problem(name, f"the file is not as it was sealed: {why}", "restore it from a backup")
    try:
        yield from _structure(ledger.connection, name)
        yield from _chain(ledger.statements(), name)
        yield from _rows(ledger.custody(), name)
    except (sqlite3.DatabaseError, msgspec.ValidationError, UnicodeDecodeError, OverflowError) as error:
        yield Problem(name, f"cannot be read: {error}", "restore it from a backup")


def _structure(connection: sqlite3.Connection, name: str) -> Iterator[Problem]:
    for (line,) in connection.execute("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield Problem(name, f"the file is damaged: {line}", "restore it from a backup")


def _chain(statements: Iterator[Statement], name: str) -> Iterator[Problem]:
    previous, number = FIRST, 0
    for statement in statements:
        number += 1
        where = f"{name}:statement {statement.seq}"
        if statement.seq != number or statement.previous != previous:
            yield Problem(where, "does not follow the one before", _RESTORE)
            number = statement.seq
        if statement.hash != statement.expected_hash():
            yield Problem(where, f"({statement.act} {statement.subject}) is not what was written", _RESTORE)
        elif not _is_canonical(statement.body):
            yield Problem(where, "its body is no canonical JSON", _RESTORE)
        previous = statement.hash


def _is_canonical(body: str) -> bool:
    try:
        return canonical(msgspec.json.decode(body)).decode() == body
    except msgspec.DecodeError:
        return False


def _rows(rows: Iterator[CustodyRow], name: str) -> Iterator[Problem]:
    previous, number = FIRST, 0
    for row in rows:
        number += 1
        where = f"{name}:custody {row.seq}"
        if row.seq != number or row.prev_row_sha256 != previous:
            yield Problem(where, "does not follow the one before", _RESTORE)
            number = row.seq
        if row.row_sha256 != row.expected_hash() or row.capture_id != f"cap-{row.row_sha256[:32]}":
            yield Problem(where, f"({row.requested_url}) is not what was written", _RESTORE)
        previous = row.row_sha256
