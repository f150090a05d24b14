"""`verify`: every hash, chain row, quote and derived value again. Reads, mends nothing, names the first broken thing first.

Order: settings, ledger, files, documents, codings, quotes, events, results of measures. What the ledger says is held against the files and
the derived store; a byte that changed at rest is found in captures, texts, keys and, by its seal, in the ledger.
"""

import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256

import msgspec

from khronika.archive.beside import beside
from khronika.archive.derived import Derived
from khronika.archive.folder import Folder
from khronika.archive.hiding import hidden
from khronika.archive.resolving import resolve_block, span_of
from khronika.archive.secret import Secret, read_secret
from khronika.archive.selections import selection_faults
from khronika.archive.session import Session, named_files
from khronika.archive.store import SHELVES, Shelf, Store
from khronika.archive.telling import is_told_by_person, telling_faults
from khronika.archive.wordless import wordless
from khronika.errors import CannotError
from khronika.ledger import Ledger, Statement
from khronika.ledger.check import check_ledger
from khronika.ledger.ledger import last_statement
from khronika.model import Event, Mention, Problem

_RESTORE = "restore it from a backup"
_AGAIN = "delete the folder derived and run: khronika code"


def verify(folder: Folder, on_document: Callable[[str], None]) -> Iterator[Problem]:
    """Every fault of the archive."""
    where = folder.settings.name
    try:
        settings = folder.read_settings()
        where = folder.ledger.name
        ledger = Ledger(folder.ledger)
    except CannotError as error:
        yield Problem(where, str(error), _RESTORE)
        return
    with ledger:
        faults = list(check_ledger(ledger))
        yield from faults
        if faults:
            return  # what a broken ledger says proves nothing about the rest
        store = Store(folder)
        if ledger.was_closed:  # else they are what a killed run left, and the next writer sweeps them
            yield from _files(ledger, store)
        try:
            derived = Derived(folder.derived / "derived.sqlite", write=False)
        except CannotError as error:
            if any(ledger.statements(0, "coding")):
                yield Problem("derived", str(error), _AGAIN)
            derived = None
        yield from _merged(ledger, store)
        yield from _documents(ledger, store, derived, on_document)
        if derived is not None:
            session = Session(folder, settings, store, ledger, derived)
            yield from _decided(session)
            yield from _events(session)
            yield from measured(session)
            derived.close()


def measured(session: Session) -> Iterator[Problem]:
    """Results that were stated, derived again; the room of measures is opened only where there are some."""
    if any(session.ledger.statements(0, "measure")):
        from khronika.archive.measured import derived_again

        yield from derived_again(session)


def _files(ledger: Ledger, store: Store) -> Iterator[Problem]:
    """Files that no statement names."""
    named = named_files(ledger)
    for shelf in SHELVES:
        for name in store.names(shelf):
            if name not in named[shelf]:
                yield Problem(f"{shelf}/{name[:2]}/{name}", "no statement names this file", "look where it came from")


def _documents(
    ledger: Ledger, store: Store, derived: Derived | None, on_document: Callable[[str], None]
) -> Iterator[Problem]:
    """Each document: its three files, then its coding and its quotes."""
    gone = {s.values()["supersedes"] for s in ledger.statements(0, "document")}
    unseen = {h.document: h.state for h in hidden(ledger)}
    gone |= set(unseen)
    behind = _behind(ledger, derived)
    for statement in ledger.statements(0, "document"):
        body, name = statement.values(), statement.subject
        if unseen.get(name) == "destroyed":
            yield from _remains(derived, name) if name not in behind else ()
            continue
        yield from _hash(store, "captures", body["capture"], name)
        text_faults = list(_hash(store, "texts", body["text"], name))
        yield from text_faults
        secret = _secret(store, body["key"], body["secret"], name)
        if isinstance(secret, Problem):
            yield secret
        elif derived is not None and not text_faults and name not in behind:
            text = store.read("texts", body["text"]).decode("utf-8", "surrogatepass")
            yield from _coding(ledger, derived, name, secret, text, name in gone)
        on_document(name)


def _behind(ledger: Ledger, derived: Derived | None) -> set[str]:
    """Documents of which a killed run had acknowledged something that the store does not show; the next writer does."""
    acts = ("document", "coding", "seal", "unseal", "destroy", "missed", "undo")
    return {s.subject for s in ledger.statements(derived.seq, *acts)} if derived is not None else set()


def _merged(ledger: Ledger, store: Store) -> Iterator[Problem]:
    """Ledgers of archives that were taken in: whole, and of the end that was recorded."""
    for statement in ledger.statements(0, "merge"):
        body = statement.values()
        for name in (body["ledger"], *body["carries"]):
            faults = list(_hash(store, "captures", name, "ledger of a merged archive"))
            yield from faults
            if not faults and name == body["ledger"]:
                yield from _chain(store, name, (body["seq"], body["last"]))


def _chain(store: Store, name: str, end: tuple[int, str]) -> Iterator[Problem]:
    connection = sqlite3.connect(f"{store.place('captures', name).absolute().as_uri()}?immutable=1", uri=True)
    try:
        if last_statement(connection) != end:
            yield Problem(f"captures/{name[:2]}/{name}", "does not end as its merging recorded", _RESTORE)
    finally:
        connection.close()


