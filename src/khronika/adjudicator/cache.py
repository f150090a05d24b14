"""Answers kept on disk, so that no text is sent twice for the same question. An answer is written whole or not at all."""

import contextlib
import hashlib
import os
from pathlib import Path
from threading import get_ident

import msgspec

from khronika.errors import CannotError


class Kept(msgspec.Struct, frozen=True):
    """One kept answer as the model wrote it; it is checked anew whenever it is used."""

    model: str
    prompt: str
    answer: str


def key_of(message: str, model: str, prompt: str) -> str:
    """The hash that an answer is kept under: of the text with what is asked of it, the model and the version of the prompt."""
    return hashlib.sha256(msgspec.json.encode([prompt, model, message])).hexdigest()


class Cache:
    """A folder with one file an answer, readable by its owner alone, since answers quote the texts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotError(folder, error.strerror or str(error), "choose another --answers") from error

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> str | None:
        """The answer kept under a key; None where there is none, or its file is damaged."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._file(key).read_bytes(), type=Kept).answer
        return None

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer. A full disk is no reason to lose it for this run, so nothing is raised."""
        target = self._file(key)
        fresh = target.with_suffix(f".{os.getpid()}-{get_ident()}.tmp")
        with contextlib.suppress(OSError):
            target.parent.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(msgspec.json.encode(kept))
            fresh.replace(target)
