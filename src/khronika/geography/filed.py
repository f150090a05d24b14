"""File disputed territory otherwise than policy.md says: as the sources have it, or by rules of the user's own.

Stands between opening a gazetteer and using it; KHRONIKA_POLICY names the choice, else `policy` in the khronika.toml of the
archive that one stands in. Moves places between countries and units;
adds none, renames none. Rules have the form of policy.yaml: `country` with `units`, `places` (GeoNames ids) or `within`, a ring of
[lat, lon], and `from`, the countries whose places inside it move; `unit` is the unit that they then belong to.
"""

import os
import tomllib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from khronika.errors import CannotError, UsageError
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import COUNTRY, NONE

RECOGNISED, SOURCES = "recognised", "sources"
_VARIABLE = "KHRONIKA_POLICY"
_SETTINGS = "khronika.toml"
_THEN = "write it like src/khronika/geography/policy.yaml: rules: [{id: mine.x, country: XXX, units: [XX.01]}]"
Ring = Sequence[Sequence[float]]


def policy_chosen(start: Path | None = None) -> str:
    """`recognised` (as shipped), `sources`, or a file of rules: what KHRONIKA_POLICY says, else the nearest khronika.toml.

    That of the folder stood in (`start`) or of one above. A file is named from the folder of the khronika.toml. Raises CannotError
    where khronika.toml cannot be read or its policy is no text.
    """
    return os.environ.get(_VARIABLE) or _written(start or Path.cwd()) or RECOGNISED


def _written(start: Path) -> str | None:
    """What the nearest khronika.toml says."""
    for folder in (start, *start.parents):
        settings = folder / _SETTINGS
        if settings.is_file():
            return _policy_of(settings)
    return None


def _policy_of(settings: Path) -> str | None:
    try:
        said = tomllib.loads(settings.read_text("utf-8")).get("policy")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CannotError(settings, str(error), "mend the line") from error
    if said is None or isinstance(said, str):
        return str(settings.parent / said) if said and said not in (RECOGNISED, SOURCES) else said
    raise CannotError(settings, "policy is no text", f'write policy = "{RECOGNISED}", "{SOURCES}" or "FILE"')


def refile(places: Gazetteer, how: str) -> Gazetteer:
    """The same object with its places filed as `how` says. Raises UsageError or CannotError where a file is no policy."""
    if how == RECOGNISED:
        return places
    homes, units = (array("H", column) for column in (places.country_row, places.admin1_row))
    if how == SOURCES:
        for row, country, unit in places.filed_by_sources:
            homes[row], units[row] = country, unit
    else:
        for rule in _rules(Path(how)):
            _move(rule, places, homes, units, Path(how))
    places.country_row, places.admin1_row = memoryview(homes), memoryview(units)
    return places


def _rules(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise UsageError(
            f"{path} is not there; give {_VARIABLE}, or policy in {_SETTINGS}, a file of rules, {RECOGNISED} or {SOURCES}"
        )
    try:
        rules = yaml.safe_load(path.read_text("utf-8"))["rules"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as error:
        raise CannotError(path, f"is no policy ({error})", _THEN) from error
    if not isinstance(rules, list) or not all(isinstance(r, dict) and "country" in r for r in rules):
        raise CannotError(path, "is no policy: a rule has no country", _THEN)
    return rules


def _move(rule: dict[str, Any], places: Gazetteer, homes: "array[int]", units: "array[int]", path: Path) -> None:
    country = _country(str(rule["country"]), places, path)
    unit = _unit(rule["unit"], places, path) if rule.get("unit") else NONE
    moved = {_unit(code, places, path) for code in rule.get("units", ())}
    here = {row for row in map(places.row_of, rule.get("places", ())) if row is not None}
    sources = {_country(str(code), places, path) for code in rule.get("from", ())}
    ring = rule.get("within")
    for row in range(len(homes)):
        if places.level[row] == COUNTRY:
            continue
        inside = ring and homes[row] in sources and within(places.point(row), ring)
        if units[row] in moved:
            homes[row] = country
        elif row in here or inside:
            homes[row], units[row] = country, unit


def _country(code: str, places: Gazetteer, path: Path) -> int:
    row = places.country_number(code) if len(code) == 3 else places.countries.get(code)
    if row is None:
        raise CannotError(path, f"country {code!r} is not known", "give ISO 3166 letters, two or three")
    return row


def _unit(code: str, places: Gazetteer, path: Path) -> int:
    row = places.unit_number(code)
    if row is None:
        raise CannotError(
            path, f"unit {code!r} is not known", "give GeoNames' code of a unit of level 1, such as UA.11"
        )
    return row


def within(point: Iterable[float] | None, ring: Ring) -> bool:
    """Whether a (lat, lon) point lies inside a ring of such points, by the even-odd rule."""
    if point is None:
        return False
    odd, (lat, lon) = False, point
    for (a_lat, a_lon), (b_lat, b_lon) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (a_lat > lat) != (b_lat > lat) and lon < (b_lon - a_lon) * (lat - a_lat) / (b_lat - a_lat) + a_lon:
            odd = not odd
    return odd
