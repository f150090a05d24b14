"""Mentions that persons added: read out of their statements and the text, and entered beside those of the machine.

They go through `resolve` like any other mention. Their ids end in `#r` and a number, so that no coding has the same.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from khronika.archive.blocks import enter
from khronika.archive.held import find_mention
from khronika.archive.restored import restored
from khronika.archive.session import Session
from khronika.ledger import Statement
from khronika.model import Document, Mention, Problem

RULE = "review.added"


def is_told_by_person(mention: str) -> bool:
    """Whether a mention's id is one that a person's telling has."""
    return mention.rpartition("#")[2].startswith("r")


def next_id(session: Session, document: str) -> str:
    """The id of the next telling in a document."""
    return f"{document}#r{sum(s.act == 'missed' for s in session.ledger.about(document)) + 1}"


def missed_statements(session: Session, connection: sqlite3.Connection, document: str) -> Iterator[Statement]:
    """Statements that hold, of tellings in a document."""
    query = "SELECT seq FROM decision WHERE subject = ? AND act = 'missed' AND undone IS NULL ORDER BY seq"
    holding = {row[0] for row in connection.execute(query, (document,))}
    if holding:
        yield from (s for s in session.ledger.about(document) if s.seq in holding)


def with_persons(
    session: Session, connection: sqlite3.Connection, name: str, mentions: Sequence[Mention]
) -> list[Mention]:
    """The machine's mentions of a document, and after them those that persons added."""
    found = list(mentions)
    for statement in missed_statements(session, connection, name):
        document = session.document(name)
        if document is not None:
            found += _told(session, statement, document) or []
    return found


def _told(session: Session, statement: Statement, document: Document) -> list[Mention] | None:
    row = session.derived.connection.execute("SELECT key FROM document WHERE id = ?", (document.id,)).fetchone()
    return restored(statement, document, session.secret(document.id, row[0]))


def enter_again(session: Session, name: str) -> None:
    """Enters a document's mentions anew: the machine's as they stand, and persons' as they hold now."""
    with session.derived.writing() as connection:
        query = "SELECT number, text FROM document WHERE id = ? AND current AND coding IS NOT NULL"
        row = connection.execute(query, (name,)).fetchone()
        if row is None:
            return
        names = [m for (m,) in connection.execute("SELECT id FROM mention WHERE document = ? ORDER BY id", (row[0],))]
        machine = [find_mention(connection, m) for m in names if not is_told_by_person(m)]
        mentions = with_persons(session, connection, name, [m for m in machine if m is not None])
        enter(connection, row[0], row[1], mentions)
        connection.execute("UPDATE document SET missing = 0 WHERE number = ?", (row[0],))


def telling_faults(session: Session, name: str) -> Iterator[Problem]:
    """Tellings of a document that its text or the derived store does not bear out."""
    document = session.document(name)
    for statement in missed_statements(session, session.derived.connection, name) if document else ():
        assert document is not None
        told = _told(session, statement, document)
        for mention in told or ():
            if find_mention(session.derived.connection, mention.id) != mention:
                yield Problem(f"derived:{mention.id}", "is not what a person told", "run: khronika code")
        if told is None:
            yield Problem(f"statement {statement.seq}", f"its words are not in {name}", "look at the text")
