"""Compare places: identity, uncertainty, the tree of country, region, settlement. Each pair is compared once.

Does not look names up: coordinates, regions and uncertainties are those that the mention carries.
"""

from math import cos, radians

import msgspec

from khronika.geography.geo import kilometres
from khronika.model import Place
from khronika.text.fold import fold

FINE = frozenset(("point", "suburb", "town", "near"))
CITY_KM = 40.0  # a region of the same name is the city itself up to this radius
SOFT = frozenset(("point", "suburb", "near"))
WIDE = frozenset(("country", "sea", "area"))
FINENESS = {"point": 0, "suburb": 1, "town": 2, "near": 3, "adm2": 4, "adm1": 5, "area": 6, "sea": 7, "country": 8}
_SAME = {
    "adm2": "place.same_district",
    "adm1": "place.same_region",
    "area": "place.same_area",
    "sea": "place.same_area",
    "country": "place.same_country",
}


class Spot(msgspec.Struct, frozen=True):
    """A place as it is compared; names folded, "" where unknown; `at` in degrees."""

    index: int
    place: Place
    level: str
    name: str
    country: str
    admin1: str
    admin2: str
    at: tuple[float, float] | None
    radius_km: float

    @property
    def is_fine(self) -> bool:
        """Whether it is a settlement or a part of one."""
        return self.level in FINE

    @property
    def is_wide(self) -> bool:
        """Whether it says no more than a country, a sea or an area in no known region."""
        return self.level == "country" or (self.level in WIDE and not self.admin1)


class SpotTable:
    """The different places of a batch, numbered as they come, with the level of each pair that was asked for."""

    def __init__(self, radius_km: dict[str, float]) -> None:
        self.radius_km = radius_km
        self.spots: list[Spot] = []
        self._numbers: dict[object, int] = {}
        self._levels: dict[tuple[int, int], str] = {}

    def __getitem__(self, index: int) -> Spot:
        return self.spots[index]

    def add(self, place: Place | None) -> int:
        """Number of the place; -1 where there is none. Two records of one gazetteer entry are one place."""
        if place is None or not (place.name or place.geonameid or place.country_iso3):
            return -1
        spot = self._make(place)
        number = self._numbers.setdefault(_key(spot), len(self.spots))
        if number == len(self.spots):
            self.spots.append(spot)
        return number

    def _make(self, place: Place) -> Spot:
        level = place.level or ("country" if place.name is None else "area")
        name = fold(place.name or "").strip()
        admin1 = fold(place.admin1 or (place.name if level == "adm1" else "") or "").strip()
        at = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
        radius = place.uncertainty_m / 1000 if place.uncertainty_m else self.radius_km[level]
        country = place.country_iso3 or ""
        return Spot(len(self.spots), place, level, name, country, admin1, fold(place.admin2 or "").strip(), at, radius)

    def level(self, a: int, b: int) -> str:
        """Name of the level at which two places agree, "place.other" where they contradict. Symmetric."""
        if a < 0 or b < 0:
            return "place.both_missing" if a == b else "place.one_missing"
        pair = (a, b) if a <= b else (b, a)
        found = self._levels.get(pair)
        if found is None:
            found = self._levels[pair] = compare_spots(self.spots[pair[0]], self.spots[pair[1]])
        return found


def _key(spot: Spot) -> tuple[object, ...]:
    """What makes two records one place. "Near X" has the number of X and yet is another place."""
    if spot.level == "country" and spot.country:
        return ("country", spot.country)
    if spot.place.geonameid:
        return (spot.place.geonameid, spot.level in SOFT)
    return (spot.level, spot.name, spot.country, spot.admin1)


def compare_spots(a: Spot, b: Spot) -> str:
    """Name of the level at which two known places agree."""
    if a.index == b.index:
        return _SAME.get(a.level, "place.same_settlement")
    if a.place.geonameid and a.place.geonameid == b.place.geonameid:
        return "place.near"
    if a.country != b.country and ((a.country and b.country) or "country" in (a.level, b.level)):
        return "place.other"
    if a.level == b.level == "country":
        return "place.other"
    if "country" in (a.level, b.level):
        return "place.country_only"
    return _compare_in_country(a, b)


def _compare_in_country(a: Spot, b: Spot) -> str:
    """Two places of which neither is a country."""
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return "place.other"
    if a.is_fine and b.is_fine:
        return "place.near" if _are_one_settlement(a, b) else "place.other"
    if a.is_wide and b.is_wide:
        return _compare_areas(a, b)
    if a.is_wide or b.is_wide:
        return "place.country_only"
    if not (a.admin1 and b.admin1):
        return "place.country_only" if a.country else "place.other"
    return _compare_in_region(a, b)


def _compare_in_region(a: Spot, b: Spot) -> str:
    """Two places of one region, at most one of them a settlement."""
    if a.level == b.level:
        return _SAME[a.level] if a.name == b.name else "place.other"
    if a.name == b.name == a.admin1 and max(a.radius_km, b.radius_km) <= CITY_KM:
        return "place.near"  # a city that is a region of its own: Moscow in Moscow, unlike Naryn in Naryn
    districts = [spot.admin2 or (spot.name if spot.level == "adm2" else "") for spot in (a, b)]
    if "adm2" in (a.level, b.level) and all(districts) and districts[0] != districts[1]:
        return "place.other"
    return "place.inside"


def _compare_areas(a: Spot, b: Spot) -> str:
    """Two areas without known region. Names in two scripts say nothing for or against."""
    if a.name and a.name == b.name:
        return "place.same_area"
    if a.at and b.at and kilometres(a.at, b.at) > a.radius_km + b.radius_km:
        return "place.other"
    return "place.unread_area" if a.name.isascii() != b.name.isascii() else "place.other_area"


def _are_one_settlement(a: Spot, b: Spot) -> bool:
    """Whether a site, a part or the surroundings of a settlement may be what the other names; two towns never are."""
    twins = a.name == b.name and bool(a.name)
    if not twins and (a.level == b.level or not (a.level in SOFT or b.level in SOFT)):
        return False
    if a.at is None or b.at is None:
        return twins and bool(a.admin1) and a.admin1 == b.admin1
    return kilometres(a.at, b.at) <= a.radius_km + b.radius_km


def squares(spot: Spot, margin_km: float) -> list[tuple[int, int]]:
    """Quarter-degree squares that a circle around the place may touch; longitude wraps."""
    if spot.at is None:
        return []
    lat, lon = spot.at
    tall = (min(spot.radius_km, 100.0) + margin_km) / 111.2
    broad = min(180.0, tall / max(0.01, cos(radians(min(89.5, abs(lat) + tall)))))
    rows = range(int((lat - tall) // 0.25), int((lat + tall) // 0.25) + 1)
    columns = range(int((lon - broad) // 0.25), int((lon + broad) // 0.25) + 1)
    return [(row, (column + 720) % 1440 - 720) for row in rows for column in columns]
