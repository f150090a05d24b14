"""The tables of the ledger, and how an older ledger becomes one of this version.

`user_version` of the file counts the steps taken; a step is SQL that runs once, in one transaction with its number.
Triggers keep rows from being changed or deleted; `secure_delete` leaves nothing of what SQLite itself moves.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from khronika.errors import CannotError

APPLICATION = 0x4B48524F  # "KHRO": `file` and verify know the ledger by it
_TEXT = "TEXT NOT NULL"
_FIRST = f"""
CREATE TABLE statement (
  seq INTEGER PRIMARY KEY, at {_TEXT}, agent {_TEXT}, act {_TEXT}, subject {_TEXT}, body {_TEXT}, previous {_TEXT},
  hash {_TEXT}) STRICT;
CREATE INDEX statement_subject ON statement (subject, seq);
CREATE TABLE custody (
  seq INTEGER PRIMARY KEY, capture_id {_TEXT}, requested_url {_TEXT}, final_url TEXT, http_status INTEGER,
  captured_at {_TEXT}, clock_synced INTEGER, collector_alias {_TEXT}, tool {_TEXT}, tool_version {_TEXT},
  egress_label TEXT, media_type TEXT, bytes INTEGER NOT NULL, sha256 {_TEXT}, sha256_text TEXT, warc_or_wacz TEXT,
  screenshot_sha256 TEXT, rfc3161_tsr TEXT, tsa_name TEXT, prev_row_sha256 {_TEXT}, row_sha256 {_TEXT}) STRICT;
CREATE INDEX custody_sha256 ON custody (sha256);
CREATE TRIGGER statement_stays BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'a statement never changes'); END;
CREATE TRIGGER statement_kept BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;
CREATE TRIGGER custody_stays BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'a custody row never changes'); END;
CREATE TRIGGER custody_kept BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'a custody row is never deleted'); END;
"""
_BY_ACT = "CREATE INDEX statement_act ON statement (act, seq);"  # acts are few and rare ones are asked for often
STEPS: tuple[str, ...] = (_FIRST, _BY_ACT)


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str] = STEPS) -> int:
    """Takes the steps that the file lacks, each whole or not at all; gives how many.

    Raises CannotError: the file was written by a later version.
    """
    done = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if done > len(steps):
        raise CannotError(path, f"its layout is version {done}, this program knows {len(steps)}", "upgrade khronika")
    for number, step in enumerate(steps[done:], done + 1):
        script = f"BEGIN IMMEDIATE;{step}PRAGMA user_version={number};PRAGMA application_id={APPLICATION};COMMIT;"
        try:
            connection.executescript(script)
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return len(steps) - done
