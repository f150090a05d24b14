"""Middles and radii of units from their towns; districts of big cities; the policy on disputed territory."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml
from sources import Record

from khronika.geography.filed import within
from khronika.geography.geo import Point, kilometres, middle, reach

_LEVEL_WORDS = ("raion", "rayon", "district", "borough", "arrondissement", "gu", "microdistrict")


def apply_policy(path: Path, towns: list[Record], units: list[Record]) -> list[dict[str, Any]]:
    """Move towns and units to the country that policy.yaml says. Gives the rules back, for their checks."""
    rules: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["rules"]
    for rule in rules:
        moved = [t for t in towns if t.id in rule.get("places", ()) or _inside(t, rule)]
        moved += [u for u in units if u.code in rule.get("units", ())]
        for record in moved:
            record.before = record.before or (record.country, next(iter(record.units), ""))
            record.country = rule["country"]
            if rule.get("unit") or "from" in rule:
                record.units = [rule["unit"]] if rule.get("unit") else []
    return rules


def _inside(town: Record, rule: dict[str, Any]) -> bool:
    ring = rule.get("within")
    if not ring or town.country not in rule["from"]:
        return False
    return within((town.lat, town.lon), ring)


def shape_units(units: list[Record], towns: list[Record], cell: float) -> None:
    """Middle of a unit: mean over its cells that hold a town, so that a crowded corner does not draw it; radius: 90 % of towns."""
    members: dict[str, list[Record]] = defaultdict(list)
    for town in towns:
        for code in town.units:
            members[code].append(town)
    for unit in units:
        mine = members.get(unit.code)
        if not mine:
            continue
        cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
        for t in mine:
            cells[round(t.lat / cell), round(t.lon / cell)].append((t.lat, t.lon))
        unit.lat, unit.lon = middle([middle(points) for points in cells.values()])
        unit.radius_km = max(5.0, reach((unit.lat, unit.lon), [(t.lat, t.lon) for t in mine]))
        unit.population = sum(t.population for t in mine)


def town_radius(population: int) -> float:
    """Kilometres around a town's middle, 2 for a village to 10 for a city of millions."""
    return min(10.0, max(2.0, 1.5 + 0.0065 * population**0.5))


def mark_suburbs(towns: list[Record]) -> None:
    """Districts of big cities: by their name near a city of 300,000, or deep inside a city ten times as big in the same unit."""
    big = [t for t in towns if t.population >= 300_000]
    grid: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for city in big:
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                grid[int(city.lat // 0.4) + i, int(city.lon // 0.4) + j].append(city)
    for town in towns:
        for city in grid.get((int(town.lat // 0.4), int(town.lon // 0.4)), ()):
            if city is not town and _within(town, city):
                town.level = "suburb"
                break


def _within(town: Record, city: Record) -> bool:
    if town.country != city.country or town.population * 5 > city.population:
        return False
    distance = kilometres((town.lat, town.lon), (city.lat, city.lon))
    core = 0.004 * city.population**0.5
    if town.name.lower().replace("-", " ").split()[-1] in _LEVEL_WORDS:
        return distance < 3 * core + 5
    return town.population * 10 < city.population and distance < 0.5 * core and town.units[:1] == city.units[:1]


def mark_city_districts(first: list[Record], second: list[Record], towns: list[Record]) -> None:
    """Units of level 2 inside a unit of level 1 that is itself one big city (Seoul, Busan, Moscow) are its districts."""
    cities: dict[str, Record] = {t.units[0]: t for t in towns if t.units and t.population >= 500_000}
    whole = {u.code for u in first if u.code in cities and (u.radius_km or 99) < 25}
    for unit in second:
        if unit.units and unit.units[0] in whole and unit.population * 3 < cities[unit.units[0]].population:
            unit.level = "suburb"


def mark_capitals(towns: list[Record], countries: list[Record], capitals: dict[str, str]) -> None:
    """2 for the capital of a country; the biggest town of that name or alternate name there."""
    for country in countries:
        name = capitals.get(country.code)
        mine = [t for t in towns if t.country == country.code and name and (t.name == name or name in t.names)]
        if mine:
            max(mine, key=lambda t: (t.population, -t.id)).capital = 2
