"""`code --again`: code what earlier versions coded by the present ones beside what counts, list what differs, and accept on
request. `replay --compare`: the same for every document, whatever coded it, and nothing is kept.

The pending coding lies in a store of its own, a copy of the derived one; the ledger hears of it only when it is
accepted, in one transaction. Killed, the next run goes on with the documents not yet coded.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from khronika.archive.beside import beside
from khronika.archive.blocks import enter
from khronika.archive.code import coding_body
from khronika.archive.derived import Derived, remove_store
from khronika.archive.reread import reread, shown
from khronika.archive.resolving import Change, events_body, keep_changes, resolve_waiting
from khronika.archive.revision import Revision, compared
from khronika.archive.session import Session
from khronika.archive.tables import TableRow, put_back
from khronika.archive.telling import with_persons
from khronika.archive.versions import TABLE_READERS, present_versions, table_ids, table_versions, versions_id
from khronika.errors import CannotError
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.ledger import Statement, canonical
from khronika.model import Mention

BATCH = 64
_TABLES = """
CREATE TABLE compared (document TEXT PRIMARY KEY, differs INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE body (document TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE told (number INTEGER PRIMARY KEY, content BLOB NOT NULL);
"""


def again(session: Session, mode: Mode, accept: bool, on_document: Callable[[str], None]) -> Revision:
    """The differences of a whole new coding; with `accept` it counts from now on."""
    present = present_versions(mode)
    pending = _open(session, versions_id(present), everything=False)
    try:
        revision = _revised(session, pending, mode, versions_id(present), on_document)
        if accept:
            _accept(session, pending, [present, *map(table_versions, TABLE_READERS)])
            revision.accepted = True
    finally:
        pending.close()
    if accept:
        _swap(session)
    return revision


def compare(session: Session, mode: Mode, on_document: Callable[[str], None]) -> Revision:
    """What comes out where every capture is read and every document coded again, of any versions; nothing is kept."""
    versions = versions_id(present_versions(mode))
    pending = _open(session, versions, everything=True)
    try:
        revision = _revised(session, pending, mode, versions, on_document)
    finally:
        pending.close()
    remove_store(_path(session))
    revision.notes = list(reread(session, shown(session)))
    return revision


def _revised(
    session: Session, pending: Derived, mode: Mode, versions: str, on_document: Callable[[str], None]
) -> Revision:
    _extract_all(session, pending, mode, versions, on_document)
    other = Session(session.folder, session.settings, session.store, session.ledger, pending)
    put_back(other, lambda row: _code_row(pending, row), on_document)
    resolve_waiting(pending, lambda changes: _keep(session, pending, changes), beside(other))
    return compared(session.derived.connection, pending.connection, versions)


def _path(session: Session) -> Path:
    return session.folder.derived / "pending.sqlite"


def _open(session: Session, versions: str, everything: bool) -> Derived:
    """The pending store: the one begun on this state of the ledger with these versions, else a new copy.

    Raises CannotError where the derived store lacks what the ledger says: there is nothing to compare with.
    """
    if session.derived.connection.execute("SELECT 1 FROM document WHERE current AND missing").fetchone():
        raise CannotError(session.derived.path, "lacks codings that the ledger has", "make them again: khronika code")
    path, base = _path(session), f"{session.ledger.last()[0]} {versions} {everything}"
    if path.exists():
        pending = Derived(path, write=True)
        if pending.state("pending") == base:
            return pending
        pending.close()
        remove_store(path)
    draft = path.with_name("pending.draft")
    remove_store(draft)
    shutil.copyfile(session.derived.path, draft)
    pending = Derived(draft, write=True)
    with pending.writing() as connection:
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        present = [] if everything else [versions, *table_ids()]
        marks = ",".join("?" * len(present))
        query = f"UPDATE document SET missing = 1 WHERE current AND coding NOT NULL AND versions NOT IN ({marks})"
        connection.execute(query, present)
        pending.set_state("pending", base)
    pending.close()
    draft.replace(path)
    return Derived(path, write=True)


def _extract_all(
    session: Session, pending: Derived, mode: Mode, versions: str, on_document: Callable[[str], None]
) -> None:
    query = (
        "SELECT number, id, text FROM document WHERE current AND layout IS NULL AND (coding IS NULL OR missing)"
        " ORDER BY number LIMIT ?"
    )
    while batch := pending.connection.execute(query, (BATCH,)).fetchall():
        with pending.writing():
            for number, name, text in batch:
                _code_one(session, pending, (number, name, text), mode, versions)
        for _, name, _ in batch:
            on_document(name)


def _code_one(session: Session, pending: Derived, row: tuple[int, str, str], mode: Mode, versions: str) -> None:
    number, name, text = row
    document = session.document(name)
    assert document is not None
    extracted = extract_one_safely(document, mode)
    body = coding_body(session, document, extracted, versions)
    last = next((s for s in reversed(session.ledger.about(name)) if s.act == "coding"), None)
    _carry_members(pending, number, extracted.mentions)
    enter(pending.connection, number, text, with_persons(session, pending.connection, name, extracted.mentions))
    _keep_body(pending, number, name, body, last)


def _code_row(pending: Derived, row: TableRow) -> list[Mention]:
    """A row of an event table as its reader gives it today."""
    mentions = row.now or []
    _carry_members(pending, row.number, mentions)
    _keep_body(pending, row.number, row.name, row.body(), row.coding)
    return mentions


def _keep_body(pending: Derived, number: int, name: str, body: dict[str, Any], last: Statement | None) -> None:
    """What would be stated, unless the ledger says the same by the same versions; whether its values differ."""
    connection, said = pending.connection, last.values() if last else None
    now = msgspec.json.decode(canonical(body))
    differs = said is None or any(now[key] != said[key] for key in now if key != "versions")
    connection.execute("INSERT OR REPLACE INTO compared VALUES (?, ?)", (name, differs))
    if said is not None and not differs and said["versions"] == now["versions"]:
        connection.execute("UPDATE document SET missing = 0 WHERE number = ?", (number,))
        return
    connection.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (name, canonical(body)))
    connection.execute(
        "UPDATE document SET coding = -1, missing = 0, versions = ?, outcome = ?, reason = ? WHERE number = ?",
        (body["versions"], body["outcome"], body["reason"], number),
    )


def _carry_members(pending: Derived, number: int, mentions: list[Mention]) -> None:
    """A mention of the same words is the same one, whatever its number now: events keep their ids by their mentions.

    The same words for what and where; of the rest, the same for what alone (a place may be known only now).
    """
    connection = pending.connection
    query = "SELECT content, event FROM mention JOIN member ON mention = id WHERE document = ?"
    before = [(msgspec.json.decode(c, type=Mention), e) for c, e in connection.execute(query, (number,))]
    connection.executemany("DELETE FROM member WHERE mention = ?", [(m.id,) for m, _ in before])
    waiting = list(mentions)
    for words in (_what_and_where, _what):
        homes = {words(mention): (mention, event) for mention, event in before}
        for mention in list(waiting):
            if (found := homes.pop(words(mention), None)) is not None:
                connection.execute("INSERT OR REPLACE INTO member VALUES (?, ?)", (mention.id, found[1]))
                before.remove(found)
                waiting.remove(mention)


def _what(mention: Mention) -> tuple[object, ...]:
    spans = mention.spans.get("trigger") or mention.spans.get("claims[0]") or []
    return mention.record, *((s.start, s.stop) for s in spans)


def _what_and_where(mention: Mention) -> tuple[object, ...]:
    return *_what(mention), *((s.start, s.stop) for s in mention.spans.get("place", []))


def _keep(session: Session, pending: Derived, changes: list[Change]) -> None:
    """Keeps changes in the pending store, and the body that the ledger will hear if they are accepted."""
    statement = None
    if any(c.changed or c.aliases or c.withdrawn for c in changes):
        body = canonical(events_body(changes))
        seq = session.ledger.last()[0]
        statement = Statement(seq, "", "", "events", "pending", body.decode(), "", "")
        with pending.writing() as connection:
            connection.execute("INSERT INTO told (content) VALUES (?)", (body,))
    keep_changes(pending, changes, statement)


def _accept(session: Session, pending: Derived, present: list[dict[str, Any]]) -> None:
    """One transaction: the versions, every new coding, then what became of the events."""
    connection = pending.connection
    named = {name for (name,) in connection.execute("SELECT DISTINCT versions FROM document")}
    new = [v for v in present if versions_id(v) in named and not session.ledger.about(versions_id(v))]
    with session.ledger.writing() as writing:
        for versions in new:
            writing.state("versions", versions_id(versions), versions)
        codings = []
        for name, content in connection.execute("SELECT document, content FROM body ORDER BY document"):
            codings.append((writing.state("coding", name, msgspec.json.decode(content)).seq, name))
        for number, content in connection.execute("SELECT number, content FROM told ORDER BY number"):
            writing.state("events", f"pending {number}", msgspec.json.decode(content))
    with pending.writing():
        connection.executemany("UPDATE document SET coding = ? WHERE id = ?", codings)
        connection.execute("DROP TABLE body")
        connection.execute("DROP TABLE compared")
        connection.execute("DROP TABLE told")
        connection.execute("DELETE FROM state WHERE name = 'pending'")
        pending.set_state("seq", writing.seq)


def _swap(session: Session) -> None:
    """The pending store becomes the one that counts."""
    session.derived.close()
    remove_store(session.derived.path)
    _path(session).replace(session.derived.path)
