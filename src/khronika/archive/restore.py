"""`restore`: an archive out of a backup, every byte held against the manifest; and `verify` of a backup.

The archive is made beside its place and renamed into it when all holds. What was derived is made again by a replay.
"""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from khronika.archive import manifest
from khronika.archive.crypt import decrypted
from khronika.archive.folder import Folder
from khronika.archive.session import named_files
from khronika.errors import CannotError, UsageError
from khronika.ledger import Ledger
from khronika.ledger.check import check_ledger
from khronika.ledger.durable import cannot, sync_file, sync_folder
from khronika.model import Problem

_OTHER = "use another backup"
_NAMES = {"ledger": "ledger.sqlite", "khronika": "khronika.toml", "derived": "derived/derived.sqlite"}


def is_backup(path: Path) -> bool:
    """Whether a folder is a backup."""
    return (path / manifest.NAME).is_file()


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
            if source.suffix == ".age":
                if key is None:
                    raise UsageError(f"{source} is encrypted; name the key file with --key")
                decrypted(stream, key, lambda inner: _untar(inner, draft, source, on_file))
            else:
                _untar(stream, draft, source, on_file)
    faults = list(verify_backup(draft))
    if faults:
        raise CannotError(source, str(faults[0]), _OTHER)


def _untar(stream: BinaryIO, draft: Path, source: Path, on_file: Callable[[str], None]) -> None:
    """Members by the paths that a backup has; anything else is refused, so nothing lands outside."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for entry in tar:
                inner = tar.extractfile(entry) if entry.isreg() else None
                place = (draft / entry.name).resolve()
                if inner is None or not place.is_relative_to(draft.resolve()) or place.exists():
                    raise CannotError(source, f"holds {entry.name!r}, which no backup does", _OTHER)
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as target:
                    shutil.copyfileobj(inner, target)
                on_file(entry.name)
        while stream.read(1 << 16):
            pass  # to the end, so that all of it is checked
    except (tarfile.TarError, EOFError) as error:
        raise CannotError(source, f"is no whole backup: {error}", _OTHER) from error


def verify_backup(root: Path) -> Iterator[Problem]:
    """Every fault of a backup folder: manifest, hashes, the ledger's chains, files that the ledger speaks of."""
    place = root / manifest.NAME
    try:
        files = manifest.read(place.read_bytes(), manifest.NAME)
    except (CannotError, OSError) as error:
        yield Problem(manifest.NAME, f"cannot be used: {error}", _OTHER)
        return
    for path, expected in files.items():
        try:
            found = manifest.hash_of(root / path)
        except OSError as error:
            yield Problem(path, f"cannot be read: {error.strerror}", _OTHER)
            continue
        if found != expected:
            yield Problem(path, "is not what the manifest says", f"delete this file and back up again, or {_OTHER}")
    yield from _ledger(root, files)


def _ledger(root: Path, files: dict[str, str]) -> Iterator[Problem]:
    path = manifest.part(files, "ledger", root)
    try:
        with Ledger(root / path) as ledger:
            faults = list(check_ledger(ledger))
            yield from faults
            if not faults:
                for shelf, names in named_files(ledger).items():
                    for name in sorted(names):
                        if f"{shelf}/{name[:2]}/{name}" not in files:
                            yield Problem(f"{shelf}/{name[:2]}/{name}", "is not in the backup", _OTHER)
    except CannotError as error:
        yield Problem(path, str(error), _OTHER)


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
