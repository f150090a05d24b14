"""The canonical dump: all that is derived, as JSON lines in one order, so that two derived stores are compared by a hash.

Documents, mentions, events, decisions, aliases; keys sorted, no blanks. Blocks and other means of speed are left out.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from khronika.archive.derived import Derived
from khronika.ledger import Ledger, canonical


def dump(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The lines, each with its end."""
    query = "SELECT id, current, hidden, outcome, reason, versions FROM document ORDER BY id"
    for name, current, hidden, outcome, reason, versions in connection.execute(query):
        told = {"current": bool(current), "hidden": hidden, "outcome": outcome, "reason": reason, "versions": versions}
        yield _line({"document": name, **told})
    for (content,) in connection.execute("SELECT content FROM mention ORDER BY id"):
        yield _line({"mention": msgspec.json.decode(content)})
    for name, state, content in connection.execute("SELECT id, state, content FROM event ORDER BY id"):
        value = msgspec.json.decode(content) if content is not None and state == "current" else None
        yield _line({"event": name, "state": state, "value": value})
    for seq, subject, undone in connection.execute("SELECT seq, subject, undone FROM decision ORDER BY seq"):
        yield _line({"decision": seq, "subject": subject, "undone": undone})
    for old, new in connection.execute("SELECT old, new FROM alias ORDER BY old"):
        yield _line({"alias": old, "event": new})


def _line(value: dict[str, object]) -> bytes:
    return canonical(value) + b"\n"


def dump_hash(connection: sqlite3.Connection) -> str:
    """SHA-256 of the dump."""
    found = sha256()
    for line in dump(connection):
        found.update(line)
    return found.hexdigest()


def is_complete(derived: Derived, ledger: Ledger) -> bool:
    """Whether the store shows all that the ledger says."""
    waiting = "SELECT 1 FROM dirty UNION ALL SELECT 1 FROM document WHERE missing AND current LIMIT 1"
    return derived.seq == ledger.last()[0] and derived.connection.execute(waiting).fetchone() is None
