"""How a reader in a process of its own is spoken to: a kind, a length and a MessagePack body each."""

import struct
from typing import IO

import msgspec

from khronika.sources.file import File
from khronika.sources.options import ReadOptions

DOCUMENT, CODED, PROBLEM, DONE, LACKS, OUT_OF_MEMORY = 1, 2, 3, 4, 5, 6
_HEAD = struct.Struct("<BI")


class Task(msgspec.Struct, frozen=True):
    """One file for one reader; `file` without its bytes, which stand in `content`."""

    reader: str
    file: File
    content: bytes
    options: ReadOptions


def write_frame(stream: IO[bytes], kind: int, body: bytes) -> None:
    """Writes one frame and flushes. Raises OSError where nobody listens."""
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[int, bytes] | None:
    """The next frame; None where the stream has ended, also in the middle of one."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    body = stream.read(length)
    return (kind, body) if len(body) == length else None
