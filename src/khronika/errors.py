"""The whole tree of exceptions. A fault of the data is not here: it is a `model.Problem`, collected, and the run goes on.

KhronikaError
├── UsageError            the call is wrong (exit 2)
│   ├── NotAnArchiveError     a folder that is no archive and no chronicle, where one was expected
│   └── ChangedError          what is to be decided changed since it was looked at
├── PackError             a language pack or the codebook does not load; carries its Problems
├── MissingExtraError     an optional part is not installed; says which
├── RefusedError          the numbers do not support what was asked (exit 3): says why, and what would
└── CannotError           the machine does not let us (exit 3): unreadable, unwritable, full
"""

from collections.abc import Sequence
from pathlib import Path


class KhronikaError(Exception):
    """Root of all errors that Khronika raises on purpose."""

    exit_code = 3


class UsageError(KhronikaError):
    """The call cannot be carried out as it was made."""

    exit_code = 2


class NotAnArchiveError(UsageError):
    """The folder holds neither chronicle nor archive."""

    def __init__(self, folder: Path, why: str | None = None) -> None:
        made = f"holds no events.jsonl; make one with: khronika chronicle PATH… --out {folder}"
        super().__init__(f"{folder} {why or made}")


class ChangedError(UsageError):
    """Somebody else changed an event after it was looked at; nothing was written."""

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(f"event {event} changed since you looked at it; look again and decide then")


class PackError(KhronikaError):
    """Language packs or codebook files are at fault; each problem names file and line."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = list(problems)
        super().__init__("language packs or codebook do not load:\n" + "\n".join(str(p) for p in self.problems))


class MissingExtraError(KhronikaError):
    """An optional part is needed and not installed: an extra of Khronika, or a package of its own."""

    def __init__(self, what: str, extra: str | None = None, package: str | None = None) -> None:
        wanted = " ".join([*([f"'khronika[{extra}]'"] if extra else []), *([package] if package else [])])
        super().__init__(f"{what} needs an optional part; install it with: pip install {wanted}")


class RefusedError(KhronikaError):
    """What was asked would mislead: `why` is the statistical reason, `then` what would make it possible."""

    def __init__(self, why: str, then: str) -> None:
        self.why, self.then = why, then
        super().__init__(f"refused: {why}; {then}")


class CannotError(KhronikaError):
    """A file or folder could not be read or written."""

    def __init__(self, path: Path | str, why: str, then: str) -> None:
        super().__init__(f"{path}: {why}; {then}")
