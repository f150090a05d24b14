"""PRIO-GRID cells and ViEWS months (formats.md 10)."""

from math import floor


def priogrid(lat: float, lon: float) -> int:
    """The cell of half a degree that holds a point; row 1 at the south pole, column 1 at 180 degrees west.

    >>> priogrid(10.51, 2.29)
    145085
    """
    row, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def month_id(day: str) -> int:
    """Months since December 1979: January 1980 is 1.

    >>> month_id("1980-01-31")
    1
    """
    return (int(day[:4]) - 1980) * 12 + int(day[5:7])
