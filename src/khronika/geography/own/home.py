"""Where the user's gazetteers lie, and which of them are in force.

Each is one file, `gazetteers/NAME.khg` in the folder that KHRONIKA_HOME names, else in the usual folder of the system for data of
programs. KHRONIKA_GAZETTEER names a file or folder to take instead, so that a run can be repeated elsewhere.
"""

import os
import re
from pathlib import Path

from khronika.errors import UsageError
from khronika.home import home

SUFFIX = ".khg"
NOTHING = "none"
_NAME = re.compile(r"[^\W_][\w.-]{0,39}")


def folder(where: str | None = None) -> Path:
    """Folder that imports are written into: the one given, else KHRONIKA_GAZETTEER, else the user's."""
    given = where or os.environ.get("KHRONIKA_GAZETTEER")
    if given is None or given == "":
        return home() / "gazetteers"
    if given == NOTHING or Path(given).is_file():
        raise UsageError(f"{given} is no folder to write gazetteers into; give a folder with --gazetteer")
    return Path(given)


def chosen(where: str | None = None) -> list[Path]:
    """Compiled gazetteers in force, by name. Raises UsageError where a file or folder that was asked for is not there."""
    given = where or os.environ.get("KHRONIKA_GAZETTEER")
    if given == NOTHING:
        return []
    if not given:
        return compiled(home() / "gazetteers")
    path = Path(given)
    if path.is_dir():
        return compiled(path)
    if not path.is_file():
        raise UsageError(f"{given} is not there; make it with: khronika gazetteer import FILE --gazetteer {given}")
    return [path]


def compiled(place: Path) -> list[Path]:
    """The compiled gazetteers of a folder by name; none where it cannot be read or is not there."""
    try:
        with os.scandir(place) as entries:
            names = [e.name for e in entries if e.name.endswith(SUFFIX) and not e.name.startswith(".")]
    except OSError:
        return []
    return [place / name for name in sorted(names)]


def checked_name(name: str) -> str:
    """The name, if a gazetteer may be called so. Raises UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a gazetteer; give letters, digits, - and . (40 at most) with --name")
    return name


def name_from(path: Path) -> str:
    """A name made from that of a file: `my places.csv` gives `my-places`."""
    return checked_name(re.sub(r"[^\w.-]+", "-", path.stem).strip("-._")[:40])
