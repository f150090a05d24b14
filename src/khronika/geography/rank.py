"""Decide which of the places of one name a document means, and how sure that is.

All mentions of a name in a document are one place unless words beside them say otherwise. A reading's score adds up its size,
the countries and units that the document speaks of, what stands beside it ("Paris, Texas") and how near it lies to the other
places. Scores are in powers of ten of people: a margin of 1 is as good as ten times the population.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log10
from typing import NamedTuple

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import Point, kilometres
from khronika.geography.layout import (
    ADM1,
    ADM2,
    ALIAS,
    AREA,
    COUNTRY,
    DERIVED,
    FIRST,
    FORCED,
    NONE,
    POINT,
    ROW,
    SEA,
    TOWN,
)
from khronika.geography.sound import skeletons
from khronika.geography.span import Span

W_COUNTRY, W_UNIT, W_NEAR = 2.5, 2.5, 1.5  # half or double of one: see docs/decisions/0004-gazetteer.md
_ROUNDS = 3
_HOME, _PUBLISHED = 2.0, 1.2  # the second is weak: world news is published everywhere
_OWN = 30.0  # more than any document can say for a namesake
_BORNE = 0.8  # against another name of one place where it is the very name of a town of some size
_READINGS = 16
_MORE = 40
_DATELINE = 2.0
_SITE = 4.0  # a crossing or bridge that has a name of its own
SPREAD = (AREA, SEA)
_ALL = -1  # where a table of votes keeps their sum


@dataclass(slots=True)
class Context:
    """What the document speaks of: votes for countries and units, those of each name apart, and places that are settled."""

    countries: dict[int, float] = field(default_factory=dict)
    units: dict[int, float] = field(default_factory=dict)
    own: dict[str, tuple[dict[int, float], dict[int, float]]] = field(default_factory=dict)
    settled: list[tuple[Point, float, str]] = field(default_factory=list)

    def country(self, row: int, key: str) -> float:
        """Share of a country, 0 to 1, in what the other names point to; softened, so that one mention among many counts."""
        return _share(self.countries, self.own.get(key, ({}, {}))[0], row)

    def unit(self, row: int, key: str) -> float:
        """The same for a unit of level 1."""
        return _share(self.units, self.own.get(key, ({}, {}))[1], row)


class Ranked(NamedTuple):
    """What the scores of a group of mentions were made in; `why` makes them again, step by step."""

    group: list[Span]
    context: Context
    homes: Mapping[int, float]


def _share(votes: dict[int, float], own: dict[int, float], row: int) -> float:
    mine = votes.get(row, 0.0) - own.get(row, 0.0)
    if mine <= 0.01:
        return 0.0
    return float((mine / (votes[_ALL] - own.get(_ALL, 0.0))) ** 0.5)


def homes_of(places: Gazetteer, home: str | None, publisher: str | None) -> dict[int, float]:
    """What the country that a text is said to be from adds to its places, and less what its publisher's country adds."""
    weights = [(publisher, _PUBLISHED)] if publisher else []
    rows = [(places.country_number(code), weight) for code, weight in [*weights, *([(home, _HOME)] if home else [])]]
    return {row: weight for row, weight in rows if row is not None}


def rank(spans: Sequence[Span], places: Gazetteer, homes: Mapping[int, float]) -> dict[Span, Ranked]:
    """Fill `scores` of every span: (score, row), best first. Gives what they were made in. `homes`: see `homes_of`."""
    groups = _groups(spans)
    ranked: dict[Span, Ranked] = {}
    context = Context()
    for turn in range(_ROUNDS):
        for group in groups:
            if 0 < turn < _ROUNDS - 1 and len(group[0].rows) == 1:
                continue  # nothing to choose between
            scores = _score(group, places, context, homes)
            for span in group:
                span.scores = scores
        if turn + 1 < _ROUNDS:
            context = _read(groups, places)
    for group in groups:
        ranked.update(dict.fromkeys(group, Ranked(group, context, homes)))
    return ranked


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    """Mentions of one name at one level; those with a container beside them lead their group."""
    by_name: dict[tuple[str, int | None, bool], list[Span]] = defaultdict(list)
    for span in spans:
        by_name[span.key, span.level if span.level in (AREA, ADM1, ADM2) else None, span.hint == "demonym"].append(span)
    return [piece for group in by_name.values() for piece in _part(group)]


