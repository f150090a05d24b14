"""Decide which of the places of one name a document means, and how sure that is.

All mentions of a name in a document are one place unless words beside them say otherwise. A reading's score adds up its size,
the countries and units that the document speaks of, what stands beside it ("Paris, Texas") and how near it lies to the other
places. Scores are in powers of ten of people: a margin of 1 is as good as ten times the population.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import exp
from typing import NamedTuple

from khronika.geography.context import Context, View, alone
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ADM1, ADM2, AREA, COUNTRY, FORCED, NONE, ROW
from khronika.geography.prior import readings
from khronika.geography.span import Span

_ROUNDS = 3
_HOME, _PUBLISHED = 2.0, 1.2  # the second is weak: world news is published everywhere
_OWN = 30.0  # more than any document can say for a namesake
_READINGS = 16
_MORE = 40
_DATELINE = 2.0
_SETTLED = 60
_LIKELY, _SELDOM = 3, 0.05  # how many readings of a name others may lie near, and which share each needs
_UNITS = (AREA, ADM1, ADM2)

Scores = Sequence[tuple[float, int]]


class Ranked(NamedTuple):
    """What the scores of a group of mentions were made in; `why` makes them again, step by step."""

    group: Sequence[Span]
    context: Context
    homes: Mapping[int, float]


class Group:
    """Mentions of one name that are one place: what is said beside them, what they vote with, and how their readings stand.

    `votes`: by the square root of the mentions and by how far they are a place at all; a dateline votes twice, for it says where
    the report was written.
    """

    __slots__ = ("held", "lead", "outers", "scores", "shares", "spans", "votes")

    def __init__(self, spans: list[Span]) -> None:
        self.spans, self.lead = spans, spans[0]
        self.outers = outers_of(spans)
        self.held = [span.holds for span in spans if span.holds]
        worth = max([span.worth for span in spans])
        trust = 1.0 if worth > 2 else max(0.0, (worth + 0.5) / 2.5)
        dated = any(span.hint == "dateline" for span in spans)
        self.votes = min(len(spans), 9) ** 0.5 * trust * (_DATELINE if dated else 1.0)
        self.scores: Scores = []
        self.shares: Scores = []


def homes_of(places: Gazetteer, home: str | None, publisher: str | None) -> dict[int, float]:
    """What the country that a text is said to be from adds to its places, and less what its publisher's country adds."""
    weights = [(publisher, _PUBLISHED)] if publisher else []
    rows = [(places.country_number(code), weight) for code, weight in [*weights, *([(home, _HOME)] if home else [])]]
    return {row: weight for row, weight in rows if row is not None}


def rank(spans: Sequence[Span], places: Gazetteer, homes: Mapping[int, float]) -> dict[Span, Ranked]:
    """Fill `scores` of every span: (score, row), best first. Gives what they were made in. `homes`: see `homes_of`."""
    groups = _groups(spans)
    for group in groups:
        _open(group, places, homes)
    for turn in range(1, _ROUNDS):
        context = _read(groups, places)
        for group in groups:
            if turn < _ROUNDS - 1 and len(group.lead.rows) == 1:
                continue  # nothing to choose between
            group.scores = _score(group, places, context, homes)
            group.shares = _shares(group.scores)
    ranked: dict[Span, Ranked] = {}
    for group in groups:
        for span in group.spans:
            span.scores = group.scores
        ranked.update(dict.fromkeys(group.spans, Ranked(group.spans, context, homes)))
    return ranked


def _open(group: Group, places: Gazetteer, homes: Mapping[int, float]) -> None:
    """Scores and shares before anything is known of the document."""
    lead = group.lead
    if not (group.outers or group.held or homes or lead.fuzzy):
        opened = _opening(tuple(lead.rows[:_READINGS]), lead.key, lead.level, places)
        if opened:
            group.scores, group.shares = opened
            return
    group.scores = _score(group, places, Context(), homes)
    group.shares = _shares(group.scores)


@lru_cache(maxsize=8192)
def _opening(numbers: tuple[int, ...], key: str, level: int | None, places: Gazetteer) -> tuple[Scores, Scores] | None:
    """Scores and shares of a name by itself; None where the user's word has to be weighed."""
    found: dict[int, float] = {}
    for reading in readings(numbers, key, level, places):
        if reading.claimed:
            return None
        score = reading.prior + alone(reading)
        found[reading.row] = max(score, found.get(reading.row, score))
    scores = _sorted(found)
    return scores, _shares(scores)


def _groups(spans: Sequence[Span]) -> list[Group]:
    """Mentions of one name at one level; those with a container beside them lead their group."""
    by_name: dict[tuple[str, int | None, bool], list[Span]] = defaultdict(list)
    for span in spans:
        by_name[span.key, span.level if span.level in _UNITS else None, span.hint == "demonym"].append(span)
    return [Group(piece) for group in by_name.values() for piece in _part(group)]


