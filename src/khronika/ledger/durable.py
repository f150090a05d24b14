"""Writing that is on the disk when it says so: a file beside, synced, renamed into place, its folder synced."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from khronika.errors import CannotError

AT_ONCE = 16


def sync_folder(folder: Path) -> None:
    """Makes names in the folder last; where the system cannot open folders (Windows) it does so by itself."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except (PermissionError, IsADirectoryError):
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_draft(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Writes a new file; it is on the disk when it has been synced."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(content)


def replace_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Puts a file in place, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write_draft(draft, content, mode)
        sync_file(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Waits until a file's content is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(moves: Sequence[tuple[Path, Path]]) -> None:
    """Syncs drafts, renames them to their places and syncs each folder once; many at a time, as disks like it."""
    folders: set[Path] = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sync_file, (draft for draft, _ in moves)))
        for draft, place in moves:
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                folders.add(place.parent.parent)
            draft.replace(place)
            folders.add(place.parent)
        list(pool.map(sync_folder, folders))


def cannot(path: Path | str, error: OSError) -> CannotError:
    """The system's refusal as an error that says what to do."""
    name = error.filename if isinstance(error.filename, str) else path
    return CannotError(name, error.strerror or str(error), "free space or change the rights; what was finished is kept")
