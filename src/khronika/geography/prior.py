"""What each place of a name is worth before its document is looked at: its sort, its size, and how it bears the name.

Stands before `rank`, which adds what the document says. Depends on the name, the level said beside it and the readings alone, so
that it is worked out once for all documents (and forgotten again: the last 8192 names are kept). Decides nothing.
"""

from functools import lru_cache
from math import log10
from typing import NamedTuple

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import Point
from khronika.geography.layout import (
    ADM1,
    ADM2,
    ALIAS,
    AREA,
    COUNTRY,
    DERIVED,
    FIRST,
    FORCED,
    POINT,
    ROW,
    SEA,
    TOWN,
)
from khronika.geography.sound import skeletons

SPREAD = (AREA, SEA)
BORNE = 0.8  # against another name of one place where it is the very name of a town of some size
CELL, CELLS, NO_CELL = (
    (4.0, 8.0),
    1000,
    -1_000_000,
)  # degrees of latitude and longitude; a row of fields; of what lies nowhere
_SITE = 4.0  # a crossing or bridge that has a name of its own
_KEPT = 8192


class Reading(NamedTuple):
    """One place that a name may mean: what it is worth alone, and all that `rank` asks of it."""

    row: int
    prior: float
    level: int
    country: int
    unit: int
    point: Point | None
    cell: int
    claimed: int


@lru_cache(maxsize=_KEPT)
def readings(numbers: tuple[int, ...], key: str, level: int | None, places: Gazetteer) -> tuple[Reading, ...]:
    """The readings of one name in the order of its numbers; `level`: what a word beside it says.

    Which of them stand here together matters: a unit yields to its town, an alias to a town that bears the very name.
    """
    seats = seats_of(numbers, key, places)
    borne = any(bears(n, places) for n in numbers)
    found = []
    for number in numbers:
        row = number & ROW
        worth = prior(number, places, key, level, seats) - BORNE * (borne and bool(number & ALIAS))
        point = places.point(row)
        at = (places.country_row[row], places.admin1_row[row], point, NO_CELL if point is None else cell(*point))
        found.append(Reading(row, worth, places.level[row], *at, number & (FIRST | FORCED)))
    return tuple(found)


def cell(lat: float, lon: float) -> int:
    """The number of the field of `CELL` degrees that a point lies in; a field's neighbours are ±1 and ±`CELLS` away."""
    return int(lat // CELL[0]) * CELLS + int(lon // CELL[1])


def seats_of(numbers: tuple[int, ...], key: str, places: Gazetteer) -> set[int]:
    """Units that hold a town of some size with their name; none where no unit is among the readings."""
    if not any(places.level[n & ROW] == ADM1 for n in numbers):
        return set()
    return {places.admin1_row[n & ROW] for n in numbers if _is_seat(n, key, places)}


def _is_seat(number: int, key: str, places: Gazetteer) -> bool:
    """A town that may be meant rather than the unit of the same name: its own name, in whatever script, not a by-name of it."""
    row = number & ROW
    if places.level[row] != TOWN or places.population[row] <= 20_000:
        return False
    return not number & ALIAS or not key.isascii() or bool({*skeletons(key)} & {*skeletons(places.name(row))})


def bears(number: int, places: Gazetteer) -> bool:
    """A town of some size whose own name it is; then the other names of others are less likely meant."""
    row = number & ROW
    return not number & (ALIAS | DERIVED) and places.level[row] == TOWN and places.population[row] > 50_000


def prior(number: int, places: Gazetteer, key: str, said: int | None, seats: set[int]) -> float:
    """What a reading is worth before the document is looked at, in powers of ten of people."""
    row, people = number & ROW, places.population[number & ROW]
    level = places.level[row]
    if level == COUNTRY:
        score = 4.0 + 0.45 * log10(people + 100)
    elif level <= SEA:
        score = 6.5
    elif level == POINT:
        score = _SITE
    elif level == ADM1:
        score = 0.9 * log10(min(people, 300_000) + 100) - (1.5 if row in seats and said is None else 0)
    elif level == ADM2:
        score = 0.9 * log10(min(people, 30_000) + 30) - 1.0
    else:
        score = 0.9 * log10(people + 100) + 0.5 * places.capital[row]
    if number & DERIVED and said not in (ADM1, ADM2):
        score -= 1.0 if level == ADM1 else 2.5
    elif number & ALIAS and level > ADM1 and key.isascii():  # elsewhere no name is the main one
        score -= 0.8
    return score + (1.0 if said is not None and said == level else 0.0)
