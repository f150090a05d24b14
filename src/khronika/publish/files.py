"""Write files so that a reader never sees half of one, and the same content always gives the same bytes.

Ground floor of this room. Knows nothing of what is written; the faults of disks become `CannotError`.
"""

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import CannotError

_encoder = msgspec.json.Encoder(order=None)


def write_whole(path: Path, chunks: Iterable[bytes]) -> Path:
    """Write all chunks under a temporary name beside `path`, then put the file in place. Raises CannotError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.writelines(chunks)
        draft.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotError(path, why, "free space or choose another folder with --out") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def remove_file(path: Path) -> None:
    """Take a file away where there is one. Raises CannotError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "choose another folder with --out") from error


def json_line(value: Any) -> bytes:
    """One line of JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    try:
        return _encoder.encode(value) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode("ascii") + b"\n"
