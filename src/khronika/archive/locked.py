"""An archive at rest as one encrypted file: `lock` turns the folder into it, `unlock` turns it back.

The file is read back and held against its manifest before the folder goes, and the other way round: killed at any
moment, at least one of the two is whole. What a disk keeps of deleted files is the system's: encrypt the disk too.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from khronika.archive.backup import into_file
from khronika.archive.crypt import recipient_of
from khronika.archive.folder import Folder
from khronika.archive.lock import writer_lock
from khronika.archive.restore import restore
from khronika.archive.snapshot import snapshot
from khronika.archive.verify_backup import verify_backup
from khronika.errors import CannotError, UsageError
from khronika.ledger.durable import cannot, sync_folder


def locked_file(root: Path) -> Path:
    """The file that an archive becomes."""
    return root.with_name(f"{root.name}.age")


def lock(folder: Folder, key: Path, on_file: Callable[[str], None], wait: float = 0.0) -> Path:
    """The folder becomes a file beside it. Raises CannotError: the folder stays as it is."""
    root = folder.root.resolve()
    target = locked_file(root)
    try:
        with writer_lock(folder.lock, "lock", wait):
            with snapshot(folder, folder.incoming, derived=True) as taken:
                into_file(taken, target, [recipient_of(key)], on_file)
            _read_back(target, key)
            _remove(root)
        sync_folder(root.parent)
    except OSError as error:
        raise cannot(target, error) from error
    return target


def _read_back(target: Path, key: Path) -> None:
    """Decrypts the file and checks every byte as it passes; nothing of it is written."""
    for fault in verify_backup(target, key):
        raise CannotError(target, f"did not come out whole: {fault}", "the folder stays as it is; try again")


def _remove(root: Path) -> None:
    """Away at one stroke for everybody else, then file by file."""
    gone = root.with_name(f".{root.name}.locked-away")
    shutil.rmtree(gone, ignore_errors=True)
    root.replace(gone)
    shutil.rmtree(gone)


def unlock(source: Path, key: Path, on_file: Callable[[str], None]) -> Folder:
    """The file becomes the folder again, and goes. Raises UsageError, CannotError: the file stays."""
    if source.suffix != ".age":
        raise UsageError(f"{source} is no locked archive; name the file that ends in .age")
    root = source.with_suffix("")
    shutil.rmtree(root.with_name(f".{root.name}.locked-away"), ignore_errors=True)
    folder = restore(source, root, key, on_file)
    source.unlink()
    return folder
