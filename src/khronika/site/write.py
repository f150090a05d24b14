"""Write a site: only the pages that changed since it was last written here, and none that belongs there no more."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from khronika.errors import UsageError
from khronika.publish.files import remove_file, write_whole
from khronika.site.build import Page

STATE = "site-state.json"


class Written(msgspec.Struct, frozen=True):
    """How many files were made, kept as they were, taken away."""

    made: int
    kept: int
    removed: int


def write_site(out: Path, pages: Mapping[str, Page]) -> Written:
    """Brings the folder to these pages. Raises UsageError: it holds something that is no site; CannotError."""
    before = _state(out)
    now: dict[str, tuple[str, str]] = {}
    kept = 0
    for path, page in pages.items():
        old = before.get(path)
        if old and old[0] == page.fingerprint and _digest(out / path) == old[1]:
            now[path], kept = old, kept + 1
            continue
        content = page.make()
        write_whole(out / path, [content])
        now[path] = (page.fingerprint, sha256(content).hexdigest())
    gone = sorted(before.keys() - now.keys())
    for path in gone:
        remove_file(out / path)
    write_whole(out / STATE, [msgspec.json.encode(now, order="deterministic")])
    return Written(len(now) - kept, kept, len(gone))


def _digest(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _state(out: Path) -> dict[str, tuple[str, str]]:
    if not out.exists():
        return {}
    if not out.is_dir() or (any(out.iterdir()) and not (out / STATE).is_file()):
        raise UsageError(f"{out} holds something that is no site; choose another folder")
    try:
        return (
            msgspec.json.decode((out / STATE).read_bytes(), type=dict[str, tuple[str, str]])
            if any(out.iterdir())
            else {}
        )
    except msgspec.DecodeError:
        return {}
