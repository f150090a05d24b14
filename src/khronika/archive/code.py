"""`code`: extract what has no coding, then resolve what that touches. Each document's coding is acknowledged on its own.

A document that was coded by earlier versions stays as it was coded: numbers move only by `code --again`.
"""

from collections.abc import Callable

import msgspec

from khronika.archive.blocks import enter
from khronika.archive.catch_up import take_coding
from khronika.archive.resolving import resolve_dirty
from khronika.archive.session import Session
from khronika.archive.versions import present_versions, versions_id
from khronika.archive.wordless import wordless
from khronika.extraction.stream import Extracted, Mode, extract_one_safely
from khronika.model import Document

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
    done.events_new, done.events_changed, done.events_gone = resolve_dirty(session)
    query = "SELECT count(*) FROM document WHERE current AND coding IS NOT NULL AND versions IS NOT ?"
    done.earlier = session.derived.connection.execute(query, (versions,)).fetchone()[0]
    return done


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
        "SELECT number, id, missing FROM document WHERE current AND (coding IS NULL OR missing) ORDER BY number LIMIT ?"
    )
    return [(n, i, bool(m)) for n, i, m in session.derived.connection.execute(query, (BATCH,))]


def _code_batch(session: Session, batch: list[Waiting], mode: Mode, versions: str, done: Coded) -> None:
    found = [(number, name, again, *_extract(session, name, mode)) for number, name, again in batch]
    with session.ledger.writing() as writing:
        statements = []
        for _, name, again, document, extracted in found:
            body = coding_body(session, document, extracted, versions)
            last = next((s for s in reversed(session.ledger.about(name)) if s.act == "coding"), None) if again else None
            same = last is not None and last.values() == msgspec.json.decode(msgspec.json.encode(body))
            statements.append(last if same and last else writing.state("coding", name, body))
    with session.derived.writing() as connection:
        for (number, _, _, _, extracted), statement in zip(found, statements, strict=True):
            take_coding(connection, statement, missing=False)
            enter(connection, number, _text_name(session, number), extracted.mentions)
            done.documents += 1
            setattr(done, extracted.report.outcome, getattr(done, extracted.report.outcome) + 1)
        session.derived.set_state("seq", writing.seq)


def _text_name(session: Session, number: int) -> str:
    query = "SELECT text FROM document WHERE number = ?"
    return str(session.derived.connection.execute(query, (number,)).fetchone()[0])


def _extract(session: Session, name: str, mode: Mode) -> tuple[Document, Extracted]:
    document = session.document(name)
    assert document is not None
    return document, extract_one_safely(document, mode)


def coding_body(session: Session, document: Document, extracted: Extracted, versions: str) -> dict[str, object]:
    """What the ledger keeps of a coding: how it ended, and each mention without words."""
    row = session.derived.connection.execute("SELECT key FROM document WHERE id = ?", (document.id,)).fetchone()
    secret, report = session.secret(document.id, row[0]), extracted.report
    reason = report.reason.split(":")[0] if report.outcome == "failed" else report.reason  # an error may quote the text
    return {
        "versions": versions, "outcome": report.outcome, "reason": reason, "notes": report.notes,
        "mentions": [wordless(mention, secret) for mention in extracted.mentions],
    }  # fmt: skip
