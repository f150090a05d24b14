"""`backup`: a copy of an archive that is consistent while others write it, in a folder (only what is new) or one file.

In a folder, new files come first, the manifest last, and only then what it no longer names is taken away: whenever it is
killed, the backup before or the new one is complete. What is derived is left out; `restore` makes it again.
"""

import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from khronika.archive import manifest
from khronika.archive.crypt import encrypted
from khronika.archive.folder import Folder
from khronika.archive.lock import writer_lock
from khronika.archive.packed import put
from khronika.archive.snapshot import Snapshot, snapshot
from khronika.errors import CannotError, UsageError
from khronika.ledger.durable import cannot, put_in_place, replace_file, sync_file, sync_folder, write_draft

BATCH, TRIES = 256, 5
TAR, AGE = ".tar", ".age"


class Backed(msgspec.Struct):
    """What a backup did: files in it, of these written now, files taken away; the ledger's last statement."""

    files: int
    written: int
    removed: int
    last: tuple[int, str]


def backup(folder: Folder, target: Path, recipients: list[str], on_file: Callable[[str], None]) -> Backed:
    """Makes or refreshes a backup. Target: FILE.tar, FILE.tar.age or FILE.age (needs recipients), else a folder.

    Raises UsageError, CannotError: the backup that was there before stays.
    """
    is_file = target.suffix in (TAR, AGE)
    if bool(recipients) != (target.suffix == AGE):
        raise UsageError(
            f"{target}: an encrypted backup is a file that ends in {AGE} and needs --to; give both or none"
        )
    if target.resolve().is_relative_to(folder.root.resolve()):
        raise UsageError(f"{target} lies in the archive itself; choose a place outside")
    if target.is_dir() and is_file:
        raise UsageError(f"{target} is a folder; name a file")
    place = target.parent if is_file else target
    try:
        place.mkdir(parents=True, exist_ok=True)
        with writer_lock(place / f".{target.name}.lock", "backup", wait=60.0):
            return _tried(folder, target, is_file, recipients, on_file)
    except OSError as error:
        raise cannot(target, error) from error


def _tried(
    folder: Folder, target: Path, is_file: bool, recipients: list[str], on_file: Callable[[str], None]
) -> Backed:
    for left in reversed(range(TRIES)):
        taken = None
        try:
            with snapshot(folder, target.parent if is_file else target) as taken:
                return into_file(taken, target, recipients, on_file) if is_file else _refresh(taken, target, on_file)
        except CannotError:
            if not left or taken is None or not taken.is_outdated():
                raise
    raise CannotError(target, "documents are destroyed while it is made", "try again")


def _refresh(taken: Snapshot, target: Path, on_file: Callable[[str], None]) -> Backed:
    place = target / manifest.NAME
    if not place.exists() and any(p for p in target.iterdir() if not p.name.startswith(".") and p.name not in _OWN):
        raise UsageError(f"{target} holds other things than a backup; choose an empty folder")
    before = manifest.read(place.read_bytes(), place) if place.exists() else {}
    files: dict[str, str] = {}
    new = list(_copied(taken, target, before, files, on_file))
    if taken.is_outdated():
        raise CannotError(target, "a document was destroyed meanwhile", "try again")
    replace_file(place, manifest.written(files))
    return Backed(len(files), len(new), sum(_swept(target, files)), taken.last)


_OWN = ("captures", "texts", "keys", "drafts")


def _copied(
    taken: Snapshot, target: Path, before: dict[str, str], files: dict[str, str], on_file: Callable[[str], None]
) -> Iterator[str]:
    """Copies what the backup lacks, some at a time; fills path -> SHA-256 and gives the paths copied."""
    drafts = target / "drafts"
    drafts.mkdir(exist_ok=True)
    moves: list[tuple[Path, Path]] = []
    for path in [*taken.files, *taken.parts]:
        place = target / path
        if path in before and place.exists():
            files[path] = before[path]
        else:
            content = taken.parts[path].read_bytes() if path in taken.parts else taken.content(path)
            files[path] = manifest.digest_of(content)
            draft = drafts / path.replace("/", "-")  # a text may have the name of its capture
            write_draft(draft, content, 0o600)
            moves.append((draft, place))
            yield path
        if len(moves) >= BATCH:
            put_in_place(moves)
            moves = []
        on_file(path)
    put_in_place(moves)


def _swept(target: Path, files: dict[str, str]) -> Iterator[bool]:
    """Takes away what the manifest does not name."""
    for path in sorted(p for p in target.rglob("*") if p.is_file()):
        name = path.relative_to(target).as_posix()
        if name not in files and name != manifest.NAME and not name.startswith("."):
            path.unlink()
            yield True


def into_file(taken: Snapshot, target: Path, recipients: list[str], on_file: Callable[[str], None]) -> Backed:
    """Everything as one tar file, encrypted on its way where recipients are given."""
    draft = target.with_name(f".{target.name}.draft")
    try:
        with draft.open("wb") as stream:
            draft.chmod(0o600)
            if recipients:
                encrypted(lambda inner: _pack(taken, inner, on_file), stream, recipients)
            else:
                _pack(taken, stream, on_file)
        if taken.is_outdated():
            raise CannotError(target, "a document was destroyed meanwhile", "try again")
        sync_file(draft)
        draft.replace(target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    many = len(taken.files) + len(taken.parts)
    return Backed(many, many, 0, taken.last)


def _pack(taken: Snapshot, stream: BinaryIO, on_file: Callable[[str], None]) -> None:
    """Writes the tar; the manifest comes last."""
    files: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for path in [*taken.files, *taken.parts]:
            content = taken.parts[path].read_bytes() if path in taken.parts else taken.content(path)
            files[path] = manifest.digest_of(content)
            put(tar, path, content)
            on_file(path)
        put(tar, manifest.NAME, manifest.written(files))