def _remains(derived: Derived | None, name: str) -> Iterator[Problem]:
    """What is left of a destroyed document in the derived store."""
    query = "SELECT count(*) FROM mention JOIN document ON number = document WHERE document.id = ?"
    if derived is not None and derived.connection.execute(query, (name,)).fetchone()[0]:
        yield Problem(f"derived:{name}", "was destroyed, and mentions of it are still there", "run: khronika code")


def _hash(store: Store, shelf: Shelf, name: str, document: str) -> Iterator[Problem]:
    where = f"{shelf}/{name[:2]}/{name}"
    try:
        content = store.place(shelf, name).read_bytes()
    except OSError as error:
        yield Problem(where, f"({document}) cannot be read: {error.strerror}", _RESTORE)
        return
    if sha256(content).hexdigest() != name:
        yield Problem(where, f"({document}) is not what was captured", _RESTORE)


def _secret(store: Store, key: str, seal: str, document: str) -> Secret | Problem:
    where = f"keys/{key[:2]}/{key}"
    try:
        secret = read_secret(store.place("keys", key).read_bytes())
    except (OSError, ValueError) as error:
        return Problem(where, f"({document}) cannot be read: {error}", _RESTORE)
    return secret if secret.seal() == seal else Problem(where, f"({document}) is not what was written", _RESTORE)


def _coding(
    ledger: Ledger, derived: Derived, name: str, secret: Secret, text: str, superseded: bool
) -> Iterator[Problem]:
    """The mentions of the derived store against the ledger's coding and the text."""
    row = derived.connection.execute("SELECT number, coding, missing FROM document WHERE id = ?", (name,)).fetchone()
    if row is None:
        yield Problem(f"derived:{name}", "the derived store does not know this document", _AGAIN)
        return
    codings = [s for s in ledger.about(name) if s.act == "coding"]
    last: Statement | None = codings[-1] if codings else None
    if row[1] != (last.seq if last else None):
        yield Problem(f"derived:{name}", "its coding is not the ledger's last", _AGAIN)
        return
    if last is None or superseded or row[2]:
        return
    query = "SELECT content FROM mention WHERE document = ? ORDER BY id"
    found = [msgspec.json.decode(c, type=Mention) for (c,) in derived.connection.execute(query, (row[0],))]
    said = {m["id"]: m for m in last.values()["mentions"]}
    found, persons = [m for m in found if not is_told_by_person(m.id)], [m for m in found if is_told_by_person(m.id)]
    if {m.id for m in found} != set(said):
        yield Problem(f"derived:{name}", "its mentions are not those of the ledger", _AGAIN)
    for mention in persons:
        yield from _quotes(mention, text)
    for mention in found:
        yield from _quotes(mention, text)
        if (
            mention.id in said
            and msgspec.json.decode(msgspec.json.encode(wordless(mention, secret))) != said[mention.id]
        ):
            yield Problem(f"derived:{mention.id}", "its values or words are not those of the ledger", _AGAIN)


def _quotes(mention: Mention, text: str) -> Iterator[Problem]:
    for name, spans in mention.spans.items():
        for span in spans:
            if text[span.start : span.stop] != span.quote:
                where = f"{mention.document}:{span.start}:{span.stop}"
                yield Problem(where, f"the quote for {name} of {mention.id} does not stand there", _AGAIN)


def _decided(session: Session) -> Iterator[Problem]:
    """What persons told and selected, against the texts."""
    connection = session.derived.connection
    shown = "SELECT DISTINCT subject FROM decision JOIN document ON id = subject WHERE act = 'missed' AND NOT missing"
    for (name,) in connection.execute(shown).fetchall():
        yield from telling_faults(session, name)
    yield from selection_faults(session)


def _events(session: Session) -> Iterator[Problem]:
    """Events resolved again, block by block, against the derived store; and their digests against the ledger's."""
    connection = session.derived.connection
    if session.derived.seq != session.ledger.last()[0] or connection.execute("SELECT 1 FROM dirty LIMIT 1").fetchone():
        return  # a run has not finished; `code` goes on with it, and there is nothing to compare yet
    said: dict[str, str | None] = {}
    for statement in session.ledger.statements(0, "events"):
        body = statement.values()
        said |= {name: event["digest"] for name, event in body["events"].items()}
        said |= dict.fromkeys([*body["aliases"], *body["withdrawn"]])
    span, seen, given = span_of(connection), set(), beside(session)
    for (block,) in connection.execute("SELECT DISTINCT block FROM mention WHERE block IS NOT NULL").fetchall():
        change = resolve_block(connection, block, span, given)
        for event in change.now:
            seen.add(event.event_id)
            row = connection.execute("SELECT content FROM event WHERE id = ?", (event.event_id,)).fetchone()
            if event.event_id in change.changed or row is None or not _equal(row[0], event):
                yield Problem(f"event {event.event_id}", "its values do not follow from its mentions", _AGAIN)
            elif said.get(event.event_id) != _digest(connection, event.event_id):
                yield Problem(f"event {event.event_id}", "its values are not those of the ledger", _AGAIN)
    for name in sorted({n for n, d in said.items() if d is not None} - seen):
        yield Problem(f"event {name}", "the ledger has it, the mentions do not tell of it", _AGAIN)


def _equal(content: bytes | None, event: Event) -> bool:
    try:
        return content is not None and msgspec.json.decode(content, type=Event) == event
    except msgspec.DecodeError:
        return False


def _digest(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT digest FROM event WHERE id = ?", (name,)).fetchone()
    return row[0] if row else None
