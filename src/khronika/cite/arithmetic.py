"""Check a ratio or a share against the numbers of its own sentence; and a ratio of peoples against a census."""

from collections.abc import Sequence
from functools import lru_cache

from khronika.cite.body import Block, Body, Number
from khronika.cite.bounds import Interval, compare, interval, quotient, stated_ratio
from khronika.cite.lexicon import pattern
from khronika.cite.model import Evidence
from khronika.cite.reasons import Finding
from khronika.measure.populations import censuses, read_populations
from khronika.model import FoundPlace
from khronika.text.fold import fold

_NEAR = 60
_WHOLE = 100.0


def beside(number: Number, block: Block, body: Body) -> Finding | None:
    """A ratio or a percentage against two counts of its sentence; None where there are not exactly two of one thing."""
    if number.found.unit_type not in ("ratio", "percent"):
        return None
    pair = _pair(number, block)
    if pair is None:
        return None
    one, other = pair
    found = quotient(interval(one.found), interval(other.found))
    evidence = [_evidence(one, body), _evidence(other, body)]
    if number.found.unit_type == "percent":
        return Finding("arithmetic_bears_out", evidence) if _share_fits(number, one, other) else None
    fits = compare(stated_ratio(number.found), found)
    code = {"bears_out": "arithmetic_bears_out", "excludes": "arithmetic_differs"}.get(fits)
    return Finding(code, evidence) if code else None


def _pair(number: Number, block: Block) -> tuple[Number, Number] | None:
    """The two counts of one thing in the sentence; the second may leave its unit out."""
    counts = [
        n for n in block.numbers if n.sentence == number.sentence and n.found.unit_type not in ("ratio", "percent")
    ]
    counts = [n for n in counts if n.found.low and n.found.kind in ("exact", "about", "min")]
    if len(counts) != 2:
        return None
    one, other = counts
    units = {fold(n.found.unit) for n in counts if n.found.unit}
    return (one, other) if one.found.unit and len(units) == 1 else None


def _share_fits(number: Number, one: Number, other: Number) -> bool:
    """Whether the percentage is the share of the smaller in the greater, or the change from the first to the second."""
    if None in (one.found.low, other.found.low) or not one.found.low or not other.found.low:
        return False
    first, second = float(one.found.low), float(other.found.low)
    shares = (_WHOLE * min(first, second) / max(first, second), _WHOLE * abs(second - first) / first)
    stated = interval(number.found)
    return any(stated.low - 0.5 <= share <= stated.high + 0.5 for share in shares)


def of_peoples(number: Number, block: Block, body: Body, places: Sequence[FoundPlace]) -> Finding | None:
    """A ratio of populations of two regions against a shipped census; None where it is none, or not in one census."""
    if number.found.unit_type != "ratio" or not _of_people(number, block, body):
        return None
    start, stop = block.sentences[number.sentence]
    here = [p for p in places if start <= p.start < stop]
    tables = [(name, table, _regions(here, table, censuses()[name].country)) for name, table in _tables()]
    tables = [row for row in tables if row[2]]
    if len(tables) != 1 or len(tables[0][2]) != 2:
        return None
    census, table, (one, other) = tables[0]
    found = quotient(Interval(table[one], table[one]), Interval(table[other], table[other]))
    says = f"{census}: {one} {table[one]:,.0f}, {other} {table[other]:,.0f}, which is {found.low:.2f} times"
    fits = compare(stated_ratio(number.found), found)
    code = "census_bears_out" if fits == "bears_out" else "census_differs"
    return Finding(code, [Evidence(side="census", says=says, source=censuses()[census].source)], outside=True)


def _of_people(number: Number, block: Block, body: Body) -> bool:
    """Whether a word for population stands near, in the same sentence."""
    start, stop = block.sentences[number.sentence]
    words = fold(body.source[max(start, number.start - _NEAR) : min(stop, number.stop + _NEAR)])
    return pattern("population", block.pack).search(words) is not None


def _regions(places: Sequence[FoundPlace], table: dict[str, float], country: str) -> list[str]:
    """The census's names of the places. One that is read as nothing, or as a namesake, counts by its name where another
    of them is surely a region of that country."""
    sure = {name for p in places if p.place.country_iso3 == country and (name := _region(p)) in table and name}
    return sorted(sure | {p.quote for p in places if p.quote in table}) if sure else []


def _region(place: FoundPlace) -> str | None:
    """The name that a census may have for it: the region itself, or a city that is one."""
    return place.place.admin1 if place.place.level == "adm1" else place.place.name


@lru_cache(maxsize=1)
def _tables() -> list[tuple[str, dict[str, float]]]:
    return [(name, read_populations(name)) for name in censuses()]


def _evidence(number: Number, body: Body) -> Evidence:
    return Evidence(side="document", says="the number beside it", span=body.span(number.start, number.stop))
