"""Open a user's file, plain or in a zip, and give its lines one by one with their numbers; nothing is held in memory.

Lines are UTF-8. One that is not, or is too long, is given as a Fault; a file too big for one gazetteer ends in a UsageError.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from khronika.errors import CannotError, UsageError
from khronika.geography.own.entry import LONGEST_LINE, MOST_BYTES, Fault

Line = tuple[int, "str | Fault"]


class Lines:
    """The lines of one file, to be gone through once; `digest` is its SHA-256 once they are."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self.path, self._stream = path, stream
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """SHA-256 of what was read."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[Line]:
        number = size = 0
        while raw := self._stream.readline(LONGEST_LINE):
            number += 1
            size += len(raw)
            self._hash.update(raw)
            whole = raw.endswith(b"\n") or len(raw) < LONGEST_LINE
            size += 0 if whole else self._skip()
            if size > MOST_BYTES:
                raise UsageError(f"{self.path} is over {MOST_BYTES >> 20} MB; split it, by country for example")
            yield number, _decoded(raw, number) if whole else _TOO_LONG

    def _skip(self) -> int:
        """Go to the end of a line that is too long."""
        size = 0
        while raw := self._stream.readline(LONGEST_LINE):
            size += len(raw)
            self._hash.update(raw)
            if raw.endswith(b"\n") or size > MOST_BYTES:
                break
        return size


_TOO_LONG = Fault(f"the line has over {LONGEST_LINE} bytes", "give one place a line")
_NOT_UTF8 = Fault("the line is not UTF-8", "save the file as UTF-8")


def _decoded(raw: bytes, number: int) -> "str | Fault":
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return _NOT_UTF8
    return text if "\0" not in text else Fault("the line holds a zero byte", "save the file as plain text")


@contextmanager
def open_lines(path: Path) -> Iterator[Lines]:
    """The lines of a plain file, or of the one table in a zip. Raises CannotError and UsageError."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
                yield Lines(path, stream)
        else:
            with path.open("rb") as plain:
                yield Lines(path, plain)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise CannotError(
            path, f"the zip cannot be unpacked ({error})", "download it again, or unpack it first"
        ) from error
    except OSError as error:
        if error.filename is not None and str(error.filename) != str(path):
            raise
        raise CannotError(path, error.strerror or str(error), "check the path") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The one table in a zip; GeoNames puts a readme.txt beside it."""
    tables = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".txt", ".csv", ".tsv")) and "readme" not in info.filename.lower()
    ]
    if len(tables) != 1:
        raise UsageError(f"{path} holds {len(tables)} tables; give a zip with one .txt or .csv, or unpack it first")
    return tables[0]
