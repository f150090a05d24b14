"""Bring the derived store up to the ledger: what a killed run had acknowledged and not yet shown, or all of it anew.

Words are not in the ledger: a coding that the store lacks is marked `missing`, and `code` reads the text again; events
come back with their ids and members, and their values when their blocks are resolved.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from khronika.archive.blocks import join_judged, leave, prune
from khronika.archive.decisions import take_decision, take_judgement, take_missed, take_undo
from khronika.archive.derived import Derived
from khronika.archive.forgetting import ASKED
from khronika.ledger import Ledger, Statement


def catch_up(ledger: Ledger, derived: Derived) -> None:
    """Takes up all statements beyond the store's `seq`."""
    last = ledger.last()[0]
    if derived.seq == last:
        return
    with derived.writing() as connection:
        for statement in ledger.statements(derived.seq, *TAKE_UP):
            TAKE_UP[statement.act](connection, statement)
        derived.set_state("seq", last)


def take_document(connection: sqlite3.Connection, statement: Statement) -> None:
    """A document is known from now on; the one that it supersedes is no longer current."""
    body, name = statement.values(), statement.subject
    values = [body[k] for k in ("capture", "text", "key", "origin", "same", "language", "published", "supersedes")]
    connection.execute(
        "INSERT INTO document (id, capture, text, key, origin, same, language, published, supersedes, current, layout,"
        " reader) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        (name, *values, body.get("layout"), (body.get("reader") or {}).get("name")),
    )
    if body["supersedes"]:
        retire_document(connection, body["supersedes"])


def retire_document(connection: sqlite3.Connection, name: str) -> None:
    """A document no longer counts: its mentions leave the store, their events are resolved without them."""
    for (number,) in connection.execute("SELECT number FROM document WHERE id = ?", (name,)).fetchall():
        connection.execute("UPDATE document SET current = 0 WHERE number = ?", (number,))
        leave(connection, number)


def take_coding(connection: sqlite3.Connection, statement: Statement, missing: bool = True) -> None:
    """A document was coded; `missing`: its mentions are not in the store."""
    body = statement.values()
    connection.execute(
        "UPDATE document SET coding = ?, versions = ?, outcome = ?, reason = ?, missing = ? WHERE id = ?",
        (statement.seq, body["versions"], body["outcome"], body["reason"], missing, statement.subject),
    )


def take_events(connection: sqlite3.Connection, statement: Statement, with_values: bool = False) -> None:
    """Events were issued, changed, joined or withdrawn. Without values they come back when their blocks are resolved."""
    body = statement.values()
    for name, event in body["events"].items():
        connection.execute(
            "INSERT INTO event (id, issued, digest, state) VALUES (?, ?, ?, 'current')"
            " ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, state = 'current'",
            (name, statement.seq, event["digest"]),
        )
        connection.execute("DELETE FROM alias WHERE old = ?", (name,))
        connection.execute("DELETE FROM member WHERE event = ?", (name,))
    for name, event in body["events"].items():
        connection.executemany("INSERT OR REPLACE INTO member VALUES (?, ?)", [(m, name) for m in event["mentions"]])
    for old, new in body["aliases"].items():
        connection.execute("UPDATE alias SET new = ? WHERE new = ?", (new, old))
        connection.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (old, new))
        _end(connection, old, "joined")
    for old in body["withdrawn"]:
        _end(connection, old, "withdrawn")
    if not with_values:
        connection.execute("INSERT OR REPLACE INTO state VALUES ('resolve_all', '1')")


def _end(connection: sqlite3.Connection, name: str, state: str) -> None:
    connection.execute("UPDATE event SET state = ?, block = NULL WHERE id = ?", (state, name))
    connection.execute("DELETE FROM member WHERE event = ?", (name,))


def take_hiding(connection: sqlite3.Connection, statement: Statement) -> None:
    """A document was sealed or destroyed: nothing derived of it stays, and what it bore on is resolved without it."""
    state = "sealed" if statement.act == "seal" else "destroyed"
    query = (
        "SELECT DISTINCT block FROM mention JOIN document ON number = document WHERE document.id = ? AND block NOT NULL"
    )
    blocks = [row[0] for row in connection.execute(query, (statement.subject,))]
    retire_document(connection, statement.subject)
    connection.execute("UPDATE document SET hidden = ?, missing = 0 WHERE id = ?", (state, statement.subject))
    for block in blocks:
        connection.execute("UPDATE event SET content = NULL WHERE block = ?", (block,))
        prune(connection, block)
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, '1')", (ASKED,))


def take_unsealing(connection: sqlite3.Connection, statement: Statement) -> None:
    """A document is shown again, unless another has taken its place; `code` reads it again."""
    connection.execute(
        "UPDATE document SET hidden = NULL, missing = coding IS NOT NULL,"
        " current = NOT EXISTS (SELECT 1 FROM document AS later WHERE later.supersedes = ?1) WHERE id = ?1",
        (statement.subject,),
    )


def take_weights(connection: sqlite3.Connection, statement: Statement) -> None:
    """Other weights count: everything is resolved again."""
    connection.execute("INSERT OR REPLACE INTO state VALUES ('resolve_all', ?)", (str(statement.seq),))


def take_judged(connection: sqlite3.Connection, statement: Statement) -> None:
    """A person judged mentions: they stand in one block from now on, which is resolved again."""
    take_judgement(connection, statement)
    query = "SELECT document FROM judged WHERE seq = ?1 UNION SELECT other FROM judged WHERE seq = ?1"
    join_judged(connection, [row[0] for row in connection.execute(query, (statement.seq,))])


TAKE_UP: dict[str, Callable[[sqlite3.Connection, Statement], Any]] = {
    "document": take_document,
    "coding": take_coding,
    "events": take_events,
    "seal": take_hiding,
    "unseal": take_unsealing,
    "destroy": take_hiding,
    "weights": take_weights,
    "verdict": take_decision,
    "value": take_decision,
    "comment": take_decision,
    "checked": take_decision,
    "judgement": take_judged,
    "missed": take_missed,
    "undo": take_undo,
}