def _part(group: list[Span]) -> Iterable[list[Span]]:
    """`Paris, Texas` and `Paris, France` in one document are two places; bare `Paris` goes with the first."""
    by_outer: dict[tuple[int, ...], list[Span]] = defaultdict(list)
    for span in group:
        by_outer[tuple(span.outers)].append(span)
    bare = by_outer.pop((), [])
    parts = list(by_outer.values())
    if not parts:
        return [bare]
    parts[0].extend(bare)
    return parts


def _readings(rows: list[int], outers: list[int], places: Gazetteer, context: Context) -> list[int]:
    """The biggest places of the name, and those in a unit that the document speaks of, even when small."""
    if len(rows) <= _READINGS:
        return rows
    likely = [n for n in rows[_READINGS:] if _likely(n & ROW, outers, places, context)]
    return rows[:_READINGS] + likely[:_MORE]


def _likely(row: int, outers: list[int], places: Gazetteer, context: Context) -> bool:
    return places.admin1_row[row] in context.units or any(places.holds(outer, row) for outer in outers)


def _score(
    group: list[Span], places: Gazetteer, context: Context, homes: Mapping[int, float]
) -> list[tuple[float, int]]:
    """Every reading of one name with its score, best first."""
    lead = group[0]
    outers = list(dict.fromkeys(row for span in group for row in span.outers))
    holds = set().union(*(span.holds for span in group))
    rows = _readings(lead.rows, outers, places, context)
    units = any(places.level[n & ROW] == ADM1 for n in rows)  # only these are weighed against their towns
    towns = {places.admin1_row[n & ROW] for n in rows if _is_seat(n, lead.key, places)} if units else set()
    borne = any(_bears(n, places) for n in rows)
    found: dict[int, float] = {}
    known: dict[int, float] = {}
    for number in rows:
        row = number & ROW
        score = (
            _prior(number, places, lead, towns)
            - _BORNE * (borne and bool(number & ALIAS))
            - lead.fuzzy
            + _context(row, places, context, lead.key, homes, known)
        )
        if outers:
            score += 4.0 * sum(places.holds(outer, row) for outer in outers) / len(outers)
        score += 1.5 if row in holds else 0.0
        if number & (FIRST | FORCED):
            score += _claim(number, outers, places)
        found[row] = max(score, found.get(row, -9.0))
    return sorted(((score, row) for row, score in found.items()), key=lambda p: (-p[0], p[1]))


def _claim(number: int, outers: list[int], places: Gazetteer) -> float:
    """What the user's word is worth: all, unless the words beside the name put it elsewhere ("Paris, Texas")."""
    row = number & ROW
    elsewhere = outers and places.country_row[row] != NONE and not any(places.holds(o, row) for o in outers)
    return _OWN if number & FORCED or not elsewhere else 0.0


def _is_seat(number: int, key: str, places: Gazetteer) -> bool:
    """A town that may be meant rather than the unit of the same name: its own name, in whatever script, not a by-name of it."""
    row = number & ROW
    if places.level[row] != TOWN or places.population[row] <= 20_000:
        return False
    return not number & ALIAS or not key.isascii() or bool({*skeletons(key)} & {*skeletons(places.name(row))})


def _bears(number: int, places: Gazetteer) -> bool:
    """A town of some size whose own name it is; then the other names of others are less likely meant."""
    row = number & ROW
    return not number & (ALIAS | DERIVED) and places.level[row] == TOWN and places.population[row] > 50_000


