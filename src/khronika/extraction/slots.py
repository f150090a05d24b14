"""Give each candidate its place and its date: those of its own words first, else those that the text carries over.

Knows no language: proximity, hints of the place reader and the order of the text decide.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from khronika.extraction.candidates import Candidate
from khronika.extraction.claims import Item
from khronika.extraction.reading import Reading, Sentence
from khronika.geography import gazetteer
from khronika.model import FoundDate, FoundPlace

_NOT_HERE = frozenset({"demonym", "part", "speaker", "from"})
_FINE = frozenset({"point", "suburb", "town", "near"})
_RANK = {
    "point": 0,
    "suburb": 1,
    "town": 2,
    "near": 2,
    "adm2": 3,
    "adm1": 4,
    "area": 5,
    "sea": 5,
    "country": 6,
    None: 7,
}
_LIST_GAP = 40
_YEAR = re.compile(r"\d{4}")
_LONG_AGO = timedelta(days=90)
_ABOUT_THE_PAST = frozenset({"conviction", "arrest"})
_ABOUT_THE_FUTURE = frozenset({"restriction", "agreement", "arrest", "conviction"})
_NOWHERE_APART = frozenset({"agreement", "statement"})
_LEFT = frozenset({"flight", "control", "desertion"})


def fill_places(candidates: list[Candidate], reading: Reading) -> list[Candidate]:
    """Place of each candidate of one sentence; a list of places makes one candidate each."""
    if not candidates:
        return []
    spoken = candidates[0].sentence.places
    here = [p for p in spoken if usable(p) and not _in_brackets(p, spoken, reading)]
    shares = _share_places(candidates, without_containers(here))
    made: list[Candidate] = []
    for candidate, mine in zip(candidates, shares, strict=True):
        if candidate.family in _LEFT:  # people flee, and forces withdraw, from the place of the happening
            mine = [p for p in spoken if p.hint == "from" and p.place.country_iso3] or mine
        towns = listed(mine, reading) if len(mine) > 1 else mine
        days = [d for d in candidate.sentence.dates if dated(d)]
        if (
            len(towns) > 1
            and candidate.family not in _NOWHERE_APART
            and (len(days) == len(towns) or not _joint_number(candidate))
        ):
            made += _dated_each([_at(_copy(candidate), t, mine) for t in towns])
        elif mine:
            made.append(_at(candidate, _nearest(candidate, mine), mine))
        else:
            made.append(candidate)
    return made


def _dated_each(candidates: list[Candidate]) -> list[Candidate]:
    """As many days as towns, in turn ("Lyon on Monday, Nice on Tuesday"): each town has its own."""
    days = [d for d in candidates[0].sentence.dates if dated(d)]
    if len(days) == len(candidates):
        for candidate, day in zip(candidates, days, strict=True):
            when(candidate, [day], day.rule)
        for item in candidates[0].claims[:]:
            _keep_one(item, candidates)
    return candidates


def _keep_one(item: Item, candidates: list[Candidate]) -> None:
    """A number beside several towns is told of the one named nearest to it, wherever in the sentence."""

    def gap(candidate: Candidate) -> int:
        name = candidate.place.place.geonameid if candidate.place else None
        spoken = [p for p in candidate.sentence.places if p.place.geonameid == name]
        return min((max(p.start - item[1][1], item[1][0] - p.stop, 0) for p in spoken), default=999)

    nearest = min(candidates, key=gap)
    for candidate in candidates:
        if candidate is not nearest:
            candidate.claims = [claim for claim in candidate.claims if claim is not item]


def usable(found: FoundPlace) -> bool:
    """Whether the words around a place allow that something happened there."""
    return found.hint not in _NOT_HERE and (found.place.country_iso3 is not None or found.place.lat is not None)


def _at(candidate: Candidate, found: FoundPlace, mine: list[FoundPlace]) -> Candidate:
    candidate.place, candidate.places, candidate.place_rule = found, [found], found.rule
    return candidate


def _in_brackets(found: FoundPlace, spoken: list[FoundPlace], reading: Reading) -> bool:
    """Whether it stands in brackets right behind another place, and so says only where that one lies."""
    return any(p.stop < found.start and reading.text(p.stop, found.start).strip() in ("(", "（") for p in spoken)


def without_containers(places: list[FoundPlace]) -> list[FoundPlace]:
    """Without regions and countries that only say where a finer place of the same sentence lies."""
    return [p for p in places if not any(q is not p and _contains(p, q) for q in places)]


def _contains(p: FoundPlace, q: FoundPlace) -> bool:
    if _RANK[p.level] <= _RANK[q.level] or p.place.country_iso3 != q.place.country_iso3:
        return False
    return p.level == "country" or p.place.admin1 in (None, q.place.admin1)


def _share_places(candidates: list[Candidate], places: list[FoundPlace]) -> list[list[FoundPlace]]:
    """Each place to the candidate whose words are nearest; who got none shares the nearest place of the sentence."""
    shares: list[list[FoundPlace]] = [[] for _ in candidates]
    for place in places:
        shares[min(range(len(candidates)), key=lambda i: (_distance(candidates[i], place), i))].append(place)
    for i, share in enumerate(shares):
        if not share and places:
            share.append(min(places, key=lambda p: _distance(candidates[i], p)))
    return shares


def _distance(candidate: Candidate, found: FoundPlace | FoundDate) -> int:
    return min(max(found.start - t.stop, t.start - found.stop, 0) for t in candidate.triggers)


def _nearest(candidate: Candidate, places: list[FoundPlace]) -> FoundPlace:
    """The place of the happening among several: said to be there, fine, near, in this order."""
    return min(places, key=lambda p: (p.hint not in ("in", "near"), _RANK[p.level] > 5, _distance(candidate, p)))


def listed(places: list[FoundPlace], reading: Reading) -> list[FoundPlace]:
    """The longest run of places of one level that stand as a list: little but commas and brackets in between."""
    best: list[FoundPlace] = []
    run: list[FoundPlace] = []
    for place in places:
        joined = run and _RANK[run[-1].level] == _RANK[place.level] and _close(run[-1], place, reading)
        run = [*run, place] if joined else [place]
        best = run if len(run) > len(best) else best
    return best


def _close(a: FoundPlace, b: FoundPlace, reading: Reading) -> bool:
    between = reading.text(a.stop, b.start)
    plain = between.split("(")[0] + between.rpartition(")")[2] if "(" in between else between
    return len(between) <= 2 * _LIST_GAP and len(plain.split()) <= 3 and not any(mark in plain for mark in ".;:!?")


def _joint_number(candidate: Candidate) -> bool:
    """Whether the sentence gives one number for the whole list; then the places are told as one happening."""
    return any(c.unit_type in ("people", "civilians", "protesters") for c in candidate.sentence.counts)


def fill_dates(candidates: list[Candidate], published: date | None) -> None:
    """Dates of the sentence to the nearest candidates; who is left without shares the sentence's only ones."""
    if not candidates:
        return
    dates = [d for d in candidates[0].sentence.dates if dated(d)]
    for candidate in candidates:
        possible = [d for d in dates if not _of_another(d, candidate, published)]
        if possible:
            mine = _dates_of(candidate, possible, alone=len(candidates) == 1)
            when(candidate, mine, mine[0].rule)


