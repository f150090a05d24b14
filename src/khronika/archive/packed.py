"""A backup as one tar file: how it is written, and a reading that takes no byte for granted.

A tar file has bytes that no tool looks at: the ends of its blocks, fields of headers. Here each member's header must be
the one that is written here, and all that fills up must be zeros, so that whatever byte changes is found.
"""

import tarfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from khronika.errors import CannotError

LARGEST = 8 * 1024**3 - 1  # bytes that the size field of a header can tell
_OTHER = "use another backup"
_PIECE = 1 << 20


def put(tar: tarfile.TarFile, path: str, content: bytes) -> None:
    """Writes one member. Raises CannotError where it is too large for a tar file."""
    if len(content) > LARGEST:
        raise CannotError(path, "is too large for a backup in one file", "back up into a folder")
    tar.addfile(_entry(path, len(content)), BytesIO(content))


def _entry(path: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = size, 0o600
    return entry


class Member:
    """One member as it passes: its path, its size, its bytes once."""

    def __init__(self, stream: BinaryIO, where: str, path: str, size: int) -> None:
        self._stream, self._where, self.path, self.size = stream, where, path, size
        self._left = size

    def pieces(self) -> Iterator[bytes]:
        """What was not read yet, in pieces. Raises CannotError where the file ends before it."""
        while self._left:
            piece = _read(self._stream, min(_PIECE, self._left), self._where)
            self._left -= len(piece)
            yield piece

    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())

    def digest(self) -> str:
        """SHA-256 of it, held in pieces."""
        found = sha256()
        for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()


def members(stream: BinaryIO, where: str) -> Iterator[Member]:
    """The members in their order, to the last byte of the file. Raises CannotError: `where` is not as `put` writes it."""
    at = 0
    while any(block := _read(stream, tarfile.BLOCKSIZE, where)):
        member = _member(stream, block, where)
        yield member
        for _ in member.pieces():
            pass
        filling = -member.size % tarfile.BLOCKSIZE
        if any(_read(stream, filling, where)):
            raise _broken(where, f"has other bytes after {member.path} than zeros")
        at += tarfile.BLOCKSIZE + member.size + filling
    end = at + 2 * tarfile.BLOCKSIZE
    left = end + -end % tarfile.RECORDSIZE - at - tarfile.BLOCKSIZE
    if any(_read(stream, left, where)) or stream.read(1):
        raise _broken(where, "does not end as a backup does")


def _member(stream: BinaryIO, block: bytes, where: str) -> Member:
    try:
        found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        as_written = _entry(found.name, found.size).tobuf(tarfile.PAX_FORMAT, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeError, ValueError) as error:
        raise _broken(where, f"is no whole backup: {error}") from error
    if as_written != block:
        raise _broken(where, f"holds {found.name!r} otherwise than a backup does")
    return Member(stream, where, found.name, found.size)


def _read(stream: BinaryIO, size: int, where: str) -> bytes:
    found = stream.read(size)
    while len(found) < size and (more := stream.read(size - len(found))):
        found += more
    if len(found) < size:
        raise _broken(where, "ends before its end")
    return found


def _broken(where: str, what: str) -> CannotError:
    return CannotError(where, what, _OTHER)
