"""The manifest of a backup: a line a file, SHA-256 and path, as `sha256sum -c` reads them. It is what makes a backup one.

A backup is complete where its manifest is; it is put in place last, whole or not at all.
"""

import re
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path

from khronika.errors import CannotError

NAME = "manifest.sha256"
_LINE = re.compile(
    r"([0-9a-f]{64})  ((?:captures|texts|keys)/[0-9a-f]{2}/[0-9a-f]+|(?:ledger|khronika|derived)-[0-9a-f]{16}\.(?:sqlite|toml))"
)


def written(files: Mapping[str, str]) -> bytes:
    """The manifest of files: path -> SHA-256."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files)).encode()


def read(content: bytes, where: Path | str) -> dict[str, str]:
    """path -> SHA-256. Raises CannotError: a line that no backup writes, or lines out of order."""
    found: dict[str, str] = {}
    try:
        for line in content.decode("ascii").split("\n")[:-1]:
            match = _LINE.fullmatch(line)
            if match is None:
                raise ValueError(f"no line of a manifest: {line[:90]!r}")
            found[match[2]] = match[1]
    except ValueError as error:
        raise CannotError(where, str(error), "the backup is damaged; use another") from error
    if written(found) != content or any(is_misnamed(path, found[path]) for path in found):
        raise CannotError(where, "is not as a backup writes it", "the backup is damaged; use another")
    for sort in ("ledger", "khronika"):
        part(found, sort, where)
    return found


def is_misnamed(path: str, found: str) -> bool:
    """Whether a path does not bear the hash that it should."""
    if path.startswith("keys/"):
        return False
    name = path.rpartition("/")[2]
    return name != found if "/" in path else name.partition("-")[2].partition(".")[0] != found[:16]


def part(files: Mapping[str, str], sort: str, where: Path | str) -> str:
    """The path of the ledger, the settings. Raises CannotError where there is not one."""
    paths = [path for path in files if path.startswith(f"{sort}-")]
    if len(paths) != 1:
        raise CannotError(where, f"names {len(paths)} files of the {sort}", "the backup is damaged; use another")
    return paths[0]


def digest_of(content: bytes) -> str:
    """SHA-256 of bytes."""
    return sha256(content).hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
