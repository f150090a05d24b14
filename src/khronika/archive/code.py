"""`code`: extract what has no coding, then resolve what that touches. Each document's coding is acknowledged on its own.

A document that was coded by earlier versions stays as it was coded: numbers move only by `code --again`.
"""

from collections.abc import Callable

import msgspec

from khronika.archive.blocks import enter
from khronika.archive.catch_up import take_coding
from khronika.archive.resolving import resolve_dirty
from khronika.archive.restored import restored
from khronika.archive.secret import Secret
from khronika.archive.session import Session
from khronika.archive.tables import TableRow, put_back, row_as_coded
from khronika.archive.telling import with_persons
from khronika.archive.versions import present_versions, table_ids, versions_id
from khronika.archive.wordless import wordless
from khronika.extraction.stream import Extracted, Mode, extract_one_safely
from khronika.ledger import Statement
from khronika.model import Document, Mention

BATCH = 64


class Coded(msgspec.Struct):
    """What one `code` did. `earlier`: current documents whose coding is of other versions than the present ones."""

    documents: int = 0
    coded: int = 0
    irrelevant: int = 0
    failed: int = 0
    events_new: int = 0
    events_changed: int = 0
    events_gone: int = 0
    earlier: int = 0


def code(session: Session, mode: Mode, on_document: Callable[[str], None]) -> Coded:
    """Codes and resolves what is new; killed anywhere, the next run goes on where it ended."""
    done, versions = Coded(), record_versions(session, mode)
    while batch := _waiting(session):
        _code_batch(session, batch, mode, versions, done)
        for _, name, _ in batch:
            on_document(name)
    put_back(session, lambda row: _row(session, row, done), on_document)
    done.events_new, done.events_changed, done.events_gone = resolve_dirty(session)
    done.earlier = _count_earlier(session, [versions, *table_ids()])
    return done


def _count_earlier(session: Session, present: list[str]) -> int:
    marks = ",".join("?" * len(present))
    query = f"SELECT count(*) FROM document WHERE current AND coding IS NOT NULL AND versions NOT IN ({marks})"
    return int(session.derived.connection.execute(query, present).fetchone()[0])


def _row(session: Session, row: TableRow, done: Coded) -> list[Mention] | None:
    """The mentions of a table's row, for a store that had lost them; what cannot be found stays out, and is told."""
    mentions = row_as_coded(session, row)
    done.documents += 1
    done.failed += mentions is None
    done.coded += mentions is not None
    return mentions


def record_versions(session: Session, mode: Mode) -> str:
    """Name of the present versions; the ledger is told of them once."""
    present = present_versions(mode)
    name = versions_id(present)
    if not session.ledger.about(name):
        with session.ledger.writing() as writing:
            writing.state("versions", name, present)
        with session.derived.writing():
            session.derived.set_state("seq", writing.seq)
    return name


Waiting = tuple[int, str, bool]


def _waiting(session: Session) -> list[Waiting]:
    """The next documents to be coded: number, id, whether the ledger has a coding that the store lacks."""
    query = (
        "SELECT number, id, missing FROM document WHERE current AND layout IS NULL AND (coding IS NULL OR missing)"
        " ORDER BY number LIMIT ?"
    )
    return [(n, i, bool(m)) for n, i, m in session.derived.connection.execute(query, (BATCH,))]


def _code_batch(session: Session, batch: list[Waiting], mode: Mode, versions: str, done: Coded) -> None:
    found = [(number, name, *_coding(session, name, again, mode, versions)) for number, name, again in batch]
    with session.ledger.writing() as writing:
        statements = [last or writing.state("coding", name, body) for _, name, _, body, last in found]
    with session.derived.writing() as connection:
        for (number, name, mentions, _, _), statement in zip(found, statements, strict=True):
            take_coding(connection, statement, missing=False)
            told = with_persons(session, connection, name, mentions)
            enter(connection, number, _text_name(session, number), told)
            done.documents += 1
            outcome = statement.values()["outcome"]
            setattr(done, outcome, getattr(done, outcome) + 1)
        session.derived.set_state("seq", writing.seq)


def _coding(
    session: Session, name: str, again: bool, mode: Mode, versions: str
) -> tuple[list[Mention], dict[str, object], Statement | None]:
    """Mentions, the body to be stated, and the statement that says so already: numbers do not move when a store is lost."""
    document = session.document(name)
    assert document is not None
    last = next((s for s in reversed(session.ledger.about(name)) if s.act == "coding"), None) if again else None
    if last is not None and last.values()["versions"] != versions:
        kept = restored(last, document, _secret(session, name))
        if kept is not None:
            return kept, {}, last
    extracted = extract_one_safely(document, mode)
    body = coding_body(session, document, extracted, versions)
    same = last is not None and last.values() == msgspec.json.decode(msgspec.json.encode(body))
    return extracted.mentions, body, last if same else None


def _text_name(session: Session, number: int) -> str:
    query = "SELECT text FROM document WHERE number = ?"
    return str(session.derived.connection.execute(query, (number,)).fetchone()[0])


def _secret(session: Session, name: str) -> Secret:
    row = session.derived.connection.execute("SELECT key FROM document WHERE id = ?", (name,)).fetchone()
    return session.secret(name, row[0])


def coding_body(session: Session, document: Document, extracted: Extracted, versions: str) -> dict[str, object]:
    """What the ledger keeps of a coding: how it ended, and each mention without words."""
    secret, report = _secret(session, document.id), extracted.report
    reason = report.reason.split(":")[0] if report.outcome == "failed" else report.reason  # an error may quote the text
    return {
        "versions": versions, "outcome": report.outcome, "reason": reason, "notes": report.notes,
        "mentions": [wordless(mention, secret) for mention in extracted.mentions],
    }  # fmt: skip
