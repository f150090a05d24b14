"""Check a stated ratio of two places against counts: "ten times as many deaths in X as in Y", where both are known.

The sentence names two places and a quantity; each side comes from the text's own claim or from the events at hand, where
exactly one claim of the quantity lies there. A side that several claims tell differently is not known.
"""

from collections.abc import Sequence

from khronika.cite.body import Block, Body, Number
from khronika.cite.bounds import Interval, compare, interval, quotient, stated_ratio
from khronika.cite.events import Told
from khronika.cite.held import Held
from khronika.cite.model import Evidence
from khronika.cite.reasons import Finding
from khronika.model import Claim, FoundPlace, Mention, Place

Side = tuple[Interval, Evidence]


def of_counts(
    number: Number, block: Block, body: Body, places: Sequence[FoundPlace], told: Sequence[Told], held: Held
) -> Finding | None:
    """A ratio against the counts of two places; None where the sentence names no two places or no quantity."""
    start, stop = block.sentences[number.sentence]
    here = _distinct([p.place for p in places if start <= p.start < stop])
    claims = [t for t in told if start <= t.start < stop]
    if number.found.unit_type != "ratio" or len(here) != 2 or not claims:
        return None
    quantity = claims[0].claim.quantity
    sides = [_side(place, quantity, claims, body, held, others=[p for p in here if p is not place]) for place in here]
    one, other = sides
    if one is None or other is None:
        return Finding("ratio_lacks_a_side", [side[1] for side in sides if side])
    fits = compare(stated_ratio(number.found), quotient(one[0], other[0]))
    code = {"bears_out": "counts_bear_out", "excludes": "counts_differ"}.get(fits, "not_excluded")
    return Finding(code, [one[1], other[1]], outside=True)


def _distinct(places: Sequence[Place]) -> list[Place]:
    return list({p.geonameid: p for p in places if p.geonameid is not None}.values())


def _side(
    place: Place, quantity: str, own: Sequence[Told], body: Body, held: Held, others: Sequence[Place]
) -> Side | None:
    """The one count of a place: what is at hand of it, else the text's own where it is nobody else's."""
    found = [
        (c, m, n) for m in held.mentions if _lies_in(m, place) for n, c in enumerate(m.claims) if _counts(c, quantity)
    ]
    if len({interval(claim) for claim, _, _ in found}) == 1:
        claim, mention, number = found[0]
        return interval(claim), _evidence(mention, number, held)
    told = [t for t in own if t.claim.quantity == quantity and not any(_lies_in(t.mention, p) for p in others)]
    if not found and len(told) == 1 and _first(place, told[0], others, body):
        span = body.span(told[0].start, told[0].stop)
        return interval(told[0].claim), Evidence(
            side="document", says=f"the text's own number for {place.name}", span=span
        )
    return None


def _first(place: Place, told: Told, others: Sequence[Place], body: Body) -> bool:
    """Whether the text's number stands nearer to this place than to the other, by the words between."""
    words = body.source[told.stop :]
    at = [words.find(p.name or "\0") for p in (place, *others)]
    return at[0] >= 0 and all(other < 0 or at[0] < other for other in at[1:])


def _counts(claim: Claim, quantity: str) -> bool:
    return claim.quantity.split("_")[0] == quantity.split("_")[0] and claim.low is not None and claim.low > 0


def _lies_in(mention: Mention, place: Place) -> bool:
    return mention.place is not None and mention.place.geonameid == place.geonameid


def _evidence(mention: Mention, number: int, held: Held) -> Evidence:
    claim = mention.claims[number]
    spans = mention.spans.get(f"claims[{number}]") or []
    says = f"{mention.place.name if mention.place else ''}: {claim.text} {claim.quantity}"
    side = "archive" if held.archive else "source"
    return Evidence(
        side="archive" if side == "archive" else "source", says=says, document=mention.document, source=mention.source,
        span=spans[0] if spans else None,
    )  # fmt: skip
