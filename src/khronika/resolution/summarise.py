"""Sum up the claims of one event: for each quantity bounds and a headline by a named rule, every claim kept.

Rules: `median-of-independent`: low is the smallest stated bound, high the largest; best is the median of the independent
sources' own points. A point is an exact or "about" number, or the middle of a stated range; a word ("hundreds"), "at
least" and "up to" give bounds only, so best is None where nothing else was said. `range-only`: the same bounds, no best.
`most-authoritative`: bounds and best of the best-placed speaker alone: the first of an order that the caller gives (an
attribution, a speaker or an outlet), else of the source with the sharpest claim. `acled-like`: best is the lowest number
that any source states, a word or "at least" by its lower bound, of deaths by the layout's fixed numbers for words
("dozens" 12, "hundreds" 100). Whatever the rule, all claims stay and what disagrees is listed among the conflicts.
"""

from collections.abc import Sequence
from math import inf
from statistics import median

from khronika.model import Claim, EventClaim, Mention, Summary
from khronika.text.fold import fold

RULE = "median-of-independent"
RULES = (RULE, "most-authoritative", "acled-like", "range-only")
ACLED_WORDS = {24: 12, 200: 100}  # lower bound of a word -> deaths coded for it; others by their bound
Number = float | int
Told = tuple[Mention, Claim]


def event_claims(mentions: Sequence[Mention]) -> list[EventClaim]:
    """All claims of the mentions, in their order, each with its mention's id."""
    return [EventClaim(c.quantity, c.low, c.high, c.kind, c.text, c.speaker, m.id) for m in mentions for c in m.claims]


def summarise(
    mentions: Sequence[Mention], groups: Sequence[int], rule: str = RULE, authorities: Sequence[str] = ()
) -> dict[str, Summary]:
    """quantity -> its summary; `groups` gives each mention's independent source, `authorities` whom to believe first.

    Raises ValueError for a rule that is none of RULES.
    """
    if rule not in RULES:
        raise ValueError(f"no rule {rule!r}: one of {', '.join(RULES)}")
    by_quantity: dict[str, dict[int, list[Told]]] = {}
    for mention, group in zip(mentions, groups, strict=True):
        for claim in mention.claims:
            if claim.low is not None or claim.high is not None:
                by_quantity.setdefault(claim.quantity, {}).setdefault(group, []).append((mention, claim))
    order = [fold(name).strip() for name in authorities]
    return {q: _summary(q, list(by_quantity[q].values()), rule, order) for q in sorted(by_quantity)}


def _summary(quantity: str, told: list[list[Told]], rule: str, order: list[str]) -> Summary:
    sources = [[claim for _, claim in source] for source in told]
    if rule == "most-authoritative":
        sources = [_believed([pair for source in told for pair in source], order)]
    claims = [claim for source in sources for claim in source]
    points = [found for found in map(_point_of_source, sources) if found is not None]
    best = _whole(median(points)) if points and rule != "range-only" else None
    return Summary(
        low=min((c.low for c in claims if c.low is not None), default=None),
        best=_lowest(quantity, claims) if rule == "acled-like" else best,
        high=max((c.high for c in claims if c.high is not None), default=None),
        rule=rule,
        n_sources=len(told),
    )


def _believed(told: list[Told], order: list[str]) -> list[Claim]:
    """Claims of the best-placed speaker; of speakers outside the order the sharpest claim, then the first by key."""

    def standing(pair: Told) -> tuple[int, float]:
        mention, claim = pair
        names = (claim.speaker, mention.attributed_to, mention.source)
        places = [order.index(name) for name in (fold(n).strip() for n in names if n) if name in order]
        width = inf if claim.low is None or claim.high is None else float(claim.high - claim.low)
        return min(places, default=len(order)), width

    first = min(told, key=standing)
    same = standing(first)[0] < len(order)
    return [c for m, c in told if standing((m, c))[0] == standing(first)[0]] if same else [first[1]]


def _lowest(quantity: str, claims: list[Claim]) -> Number | None:
    """The lowest number that a claim allows; "up to" alone says none."""
    deaths = quantity.partition("_")[0] == "killed"
    stated = [
        ACLED_WORDS.get(int(c.low), c.low) if deaths and c.kind == "word" else c.low
        for c in claims
        if c.low is not None
    ]
    return _whole(min(stated)) if stated else None


def _point_of_source(claims: list[Claim]) -> Number | None:
    """One point for one source: the median of its own, where it gives several."""
    points = [found for found in map(_point, claims) if found is not None]
    return median(points) if points else None


def _point(claim: Claim) -> Number | None:
    if claim.low is None or claim.high is None or claim.kind in ("word", "min", "max"):
        return None
    return claim.low if claim.low == claim.high else (claim.low + claim.high) / 2


def _whole(number: Number) -> Number:
    """People are whole: a half is rounded down."""
    return int(number // 1)


def claims_conflict(claims: Sequence[EventClaim]) -> dict[str, list[str]]:
    """quantity -> the differing statements, for quantities of which two claims share no value."""
    found: dict[str, list[str]] = {}
    for quantity in sorted({c.quantity for c in claims}):
        own = [c for c in claims if c.quantity == quantity and (c.low is not None or c.high is not None)]
        lows, highs = [c.low or 0 for c in own], [c.high for c in own if c.high is not None]
        if highs and max(lows) > min(highs):
            found[quantity] = sorted({c.text or f"{c.low}–{c.high}" for c in own})
    return found
