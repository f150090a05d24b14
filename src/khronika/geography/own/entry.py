"""One place as a user's file gives it, and what holds for every file: limits and the reading of numbers."""

from math import isfinite

import msgspec

MOST_ENTRIES = 1_000_000
MOST_BYTES = 1 << 30  # of an unpacked file
LONGEST_LINE = 1 << 16
LONGEST_NAME = 60  # characters; longer ones are not looked for in texts
MOST_NAMES = 400  # other names of one place
LARGEST = 0xFFFFFFFF


class Entry(msgspec.Struct):
    """A place to be laid over the shipped ones. None: not given. `country`, `admin1`, `admin2` are rows of the shipped
    gazetteer; `inside` and `code` are GeoNames' codes of units of level 2, the one it lies in and its own."""

    name: str
    lat: float
    lon: float
    level: str | None = None
    names: tuple[str, ...] = ()
    country: int | None = None
    admin1: int | None = None
    admin2: int | None = None
    geonameid: int = 0
    population: int | None = None
    inside: str = ""
    code: str = ""


class Fault(ValueError):  # noqa: N818 (becomes a Problem with file and line)
    """What is wrong with a line, and what to do."""

    def __init__(self, what: str, then: str) -> None:
        self.what, self.then = what, then
        super().__init__(f"{what}; {then}")


def degrees(text: str, most: int, which: str) -> float:
    """Degrees within -most..most, as a file writes them. Raises Fault.

    >>> degrees(" 43.5 ", 90, "lat")
    43.5
    """
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > most:
        raise Fault(
            f"{which} {text!r} is not a number from -{most} to {most}", "write degrees with a point, such as 43.17"
        )
    return value


def whole(text: str, which: str) -> int:
    """A whole number from 0 to 4294967295, as a file writes it. Raises Fault."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else -1
    if not 0 <= number <= LARGEST:
        raise Fault(f"{which} {text!r} is not a whole number", "write digits alone, or leave it empty")
    return number


def a_name(text: str) -> str:
    """The name without blanks around it. Raises Fault where no text could hold it."""
    name = " ".join(text.split())
    if not any(c.isalpha() for c in name):
        raise Fault("no name" if not name else f"the name {name!r} has no letter", "write the name as texts have it")
    if len(name) > LONGEST_NAME:
        raise Fault(f"the name has {len(name)} characters", f"{LONGEST_NAME} at most are looked for; shorten it")
    return name
