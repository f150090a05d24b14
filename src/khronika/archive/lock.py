"""One writer at a time: a second one waits, or is told who writes. The system drops the lock when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from khronika.errors import CannotError
from khronika.ledger.durable import cannot


@contextmanager
def writer_lock(path: Path, doing: str, wait: float = 0.0) -> Iterator[None]:
    """Holds the lock. `wait`: seconds to wait for another writer, below 0 for ever. Raises CannotError."""
    lock = FileLock(path, timeout=wait)
    note = path.with_name("writer" if path.name == "lock" else f"{path.name}.holder")
    try:
        lock.acquire()
    except Timeout as error:
        why = f"is being written by {_holder(note)}"
        raise CannotError(path.parent, why, "try again when it has ended, or add --wait") from error
    except OSError as error:
        raise cannot(path, error) from error
    try:
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # the note only helps; the lock is what holds
            note.write_text(f"process {os.getpid()} (khronika {doing}) since {moment}\n", "utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    try:
        return note.read_text("utf-8").strip() or "another process"
    except OSError:
        return "another process"


def doing() -> str:
    """The verb that this process runs, for the note of who writes."""
    return next((word for word in sys.argv[1:] if not word.startswith("-")), "python")