def _prior(number: int, places: Gazetteer, span: Span, towns: set[int]) -> float:
    """What a reading is worth before the document is looked at."""
    row, people = number & ROW, places.population[number & ROW]
    level = places.level[row]
    if level == COUNTRY:
        score = 4.0 + 0.45 * log10(people + 100)
    elif level <= SEA:
        score = 6.5
    elif level == POINT:
        score = _SITE
    elif level == ADM1:
        score = 0.9 * log10(min(people, 300_000) + 100) - (1.5 if row in towns and span.level is None else 0)
    elif level == ADM2:
        score = 0.9 * log10(min(people, 30_000) + 30) - 1.0
    else:
        score = 0.9 * log10(people + 100) + 0.5 * places.capital[row]
    if number & DERIVED and span.level not in (ADM1, ADM2):
        score -= 1.0 if level == ADM1 else 2.5
    elif number & ALIAS and level > ADM1 and span.key.isascii():  # elsewhere no name is the main one
        score -= 0.8
    if span.level is not None and span.level == level:
        score += 1.0
    return score


def _context(
    row: int, places: Gazetteer, context: Context, key: str, homes: Mapping[int, float], known: dict[int, float]
) -> float:
    """What the rest of the document adds; `known` keeps what its countries and units add, for the name's other readings."""
    country, unit = places.country_row[row], places.admin1_row[row]
    if places.level[row] in SPREAD:
        return 1.5
    if country not in known:
        known[country] = W_COUNTRY * context.country(country, key) + homes.get(country, 0.0)
    score = known[country]
    if places.level[row] == COUNTRY:
        return score
    if unit != NONE:
        if unit not in known:
            known[unit] = W_UNIT * context.unit(unit, key)
        score += known[unit]
    point = places.point(row)
    if point is None:
        return score - 0.5
    near = 0.0
    lat, lon = point
    for at, weight, name in context.settled:
        if name != key and -4 < at[0] - lat < 4 and -8 < at[1] - lon < 8:
            near = max(near, weight * exp(-kilometres(point, at) / 120))
    return score + W_NEAR * near


def _read(groups: list[list[Span]], places: Gazetteer) -> Context:
    """Each name votes once, by the square root of its mentions, for the country and unit of its better readings.

    A dateline votes twice: it says where the report was written.
    """
    context = Context()
    for group in groups:
        votes = min(len(group), 9) ** 0.5 * _trust(group) * (_DATELINE if _dates(group) else 1.0)
        shares = _shares(group[0].scores)
        if votes <= 0 or not shares:
            continue
        countries, units = context.own.setdefault(group[0].key, (defaultdict(float), defaultdict(float)))
        for share, row in shares:
            level = places.level[row]
            _vote(
                places.country_row[row],
                votes * share * (2.0 if level == COUNTRY else 1.0),
                context.countries,
                countries,
            )
            _vote(places.admin1_row[row], votes * share * (2.0 if level == ADM1 else 1.0), context.units, units)
        if shares[0][0] > 0.5 and places.level[shares[0][1]] >= ADM2:
            at = places.point(shares[0][1])
            context.settled += [] if at is None else [(at, shares[0][0], group[0].key)]
    del context.settled[60:]
    return context


def _dates(group: list[Span]) -> bool:
    return any(span.hint == "dateline" for span in group)


def _vote(row: int, weight: float, *tables: dict[int, float]) -> None:
    if row != NONE:
        for table in tables:
            table[row] = table.get(row, 0.0) + weight
            table[_ALL] = table.get(_ALL, 0.0) + weight


def _trust(group: list[Span]) -> float:
    """How far the name is a place at all, 0 to 1."""
    worth = max(span.worth for span in group)
    return 1.0 if worth > 2 else max(0.0, (worth + 0.5) / 2.5)


def _shares(scores: list[tuple[float, int]]) -> list[tuple[float, int]]:
    if not scores:
        return []
    best = scores[0][0]
    weights = [(exp(2.0 * (score - best)), row) for score, row in scores[:12]]
    total = sum(w for w, _ in weights)
    return [(w / total, row) for w, row in weights if w > 0.02]
