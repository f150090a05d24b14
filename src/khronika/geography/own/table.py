"""Read a table of places: a line of column names, then one place a line, parted by comma, semicolon or tab.

    name, lat, lon                                                          must be there
    level, alternate_names, country_iso3, admin1, geonameid, population     may be there or empty

`level` is town where it is left out; alternate names are parted by `|`. Other columns are left alone.
"""

import csv
from collections.abc import Iterator

from khronika.errors import UsageError
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ADM1, ROW
from khronika.geography.own.entry import MOST_NAMES, Entry, Fault, a_name, degrees, whole
from khronika.text.fold import fold

NEEDED = ("name", "lat", "lon")
OPTIONAL = ("level", "alternate_names", "country_iso3", "admin1", "geonameid", "population")
LEVELS = ("point", "suburb", "town", "adm2", "adm1", "area", "sea")
_OTHERWISE = {"alternatenames": "alternate_names", "latitude": "lat", "longitude": "lon"}


class Table:
    """The columns of one table, found in its first line. Raises UsageError where one that is needed is missing."""

    def __init__(self, head: str, where: str, places: Gazetteer) -> None:
        self._places = places
        self._delimiter = max(",;\t", key=head.count)
        names = [_OTHERWISE.get(n, n) for n in (cell.strip().lower() for cell in self._cells(head))]
        missing = [name for name in NEEDED if name not in names]
        twice = [name for name in (*NEEDED, *OPTIONAL) if names.count(name) > 1]
        if missing or twice:
            fault = f"no column {', '.join(missing)}" if missing else f"two columns {', '.join(twice)}"
            raise UsageError(
                f"{where}: {fault}; the first line must name the columns: {', '.join(NEEDED)}, and if you like"
                f" {', '.join(OPTIONAL)}. A country file of GeoNames has 19 columns parted by tabs and no such line"
            )
        self._at = {name: names.index(name) for name in (*NEEDED, *OPTIONAL) if name in names}
        self._many = len(names)
        self.ignored = [name for name in names if name and name not in self._at]

    def _cells(self, line: str) -> list[str]:
        return next(csv.reader([line], delimiter=self._delimiter, strict=True), [])

    def entry(self, line: str) -> Entry | None:
        """The place of one line; None for an empty one. Raises Fault."""
        if not line.strip():
            return None
        try:
            cells = self._cells(line)
        except csv.Error as error:
            raise Fault(
                f"the line is no row ({error})", 'close every quotation mark, and write "" for one inside'
            ) from error
        if len(cells) != self._many:
            raise Fault(
                f"{len(cells)} columns, not {self._many}", "put names that hold the separator between quotation marks"
            )
        return self._placed({name: cells[at].strip() for name, at in self._at.items()})

    def _placed(self, row: dict[str, str]) -> Entry:
        country = country_row(row.get("country_iso3", ""), self._places)
        people, number = row.get("population"), row.get("geonameid")
        return Entry(
            name=a_name(row["name"]),
            lat=degrees(row["lat"], 90, "lat"),
            lon=degrees(row["lon"], 180, "lon"),
            level=a_level(row.get("level", "")),
            names=tuple(_others(row.get("alternate_names", ""))),
            country=country,
            admin1=unit_row(row.get("admin1", ""), country, self._places),
            geonameid=whole(number, "geonameid") if number else 0,
            population=whole(people, "population") if people else None,
        )


def _others(cell: str) -> Iterator[str]:
    names = [name for name in cell.split("|") if name.strip()]
    if len(names) > MOST_NAMES:
        raise Fault(f"{len(names)} alternate names", f"give {MOST_NAMES} at most")
    yield from map(a_name, names)


def a_level(text: str) -> str | None:
    """A level that a user's place may have; None where it is left out. Raises Fault."""
    if text and text not in LEVELS:
        raise Fault(f"level {text!r} is not known", f"write one of {', '.join(LEVELS)}, or leave it empty for town")
    return text or None


def country_row(code: str, places: Gazetteer) -> int | None:
    """Row of a country by its ISO 3166 alpha-3 code. Raises Fault."""
    row = places.country_number(code.upper())
    if code and row is None:
        raise Fault(
            f"country_iso3 {code!r} is not known", "write the three letters of ISO 3166, such as UKR, or leave it empty"
        )
    return row


def unit_row(text: str, country: int | None, places: Gazetteer) -> int | None:
    """Row of a unit of level 1, given by GeoNames' code (`RU.17`) or by any name within the country. Raises Fault."""
    if not text:
        return None
    row = places.unit_number(text.upper())
    named = (n & ROW for n in places.shipped(fold(text)) if places.level[n & ROW] == ADM1)
    found = row if row is not None else next((r for r in named if country == places.country_row[r]), None)
    if found is None or (country is not None and places.country_row[found] != country):
        raise Fault(
            f"admin1 {text!r} is not known" + ("" if country is None else " in this country"),
            "write its name as GeoNames has it in English, with country_iso3, or its code such as RU.17, or leave it empty",
        )
    return found
