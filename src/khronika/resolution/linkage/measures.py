"""Measures between two values of a column, by which levels are bounded, and how values of each sort are read."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from rapidfuzz.distance import OSA, JaroWinkler

from khronika.geography.geo import kilometres
from khronika.text.fold import fold

Values = tuple[Any, ...]
Reader = Callable[[Values], Any]


class Measure(msgspec.Struct, frozen=True):
    """A measure: the sort of values it takes, its score, whether more is nearer, the sentence of a level that is met."""

    sort: str
    score: Callable[[Any, Any], float]
    more_is_nearer: bool
    says: str


def _ratio(a: float, b: float) -> float:
    """The smaller over the larger; 0 where the signs differ."""
    low, high = sorted((abs(a), abs(b)))
    return low / high if a * b > 0 else 0.0


MEASURES = {
    "exact": Measure("text", lambda a, b: float(a == b), True, "equal"),
    "jaro_winkler": Measure("text", JaroWinkler.similarity, True, "Jaro-Winkler at least {}"),
    "edits": Measure("text", OSA.distance, False, "at most {} edits apart"),
    "days": Measure("day", lambda a, b: abs(a - b), False, "at most {} days apart"),
    "difference": Measure("number", lambda a, b: abs(a - b), False, "at most {} apart"),
    "ratio": Measure("number", _ratio, True, "the smaller is at least {} of the larger"),
    "km": Measure("point", kilometres, False, "at most {} km apart"),
}


def plain(value: Any) -> str:
    """The value as text in matching form; whole numbers without a fraction, as tables with gaps store them.

    >>> plain(1949.0), plain("  De  GRÉVE ")
    ('1949', 'de greve')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(fold(str(value)).split())


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _day(value: Any) -> date:
    """The day of an ISO date, of a time (2031-05-04T10:00), of a `date` or a `datetime`."""
    return date.fromisoformat(str(value).strip()[:10])


def _point(values: Values) -> tuple[float, float]:
    latitude, longitude = (_number(value) for value in values)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError(values)
    return latitude, longitude


READERS: dict[str, Reader] = {
    "text": lambda values: " ".join(plain(value) for value in values),
    "number": lambda values: _number(values[0]),
    "day": lambda values: _day(values[0]).toordinal(),
    "point": _point,
    "year": lambda values: int(str(values[0]).strip()[:4]),
    "month": lambda values: _day(f"{str(values[0]).strip()[:7]}-01").month,
    "day_of_month": lambda values: _day(values[0]).day,
}
NEEDED = {"number": "a number", "day": "an ISO date", "point": "latitude and longitude in degrees", "year": "a year",
          "month": "an ISO month or date", "day_of_month": "an ISO date"}  # fmt: skip
EXPECTED_COLUMNS = {"point": 2}
