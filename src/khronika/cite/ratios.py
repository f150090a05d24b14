"""Check a stated ratio of two places against counts: "ten times as many deaths in X as in Y", where both are known.

One side is the text's own count in the same sentence with the place nearest to it, the other the first place named behind the
ratio. Each side's number comes from what is at hand of that place, where all claims of the quantity there are one; the first
side's else from the text. A side that several claims tell differently is not known.
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
    """A ratio against the counts of two places; None where its sentence has no count of its own or no two places."""
    start, stop = block.sentences[number.sentence]
    here = [p for p in places if start <= p.start < stop and p.place.geonameid is not None]
    own = next((t for t in told if start <= t.start < stop and not _overlap(t, number)), None)
    if number.found.unit_type != "ratio" or own is None:
        return None
    mine, other = _nearest(here, own, number.start), next((p for p in here if p.start > number.stop), None)
    if mine is None or other is None or mine.place.geonameid == other.place.geonameid:
        return None
    quantity = own.claim.quantity
    one, two = (
        _at_hand(mine.place, quantity, held) or _own(own, mine.place, body),
        _at_hand(other.place, quantity, held),
    )
    if one is None or two is None:
        return Finding("ratio_lacks_a_side", [side[1] for side in (one, two) if side])
    fits = compare(stated_ratio(number.found), quotient(one[0], two[0]))
    code = {"bears_out": "counts_bear_out", "excludes": "counts_differ"}.get(fits, "not_excluded")
    return Finding(code, [one[1], two[1]], outside=True)


def _overlap(told: Told, number: Number) -> bool:
    return told.start < number.stop and number.start < told.stop


def _nearest(places: Sequence[FoundPlace], told: Told, ratio: int) -> FoundPlace | None:
    """The first place between the claim and the ratio; else the one that stands nearest to the claim's words."""
    between = (p for p in places if told.stop <= p.start < ratio and p.hint != "demonym")
    return next(between, min(places, key=lambda p: max(p.start - told.stop, told.start - p.stop), default=None))


def _at_hand(place: Place, quantity: str, held: Held) -> Side | None:
    """The one count of a place in what is at hand."""
    found = [
        (claim, mention, n)
        for mention in held.mentions if _lies_in(mention, place)
        for n, claim in enumerate(mention.claims) if _counts(claim, quantity)
    ]  # fmt: skip
    if len({interval(claim) for claim, _, _ in found}) != 1:
        return None
    claim, mention, n = found[0]
    return interval(claim), _evidence(mention, n, held)


def _own(told: Told, place: Place, body: Body) -> Side | None:
    """The text's own count."""
    if not told.claim.low:
        return None
    span = body.span(told.start, told.stop)
    return interval(told.claim), Evidence(side="document", says=f"the text's own number for {place.name}", span=span)


def _counts(claim: Claim, quantity: str) -> bool:
    return claim.quantity.split("_")[0] == quantity.split("_")[0] and claim.low is not None and claim.low > 0


def _lies_in(mention: Mention, place: Place) -> bool:
    return mention.place is not None and mention.place.geonameid == place.geonameid


def _evidence(mention: Mention, number: int, held: Held) -> Evidence:
    claim = mention.claims[number]
    spans = mention.spans.get(f"claims[{number}]") or []
    says = f"{mention.place.name if mention.place else ''}: {claim.text} {claim.quantity}"
    return Evidence(
        side="archive" if held.archive else "source", says=says, document=mention.document, source=mention.source,
        span=spans[0] if spans else None,
    )  # fmt: skip
