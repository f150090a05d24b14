"""A moment of an archive, while others go on writing: a copy of the ledger, and every file that this ledger speaks of.

Files are in place before the ledger names them and never change, so no lock is needed; where one was destroyed
meanwhile, the moment is taken again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from khronika.archive.derived import Derived
from khronika.archive.folder import Folder
from khronika.archive.manifest import hash_of
from khronika.archive.session import named_files
from khronika.archive.store import Store
from khronika.errors import CannotError
from khronika.ledger import Ledger
from khronika.ledger.check import check_ledger
from khronika.ledger.durable import sync_file


class Snapshot(msgspec.Struct, frozen=True):
    """`parts`: path in a backup -> the file to copy it from; `files`: path of each capture, text, key."""

    folder: Folder
    parts: dict[str, Path]
    files: list[str]
    last: tuple[int, str]

    def content(self, path: str) -> bytes:
        """A file's bytes. Raises CannotError where the archive has it no more, or damaged."""
        place = self.folder.root / path
        try:
            content = place.read_bytes()
        except OSError as error:
            raise CannotError(place, error.strerror or str(error), "ask: khronika verify") from error
        if not path.startswith("keys/") and sha256(content).hexdigest() != place.name:
            raise CannotError(place, "is not what was stored; the backup before stays", "ask: khronika verify")
        return content

    def is_outdated(self) -> bool:
        """Whether something was destroyed since: what it held must not be kept."""
        with Ledger(self.folder.ledger) as ledger:
            return any(ledger.statements(self.last[0], "destroy"))


@contextmanager
def snapshot(folder: Folder, drafts: Path, *, derived: bool = False) -> Iterator[Snapshot]:
    """Takes the moment; `drafts`: folder for the copies, which are gone at the end. Raises CannotError."""
    made: list[Path] = []
    try:
        with Ledger(folder.ledger) as source:
            ledger = copied(source.connection, drafts / ".snapshot-ledger.sqlite", made)
        with Ledger(ledger) as opened:
            faults = list(check_ledger(opened))
            if faults:
                raise CannotError(folder.ledger, f"is broken: {faults[0]}", "restore it; ask: khronika verify")
            named, last = named_files(opened), opened.last()
        parts = {f"ledger-{hash_of(ledger)[:16]}.sqlite": ledger}
        parts[f"khronika-{hash_of(folder.settings)[:16]}.toml"] = folder.settings
        store = folder.derived / "derived.sqlite"
        if derived and store.exists():
            with closing(Derived(store, write=False).connection) as shown:
                copy = copied(shown, drafts / ".snapshot-derived.sqlite", made)
            parts[f"derived-{hash_of(copy)[:16]}.sqlite"] = copy
        files = [Store(folder).place(s, n).relative_to(folder.root).as_posix() for s in named for n in sorted(named[s])]
        yield Snapshot(folder, parts, files, last)
    except sqlite3.Error as error:
        raise CannotError(drafts, str(error), "free space; the backup before stays") from error
    finally:
        for path in made:
            path.unlink(missing_ok=True)


def copied(source: sqlite3.Connection, target: Path, made: list[Path]) -> Path:
    """A copy of a database as it is at one moment, without a journal beside it."""
    target.unlink(missing_ok=True)
    made.append(target)
    with closing(sqlite3.connect(target)) as two:
        source.backup(two)
        two.execute("PRAGMA journal_mode=DELETE")
    sync_file(target)
    return target
