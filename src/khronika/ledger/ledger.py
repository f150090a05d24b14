"""The ledger itself: open, append in transactions, read in order. A statement is acknowledged when its transaction ends.

WAL with synchronous=FULL: a commit is on the disk. Only the holder of the archive's lock may open it for writing.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from khronika.errors import CannotError
from khronika.ledger import schema, seal
from khronika.ledger.canonical import canonical
from khronika.ledger.custody import FIELDS, Custody, CustodyRow, chained
from khronika.ledger.durable import cannot, replace_file, sync_folder
from khronika.ledger.statement import FIRST, Statement, statement_hash

Clock = Callable[[], datetime]
_ROW = ("seq", "capture_id", *FIELDS, "prev_row_sha256", "row_sha256")
_ADD_ROW = f"INSERT INTO custody ({','.join(_ROW)}) VALUES ({','.join('?' * len(_ROW))})"


def utc(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, whole milliseconds.

    >>> utc(datetime(2031, 5, 3, 12, 0, tzinfo=UTC))
    '2031-05-03T12:00:00.000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Writing:
    """One transaction: statements and custody rows that are acknowledged together, or not at all."""

    def __init__(self, connection: sqlite3.Connection, agent: str, at: str) -> None:
        self._connection, self.agent, self.at = connection, agent, at
        self.seq, self._last = last_statement(connection)
        self._row, self._last_row = last_custody(connection)

    def state(self, act: str, subject: str, body: dict[str, Any]) -> Statement:
        """Adds a statement. `body` is anything that JSON can hold."""
        text = canonical(body).decode()
        seq, previous = self.seq + 1, self._last
        found = statement_hash(previous, seq, self.at, self.agent, act, subject, text)
        values = (seq, self.at, self.agent, act, subject, text, previous, found)
        self._connection.execute("INSERT INTO statement VALUES (?,?,?,?,?,?,?,?)", values)
        self.seq, self._last = seq, found
        return Statement(*values)

    def record(self, custody: Custody) -> CustodyRow:
        """Adds a custody row."""
        row = chained(custody, self._row + 1, self._last_row)
        self._connection.execute(_ADD_ROW, [getattr(row, name) for name in _ROW])
        self._row, self._last_row = row.seq, row.row_sha256
        return row


def _custody_row(row: tuple[Any, ...]) -> CustodyRow:
    values = dict(zip(_ROW, row, strict=True))
    values["clock_synced"] = None if values["clock_synced"] is None else bool(values["clock_synced"])
    return CustodyRow(**values)


def last_statement(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last statement."""
    found = connection.execute("SELECT seq, hash FROM statement ORDER BY seq DESC LIMIT 1").fetchone()
    return found or (0, FIRST)


