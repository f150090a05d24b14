"""The store: captures and texts by their SHA-256, and one key a document. Files appear whole, once, and never change.

What is put is staged: nothing is in place until `settling`, which comes before the ledger speaks of it. A file that no
statement names is an orphan of a killed run; `sweep` takes it away. Nothing here reads a file's contents but to hash it.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal

from khronika.archive.folder import Folder
from khronika.errors import CannotError
from khronika.ledger.durable import cannot, put_in_place, write_draft

Shelf = Literal["captures", "texts", "keys"]
SHELVES: tuple[Shelf, ...] = ("captures", "texts", "keys")


def text_bytes(text: str) -> bytes:
    """The bytes that a text is stored and hashed as; a lone surrogate keeps its number."""
    return text.encode("utf-8", "surrogatepass")


class Store:
    """Shelves of an archive's folder."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._staged: dict[Path, Path] = {}

    def place(self, shelf: Shelf, name: str) -> Path:
        """Where a file lies, or would lie."""
        return self.folder.root / shelf / name[:2] / name

    def put(self, shelf: Shelf, content: bytes, name: str | None = None) -> str:
        """Stages content under its SHA-256, which is given back; what is there already is not written again.

        `name`: the SHA-256 where it is known, so that a table is not hashed again for each of its rows.
        """
        name = name or sha256(content).hexdigest()
        self._stage(shelf, name, content)
        return name

    def put_key(self, content: bytes, name: str | None = None) -> str:
        """Stages a document's key file under a name of chance, or the one it had, which is given back."""
        name = name or secrets.token_hex(16)
        self._stage("keys", name, content, 0o600)
        return name

    def _stage(self, shelf: Shelf, name: str, content: bytes, mode: int = 0o644) -> None:
        place = self.place(shelf, name)
        if place in self._staged or place.exists():
            return
        draft = self.folder.incoming / f"{shelf}-{name}"
        try:
            write_draft(draft, content, mode)
        except OSError as error:
            raise cannot(draft, error) from error
        self._staged[place] = draft

    @contextmanager
    def settling(self, is_told: Callable[[], bool]) -> Iterator[None]:
        """Puts all that is staged in place, for good, while the ledger is told; taken back where it was not told.

        `is_told`: asked after a fault, whether the ledger speaks of the files all the same. Raises CannotError.
        """
        moves = [(draft, place) for place, draft in self._staged.items()]
        try:
            put_in_place(moves)
            yield
        except BaseException as error:
            for _, place in moves if not is_told() else ():
                with suppress(OSError):
                    place.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise cannot(self.folder.root, error) from error
            raise
        self._staged.clear()

    def drop_staged(self) -> None:
        """Forgets what was staged and not settled."""
        for draft in self._staged.values():
            draft.unlink(missing_ok=True)
        self._staged.clear()

    def read(self, shelf: Shelf, name: str) -> bytes:
        """The content. Raises CannotError where it is missing, or is not what its name says."""
        place = self.place(shelf, name)
        try:
            content = place.read_bytes()
        except OSError as error:
            raise CannotError(place, error.strerror or str(error), "ask: khronika verify") from error
        if shelf != "keys" and sha256(content).hexdigest() != name:
            raise CannotError(place, "is not what was stored", "restore it from a backup; ask: khronika verify")
        return content

    def names(self, shelf: Shelf) -> Iterator[str]:
        """Names of all files on a shelf."""
        for folder in sorted(p for p in (self.folder.root / shelf).iterdir() if p.is_dir()):
            yield from sorted(p.name for p in folder.iterdir())

    def clear_incoming(self) -> None:
        """Takes away drafts that a killed run left."""
        for draft in self.folder.incoming.iterdir():
            draft.unlink(missing_ok=True)

    def sweep(self, named: dict[Shelf, set[str]]) -> int:
        """Takes away files that no statement names; gives how many."""
        swept = 0
        for shelf, known in named.items():
            for name in list(self.names(shelf)):
                if name not in known:
                    self.place(shelf, name).unlink()
                    swept += 1
        return swept
