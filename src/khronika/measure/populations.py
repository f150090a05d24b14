"""Populations by region: from the user's table, or a shipped census. A region that is not in it is never guessed."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from khronika.errors import UsageError
from khronika.measure.read import Given, read
from khronika.measure.rows import Share

_HERE = Path(__file__).resolve().parent / "regions"


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """A shipped table: where it is from, what it holds, what it leaves out."""

    id: str
    country: str
    day: str
    source: str
    regions: str
    published: int
    total: int
    differs: str | None = None
    doubt: str | None = None
    checked: str


def censuses() -> dict[str, Census]:
    """The shipped tables by id, such as RUS-2021."""
    raw = yaml.safe_load((_HERE / "tables.yaml").read_text(encoding="utf-8"))
    return {
        name: msgspec.convert({"id": name, **about, "day": str(about["day"])}, Census) for name, about in raw.items()
    }


class People(NamedTuple):
    """Populations by name, what to call the table in a result, and what a reader should know of it."""

    by_name: Mapping[str, float]
    name: str | None
    sources: list[str]
    warnings: list[str]


def denominators(given: Given | Mapping[str, float] | None) -> People:
    """Populations from a mapping, a table or a shipped census, with its source and its doubts."""
    if given is None:
        return People({}, None, [], [])
    if isinstance(given, Mapping):
        return People(given, "given", [], [])
    if isinstance(given, str) and given in censuses():
        about = censuses()[given]
        doubts = [text for text in (about.doubt, about.differs) if text]
        return People(dict(_shipped(given)), given, [about.source], [f"{given}: {text}" for text in doubts])
    return People(read_populations(given), "table", [], [])


def read_populations(given: Given) -> dict[str, float]:
    """People by name, from a shipped census (its id), or a table with `name, population`; a name twice is an error.

    In a shipped census a region is found by its English name, its name in GeoNames, or its ISO 3166-2 code.
    """
    if isinstance(given, str) and given in censuses():
        return dict(_shipped(given))
    if isinstance(given, str) and given != "-" and not Path(given).exists():
        raise UsageError(f"no table {given}; shipped are {', '.join(censuses())}")
    rows, problems = read(given, Share)
    if problems:
        raise UsageError("; ".join(map(str, problems[:3])))
    names: dict[str, float] = {}
    for row in rows:
        if row.name in names:
            raise UsageError(f"{row.where}: {row.name} stands twice in the table of populations; keep one")
        names[row.name] = row.population
    return names


def _shipped(census: str) -> Iterator[tuple[str, float]]:
    with (_HERE / f"{census}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in (row["code"], row["name"], row["also"]):
                if name:
                    yield name, float(row["population"])
