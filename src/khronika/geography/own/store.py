"""Import, list and remove the user's gazetteers. A compiled file is written aside and put in place in one step, so that an
import that is stopped leaves what was there before.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import msgspec

from khronika.errors import CannotError, KhronikaError, UsageError
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.own.about import About, Kind
from khronika.geography.own.build import build
from khronika.geography.own.entry import Entry
from khronika.geography.own.geonames import CountryFile, is_geonames
from khronika.geography.own.home import SUFFIX, checked_name, chosen, compiled, folder, name_from
from khronika.geography.own.layer import Layer
from khronika.geography.own.overrides import override
from khronika.geography.own.reading import Reader, entries
from khronika.geography.own.source import open_lines
from khronika.geography.own.table import Table
from khronika.model import Problem

_PART = ".part"
_KEPT = 100  # problems that are kept to be shown
_STEP = 1000  # lines
_OLD = 24 * 3600


class Imported(msgspec.Struct):
    """What an import did; `path` is None where nothing could be taken, and then nothing was changed."""

    name: str
    kind: Kind
    path: Path | None = None
    taken: int = 0
    passed: int = 0
    faults: int = 0
    problems: list[Problem] = []
    ignored: list[str] = []


class Installed(msgspec.Struct, frozen=True):
    """One file of a folder of gazetteers; `about` is None where it cannot be used, and `fault` says why."""

    name: str
    path: Path
    about: About | None = None
    fault: str | None = None


def import_file(
    path: Path, places: Gazetteer, *, name: str | None = None, where: str | None = None, first: bool | None = None,
    sort: Literal["places", "overrides"] = "places", on_lines: Callable[[], None] = lambda: None,
) -> Imported:  # fmt: skip
    """Compile a file into the folder of gazetteers, in place of one of the same name.

    `first`: whether its places win over namesakes; where it is None lists do and country files do not.
    `places` are those that overrides may name. `on_lines` is called every 1000 lines. Raises KhronikaError.
    """
    place = folder(where)
    made = Imported(checked_name(name) if name else name_from(path), "override" if sort == "overrides" else "list")
    reader = _Reader(path, places, sort, on_lines)
    taken: list[Entry] = []
    with open_lines(path) as lines:
        _read(made, taken, entries(lines, reader, by_name=sort == "overrides"))
    made.kind, made.ignored = reader.kind, reader.ignored
    if taken:
        wins = made.kind == "list" if first is None else first
        data = build(taken, places, name=made.name, kind=made.kind, first=wins, source=path.name, sha256=lines.digest)
        made.path = place / (made.name + SUFFIX)
        _put(data, made.path)
    return made


class _Reader:
    """Reads lines as what the first one says that the file is; counts them."""

    def __init__(self, path: Path, places: Gazetteer, sort: str, on_lines: Callable[[], None]) -> None:
        self._path, self._places, self._on_lines = path, places, on_lines
        self.kind: Kind = "override" if sort == "overrides" else "list"
        self.ignored: list[str] = []
        self._read: Reader | None = (lambda line: override(line, places)) if sort == "overrides" else None
        self._lines = 0

    def __call__(self, line: str) -> Entry | None:
        self._lines += 1
        if self._lines % _STEP == 0:
            self._on_lines()
        return self._read(line) if self._read else self._begin(line)

    def _begin(self, line: str) -> Entry | None:
        if not line.strip():
            return None
        if is_geonames(line):
            self.kind, self._read = "geonames", CountryFile(self._places).entry
            return self._read(line)
        table = Table(line, str(self._path), self._places)
        self._read, self.ignored = table.entry, table.ignored
        return None


def _read(made: Imported, taken: list[Entry], items: Iterable[Entry | Problem | None]) -> None:
    for item in items:
        if isinstance(item, Problem):
            made.faults += 1
            made.problems += [item] if len(made.problems) < _KEPT else []
        elif item is None:
            made.passed += 1
        else:
            taken.append(item)
    made.taken = len(taken)


def _put(data: bytes, target: Path) -> None:
    """Write the file aside and put it in place in one step. Raises CannotError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=_PART, delete=False) as aside:
            try:
                aside.write(data)
                aside.flush()
                os.fsync(aside.fileno())
                aside.close()
                Path(aside.name).replace(target)
            finally:
                Path(aside.name).unlink(missing_ok=True)
    except OSError as error:
        raise CannotError(
            target, error.strerror or str(error), "free some space, or choose another --gazetteer"
        ) from error


def _sweep(place: Path) -> None:
    """Remove what imports left that were killed long ago."""
    for path in place.glob(f".*{_PART}"):
        if time.time() - path.stat().st_mtime > _OLD:
            path.unlink(missing_ok=True)


def listing(base: int, where: str | None = None) -> list[Installed]:
    """The gazetteers in force by name; one that cannot be used with the shipped one of fingerprint `base` says why."""
    return [_installed(path, base) for path in chosen(where)]


def _installed(path: Path, base: int) -> Installed:
    name = path.name.removesuffix(SUFFIX)
    try:
        layer = Layer(path)
        layer.check(base)
    except KhronikaError as error:
        return Installed(name, path, fault=str(error))
    return Installed(name, path, layer.about)


def places_of(base: int, where: str | None = None) -> list[Layer]:
    """The usable lists and country files of the folder that an import would write into."""
    found = [one for one in (_installed(path, base) for path in compiled(folder(where))) if one.about]
    return [Layer(one.path) for one in found if one.about and one.about.kind != "override"]


def remove(name: str, where: str | None = None) -> Path:
    """Remove one gazetteer. Raises UsageError where there is none of this name."""
    path = folder(where) / (checked_name(name) + SUFFIX)
    try:
        path.unlink()
    except FileNotFoundError as error:
        names = ", ".join(found.name.removesuffix(SUFFIX) for found in compiled(path.parent)) or "none"
        raise UsageError(f"no gazetteer {name!r} in {path.parent}; there are: {names}") from error
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "check who may write there") from error
    return path