def last_custody(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last custody row."""
    found = connection.execute("SELECT seq, row_sha256 FROM custody ORDER BY seq DESC LIMIT 1").fetchone()
    return found or (0, FIRST)


class Ledger:
    """An open ledger. Use as a context manager, or `close`: a writer's closing puts the seal on."""

    def __init__(self, path: Path, *, write: bool = False, agent: str = "khronika", clock: Clock | None = None) -> None:
        """Raises CannotError: no ledger there, no right to it, a later layout, or (write) bytes that changed at rest."""
        self.path, self.writable, self.agent = path, write, agent
        self._clock = clock or (lambda: datetime.now(UTC))
        self._sealed = path.exists() and seal.read_seal(path) is not None
        if write:
            self._refuse_damage()
        try:
            self.connection = self._connect()
        except sqlite3.Error as error:
            raise CannotError(path, str(error), "check the path and the rights; ask: khronika verify") from error

    @classmethod
    def of_bytes(cls, content: bytes, path: Path) -> "Ledger":
        """A ledger held in memory, for reading; `path`: where it is said to lie. Raises CannotError: the bytes are none."""
        found = cls.__new__(cls)
        found.path, found.writable, found.agent, found._sealed = path, False, "", False
        found._clock = lambda: datetime.now(UTC)
        found.connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            found.connection.deserialize(content)
            found.connection.execute("SELECT seq FROM statement LIMIT 1").fetchone()
        except sqlite3.Error as error:
            found.connection.close()
            raise CannotError(path, str(error), "use another backup") from error
        return found

    def _refuse_damage(self) -> None:
        why = seal.broken_seal(self.path) if self.path.exists() else None
        if why:
            raise CannotError(self.path, f"changed since it was sealed: {why}", "find out what with: khronika verify")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address(), uri=True, isolation_level=None, timeout=30)
        if self.writable:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) < len(schema.STEPS):
                self.break_seal()
            schema.migrate(connection, self.path)
        connection.execute("SELECT seq FROM statement LIMIT 1").fetchone()
        return connection

    def _address(self) -> str:
        """Readers never write; a sealed ledger has no journal, and may lie where nothing can be written."""
        fixed = self._sealed and not os.access(self.path.parent, os.W_OK)
        mode = "rwc" if self.writable else "ro&immutable=1" if fixed else "ro"
        return f"{self.path.absolute().as_uri()}?mode={mode}"

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction; on leaving it is on the disk, on an exception nothing of it is there. Raises CannotError."""
        self.break_seal()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield Writing(self.connection, self.agent, utc(self._clock()))
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                then = "free space or change the rights; what was acknowledged is kept"
                raise CannotError(self.path, str(error), then) from error
            raise

    def statements(self, after: int = 0, *acts: str) -> Iterator[Statement]:
        """Statements in their order, after a number, of the acts named or of all."""
        wanted = f" AND act IN ({','.join('?' * len(acts))})" if acts else ""
        query = f"SELECT * FROM statement WHERE seq > ?{wanted} ORDER BY seq"
        for row in self.connection.execute(query, (after, *acts)):
            yield Statement(*row)

    def about(self, subject: str) -> list[Statement]:
        """All statements about a subject, in their order."""
        rows = self.connection.execute("SELECT * FROM statement WHERE subject = ? ORDER BY seq", (subject,))
        return [Statement(*row) for row in rows]

    def custody(self) -> Iterator[CustodyRow]:
        """The custody rows in their order."""
        for row in self.connection.execute(f"SELECT {','.join(_ROW)} FROM custody ORDER BY seq"):
            yield _custody_row(row)

    def row(self, capture_id: str, sha256: str) -> CustodyRow | None:
        """The custody row of that id, found by the hash of its bytes."""
        query = f"SELECT {','.join(_ROW)} FROM custody WHERE sha256 = ? AND capture_id = ?"
        found = self.connection.execute(query, (sha256, capture_id)).fetchone()
        return _custody_row(found) if found else None

    def last(self) -> tuple[int, str]:
        """Number and hash of the last statement."""
        return last_statement(self.connection)

    @property
    def was_closed(self) -> bool:
        """Whether the last writer finished: the seal was there when this was opened."""
        return self._sealed

    def break_seal(self) -> None:
        """Takes the seal off, for good until `close`: before anything of the archive is written."""
        place = seal.seal_path(self.path)
        if place.exists():
            place.unlink()
            sync_folder(place.parent)

    def close(self) -> None:
        """Ends. A writer moves the journal into the file and puts the seal on. Raises CannotError where it cannot."""
        try:
            if self.writable and not seal.seal_path(self.path).exists():
                self._seal()
        except OSError as error:
            raise cannot(self.path, error) from error
        except sqlite3.Error as error:
            raise CannotError(self.path, str(error), "free space; what was acknowledged is kept") from error
        finally:
            self.connection.close()

    def _seal(self) -> None:
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ends = (*last_statement(self.connection), last_custody(self.connection)[1])
        self.connection.close()
        wal = self.path.with_name(self.path.name + "-wal")
        if not wal.exists() or not wal.stat().st_size:  # else a reader holds it, and the next writer seals
            replace_file(seal.seal_path(self.path), seal.seal_bytes(seal.take_seal(self.path, *ends)))

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
