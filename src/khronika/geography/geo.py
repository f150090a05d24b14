"""Distances on the globe and the middle of several places. Degrees in, kilometres out; no projection."""

from collections.abc import Sequence
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH_KM = 6371.0088

Point = tuple[float, float]


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance of two (lat, lon) points in kilometres.

    >>> round(kilometres((55.75, 37.62), (59.94, 30.31)))
    635
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def destination(start: Point, bearing: float, distance_km: float) -> Point:
    """The (lat, lon) point that many kilometres from a start; the bearing in degrees clockwise from north.

    >>> tuple(round(x, 2) for x in destination((50.0, 30.0), 90, 100))
    (49.99, 31.4)
    """
    lat, lon = radians(start[0]), radians(start[1])
    arc, course = distance_km / EARTH_KM, radians(bearing)
    there = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(course))
    east = atan2(sin(course) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(there))
    return degrees(there), (degrees(lon + east) + 540) % 360 - 180


def middle(points: Sequence[Point]) -> Point:
    """Mean direction of the points, right across the date line too. Raises ValueError where there is none."""
    if not points:
        raise ValueError("no points")
    x = sum(cos(radians(lat)) * cos(radians(lon)) for lat, lon in points)
    y = sum(cos(radians(lat)) * sin(radians(lon)) for lat, lon in points)
    z = sum(sin(radians(lat)) for lat, _ in points)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def reach(centre: Point, points: Sequence[Point], share: float = 0.9) -> float:
    """Kilometres around the centre that hold the given share of the points; 0.0 where there is none."""
    if not points:
        return 0.0
    distances = sorted(kilometres(centre, point) for point in points)
    return distances[min(len(distances) - 1, int(share * len(distances)))]
