"""The derived store: documents, mentions and events as tables, made from ledger and files, made again when lost.

`seq` in `state` is the last statement that these tables show; what the ledger says beyond it is taken up on opening.
SQLite, because it reads one row of a million at once. Nothing here is evidence.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khronika.archive import decisions
from khronika.errors import CannotError

VERSION = 3
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, capture TEXT NOT NULL, text TEXT NOT NULL, key TEXT NOT NULL,
  origin TEXT, same TEXT NOT NULL, language TEXT, published TEXT, supersedes TEXT, current INTEGER NOT NULL, hidden TEXT,
  coding INTEGER, versions TEXT, outcome TEXT, reason TEXT, missing INTEGER NOT NULL DEFAULT 0,
  layout TEXT, reader TEXT);
CREATE INDEX document_same ON document (same);
CREATE INDEX document_origin ON document (origin);
CREATE INDEX document_capture ON document (capture);
CREATE INDEX document_uncoded ON document (number) WHERE current AND layout IS NULL AND (coding IS NULL OR missing);
CREATE INDEX document_text ON document (text);
CREATE INDEX document_versions ON document (versions);
CREATE INDEX document_rows ON document (capture, text) WHERE missing AND layout IS NOT NULL;
CREATE TABLE mention (
  id TEXT PRIMARY KEY, document INTEGER NOT NULL, text TEXT NOT NULL, block INTEGER, day INTEGER,
  current INTEGER NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX mention_document ON mention (document);
CREATE INDEX mention_text ON mention (text);
CREATE INDEX mention_block ON mention (block) WHERE block IS NOT NULL;
CREATE INDEX mention_day ON mention (day) WHERE current AND day IS NOT NULL;
CREATE TABLE feature (name TEXT PRIMARY KEY, block INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX feature_block ON feature (block);
CREATE TABLE number (value TEXT, side TEXT, mention TEXT, PRIMARY KEY (value, side, mention)) WITHOUT ROWID;
CREATE TABLE dirty (block INTEGER PRIMARY KEY);
CREATE TABLE event (id TEXT PRIMARY KEY, issued INTEGER NOT NULL, block INTEGER, day TEXT, digest TEXT NOT NULL,
  state TEXT NOT NULL, content BLOB) WITHOUT ROWID;
CREATE INDEX event_block ON event (block);
CREATE INDEX event_day ON event (day, id) WHERE state = 'current';
CREATE TABLE member (mention TEXT PRIMARY KEY, event TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX member_event ON member (event);
CREATE TABLE alias (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID;
"""


class Derived:
    """An open derived store; one that is missing or of another version is made anew, empty, where writing is allowed."""

    def __init__(self, path: Path, *, write: bool, in_memory: bool = False) -> None:
        self.path = path
        if in_memory:  # nothing of it ever lies on a disk
            self.connection = _with_tables(sqlite3.connect(":memory:", isolation_level=None))
            return
        try:
            if write and path.exists() and not _is_usable(path):
                remove_store(path)
            path.parent.mkdir(exist_ok=True)
            self.connection = self._connect(write)
        except (sqlite3.Error, OSError) as error:
            then = "make it with: khronika code; or delete the folder derived and do so"
            raise CannotError(path, str(error), then) from error

    def _connect(self, write: bool) -> sqlite3.Connection:
        if not write and not _is_usable(self.path):
            raise CannotError(self.path, "the derived store is missing or damaged", "make it with: khronika code")
        mode = "rwc" if write else "ro"
        connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        if write:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA synchronous=FULL")
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) == 0:
                _with_tables(connection)
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise CannotError(self.path, str(error), "free space or change the rights; run it again") from error
            raise

    def state(self, name: str) -> str | None:
        """A value of the store's own state."""
        found = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_state(self, name: str, value: object) -> None:
        """Keeps a value; inside a transaction."""
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, str(value)))

    @property
    def seq(self) -> int:
        """The last statement that the tables show."""
        return int(self.state("seq") or 0)

    def close(self) -> None:
        """Ends."""
        self.connection.close()


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.executescript(f"BEGIN;{_TABLES}{decisions.TABLES}PRAGMA user_version={VERSION};COMMIT;")
    return connection


def remove_store(path: Path) -> None:
    """Deletes the store; it can be made again."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _is_usable(path: Path) -> bool:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0]) == VERSION
    except sqlite3.Error:
        return False
    finally:
        connection.close()
