"""`replay`: drop what is derived and make it again from ledger, captures and texts, and say whether it came out the same.

Documents coded by the present versions are read again, and the result must be the ledger's; those of other versions
are taken from the ledger, their words from the text. Nothing is stated: the ledger stays as it is.
"""

from collections.abc import Callable

import msgspec

from khronika.archive.beside import beside
from khronika.archive.blocks import enter
from khronika.archive.catch_up import catch_up
from khronika.archive.code import coding_body
from khronika.archive.derived import Derived, remove_store
from khronika.archive.dump import dump_hash, is_complete
from khronika.archive.reread import reread, shown
from khronika.archive.resolving import Change, keep_changes, resolve_waiting
from khronika.archive.restored import restored
from khronika.archive.session import Session
from khronika.archive.tables import TableRow, put_back, row_as_coded
from khronika.archive.telling import with_persons
from khronika.archive.versions import present_versions, table_ids, versions_id
from khronika.extraction.stream import Mode, extract_one_safely
from khronika.ledger import Statement
from khronika.model import Document, Mention, Problem

BATCH = 64
_AGAIN = "compare with: khronika replay --compare; the derived store was left as it was"


class Replayed(msgspec.Struct):
    """What came of it. `before`, `after`: SHA-256 of the canonical dump; `before` None where the store was not whole.

    `read`: documents coded by the present versions and read again; `kept`: those of other versions, from the ledger.
    `notes`: captures that give another text today; `problems`: what did not come out as the ledger says.
    """

    read: int = 0
    kept: int = 0
    before: str | None = None
    after: str = ""
    replaced: bool = False
    notes: list[Problem] = []
    problems: list[Problem] = []


def replay(session: Session, on_document: Callable[[str], None]) -> Replayed:
    """Makes the derived store anew; it takes the old one's place unless something does not follow from the ledger."""
    done = Replayed(notes=[], problems=[])
    if is_complete(session.derived, session.ledger):
        done.before = dump_hash(session.derived.connection)
    path = session.folder.derived / "replay.sqlite"
    remove_store(path)
    new = Derived(path, write=True)
    try:
        catch_up(session.ledger, new)
        fresh = Session(session.folder, session.settings, session.store, session.ledger, new)
        done.notes = list(reread(fresh, shown(fresh)))
        _codings(fresh, done, on_document)
        put_back(fresh, lambda row: _row(fresh, row, done), on_document)
        resolve_waiting(new, lambda changes: _keep(fresh, changes, done), beside(fresh))
        done.after = dump_hash(new.connection)
    finally:
        new.close()
    if done.before is None or not done.problems:
        session.derived.close()
        for other in session.folder.derived.iterdir():
            if other != path:
                other.unlink()
        path.replace(session.derived.path)
        done.replaced = True
    remove_store(path)
    if done.before not in (None, done.after):
        what = f"its canonical dump had the hash {done.before}, it follows as {done.after}"
        done.problems.append(Problem("derived", what, "look at what changed with: khronika verify"))
    return done


def _row(session: Session, row: TableRow, done: Replayed) -> list[Mention] | None:
    """A row of an event table: read again where its versions are the present ones, else as the ledger has it."""
    is_present = row.coding.values()["versions"] in table_ids()
    mentions = row.now if is_present else row_as_coded(session, row)
    if is_present:
        done.read += 1
    else:
        done.kept += 1
    if mentions is None or (is_present and not row.is_as_coded()):
        what = f"its row does not come out as statement {row.coding.seq} says"
        done.problems.append(Problem(row.name, what, _AGAIN))
    return mentions


def _codings(session: Session, done: Replayed, on_document: Callable[[str], None]) -> None:
    modes: dict[str, Mode] = {versions_id(present_versions(mode)): mode for mode in ("fast", "auto")}
    query = (
        "SELECT number, id, text, key, coding, versions FROM document"
        " WHERE current AND layout IS NULL AND missing AND number > ? ORDER BY number LIMIT ?"
    )
    last = -1
    while rows := session.derived.connection.execute(query, (last, BATCH)).fetchall():
        last = rows[-1][0]
        with session.derived.writing() as connection:
            for number, name, text, key, seq, versions in rows:
                coding = next(s for s in session.ledger.about(name) if s.seq == seq)
                mentions = _mentions(session, name, key, coding, modes.get(versions), done)
                if mentions is not None:
                    enter(connection, number, text, with_persons(session, connection, name, mentions))
                    connection.execute("UPDATE document SET missing = 0 WHERE number = ?", (number,))
                on_document(name)


def _mentions(
    session: Session, name: str, key: str, coding: Statement, mode: Mode | None, done: Replayed
) -> list[Mention] | None:
    document = session.document(name)
    assert document is not None
    if mode is None:
        done.kept += 1
        found = restored(coding, document, session.secret(name, key))
        if found is None:
            what = "was coded by other versions, and words of its coding are not found in its text"
            done.problems.append(Problem(name, what, _AGAIN))
        return found
    done.read += 1
    return _extracted(session, document, coding, mode, done)


def _extracted(session: Session, document: Document, coding: Statement, mode: Mode, done: Replayed) -> list[Mention]:
    extracted = extract_one_safely(document, mode)
    body = coding_body(session, document, extracted, coding.values()["versions"])
    if msgspec.json.decode(msgspec.json.encode(body)) != coding.values():
        what = f"is coded otherwise than statement {coding.seq} says, by the same versions"
        done.problems.append(Problem(document.id, what, _AGAIN))
    return extracted.mentions


def _keep(session: Session, changes: list[Change], done: Replayed) -> None:
    for change in changes:
        for name in sorted({*change.changed, *change.aliases, *change.withdrawn}):
            done.problems.append(Problem(f"event {name}", "does not come out as the ledger says", _AGAIN))
    keep_changes(session.derived, changes, None)
