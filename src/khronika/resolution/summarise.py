"""Sum up the claims of one event: for each quantity bounds and a headline by a named rule, every claim kept.

Rule `median-of-independent`: low is the smallest stated bound, high the largest over independent sources; best is the
median of the sources' own points. A point is an exact or "about" number, or the middle of a stated range; a word
("hundreds"), "at least" and "up to" give bounds only, so best is None where nothing else was said.
"""

from collections.abc import Sequence
from statistics import median

from khronika.model import Claim, EventClaim, Mention, Summary

RULE = "median-of-independent"
Number = float | int


def event_claims(mentions: Sequence[Mention]) -> list[EventClaim]:
    """All claims of the mentions, in their order, each with its mention's id."""
    return [EventClaim(c.quantity, c.low, c.high, c.kind, c.text, c.speaker, m.id) for m in mentions for c in m.claims]


def summarise(mentions: Sequence[Mention], groups: Sequence[int]) -> dict[str, Summary]:
    """quantity -> its summary; `groups` gives each mention's independent source."""
    by_quantity: dict[str, dict[int, list[Claim]]] = {}
    for mention, group in zip(mentions, groups, strict=True):
        for claim in mention.claims:
            if claim.low is not None or claim.high is not None:
                by_quantity.setdefault(claim.quantity, {}).setdefault(group, []).append(claim)
    return {quantity: _summary(list(by_quantity[quantity].values())) for quantity in sorted(by_quantity)}


def _summary(sources: list[list[Claim]]) -> Summary:
    claims = [claim for source in sources for claim in source]
    points = [found for found in map(_point_of_source, sources) if found is not None]
    return Summary(
        low=min((c.low for c in claims if c.low is not None), default=None),
        best=_whole(median(points)) if points else None,
        high=max((c.high for c in claims if c.high is not None), default=None),
        rule=RULE,
        n_sources=len(sources),
    )


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
