"""Event tables in an archive: rows that others coded. Their mentions come from the table, never from extraction.

A row is a document with its coding, stated together by `add`. Words are not in the ledger, so a derived store that was
lost reads the capture again, once for all of its rows; what it gives must be what the ledger says.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

import msgspec

from khronika.archive.blocks import enter
from khronika.archive.captured import read_again
from khronika.archive.restored import restored
from khronika.archive.secret import Secret
from khronika.archive.session import Session
from khronika.archive.store import text_bytes
from khronika.archive.versions import table_versions, versions_id
from khronika.archive.wordless import wordless
from khronika.errors import CannotError
from khronika.ledger import Statement
from khronika.ledger.canonical import digest
from khronika.model import Mention
from khronika.sources import Coded
from khronika.sources.read import renamed

BATCH = 256


class TableRow(msgspec.Struct, frozen=True):
    """A row whose mentions the derived store lacks. `now`: its mentions by the reader of today, None where it has none."""

    number: int
    name: str
    text: str
    reader: str
    secret: Secret
    coding: Statement
    now: list[Mention] | None

    def body(self) -> dict[str, Any]:
        """What the ledger would keep of its coding by the reader of today."""
        body = row_body(self.now or [], self.secret, versions_id(table_versions(self.reader)))
        return body if self.now is not None else {**body, "outcome": "failed", "reason": "the row is not read any more"}

    def is_as_coded(self) -> bool:
        """Whether the reader of today gives the mentions that the ledger has."""
        return self.now is not None and _plain(self.body()["mentions"]) == self.coding.values()["mentions"]


def row_body(mentions: list[Mention], secret: Secret, versions: str) -> dict[str, Any]:
    """What the ledger keeps of a row's coding."""
    said = [wordless(mention, secret) for mention in mentions]
    return {"versions": versions, "outcome": "coded", "reason": None, "notes": [], "mentions": said}


def put_back(
    session: Session, choose: Callable[[TableRow], list[Mention] | None], on_document: Callable[[str], None]
) -> None:
    """Puts the mentions of all missing rows into the store, as `choose` says; None leaves a row out, still missing."""
    rows = missing_rows(session)
    while batch := list(islice(rows, BATCH)):
        with session.derived.writing() as connection:
            for row in batch:
                mentions = choose(row)
                if mentions is not None:
                    enter(connection, row.number, row.text, mentions)
                    connection.execute("UPDATE document SET missing = 0 WHERE number = ?", (row.number,))
        for row in batch:
            on_document(row.name)


def record_table_versions(session: Session, readers: Iterable[str]) -> None:
    """Tells the ledger, once, what the rows of event tables are read by."""
    for present in map(table_versions, sorted(readers)):
        if not session.ledger.about(versions_id(present)):
            with session.ledger.writing() as writing:
                writing.state("versions", versions_id(present), present)
            with session.derived.writing():
                session.derived.set_state("seq", writing.seq)


def row_as_coded(session: Session, row: TableRow) -> list[Mention] | None:
    """The mentions that the ledger speaks of: as read again, else found in the text by their hashes; None: neither."""
    if row.is_as_coded():
        return row.now
    document = session.document(row.name)
    return restored(row.coding, document, row.secret) if document else None


def missing_rows(session: Session) -> Iterator[TableRow]:
    """Rows that the session's derived store marks as missing, a capture at a time, each capture read as a stream.

    Raises CannotError where a capture or a key is gone.
    """
    query = "SELECT DISTINCT capture FROM document WHERE missing AND layout IS NOT NULL AND current ORDER BY capture"
    for (capture,) in session.derived.connection.execute(query).fetchall():
        yield from _of_capture(session, capture)


_ROWS = (
    "SELECT number, id, text, key, coding, reader FROM document"
    " WHERE missing AND layout IS NOT NULL AND current AND capture = ?"
)


def _of_capture(session: Session, capture: str) -> Iterator[TableRow]:
    """The rows of one capture: read with the options of the first, then of the next that was read with others."""
    tried: dict[str, dict[str, Any]] = {}
    found: set[int] = set()
    rows = session.derived.connection.execute(_ROWS + " ORDER BY number", (capture,)).fetchall()
    for number, name, _, key, _, _ in rows:
        if number in found:
            continue
        secret = session.secret(name, key)
        if digest(_options(secret)) in tried:
            continue
        tried[digest(_options(secret))] = _options(secret)
        (body,) = [s.values() for s in session.ledger.about(name) if s.act == "document"]
        for row in _read(session, capture, body, secret):
            if row.number not in found:
                found.add(row.number)
                yield row
    for row in rows:
        if row[0] not in found:
            yield _row(session, row, None)


def _options(secret: Secret) -> dict[str, Any]:
    return secret.options or {}


def _read(session: Session, capture: str, body: dict[str, Any], secret: Secret) -> Iterator[TableRow]:
    options = _options(secret)
    for item in read_again(session, body, secret):
        if not isinstance(item, Coded):
            continue
        text = sha256(text_bytes(item.document.text)).hexdigest()
        for row in session.derived.connection.execute(_ROWS + " AND text = ?", (capture, text)).fetchall():
            made = _row(session, row, item)
            if _options(made.secret) == options:
                yield made


def _row(session: Session, row: tuple[int, str, str, str, int, str], item: Coded | None) -> TableRow:
    number, name, text, key, seq, reader = row
    coding = next((s for s in session.ledger.about(name) if s.seq == seq), None)
    if coding is None:
        raise CannotError(session.ledger.path, f"has no coding of {name}", "ask: khronika verify")
    mentions = renamed(item, name).mentions if item else None
    return TableRow(number, name, text, reader, session.secret(name, key), coding, mentions)


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))
