"""`code --again`: code everything by the present versions beside what counts, list what differs, and accept on request.

The pending coding lies in a store of its own, a copy of the derived one; the ledger hears of it only when it is
accepted, in one transaction. Killed, the next run goes on with the documents not yet coded.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from khronika.archive.blocks import enter
from khronika.archive.code import coding_body, record_versions
from khronika.archive.derived import Derived, remove_store
from khronika.archive.resolving import Change, current_events, events_body, keep_changes, resolve_waiting
from khronika.archive.session import Session
from khronika.archive.telling import with_persons
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.ledger import Statement, canonical
from khronika.model import Event, Mention

BATCH = 64
_TABLES = """
CREATE TABLE body (document TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE told (number INTEGER PRIMARY KEY, content BLOB NOT NULL);
"""
_LEFT_OUT = ("mentions", "episode", "claims")


class Changed(msgspec.Struct, frozen=True):
    """An event with the fields that differ: name -> value before and after."""

    event_id: str
    fields: dict[str, tuple[Any, Any]]


class Revision(msgspec.Struct):
    """What another coding changes. `gone`: id -> the event that takes its place, or None."""

    versions: str
    documents: int
    changed: list[Changed]
    gone: dict[str, str | None]
    new: list[str]
    accepted: bool = False

    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.changed or self.gone or self.new or self.documents)

    def lines(self) -> Iterator[str]:
        """The list for a person."""
        for event in self.changed:
            for name, (old, new) in event.fields.items():
                yield f"changed  {event.event_id}  {name}: {_short(old)} -> {_short(new)}"
        yield from (f"gone     {old}" + (f"  now part of {new}" if new else "") for old, new in self.gone.items())
        yield from (f"new      {name}" for name in self.new)


def _short(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def again(session: Session, mode: Mode, accept: bool, on_document: Callable[[str], None]) -> Revision:
    """The differences of a whole new coding; with `accept` it counts from now on."""
    versions = record_versions(session, mode)
    pending = _open(session, versions)
    try:
        _extract_all(session, pending, mode, versions, on_document)
        resolve_waiting(pending, lambda changes: _keep(session, pending, changes))
        revision = _compare(session, pending, versions)
        if accept:
            _accept(session, pending)
            revision.accepted = True
    finally:
        pending.close()
    if accept:
        _swap(session)
    return revision


def _path(session: Session) -> Path:
    return session.folder.derived / "pending.sqlite"


def _open(session: Session, versions: str) -> Derived:
    """The pending store: the one begun on this state of the ledger with these versions, else a new copy."""
    path, base = _path(session), f"{session.ledger.last()[0]} {versions}"
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
        connection.execute("UPDATE document SET missing = 1 WHERE current AND versions IS NOT ?", (versions,))
        pending.set_state("pending", base)
    pending.close()
    draft.replace(path)
    return Derived(path, write=True)


def _extract_all(
    session: Session, pending: Derived, mode: Mode, versions: str, on_document: Callable[[str], None]
) -> None:
    query = (
        "SELECT number, id, text FROM document WHERE current AND (coding IS NULL OR missing) ORDER BY number LIMIT ?"
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
    connection = pending.connection
    _carry_members(pending, number, extracted.mentions)
    enter(connection, number, text, with_persons(session, connection, name, extracted.mentions))
    connection.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (name, canonical(body)))
    connection.execute(
        "UPDATE document SET coding = -1, missing = 0, versions = ?, outcome = ?, reason = ? WHERE number = ?",
        (versions, body["outcome"], body["reason"], number),
    )


def _carry_members(pending: Derived, number: int, mentions: list[Mention]) -> None:
    """A mention of the same words is the same one, whatever its number now: events keep their ids by their mentions."""
    connection = pending.connection
    query = "SELECT content, event FROM mention JOIN member ON mention = id WHERE document = ?"
    before = [(msgspec.json.decode(c, type=Mention), e) for c, e in connection.execute(query, (number,))]
    homes = {_words(mention): event for mention, event in before}
    connection.executemany("DELETE FROM member WHERE mention = ?", [(m.id,) for m, _ in before])
    for mention in mentions:
        event = homes.pop(_words(mention), None)
        if event is not None:
            connection.execute("INSERT OR REPLACE INTO member VALUES (?, ?)", (mention.id, event))


def _words(mention: Mention) -> tuple[str, tuple[tuple[int, int], ...]]:
    spans = mention.spans.get("trigger") or mention.spans.get("claims[0]") or []
    place = mention.spans.get("place", [])
    return mention.record, tuple((s.start, s.stop) for s in (*spans, *place))


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


def _compare(session: Session, pending: Derived, versions: str) -> Revision:
    before = {e.event_id: e for e in current_events(session.derived.connection)}
    revision = Revision(versions, pending.connection.execute("SELECT count(*) FROM body").fetchone()[0], [], {}, [])
    seen = set()
    for event in current_events(pending.connection):
        seen.add(event.event_id)
        if event.event_id not in before:
            revision.new.append(event.event_id)
        elif fields := _differing(before[event.event_id], event):
            revision.changed.append(Changed(event.event_id, fields))
    aliases = dict(pending.connection.execute("SELECT old, new FROM alias"))
    revision.gone = {name: aliases.get(name) for name in before if name not in seen}
    return revision


def _differing(old: Event, new: Event) -> dict[str, tuple[Any, Any]]:
    """Fields that differ; numbers of mentions and what follows from other fields are left out."""
    one, two = msgspec.to_builtins(old), msgspec.to_builtins(new)
    return {name: (one[name], two[name]) for name in one if name not in _LEFT_OUT and one[name] != two[name]}


def _accept(session: Session, pending: Derived) -> None:
    """One transaction: every new coding, then what became of the events."""
    connection = pending.connection
    with session.ledger.writing() as writing:
        codings = []
        for name, content in connection.execute("SELECT document, content FROM body ORDER BY document"):
            codings.append((writing.state("coding", name, msgspec.json.decode(content)).seq, name))
        for number, content in connection.execute("SELECT number, content FROM told ORDER BY number"):
            writing.state("events", f"pending {number}", msgspec.json.decode(content))
    with pending.writing():
        connection.executemany("UPDATE document SET coding = ? WHERE id = ?", codings)
        connection.execute("DROP TABLE body")
        connection.execute("DROP TABLE told")
        connection.execute("DELETE FROM state WHERE name = 'pending'")
        pending.set_state("seq", writing.seq)


def _swap(session: Session) -> None:
    """The pending store becomes the one that counts."""
    session.derived.close()
    remove_store(session.derived.path)
    _path(session).replace(session.derived.path)
