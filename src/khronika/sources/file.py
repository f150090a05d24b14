"""One file to be read: where it lies or what it holds, what its document will be called, and its bytes within the limits."""

import io
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

import msgspec

from khronika.model import Problem
from khronika.sources.binary import binary_kind
from khronika.sources.encoding import Decoded, decode
from khronika.sources.options import ReadOptions

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}


_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


class File(msgspec.Struct, frozen=True):
    """`id` is the path relative to the root it was found under, with "/"; `where` is how the user would type it.

    Captured bytes are a file too: `content` holds them and `path` is only their name. `media_type` is the server's word
    (with its charset), `url` where they came from; None for files of a folder.
    """

    path: Path
    id: str
    where: str
    content: bytes | None = None
    media_type: str | None = None
    url: str | None = None

    @property
    def ending(self) -> str:
        """The ending of its name, in lower case, with the point."""
        return self.path.suffix.lower()

    @property
    def media(self) -> str:
        """The media type without its parameters, in lower case; empty where none is known."""
        return (self.media_type or "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server named."""
        found = _CHARSET.search(self.media_type or "")
        return found[1] if found else None


def why(error: OSError) -> str:
    """The system's reason in plain words."""
    return {"PermissionError": "no permission to read it", "FileNotFoundError": "no such file or folder"}.get(
        type(error).__name__, f"cannot be read ({error.strerror or error})"
    )


def refusal(file: File) -> Problem | None:
    """Why a path is nothing to open; None for a plain file. It is not opened for this: a pipe would wait for ever."""
    try:
        mode = file.path.stat().st_mode
    except OSError as error:
        broken = os.path.islink(file.path)  # noqa: PTH114 (Path.is_symlink raises on a name that is too long)
        return Problem(file.where, "the link leads nowhere" if broken else why(error), "check the path or the rights")
    if stat.S_ISREG(mode):
        return None
    kind = _KINDS.get(stat.S_IFMT(mode), "no plain file")
    return Problem(file.where, f"is {kind}, not a file", "give a file, or JSON lines on standard input with -")


def open_file(file: File) -> BinaryIO | Problem:
    """The file open for reading, or why not."""
    if file.content is not None:
        return io.BytesIO(file.content)
    try:
        return file.path.open("rb")
    except OSError as error:
        return Problem(file.where, why(error), "change its rights or leave it out")


def read_bytes(file: File, options: ReadOptions) -> bytes | Problem:
    """All bytes of a file that holds one document; a Problem for one too large, empty or unreadable."""
    stream = open_file(file)
    if isinstance(stream, Problem):
        return stream
    try:
        with stream:
            size = size_of(file, stream)
            if size > options.max_bytes:
                return _too_large(file, size, options)
            content = stream.read(options.max_bytes + 1)
    except OSError as error:
        return Problem(file.where, why(error), "copy it again or leave it out")
    if len(content) > options.max_bytes:
        return _too_large(file, len(content), options)
    return content or Problem(file.where, "the file is empty", "leave it out or save it again")


def size_of(file: File, stream: BinaryIO) -> int:
    """Bytes of an open file."""
    return len(file.content) if file.content is not None else os.fstat(stream.fileno()).st_size


def _too_large(file: File, size: int, options: ReadOptions) -> Problem:
    what = f"{size / 1e6:.0f} MB are too much for one document (limit {options.max_bytes / 1e6:.0f} MB)"
    return Problem(file.where, what, "split it, or give its documents as JSON lines, which may be of any size")


def read_decoded(file: File, options: ReadOptions, *, html: bool = False) -> tuple[Decoded | None, Problem | None]:
    """The decoded file, and what is wrong with it: nothing, damage that was passed over, or why there is no text."""
    content = read_bytes(file, options)
    if isinstance(content, Problem):
        return None, content
    found = decode(content, declared=options.encoding, html=html, named=file.charset)
    if found is None:
        return None, _undecodable(file, content, options)
    if not found.text.strip():
        return None, Problem(file.where, "the file holds no text", "leave it out or save it again")
    if found.broken:
        what = f"{found.broken} broken bytes in UTF-8 text now read as \ufffd"
        return found, Problem(file.where, what, "save it again from its source")
    return found, None


def _undecodable(file: File, content: bytes, options: ReadOptions) -> Problem:
    if options.encoding:
        return Problem(file.where, f"is not in the encoding {options.encoding}", "leave the encoding to be judged")
    kind = binary_kind(content)
    if kind:
        return Problem(file.where, f"is {kind}", "save its text as .txt, .html or JSON lines in UTF-8")
    return Problem(file.where, "its encoding is not recognised", "save it as UTF-8 or name the encoding")
