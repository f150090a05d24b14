"""What a ranked span comes to: whether the document supports it, and which place is sure.

Stands behind `rank`. Where the best readings are close, or the unit that they are said to lie in is unknown, only the unit or
country that they share is sure.
"""

from collections import defaultdict
from collections.abc import Sequence

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import kilometres
from khronika.geography.layout import ADM2, NONE
from khronika.geography.span import Span

MARGIN = 0.25
_ALONE = 9.0  # the margin of a reading without a rival
_SAME_KM = 30


def standing(spans: Sequence[Span], places: Gazetteer) -> dict[Span, float]:
    """What the rest of the document adds to each span: a small town in a country that nothing else points to is hardly meant."""
    names: dict[int, set[str]] = defaultdict(set)
    for span in spans:
        if span.scores:
            row = span.scores[0][1]
            for home in {places.country_row[row], places.admin1_row[row]} - {NONE}:
                names[home].add(span.key)
    alone = len({span.key for span in spans}) < 2
    return {span: _stands(span, names, alone, places) for span in spans}


def _stands(span: Span, names: dict[int, set[str]], alone: bool, places: Gazetteer) -> float:
    row = span.scores[0][1] if span.scores else 0
    if places.level[row] < ADM2 or places.population[row] > 300_000 or span.outers:
        return 0.0
    if len(names.get(places.admin1_row[row], ())) > 1:
        return 0.7
    return 0.3 if len(names.get(places.country_row[row], ())) > 1 else (-0.2 if alone else -0.7)


def settle(span: Span, places: Gazetteer) -> tuple[int | None, float]:
    """The row that is sure, and its margin: the best reading, else the unit or country that the best readings share."""
    if not span.scores:
        return None, 0.0
    score, row = span.scores[0]
    rival = next((s for s, r in span.scores[1:] if not _same_spot(row, r, places)), score - _ALONE)
    margin = score - rival
    if span.given or (margin >= MARGIN and not span.vague):
        return row, min(margin, _ALONE)
    reach = _ALONE if span.vague else MARGIN
    close = [r for s, r in span.scores[1:] if score - s < reach and not _same_spot(row, r, places)]
    if not close:
        return row, min(margin, _ALONE)
    units = {places.admin1_row[r] for r in (row, *close)}
    countries = {places.country_row[r] for r in (row, *close)}
    if len(units) == 1 and NONE not in units:
        return units.pop(), margin
    return (countries.pop() if len(countries) == 1 and NONE not in countries else None), margin


def _same_spot(a: int, b: int, places: Gazetteer) -> bool:
    """A town and the unit named after it are no rivals."""
    if places.holds(a, b) or places.holds(b, a):
        return True
    here, there = places.point(a), places.point(b)
    return here is not None and there is not None and kilometres(here, there) < _SAME_KM
