"""The record of every sending: one line before the text leaves, one with the same number when it is known how it ended.

Lines are only ever appended, so that several runs may share the file. Texts, answers and keys are not in it.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from uuid import uuid4

import msgspec

from khronika.errors import CannotError


class Sending(msgspec.Struct, frozen=True):
    """One sending. `outcome` is "sending" before, then "answered", "HTTP 429", "no answer in time" …"""

    sending: str
    time: str
    host: str
    model: str
    document: str
    sha256: str
    characters: int
    outcome: str


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Sendings:
    """The file. What cannot be recorded is not sent: writing raises CannotError."""

    def __init__(self, path: Path, host: str, model: str, now: Callable[[], str] = _now) -> None:
        self._path, self._host, self._model, self._now = path, host, model, now
        self._lock = Lock()

    def begin(self, document: str, text: str) -> Sending:
        """Records that a text is about to be sent; returns when the line is on the disk."""
        words = text.encode("utf-8", "replace")
        line = Sending(
            uuid4().hex[:12], self._now(), self._host, self._model, document, hashlib.sha256(words).hexdigest(),
            len(text), "sending",
        )  # fmt: skip
        self._append(line)
        return line

    def end(self, begun: Sending, outcome: str) -> None:
        """Records how it ended."""
        self._append(msgspec.structs.replace(begun, time=self._now(), outcome=outcome))

    def _append(self, line: Sending) -> None:
        try:
            with self._lock, self._path.open("ab") as stream:
                stream.write(msgspec.json.encode(line) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise CannotError(self._path, error.strerror or str(error), "choose another --sendings") from error