def _of_another(found: FoundDate, candidate: Candidate, published: date | None) -> bool:
    """Whether the date must be of what the happening is about: the old deed that somebody is sentenced for, the coming
    rally that is banned."""
    if published is None or candidate.status != "occurred":
        return False
    first, last = (
        date.fromisoformat(found.date_start or "0001-01-01"),
        date.fromisoformat(found.date_end or "0001-01-01"),
    )
    if candidate.family in _ABOUT_THE_PAST:
        return last < published - _LONG_AGO
    return candidate.family in _ABOUT_THE_FUTURE and first > published


def dated(found: FoundDate) -> bool:
    """Whether a time expression names days; of "until 5 May" and "every day" nothing is known but an end, or no day."""
    named = found.date_start is not None and found.date_end is not None
    return named and not (found.value or "").startswith("../")


def _dates_of(candidate: Candidate, dates: list[FoundDate], alone: bool) -> list[FoundDate]:
    nearest = min(dates, key=lambda d: (_distance(candidate, d), d.start))
    if alone and len(dates) > 1 and all((d.date_level == "day") for d in dates) and same_days(dates):
        return dates
    return [nearest]


def same_days(dates: list[FoundDate]) -> bool:
    """Whether days lie within a week: then they frame one telling."""
    return (max(_days(d)[1] for d in dates) - min(_days(d)[0] for d in dates)) <= 7


def _days(found: FoundDate) -> tuple[int, int]:
    first, last = found.date_start or "0001-01-01", found.date_end or "0001-01-01"
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def when(candidate: Candidate, dates: list[FoundDate], rule: str) -> None:
    """Sets the days of a candidate: from the first to the last of the expressions."""
    candidate.dates, candidate.date_rule = dates, rule
    candidate.date_start = min(d.date_start or "" for d in dates)
    candidate.date_end = max(d.date_end or "" for d in dates)


