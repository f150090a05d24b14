"""Where a happening was, by the place names that the judge links to it; tellings with towns of their own part."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from khronika.extraction.candidates import Candidate
from khronika.extraction.reading import Reading
from khronika.extraction.slots import listed, usable, without_containers
from khronika.extraction.unlisted import named_at
from khronika.extraction.view import View, within
from khronika.geography.geo import kilometres, middle
from khronika.judge.model import Told, told_of
from khronika.model import FoundPlace, Place

_OWN_TOWN = 0.6
_FINE = frozenset({"point", "suburb", "town", "near"})
_LINKED = 0.5
_LIKELY = 0.25
_BY_PEOPLE = 0.8


def apart_by_town(view: View, reading: Reading) -> Iterator[Told]:
    """What the judge holds for one happening, cut where its tellings have towns of their own."""
    spoken = [p for s in within(view, reading) for p in s.places if usable(p)]
    for told in view.judged.told:
        parts: dict[object, list[int]] = {}
        town: object = None
        for number in range(len(told.tellings)):
            one = _some(told, [number])
            links = [(view.link(one, "place", p.start, p.stop), p) for p in spoken if p.level in _FINE]
            best = max(links, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= _OWN_TOWN:
                town = best[1].place.geonameid or best[1].quote
            parts.setdefault(town, []).append(number)
        named = [numbers for key, numbers in parts.items() if key is not None]
        if len(named) < 2:
            yield told
        else:
            named[0] = sorted(parts.get(None, []) + named[0])
            yield from (_some(told, numbers) for numbers in named)


def _some(told: Told, numbers: list[int]) -> Told:
    """The happening told by some of its tellings."""
    return told_of([told.tellings[n] for n in numbers], tuple(told.rows[n] for n in numbers))


def at_places(candidate: Candidate, told: Told, view: View, reading: Reading) -> list[Candidate]:
    """One candidate at the linked place; a list of places makes one candidate each."""
    spoken = [p for s in within(view, reading) for p in s.places if usable(p) or p.hint == "from"]
    chances = {id(p): view.link(told, "place", p.start, p.stop) for p in spoken}
    linked = [p for p in spoken if chances[id(p)] >= _LINKED]
    if not any(p.level in _FINE for p in linked):
        unlisted = named_at(told, view, reading)
        if unlisted is not None:
            return [_at(candidate, unlisted)]
    if not linked:
        linked = _next_best(told, view, reading, spoken)
    fine = without_containers(linked)
    towns = listed(fine, reading) if len({p.place.geonameid for p in fine}) > 1 else []
    if len(towns) > 2 and (candidate.claims or candidate.figure):  # a joint number holds for all of them together
        return [_at(candidate, area(towns, reading))]
    if len(towns) > 1 and not candidate.claims and not candidate.figure and _side_by_side(towns, candidate, reading):
        return [_at(replace(candidate, triggers=list(candidate.triggers), claims=[]), p) for p in towns]
    return [_at(candidate, max(fine, key=lambda p: chances.get(id(p), 0.0)))] if fine else [candidate]


def _side_by_side(towns: list[FoundPlace], candidate: Candidate, reading: Reading) -> bool:
    """Whether a conjunction or nothing but commas parts them: "A south of B" is one place."""
    joints = set(candidate.sentence.pack.about.get("conjunctions") or ())
    for a, b in pairwise(towns):
        words = reading.folded[a.stop : b.start].split()
        if any(any(map(str.isalnum, word)) for word in words) and not joints & set(words):
            return False
    return True


def _next_best(told: Told, view: View, reading: Reading, spoken: list[FoundPlace]) -> list[FoundPlace]:
    """The place that is linked weakly; else a place named only by its adjective or people, if that is linked surely."""
    likely = [(view.link(told, "place", p.start, p.stop), p) for p in spoken]
    chance, best = max(likely, key=lambda pair: pair[0], default=(0.0, None))
    if best is not None and chance >= _LIKELY:
        return [best]
    people = [p for s in within(view, reading) for p in s.places if p.hint == "demonym" and p.place.lat is not None]
    return [p for p in people if p.level != "country" and view.link(told, "place", p.start, p.stop) >= _BY_PEOPLE][:1]


def area(towns: list[FoundPlace], reading: Reading) -> FoundPlace:
    """Several places of one list as one area: its middle, and how far the outermost of them lies from it."""
    first, last = min(towns, key=lambda p: p.start), max(towns, key=lambda p: p.stop)
    spots = [(p.place.lat, p.place.lon) for p in towns if p.place.lat is not None and p.place.lon is not None]
    countries, regions = {p.place.country_iso3 for p in towns}, {p.place.admin1 for p in towns}
    centre = middle(spots) if spots else None
    far = max(kilometres(centre, spot) for spot in spots) if centre else None
    place = Place(
        name=reading.text(first.start, last.stop),
        country_iso3=first.place.country_iso3 if len(countries) == 1 else None,
        admin1=first.place.admin1 if len(regions) == 1 else None,
        lat=round(centre[0], 4) if centre else None, lon=round(centre[1], 4) if centre else None,
        level="area", uncertainty_m=round(1000 * far) if far is not None else None,
    )  # fmt: skip
    return FoundPlace(first.start, last.stop, reading.text(first.start, last.stop), place, 0.0, 0.0, "listed")


def _at(candidate: Candidate, found: FoundPlace) -> Candidate:
    candidate.place, candidate.places, candidate.place_rule = found, [found], "judge.place+" + found.rule
    return candidate
