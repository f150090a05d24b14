"""Turn a ranked span into the FoundPlace that leaves this room."""

from functools import lru_cache

import msgspec

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import destination
from khronika.geography.layout import ADM2, POINT, SUBURB, TOWN
from khronika.geography.measured import Measure
from khronika.geography.settle import settle
from khronika.geography.span import Span
from khronika.model import Alternative, FoundPlace, Offset, Place
from khronika.text.clean import Clean

_NEAR_M = 10_000
_UNIT_M = 30_000  # as far as the middle half of all units of level 2 reach


def answer(span: Span, places: Gazetteer) -> FoundPlace:
    """The span's best reading with its margin and rivals; offsets are those of the cleaned document.

    Its rule says how the name was found and, after a plus sign, which word beside it gave the hint; a place of the user's
    own is named first: `gazetteer.user:NAME`, `gazetteer.override`.
    """
    row, margin = settle(span, places)
    place = Place() if row is None else _place(row, places)
    offset: Offset | None = None
    if row is not None and span.level == ADM2 and places.level[row] == TOWN:
        place = _unit_of(place)
    elif row is not None and span.hint == "near" and places.level[row] in (TOWN, SUBURB, POINT):
        place, offset = _near(place, span.measure)
    return FoundPlace(
        start=span.passage.start + span.start,
        stop=span.passage.start + span.stop,
        quote=span.quote,
        place=place,
        margin=round(margin, 2),
        score=round(span.scores[0][0], 2) if span.scores else 0.0,
        rule=_rule(span, row, places),
        alternatives=[_alternative(score, rival, places) for score, rival in span.scores[1:4]],
        hint=span.hint,
        offset=offset,
    )


def _unit_of(town: Place) -> Place:
    """The unit of level 2 that the text speaks of, where only the town that it is named after is known: around that town."""
    return msgspec.structs.replace(town, geonameid=None, admin2=None, level="adm2", uncertainty_m=_UNIT_M)


def _near(place: Place, measure: Measure | None) -> tuple[Place, Offset | None]:
    """The place as something beside it: its coordinates with a radius that reaches as far as the text says, and the point there."""
    own = place.uncertainty_m or 0
    reach = 0 if measure is None else round(measure.kilometres * 1000) + own
    near = msgspec.structs.replace(place, level="near", uncertainty_m=max(_NEAR_M, 2 * own, reach))
    if measure is None or measure.bearing is None or place.lat is None or place.lon is None:
        return near, None
    lat, lon = destination((place.lat, place.lon), measure.bearing, measure.kilometres)
    return near, Offset(round(lat, 4), round(lon, 4))


def _rule(span: Span, row: int | None, places: Gazetteer) -> str:
    origin = None if row is None else places.origin(row, span.rows)
    found = None if origin and span.rule == "gazetteer.exact" else span.rule
    return "+".join(part for part in (origin, found, span.said) if part)


@lru_cache(maxsize=8192)
def _place(row: int, places: Gazetteer) -> Place:
    return places.place(row)


@lru_cache(maxsize=8192)
def _called(row: int, places: Gazetteer) -> tuple[int | None, str, str | None]:
    return places.ids[row] or None, places.name(row), places.country_of(row)


def _alternative(score: float, row: int, places: Gazetteer) -> Alternative:
    return Alternative(*_called(row, places), round(score, 2))


def at_source(found: FoundPlace, cleaned: Clean) -> FoundPlace:
    """The same with offsets and quote of the source text."""
    start, stop = cleaned.to_source(found.start, found.stop)
    return msgspec.structs.replace(found, start=start, stop=stop, quote=cleaned.source[start:stop])
