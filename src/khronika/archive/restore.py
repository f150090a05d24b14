"""`restore`: an archive out of a backup, every byte held against the manifest.

The archive is made beside its place and renamed into it when all holds. What was derived is made again by a replay.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from khronika.archive import manifest
from khronika.archive.folder import Folder
from khronika.archive.packed import members
from khronika.archive.verify_backup import opened, verify_backup
from khronika.errors import CannotError, UsageError
from khronika.ledger import Ledger
from khronika.ledger.durable import cannot, sync_file, sync_folder

_OTHER = "use another backup"
_NAMES = {"ledger": "ledger.sqlite", "khronika": "khronika.toml", "derived": "derived/derived.sqlite"}


def restore(source: Path, target: Path, key: Path | None, on_file: Callable[[str], None]) -> Folder:
    """An archive at `target`, which must not exist or be empty. Raises UsageError, CannotError: nothing is there then."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} exists; name a folder that does not")
    draft = target.with_name(f".{target.name}.restoring")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        draft.chmod(0o700)
        _unpack(source, draft, key, on_file)
        _become_archive(draft)
        if target.exists():
            target.rmdir()
        draft.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise cannot(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Folder(target)


def _unpack(source: Path, draft: Path, key: Path | None, on_file: Callable[[str], None]) -> None:
    """All files of a backup, as they lie in a backup folder; complete and whole, or CannotError."""
    if source.is_dir():
        files = manifest.read((source / manifest.NAME).read_bytes(), source / manifest.NAME)
        for path in files:
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / path, draft / path)
            on_file(path)
        (draft / manifest.NAME).write_bytes(manifest.written(files))
    else:
        with source.open("rb") as stream:
            opened(stream, source, key, lambda inner: _untar(inner, draft, source, on_file))
    faults = list(verify_backup(draft))
    if faults:
        raise CannotError(source, str(faults[0]), _OTHER)


def _untar(stream: BinaryIO, draft: Path, source: Path, on_file: Callable[[str], None]) -> None:
    """Members by the paths that a backup has; anything else is refused, so nothing lands outside."""
    for member in members(stream, str(source)):
        place = (draft / member.path).resolve()
        if not place.is_relative_to(draft.resolve()) or place.exists():
            raise CannotError(source, f"holds {member.path!r}, which no backup does", _OTHER)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as target:
            target.writelines(member.pieces())
        on_file(member.path)


def _become_archive(draft: Path) -> None:
    """Names as an archive has them; the ledger sealed."""
    files = manifest.read((draft / manifest.NAME).read_bytes(), draft)
    for name in ("captures", "texts", "keys", "derived", "incoming"):
        (draft / name).mkdir(exist_ok=True)
    for path in files:
        sort = path.partition("-")[0]
        if "/" not in path:
            (draft / path).replace(draft / _NAMES[sort])
        elif path.startswith("keys/"):
            (draft / path).chmod(0o600)
    (draft / manifest.NAME).unlink()
    with Ledger(draft / "ledger.sqlite", write=True):
        pass
    for place in draft.rglob("*"):
        (sync_folder if place.is_dir() else sync_file)(place)
