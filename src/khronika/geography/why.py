"""Why a name is read as this place: the reasons that `cues` noted, and the sum of `rank` again, step by step.

Twin of `rank`: called only where somebody asks. What a step does not account for is told as the rest, never hidden.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from khronika.geography import context, prior, rank, settle
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ALIAS, FIRST, FORCED, NONE, ROW
from khronika.geography.rank import Ranked
from khronika.geography.span import Span
from khronika.model import FoundPlace
from khronika.model.evidence import Candidate, PlaceEvidence, Weight

REST = "the rest"
_MOST = 5
_NAMES = 4
_HUNDREDTH = 0.005


def explained(
    answers: Sequence[FoundPlace], spans: Sequence[Span | None], ranked: Mapping[Span, Ranked], places: Gazetteer
) -> list[FoundPlace]:
    """The answers, each with the evidence of its span; None is a span of which nothing is known."""
    both = zip(answers, spans, strict=True)
    return [structs.replace(a, evidence=_evidence(s, ranked.get(s), places)) if s else a for a, s in both]


def _evidence(span: Span, ranked: Ranked | None, places: Gazetteer) -> PlaceEvidence:
    """What spoke for a place at all, and the likeliest candidates with their reasons, the one that was taken among them."""
    row, _ = settle.settle(span, places)
    named = [Weight(what, float(f"{worth:.1f}")) for what, worth in span.cues]
    shown = [pair for at, pair in enumerate(span.scores) if at < _MOST or pair[1] == row]
    return PlaceEvidence(
        round(span.worth, 2),
        _with_rest(named, span.worth, 0.05 * (len(named) + 1), _unnoted(span)),
        [_candidate(ranked, score, one, one == row, places) for score, one in shown],
        _verdict(span, row, places),
    )


def _verdict(span: Span, row: int | None, places: Gazetteer) -> str:
    """Why this candidate was taken, a unit or country instead, or none."""
    if not span.scores:
        return "no place bears this name"
    best = span.scores[0][1]
    if row == best:
        alone = all(settle._same_spot(best, other, places) for _, other in span.scores[1:])
        if alone:
            return "no other place is meant by this name"
        lead = settle.settle(span, places)[1]
        return f"its score is {lead:.2f} above that of the next place elsewhere"
    close = f"candidates lie within {settle.MARGIN} of each other"
    return f"{close} and share {places.name(row)}" if row is not None else f"{close} and share nothing: left open"


def _candidate(ranked: Ranked | None, score: float, row: int, taken: bool, places: Gazetteer) -> Candidate:
    place = places.place(row)
    reasons = list(_reasons(ranked, row, places)) if ranked else []
    return Candidate(
        place.geonameid, place.name or "", place.admin1, place.country_iso3, place.level, taken, round(score, 2),
        _with_rest(reasons, score, _HUNDREDTH * (len(reasons) + 1)),
    )  # fmt: skip


def _unnoted(span: Span) -> str:
    """What a span may be worth without a cue: being pointed at, or the words beside a name that no list has."""
    if span.given:
        return "its span was given"
    return "the words of place beside it" if span.rule == "gazetteer.phonetic" else REST


def _with_rest(reasons: list[Weight], total: float, slack: float, what: str = REST) -> list[Weight]:
    """The reasons that weigh anything; what they do not add up to, beyond rounding, as one more."""
    rest = total - sum(reason.weight for reason in reasons)
    told = [Weight(reason.what, round(reason.weight, 2)) for reason in reasons if abs(reason.weight) >= _HUNDREDTH]
    return [*told, Weight(what, round(rest, 2))] if abs(rest) > slack else told


def _reasons(ranked: Ranked, row: int, places: Gazetteer) -> Iterator[Weight]:
    """The terms of `rank` for one reading, in its order."""
    lead = ranked.group[0]
    number = _number(ranked, row, places)
    rows = _rows(ranked, places)
    worth = prior.prior(number, places, lead.key, lead.level, prior.seats_of(rows, lead.key, places))
    yield Weight(_size(row, places), worth)
    if number & ALIAS and any(prior.bears(n, places) for n in rows):
        yield Weight("a town of some size bears this very name", -prior.BORNE)
    yield Weight("another spelling than the gazetteer's", -lead.fuzzy)
    yield from _document(ranked, row, places)
    yield from _beside(ranked, row, places)
    if number & (FIRST | FORCED):
        yield Weight("your own gazetteer says so", rank.claim(number, row, rank.outers_of(ranked.group), places))


def _document(ranked: Ranked, row: int, places: Gazetteer) -> Iterator[Weight]:
    """What the document's other names add: their countries and units, and how near they lie."""
    lead = ranked.group[0]
    view = context.View(ranked.context, lead.key, ranked.homes)
    country, unit = places.country_row[row], places.admin1_row[row]
    whole = view.adds(prior.readings((row,), lead.key, lead.level, places)[0])
    home = ranked.homes.get(country, 0.0)
    if places.level[row] in prior.SPREAD:
        yield Weight("areas and seas lie in no one country", whole)
        return
    for_country = context.W_COUNTRY * view.country(country)
    for_unit = 0.0 if row == country else context.W_UNIT * view.unit(unit)
    yield Weight(f"other names point to {places.country_of(row)}: {_names(ranked, 0, country)}", for_country)
    yield Weight("the source writes from this country", home)
    if unit != NONE:
        yield Weight(f"other names point to {places.name(unit)}: {_names(ranked, 1, unit)}", for_unit)
    rest = whole - for_country - for_unit - home
    unknown = places.point(row) is None
    yield Weight("where it lies is not known" if unknown else "near the places that the document names", rest)


def _beside(ranked: Ranked, row: int, places: Gazetteer) -> Iterator[Weight]:
    outers, holds = rank.outers_of(ranked.group), set[int]().union(*(span.holds for span in ranked.group))
    holders = [outer for outer in outers if places.holds(outer, row)]
    if holders:
        yield Weight(f"named beside it: {places.name(holders[0])}, which holds it", 4.0 * len(holders) / len(outers))
    if row in holds:
        yield Weight("it holds a place named beside it", 1.5)


def _rows(ranked: Ranked, places: Gazetteer) -> tuple[int, ...]:
    return rank.chosen(ranked.group[0].rows, rank.outers_of(ranked.group), places, ranked.context)


def _number(ranked: Ranked, row: int, places: Gazetteer) -> int:
    """Of the flagged numbers of one row the one that scores best, as `rank` takes it."""
    numbers = [n for n in _rows(ranked, places) if n & ROW == row] or [row]
    lead = ranked.group[0]
    return max(
        numbers,
        key=lambda n: (n & (FIRST | FORCED), prior.prior(n, places, lead.key, lead.level, set()) - bool(n & ALIAS)),
    )


def _size(row: int, places: Gazetteer) -> str:
    people = places.population[row]
    return f"its sort and size: {places.place(row).level}" + (f" of {people:,} people" if people else "")


def _names(ranked: Ranked, table: int, row: int) -> str:
    """The other names that vote for a country (table 0) or unit (1), as they are looked up, strongest first."""
    own = ranked.group[0].key
    votes = {key: tables[table].get(row, 0.0) for key, tables in ranked.context.own.items() if key != own}
    names = [key for key in sorted(votes, key=lambda key: (-votes[key], key)) if votes[key] > 0.01]
    return ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
