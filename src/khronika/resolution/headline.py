"""Choose an event's headline values from its mentions, each by a named rule; what the mentions disagree on is listed.

One independent source has one vote, however many mentions it makes.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import date
from typing import TypeVar

from khronika.codebook import codebook
from khronika.model import Actor, Conflict, Mention, Place
from khronika.model.mention import DateLevel
from khronika.resolution.cases import Cell
from khronika.resolution.spots import FINENESS, SpotTable
from khronika.resolution.weights import Weights
from khronika.text.fold import fold

Value = TypeVar("Value", bound=Hashable)


def votes(values: Sequence[Value], groups: Sequence[int]) -> Counter[Value]:
    """How many independent sources give each value."""
    sources: dict[Value, set[int]] = defaultdict(set)
    for value, group in zip(values, groups, strict=True):
        sources[value].add(group)
    return Counter({value: len(found) for value, found in sources.items()})


def choose_kind(mentions: Sequence[Mention], groups: Sequence[int], weights: Weights) -> tuple[str | None, str]:
    """The kind most sources tell, by the name of the user's own that it has; of equals the one of higher rank in the codebook."""
    book = codebook()
    told = {m.kind for m in mentions}
    if len(told) == 1 and book.shipped(mentions[0].kind) == mentions[0].kind:
        return mentions[0].kind, "resolve.kind.only" if mentions[0].kind else "resolve.kind.none_named"
    kind, rule = _shipped_kind([book.shipped(m.kind) for m in mentions], groups, weights)
    finer = votes([m.kind if book.shipped(m.kind) == kind != m.kind else None for m in mentions], groups)
    finer.pop(None, 0)
    return (max(finer, key=lambda name: (finer[name], str(name))), f"{rule}+local") if finer else (kind, rule)


def _shipped_kind(kinds: Sequence[str | None], groups: Sequence[int], weights: Weights) -> tuple[str | None, str]:
    counted = votes(kinds, groups)
    named = {kind: n for kind, n in counted.items() if kind is not None}
    if not named:
        return None, "resolve.kind.none_named"
    most = [kind for kind, n in named.items() if n == max(named.values())]
    if len(most) == 1:
        return most[0], "resolve.kind.only" if len(named) == 1 else "resolve.kind.majority"
    return max(most, key=lambda k: (weights.ranks.get(k, 0), k)), "resolve.kind.highest_rank_of_equals"


def choose_days(cells: Sequence[Cell], groups: Sequence[int], lasting: bool) -> tuple[tuple[int, int], str]:
    """First and last day: the narrowest interval that agrees with most sources, or the whole span of what lasts."""
    dated = [((c.start, c.end), g) for c, g in zip(cells, groups, strict=True) if c.start >= 0]
    if not dated:
        return (-1, -1), "resolve.date.none_given"
    if len({days for days, _ in dated}) == 1:
        return dated[0][0], "resolve.date.only"
    counted = votes([days for days, _ in dated], [g for _, g in dated])
    if lasting and any(end > start for start, end in counted):
        return (min(s for s, _ in counted), max(e for _, e in counted)), "resolve.date.span_of_what_lasts"

    def standing(days: tuple[int, int]) -> tuple[int, int, int]:
        agree = sum(n for other, n in counted.items() if other[0] <= days[1] and days[0] <= other[1])
        return -agree, days[1] - days[0], days[0]

    return min(counted, key=standing), "resolve.date.narrowest_that_agrees_with_most"


def choose_place(cells: Sequence[Cell], groups: Sequence[int], spots: SpotTable) -> tuple[Place | None, str]:
    """The finest place that agrees with most sources."""
    placed = [(c.spot, g) for c, g in zip(cells, groups, strict=True) if c.spot >= 0]
    if not placed:
        return None, "resolve.place.none_given"
    if len({spot for spot, _ in placed}) == 1:
        return spots[placed[0][0]].place, "resolve.place.only"
    counted = votes([spot for spot, _ in placed], [g for _, g in placed])

    def standing(spot: int) -> tuple[int, int, int, int]:
        agree = sum(n for other, n in counted.items() if spots.level(spot, other) != "place.other")
        return -agree, FINENESS[spots[spot].level], -counted[spot], spot

    return spots[min(counted, key=standing)].place, "resolve.place.finest_that_agrees_with_most"


def level_of_days(days: int) -> DateLevel:
    """The contract's name for an interval of so many days."""
    return "day" if days == 1 else "days" if days < 7 else "week" if days == 7 else "month" if days <= 31 else "year"


def merge_actors(mentions: Sequence[Mention]) -> list[Actor]:
    """Everybody once: of actors of one role, type and name the spelling that came first."""
    if len(mentions) == 1 and len(mentions[0].actors) == 1:
        return list(mentions[0].actors)
    merged: dict[tuple[str, str, str], Actor] = {}
    for actor in (a for m in mentions for a in m.actors):
        merged.setdefault((actor.role, actor.type or "", fold(actor.name).strip()), actor)
    return list(merged.values())


def list_conflicts(mentions: Sequence[Mention], cells: Sequence[Cell], spots: SpotTable) -> list[Conflict]:
    """Fields of which the mentions give different values; counts are added by the caller."""
    found: list[Conflict] = []
    if len(mentions) == 1:
        return found
    columns: list[tuple[str, set[str]]] = [
        ("kind", {kind for m in mentions if (kind := codebook().shipped(m.kind))}),
        ("date_start", {date.fromordinal(c.start).isoformat() for c in cells if c.start >= 0}),
        ("date_end", {date.fromordinal(c.end).isoformat() for c in cells if c.end >= 0}),
        ("place", _rival_places({c.spot for c in cells if c.spot >= 0}, spots)),
        ("group", {m.group for m in mentions if isinstance(m.group, str)}),
    ]
    for field, values in columns:
        if len(values) > 1:
            found.append(Conflict(field, sorted(values)))
    return found


def _rival_places(found: set[int], spots: SpotTable) -> set[str]:
    """Names of places of which neither holds the other; a town in a named region is no disagreement."""
    nested = ("place.inside", "place.country_only")
    rivals = {a for a in found for b in found if a != b and spots.level(a, b) not in nested}
    return {spots[i].place.name or spots[i].country for i in rivals}
