"""`verify` of a backup, a folder or one file: manifest, hashes, the ledger's chains, files that the ledger speaks of.

A file is read as a stream; of what it holds only the ledger and the manifest are kept, in memory. So an encrypted one is
checked without a byte of it lying open on a disk.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from khronika.archive import manifest
from khronika.archive.crypt import decrypted
from khronika.archive.packed import members
from khronika.archive.session import named_files
from khronika.errors import CannotError, UsageError
from khronika.ledger import Ledger
from khronika.ledger.check import check_ledger
from khronika.ledger.durable import cannot
from khronika.model import Problem

_OTHER = "use another backup"
_ENDINGS = (".tar", ".age")


class _Passed(msgspec.Struct):
    """What a file held: path -> SHA-256, and the bytes of manifest and ledger."""

    hashes: dict[str, str] = {}
    manifest: bytes | None = None
    ledger: bytes | None = None


def is_backup(path: Path) -> bool:
    """Whether a folder is a backup, or a file is called like one."""
    return (path / manifest.NAME).is_file() or (path.is_file() and path.suffix in _ENDINGS)


def verify_backup(
    source: Path, key: Path | None = None, on_file: Callable[[str], None] = lambda _: None
) -> Iterator[Problem]:
    """Every fault of a backup. `key`: the key file of an encrypted one; raises UsageError where it is needed."""
    if source.is_dir():
        yield from _folder(source, on_file)
        return
    if source.suffix not in _ENDINGS:
        raise UsageError(f"{source} is no backup; name a folder, a .tar file or an .age file")
    try:
        passed = _read(source, key, on_file)
    except CannotError as error:
        yield Problem(source.name, str(error), _OTHER)
        return
    yield from _file(source, passed)


def _read(source: Path, key: Path | None, on_file: Callable[[str], None]) -> _Passed:
    passed = _Passed()
    try:
        with source.open("rb") as stream:
            opened(stream, source, key, lambda inner: _pass(inner, source, passed, on_file))
    except OSError as error:
        raise cannot(source, error) from error
    return passed


def opened(stream: BinaryIO, source: Path, key: Path | None, consume: Callable[[BinaryIO], None]) -> None:
    """Hands the tar file's bytes to `consume`, decrypted where the name says so. Raises UsageError: it needs a key."""
    if source.suffix != ".age":
        consume(stream)
        return
    if key is None:
        raise UsageError(f"{source} is encrypted; name the key file with --key")
    decrypted(stream, key, consume)


def _pass(stream: BinaryIO, source: Path, passed: _Passed, on_file: Callable[[str], None]) -> None:
    for member in members(stream, str(source)):
        if member.path in passed.hashes or (member.path == manifest.NAME and passed.manifest is not None):
            raise CannotError(source, f"holds {member.path} twice", _OTHER)
        if member.path == manifest.NAME:
            passed.manifest = member.content()
        elif member.path.startswith("ledger-"):
            passed.ledger = member.content()
            passed.hashes[member.path] = manifest.digest_of(passed.ledger)
        else:
            passed.hashes[member.path] = member.digest()
        on_file(member.path)


def _file(source: Path, passed: _Passed) -> Iterator[Problem]:
    try:
        files = manifest.read(passed.manifest or b"", manifest.NAME)
    except CannotError as error:
        yield Problem(manifest.NAME, f"cannot be used: {error}", _OTHER)
        return
    for path in sorted(files.keys() | passed.hashes.keys()):
        if path not in files:
            yield Problem(path, "is not in the manifest", _OTHER)
        elif path not in passed.hashes:
            yield Problem(path, "is not in the backup", _OTHER)
        elif passed.hashes[path] != files[path]:
            yield Problem(path, "is not what the manifest says", _OTHER)
    path = manifest.part(files, "ledger", source)
    if passed.ledger is not None:
        yield from _ledger(lambda: Ledger.of_bytes(passed.ledger or b"", source.parent / path), path, files)


def _folder(root: Path, on_file: Callable[[str], None]) -> Iterator[Problem]:
    place = root / manifest.NAME
    try:
        files = manifest.read(place.read_bytes(), manifest.NAME)
    except (CannotError, OSError) as error:
        yield Problem(manifest.NAME, f"cannot be used: {error}", _OTHER)
        return
    for path, expected in files.items():
        on_file(path)
        try:
            found = manifest.hash_of(root / path)
        except OSError as error:
            yield Problem(path, f"cannot be read: {error.strerror}", _OTHER)
            continue
        if found != expected:
            yield Problem(path, "is not what the manifest says", f"delete this file and back up again, or {_OTHER}")
    path = manifest.part(files, "ledger", root)
    yield from _ledger(lambda: Ledger(root / path), path, files)


def _ledger(open_ledger: Callable[[], Ledger], path: str, files: dict[str, str]) -> Iterator[Problem]:
    try:
        with open_ledger() as ledger:
            faults = list(check_ledger(ledger))
            yield from faults
            if not faults:
                for shelf, names in named_files(ledger).items():
                    for name in sorted(names):
                        if f"{shelf}/{name[:2]}/{name}" not in files:
                            yield Problem(f"{shelf}/{name[:2]}/{name}", "is not in the backup", _OTHER)
    except CannotError as error:
        yield Problem(path, str(error), _OTHER)