def look_ahead(candidate: Candidate, published: date | None) -> None:
    """What is planned lies ahead: a day or month told without its year, or a weekday, that was read as past is the next one."""
    if candidate.status != "planned" or published is None or not candidate.dates or not candidate.date_end:
        return
    first, last = (date.fromisoformat(candidate.date_start or ""), date.fromisoformat(candidate.date_end))
    if last >= published or any(_YEAR.search(d.quote) for d in candidate.dates):
        return
    if (published - last).days <= 7 and not any(c.isdigit() for d in candidate.dates for c in d.quote):
        first, last = first + timedelta(days=7), last + timedelta(days=7)
    elif (published - last).days > 7:
        first, last = _next_year(first), _next_year(last)
    if last >= published:
        candidate.date_start, candidate.date_end = first.isoformat(), last.isoformat()


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def take_days_before(candidates: list[Candidate]) -> None:
    """A happening without days of its own takes those of the one told just before it, one or two sentences back."""
    told = sorted(candidates, key=lambda c: c.start)
    for before, candidate in pairwise(told):
        near = 0 <= candidate.sentence.number - before.sentence.number <= 2
        alike = before.status == candidate.status and not before.figure
        if candidate.date_start is None and before.date_start is not None and near and alike:
            candidate.date_start, candidate.date_end = before.date_start, before.date_end
            candidate.dates, candidate.date_rule = [], "carry.happening"


def carry_over(candidates: list[Candidate], reading: Reading) -> None:
    """What a sentence leaves out it takes from the text before: its paragraph first, then the document's frame.

    The frame is the first wide span told ("in the last days"), else the first date; for places the dateline or the
    first place said. Candidates told as no facts take nothing.
    """
    frame = _frame(reading.sentences)
    for candidate in candidates:
        if candidate.status == "hypothetical":
            continue
        if candidate.date_start is None:
            before = _before(candidate.sentence, reading.sentences)
            source = next((s for s in before if any(map(dated, s.dates))), None)
            dates = [d for d in source.dates if dated(d)] if source else ([frame] if frame else [])
            dates = [d for d in dates if candidate.status == "planned" or not _ahead(d, reading)]
            if dates:
                kept = dates if same_days(dates) else dates[-1:]
                when(candidate, kept, "carry.paragraph" if source else "carry.document")
                candidate.dates = []
        if candidate.place is None:
            _carry_place(candidate, reading, candidates)
            if any(claim.quantity == "places" for claim, _, _ in candidate.claims):
                candidate.place = _country_of(candidate.place)


def _ahead(found: FoundDate, reading: Reading) -> bool:
    """Whether the date lies after publication: no fact happened then."""
    return reading.published is not None and (found.date_start or "") > reading.published.isoformat()


def _before(sentence: Sentence, sentences: list[Sentence]) -> list[Sentence]:
    """Sentences of the same paragraph before this one, the nearest first."""
    return [s for s in reversed(sentences[: sentence.number]) if s.paragraph == sentence.paragraph]


def _frame(sentences: list[Sentence]) -> FoundDate | None:
    dates = [d for s in sentences for d in s.dates if dated(d)]
    wide = [d for d in dates if d.date_level in ("week", "days", "month")]
    return next(iter(wide or dates), None)


def _carry_place(candidate: Candidate, reading: Reading, told: list[Candidate]) -> None:
    """From the sentences before it in its paragraph, else the place of the happening told last, else the document's."""
    for sentence in _before(candidate.sentence, reading.sentences):
        fine = without_containers([p for p in sentence.places if usable(p)])
        if fine:
            candidate.place, candidate.place_rule = min(fine, key=lambda p: _RANK[p.level] > 4), "carry.paragraph"
            return
    before = [c.place for c in told if c is not candidate and c.place is not None and c.start < candidate.start]
    spoken = [p for s in reading.sentences for p in s.places if usable(p)]
    datelines = [p for p in spoken if p.hint == "dateline" and p.start < candidate.sentence.start]
    found = before[-1:] or datelines[-1:] or _most_spoken_of(spoken)
    if found:
        candidate.place = found[0]
        candidate.place_rule = "carry.happening" if before else "carry.dateline" if datelines else "carry.document"


def _country_of(found: FoundPlace | None) -> FoundPlace | None:
    """Of settlements counted without a place, only the country is sure."""
    place = gazetteer().country(found.place.country_iso3) if found and found.place.country_iso3 else None
    return msgspec.structs.replace(found, place=place) if found and place else found


def _most_spoken_of(places: list[FoundPlace]) -> list[FoundPlace]:
    """The place that the document names most often, the first of equals; empty where it names none."""
    times = Counter(p.place.geonameid or p.quote for p in places)
    return [min(places, key=lambda p: (-times[p.place.geonameid or p.quote], p.start))] if places else []


def _copy(candidate: Candidate) -> Candidate:
    return replace(
        candidate, triggers=list(candidate.triggers), claims=list(candidate.claims), extra=set(candidate.extra)
    )