def _part(group: list[Span]) -> list[list[Span]]:
    """`Paris, Texas` and `Paris, France` in one document are two places; bare `Paris` goes with the first."""
    if not any(span.outers for span in group):
        return [group]
    by_outer: dict[tuple[int, ...], list[Span]] = defaultdict(list)
    for span in group:
        by_outer[tuple(span.outers)].append(span)
    bare = by_outer.pop((), [])
    parts = list(by_outer.values())
    parts[0].extend(bare)
    return parts


def chosen(rows: Sequence[int], outers: Sequence[int], places: Gazetteer, context: Context) -> tuple[int, ...]:
    """The biggest places of the name, and those in a unit that the document speaks of, even when small."""
    if len(rows) <= _READINGS:
        return tuple(rows)
    likely = (n for n in rows[_READINGS:] if _spoken_of(n & ROW, outers, places, context))
    return (*rows[:_READINGS], *islice(likely, _MORE))


def _spoken_of(row: int, outers: Sequence[int], places: Gazetteer, context: Context) -> bool:
    return places.admin1_row[row] in context.units or any(places.holds(outer, row) for outer in outers)


def outers_of(group: Sequence[Span]) -> list[int]:
    """What the mentions of the group are said to lie in, each once."""
    return list(dict.fromkeys(row for span in group if span.outers for row in span.outers))


def _score(group: Group, places: Gazetteer, context: Context, homes: Mapping[int, float]) -> Scores:
    """Every reading of one name with its score, best first."""
    lead, outers, held = group.lead, group.outers, group.held
    view = View(context, lead.key, homes)
    found: dict[int, float] = {}
    for reading in readings(chosen(lead.rows, outers, places, context), lead.key, lead.level, places):
        row = reading.row
        score = reading.prior - lead.fuzzy + view.adds(reading)
        if outers:
            score += 4.0 * sum(places.holds(outer, row) for outer in outers) / len(outers)
        if held and any(row in holds for holds in held):
            score += 1.5
        if reading.claimed:
            score += claim(reading.claimed, row, outers, places)
        if row not in found or score > found[row]:
            found[row] = score
    return _sorted(found)


def _sorted(found: Mapping[int, float]) -> Scores:
    """(score, row), best first; of equal ones the lower row."""
    return [(-score, row) for score, row in sorted([(-score, row) for row, score in found.items()])]


def claim(flags: int, row: int, outers: Sequence[int], places: Gazetteer) -> float:
    """What the user's word is worth: all, unless the words beside the name put it elsewhere ("Paris, Texas")."""
    elsewhere = outers and places.country_row[row] != NONE and not any(places.holds(o, row) for o in outers)
    return _OWN if flags & FORCED or not elsewhere else 0.0


def _read(groups: Sequence[Group], places: Gazetteer) -> Context:
    """Each name votes for the country and unit of its better readings, and less for all units that hold a namesake.

    So that names of which none is sure still agree: of four small towns the one unit that knows all four names gets four votes.
    """
    context = Context()
    for group in groups:
        votes, shares, key = group.votes, group.shares, group.lead.key
        if votes <= 0 or not shares:
            continue
        for share, row in shares:
            level, vote = places.level[row], votes * share
            for_country, for_unit = vote * (2.0 if level == COUNTRY else 1.0), vote * (2.0 if level == ADM1 else 1.0)
            context.vote(key, places.country_row[row], for_country, places.admin1_row[row], for_unit)
        units = _homes(tuple(group.lead.rows[:_MORE]), places)
        context.agree(key, units, votes / max(1, len(units)))
        for share, row in shares[:_LIKELY]:
            at = places.point(row) if share > _SELDOM and places.level[row] >= ADM2 else None
            if at is not None and len(context.settled) < _SETTLED:
                context.settle(*at, share, key)
    return context


@lru_cache(maxsize=8192)
def _homes(numbers: tuple[int, ...], places: Gazetteer) -> tuple[int, ...]:
    """The units of level 1 that the readings lie in, each once."""
    return tuple(dict.fromkeys(unit for n in numbers if (unit := places.admin1_row[n & ROW]) != NONE))


def _shares(scores: Scores) -> Scores:
    """The readings that may be meant, each with its share of the belief, best first."""
    if len(scores) < 2:
        return [(1.0, row) for _, row in scores]
    best = scores[0][0]
    weights = [(exp(2.0 * (score - best)), row) for score, row in scores[:12]]
    total = sum([w for w, _ in weights])
    return [(w / total, row) for w, row in weights if w > 0.02]
