"""Words that persons selected for values and comments: read from the texts, and checked against their keyed hashes."""

from collections.abc import Iterator

from khronika.archive.decisions import decisions
from khronika.archive.session import Session
from khronika.model import Problem


def selected_words(session: Session, document: str, start: int, stop: int) -> str:
    """The words of a span; empty where the document is not shown."""
    found = session.document(document)
    return found.text[start:stop] if found else ""


def selection_faults(session: Session) -> Iterator[Problem]:
    """Selections whose text is not what it was when a person selected it; documents that are not shown are passed over."""
    for one in decisions(session.derived.connection, "value", "comment"):
        for document, start, stop, mark in one.body["spans"]:
            row = session.derived.connection.execute(
                "SELECT key FROM document WHERE id = ? AND hidden IS NULL", (document,)
            ).fetchone()
            if row is None:
                continue
            words = selected_words(session, document, start, stop)
            if session.secret(document, row[0]).mark(words) != mark:
                what = f"the words that statement {one.seq} selected do not stand there"
                yield Problem(f"{document}:{start}:{stop}", what, "restore it from a backup")
