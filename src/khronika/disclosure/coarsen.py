"""Make places and days coarser: a town becomes its first-order unit, a day its month. Never finer, never a guess.

The middle of a unit is the gazetteer's and says nothing of where in it something happened.
"""

from calendar import monthrange

import msgspec

from khronika.disclosure.policy import DateAt, PlaceAt
from khronika.geography import gazetteer
from khronika.model import Place, read_day
from khronika.model.mention import DateLevel

_WITHIN = ("point", "suburb", "near")
_KEPT = ("area", "sea", None)


def coarse_place(place: Place | None, at: PlaceAt) -> Place | None:
    """The place no finer than `at`; where the unit that holds it is not known, its country; else nothing."""
    if place is None or at == "point":
        return place
    if at == "country" or place.level in ("country", *_KEPT):
        return _country(place)  # a line or a region over several units says too much
    if at == "town":
        return _settlement(place) or _unit(place) if place.level in _WITHIN else place
    return _unit(place)


def _settlement(place: Place) -> Place | None:
    """The settlement, where the place is near one that the gazetteer knows by its id."""
    found = gazetteer().by_id(place.geonameid) if place.geonameid and place.level == "near" else None
    return found if found and found.level == "town" else None


def _unit(place: Place) -> Place | None:
    """The first-order unit around it."""
    places = gazetteer()
    row = places.row_of(place.geonameid) if place.geonameid else None
    number = None if row is None else places.admin1_row[row]
    named = (number is not None and 0 <= number < places.size) and places.place(number)
    if not named and place.country_iso3 and place.admin1:
        named = places.admin1(place.country_iso3, place.admin1) or False
    if not named or named.level != "adm1" or named.country_iso3 != place.country_iso3:
        return _bare_unit(place)
    return msgspec.structs.replace(named, admin2=None)


def _bare_unit(place: Place) -> Place | None:
    """The unit by its name alone, where the gazetteer has none of it."""
    if not place.admin1 or not place.country_iso3:
        return _country(place)
    return Place(name=place.admin1, country_iso3=place.country_iso3, admin1=place.admin1, level="adm1")


def _country(place: Place) -> Place | None:
    if not place.country_iso3:
        return None
    return gazetteer().country(place.country_iso3) or Place(
        name=place.country_iso3, country_iso3=place.country_iso3, level="country"
    )


def coarse_days(start: str | None, end: str | None, at: DateAt) -> tuple[str | None, str | None, DateLevel | None]:
    """First and last day of the months or years that hold the interval, and its level; nothing where a day is no date."""
    first, last = read_day(start or end), read_day(end or start)
    if first is None or last is None:
        return None, None, None
    if at == "year":
        return f"{first.year:04}-01-01", f"{last.year:04}-12-31", "year"
    days = monthrange(last.year, last.month)[1]
    one = (first.year, first.month) == (last.year, last.month)
    return (
        f"{first.year:04}-{first.month:02}-01",
        f"{last.year:04}-{last.month:02}-{days:02}",
        "month" if one else "year",
    )
