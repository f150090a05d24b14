"""From the paths that a user gives to single files, in an order that is the same on every machine.

First step of reading. A folder is walked without ever being listed as a whole; hidden entries are skipped; links inside
it are not followed: one that stays inside is read at its own place, one that leads out is a Problem. Opens no file; an
address on the web is fetched (`capture`) and becomes a file of its bytes.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from khronika.capture import FetchOptions
from khronika.model import Problem
from khronika.sources.file import File, refusal, why

_WEB = re.compile(r"https?:/", re.IGNORECASE)
STDIN = File(Path("-"), "stdin", "standard input")


def walk_paths(paths: Sequence[str | Path], limits: FetchOptions | None = None) -> Iterator[File | Problem]:
    """Every file under the paths, once each: paths as given, folders by name. `STDIN` stands for "-"."""
    seen: set[int] = set()
    for given in paths:
        for found in _walk_one(given, limits):
            if isinstance(found, File) and len(paths) > 1 and found is not STDIN:
                real = hash(found.url or os.path.realpath(found.path))
                if real in seen:  # the same file by another path: its events would count double
                    continue
                seen.add(real)
            yield found


def _walk_one(given: str | Path, limits: FetchOptions | None) -> Iterator[File | Problem]:
    where = str(given)
    if where == "-":
        yield STDIN
    elif _WEB.match(where):
        yield _fetched(where if "://" in where else where.replace(":/", "://", 1), limits)  # a Path drops one slash
    elif "\0" in where or not where:
        yield Problem(repr(where), "is no path", "give a file or a folder")
    elif os.path.isdir(where):  # noqa: PTH112 (Path.is_dir raises where this says no)
        yield from _walk_folder(Path(where))
    else:
        file = File(Path(where), _printable(Path(where).name), _printable(where))
        yield refusal(file) or file


def _fetched(url: str, limits: FetchOptions | None) -> File | Problem:
    """The bytes at an address as a file, named by the last part of where they were found."""
    from khronika.capture import fetch

    found = fetch(url, limits)
    if isinstance(found, Problem):
        return found
    name = Path(unquote(urlsplit(found.final_url).path)).name.replace("\0", "")
    return File(Path(name or "page"), url, url, found.content, found.media_type, found.final_url)


def _walk_folder(root: Path) -> Iterator[File | Problem]:
    """Depth first, files and folders of one folder sorted together by name; says so where nothing is found."""
    real_root = os.path.realpath(root)
    levels, empty = [_entries(root)], True
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
        elif isinstance(entry, os.DirEntry) and not entry.is_symlink() and entry.is_dir(follow_symlinks=False):
            levels.append(_entries(Path(entry.path)))
        else:
            found = entry if isinstance(entry, Problem) else _file(entry, root, real_root)
            empty = empty and found is None
            if found is not None:
                yield found
    if empty:
        what = "the folder holds no readable file (hidden ones are skipped)"
        yield Problem(_printable(str(root)), what, "give another folder")


def _entries(folder: Path) -> Iterator["os.DirEntry[str] | Problem"]:
    """What is not hidden in one folder, by name; a Problem where it cannot be listed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((e for e in listing if not e.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        yield Problem(_printable(str(folder)), why(error), "change its rights or leave it out")
        return
    yield from entries


def _file(entry: "os.DirEntry[str]", root: Path, real_root: str) -> File | Problem | None:
    """The entry as a file, or what is wrong with it; None for a link to something that is read at its own place."""
    path = Path(entry.path)
    file = File(path, _printable(path.relative_to(root).as_posix()), _printable(str(path)))
    if entry.is_symlink() and path.exists():
        inside = Path(os.path.realpath(path)).is_relative_to(real_root)
        return None if inside else Problem(file.where, "a link that leads out of the folder", "give what it points at")
    return refusal(file) or file


def _printable(path: str) -> str:
    """A path that can be written as UTF-8: bytes of file names that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
