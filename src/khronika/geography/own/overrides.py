"""Read a file of overrides: one line each, "this name means that place here".

    # a remark
    Bridge Town => 2267057              the place with this GeoNames id
    Ostrov => 43.17, 46.65              a place of one's own: latitude, longitude
    The Crossing => 43.17, 46.65, point     … and its level; town where none is given

A tab may stand for `=>`. The name may be in any language; case and accents do not matter.
"""

from pathlib import Path

from khronika.errors import UsageError
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import LEVELS, NONE
from khronika.geography.own.build import build
from khronika.geography.own.entry import Entry, Fault, a_name, degrees, whole
from khronika.geography.own.layer import Layer
from khronika.geography.own.reading import entries
from khronika.geography.own.source import open_lines
from khronika.geography.own.table import a_level
from khronika.model import Problem

_SHOWN = 20
_HOW = "write: name => GeoNames id, or name => lat, lon, or name => lat, lon, level"


def override(line: str, places: Gazetteer) -> Entry | None:
    """The override of one line; None for an empty line or a remark. Raises Fault.

    The place of an id is copied, so that the line keeps its meaning when another gazetteer is removed.
    """
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    name, sign, target = line.partition("=>") if "=>" in line else line.partition("\t")
    if not sign or not target.strip():
        raise Fault("no name and place", _HOW)
    parts = [part.strip() for part in target.split(",")]
    if len(parts) == 1:
        return _known(a_name(name), parts[0], places)
    if len(parts) > 3:
        raise Fault(f"{target.strip()!r} is no place", _HOW)
    point = degrees(parts[0], 90, "lat"), degrees(parts[1], 180, "lon")
    return Entry(a_name(name), *point, a_level("".join(parts[2:])) or "town", names=(a_name(name),))


def _known(name: str, number: str, places: Gazetteer) -> Entry:
    if not number.isdigit():
        raise Fault(f"{number!r} is no place", _HOW)
    row = places.row_of(whole(number, "geonameid"))
    point = None if row is None else places.point(row)
    if row is None or point is None:
        raise Fault(
            f"no gazetteer has a place with the id {number}",
            "look it up with: khronika gazetteer search NAME, import its country file first, or give lat, lon",
        )
    _, _, _, people, home, first, second, _, level, _ = places.numbers(row)
    return Entry(
        places.name(row), *point, LEVELS[level], (name,), _row(home), _row(first), _row(second), places.ids[row], people
    )


def _row(number: int) -> int | None:
    return None if number == NONE else number


def overrides_of(path: Path, places: Gazetteer) -> Layer:
    """A file of overrides for one run. Raises UsageError where any line is at fault: half of them would mislead."""
    with open_lines(path) as lines:
        items = list(entries(lines, lambda line: override(line, places), by_name=True))
    faults = [str(item) for item in items if isinstance(item, Problem)]
    if faults:
        raise UsageError("overrides are not in order:\n" + "\n".join(faults[:_SHOWN]))
    given = [item for item in items if isinstance(item, Entry)]
    about = {"source": path.name, "sha256": lines.digest}
    return Layer(build(given, places, name="overrides", kind="override", first=False, **about))
