"""Read a country file of GeoNames (XX.txt: 19 columns parted by tabs, no head).

Taken are populated places, units of level 1 and 2, and as points airports, border posts and refugee camps; other lines are
passed over. The policy on disputed territory (policy.md) holds for new places too; known ones keep their country.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from khronika.geography.filed import within
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.own.entry import MOST_NAMES, Entry, Fault, a_name, degrees, whole

COLUMNS = 19
_GONE = frozenset({"PPLH", "PPLCH"})  # what only history knows
_POINTS = frozenset({"AIRP", "PSTB", "CMPRF"})
_UNITS = {"ADM1": "adm1", "ADM2": "adm2"}


def is_geonames(line: str) -> bool:
    """Whether a file that begins with this line is a country file."""
    cells = line.split("\t")
    return len(cells) >= COLUMNS - 4 and cells[0].isdigit()


class CountryFile:
    """Reads lines of one file; knows the countries' two-letter codes by their units."""

    def __init__(self, places: Gazetteer) -> None:
        self._places = places
        self._countries = places.countries

    def entry(self, line: str) -> Entry | None:
        """The place of one line; None for what is passed over. Raises Fault."""
        if not line.strip():
            return None
        cells = line.split("\t")
        if len(cells) != COLUMNS:
            raise Fault(
                f"{len(cells)} columns, not {COLUMNS}", "take the file from download.geonames.org/export/dump anew"
            )
        level = _level(cells[6], cells[7])
        return None if level is None else self._placed(cells, level)

    def _placed(self, cells: list[str], level: str) -> Entry:
        number = whole(cells[0], "geonameid")
        lat, lon = degrees(cells[4], 90, "latitude"), degrees(cells[5], 180, "longitude")
        country, first = _filed(number, cells[8], cells[10], lat, lon)
        home = self._countries.get(country)
        if home is None:
            raise Fault(f"country {country!r} is not known", "its two letters must be those of ISO 3166")
        second = ".".join((country, *cells[10:12])) if cells[11] else ""
        return Entry(
            name=a_name(cells[1]), lat=lat, lon=lon, level=level,
            names=() if level == "point" else _others(cells[2], cells[3]), country=home,
            admin1=self._places.unit_number(f"{country}.{first}"), geonameid=number,
            population=whole(cells[14], "population") if cells[14] else None,
            inside="" if level in ("adm1", "adm2") else second, code=second if level == "adm2" else "",
        )  # fmt: skip


def _level(sort: str, code: str) -> str | None:
    if sort == "P" and code not in _GONE:
        return "suburb" if code == "PPLX" else "town"
    return _UNITS.get(code) if sort == "A" else ("point" if code in _POINTS else None)


def _others(plain: str, listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (plain, *listed.split(",")) if name))[:MOST_NAMES]


def _filed(number: int, country: str, first: str, lat: float, lon: float) -> tuple[str, str]:
    """Country and unit by the policy, which GeoNames contradicts here and there."""
    for rule in _policy():
        inside = country in rule.get("from", ()) and within((lat, lon), rule["within"])
        if number in rule.get("places", ()) or f"{country}.{first}" in rule.get("units", ()) or inside:
            unit = str(rule.get("unit") or f"{country}.{first}").split(".")
            return rule["country"], unit[1] if unit[0] == rule["country"] else ""
    return country, first


@cache
def _policy() -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "policy.yaml"
    rules: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["rules"]
    return rules
