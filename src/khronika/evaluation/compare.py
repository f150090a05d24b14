"""Compare one gold record with one record told: slot by slot, and whether as a whole it is a hit.

Stands between `agree` (when values are the same) and `measures` (what is counted over documents).
"""

from typing import NamedTuple

import msgspec

from khronika.evaluation.agree import either, same_class, same_date, same_number, same_place
from khronika.evaluation.gold import Gold, Number, Told

EVENT_SLOTS = ("kind", "date", "place", "claims", "attributed_to", "status")
FIGURE_SLOTS = (*EVENT_SLOTS, "group", "comparison")
_NO_GOLD, _NOTHING = Gold(), Told()


class Count(msgspec.Struct, frozen=True):
    """How many values were right, how many gold wanted, how many were given; counts add up."""

    right: int = 0
    wanted: int = 0
    given: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.wanted + other.wanted, self.given + other.given)


class ClaimMatch(NamedTuple):
    """The claims of two records, set against each other."""

    counts: Count
    missed: list[Number]
    invented: list[Number]


def compare(gold: Gold | None, told: Told | None) -> dict[str, Count]:
    """Each slot's counts; None stands for no record. A wrong value is at once missed and invented.

    An answer that gold accepts besides its own is right; where gold itself is empty, it is free.
    """
    g, t = gold or _NO_GOLD, told or _NOTHING
    found = {
        "kind": _slot(g.kind is not None, t.kind is not None, t.kind in g.kinds),
        "date": _slot(g.days is not None, t.days is not None, same_date(g, t)),
        "place": _slot(_has_place(g), _has_place(t), same_place(g, t)),
        "claims": match_claims(g, t).counts,
        "attributed_to": _slot(bool(g.attributed_to), bool(t.attributed_to), _same_source(g, t)),
        "status": _slot(gold is not None, told is not None, gold is not None and t.status in (g.status, *g.alt_status)),
    }
    if g.is_figure or t.is_figure:
        found["group"] = _slot(bool(g.group), bool(t.group), either([g.group], t.group))
        found["comparison"] = _slot(g.comparison is not None, t.comparison is not None, _same_ratio(g, t))
    return found


def _slot(in_gold: bool, in_told: bool, agrees: bool) -> Count:
    return Count(int(in_gold and in_told and agrees), int(in_gold), int(in_told and (in_gold or not agrees)))


def _has_place(record: Told) -> bool:
    return record.place is not None and record.place.is_filled


def _same_source(gold: Gold, told: Told) -> bool:
    return either((gold.attributed_to, *gold.alt_attributed), told.attributed_to)


def _same_ratio(gold: Gold, told: Told) -> bool:
    g, t = gold.comparison, told.comparison
    return g is not None and t is not None and (g.ratio_low, g.ratio_high) == (t.ratio_low, t.ratio_high)


def match_claims(gold: Gold, told: Told) -> ClaimMatch:
    """Claims one to one, the required before those that are free; a free one counts neither as right nor as invented."""
    left = [c for c in told.claims if c.is_bounded]
    wanted = sorted((c for c in gold.claims if c.is_bounded), key=lambda c: c.optional)
    right, missed = 0, list[Number]()
    for claim in wanted:
        found = min(
            (c for c in left if same_number(claim, c)), key=lambda c: c.quantity != claim.quantity, default=None
        )
        if found is not None:
            left.remove(found)
            right += not claim.optional
        elif not claim.optional:
            missed.append(claim)
    return ClaimMatch(Count(right, right + len(missed), right + len(left)), missed, left)


def is_hit(gold: Gold, told: Told) -> bool:
    """The class agrees, and the place or the date; gold with neither asks for the class alone."""
    if not same_class(gold, told):
        return False
    return same_place(gold, told) or same_date(gold, told) or (gold.days is None and not _has_place(gold))


def is_figure_hit(gold: Gold, told: Told) -> bool:
    """A number or the comparison agrees, and the place, the date or the group."""
    found = compare(gold, told)
    counted = found["claims"].right or found["comparison"].right
    return bool(counted and (found["place"].right or found["date"].right or found["group"].right))
