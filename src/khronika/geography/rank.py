"""Decide which of the places of one name a document means, and how sure that is.

All mentions of a name in a document are one place unless words beside them say otherwise. A reading's score adds up its size,
the countries and units that the document speaks of, what stands beside it ("Paris, Texas") and how near it lies to the other
places. Scores are in powers of ten of people: a margin of 1 is as good as ten times the population.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import exp
from typing import NamedTuple

from khronika.geography.context import Context, View
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


class Ranked(NamedTuple):
    """What the scores of a group of mentions were made in; `why` makes them again, step by step."""

    group: list[Span]
    context: Context
    homes: Mapping[int, float]


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


def chosen(rows: Sequence[int], outers: Sequence[int], places: Gazetteer, context: Context) -> tuple[int, ...]:
    """The biggest places of the name, and those in a unit that the document speaks of, even when small."""
    if len(rows) <= _READINGS:
        return tuple(rows)
    likely = (n for n in rows[_READINGS:] if _likely(n & ROW, outers, places, context))
    return (*rows[:_READINGS], *islice(likely, _MORE))


def _likely(row: int, outers: Sequence[int], places: Gazetteer, context: Context) -> bool:
    return places.admin1_row[row] in context.units or any(places.holds(outer, row) for outer in outers)


def outers_of(group: Sequence[Span]) -> list[int]:
    """What the mentions of the group are said to lie in, each once."""
    return list(dict.fromkeys(row for span in group if span.outers for row in span.outers))


def _score(
    group: list[Span], places: Gazetteer, context: Context, homes: Mapping[int, float]
) -> list[tuple[float, int]]:
    """Every reading of one name with its score, best first."""
    lead = group[0]
    outers = outers_of(group)
    held = [span.holds for span in group if span.holds]
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
    return sorted([(score, row) for row, score in found.items()], key=_best) if len(found) > 1 else _only(found)


def _best(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]


def _only(found: dict[int, float]) -> list[tuple[float, int]]:
    return [(score, row) for row, score in found.items()]


def claim(flags: int, row: int, outers: Sequence[int], places: Gazetteer) -> float:
    """What the user's word is worth: all, unless the words beside the name put it elsewhere ("Paris, Texas")."""
    elsewhere = outers and places.country_row[row] != NONE and not any(places.holds(o, row) for o in outers)
    return _OWN if flags & FORCED or not elsewhere else 0.0


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
        key = group[0].key
        for share, row in shares:
            level, vote = places.level[row], votes * share
            for_country, for_unit = vote * (2.0 if level == COUNTRY else 1.0), vote * (2.0 if level == ADM1 else 1.0)
            context.vote(key, places.country_row[row], for_country, places.admin1_row[row], for_unit)
        score, best = shares[0]
        if score > 0.5 and places.level[best] >= ADM2 and len(context.settled) < _SETTLED:
            at = places.point(best)
            context.settled += [] if at is None else [(*at, score, key)]
    return context


def _dates(group: list[Span]) -> bool:
    return any(span.hint == "dateline" for span in group)


def _trust(group: list[Span]) -> float:
    """How far the name is a place at all, 0 to 1."""
    worth = max([span.worth for span in group])
    return 1.0 if worth > 2 else max(0.0, (worth + 0.5) / 2.5)


def _shares(scores: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """The readings that may be meant, each with its share of the belief, best first."""
    if len(scores) < 2:
        return [(1.0, row) for _, row in scores]
    best = scores[0][0]
    weights = [(exp(2.0 * (score - best)), row) for score, row in scores[:12]]
    total = sum([w for w, _ in weights])
    return [(w / total, row) for w, row in weights if w > 0.02]
