"""Compare two mentions field by field: each comparison answers with the name of a level, or None for nothing to say.

The levels and what they are worth stand in codebook/resolve.yaml. Places have a file of their own (`spots`).
"""

from math import inf

from khronika.model import Claim, Comparison
from khronika.resolution.cases import Case, Cell

WEEK, MONTH = 7, 31
PAUSE = 2  # days between two reports of what lasts that no report needs to fill


def compare_dates(a: Cell, b: Cell, lasting: bool = False) -> str:
    """How two inclusive intervals of days agree. `lasting`: what both tell of goes on all the time.

    A report of what lasts names its own day as the last one, so that a later report's days may only touch it.
    """
    if a.start < 0 or b.start < 0:
        return "date.missing"
    shared = min(a.end, b.end) - max(a.start, b.start) + 1
    if shared <= 0:
        singles = a.start == a.end and b.start == b.end
        if lasting and not singles and shared >= -PAUSE:
            return "date.continues"
        return "date.apart" if shared < 0 else "date.next_day" if singles else "date.adjacent"
    union = max(a.end, b.end) - min(a.start, b.start) + 1
    if shared == union:
        same = "day" if union == 1 else "days" if union <= WEEK else "weeks" if union <= MONTH else "long"
        return f"date.same_{same}"
    if union > MONTH:
        return "date.vague"
    return f"date.{'most' if 2 * shared >= union else 'part'}_{'days' if union <= WEEK else 'weeks'}"


def compare_kinds(a: str | None, b: str | None, alike: dict[str, frozenset[str]]) -> str:
    """Whether two kinds may name one happening."""
    if a is None or b is None:
        return "kind.unknown"
    if a == b:
        return "kind.same"
    return "kind.alike" if b in alike.get(a, ()) else "kind.other"


def is_telling(number: float | None) -> bool:
    """Whether two reports will hardly give this number by chance: above 10 and unround.

    >>> [n for n in (3, 10, 35, 150, 301, 2000, 2040) if is_telling(n)]
    [35, 301, 2040]
    """
    if number is None or number <= 10:
        return False
    digits = f"{number:g}".split("e")[0].replace(".", "").rstrip("0")
    return len(digits) >= 3 or (len(digits) == 2 and number < 100)


def compare_claims(a: Claim, b: Claim) -> str:
    """How two claims on one quantity agree."""
    word = a.kind == "word" or b.kind == "word"
    if (a.low, a.high) == (b.low, b.high) and word:
        return "claims.same_word"
    number = _number(a)
    if number is not None and number == _number(b):
        if number <= 3:
            return "claims.same_small"
        return "claims.same_telling" if is_telling(number) else "claims.same_round"
    return _compare_bounds(*_bounds(a), *_bounds(b))


def _number(claim: Claim) -> float | None:
    """The one number that the claim states; a word or a true range states none."""
    if claim.kind == "word" or (claim.low is not None and claim.high is not None and claim.low != claim.high):
        return None
    return claim.low if claim.low is not None else claim.high


def _bounds(claim: Claim) -> tuple[float, float]:
    return claim.low if claim.low is not None else 0.0, claim.high if claim.high is not None else inf


def _compare_bounds(low_a: float, high_a: float, low_b: float, high_b: float) -> str:
    """Intervals that share a value, or how far apart they are as a ratio."""
    below, above = min(high_a, high_b), max(low_a, low_b)
    if above <= below:
        return "claims.overlap"
    if below <= 0:
        return "claims.contrary"
    ratio = above / below
    return "claims.close" if ratio <= 1.25 else "claims.far" if ratio < 5 else "claims.contrary"


def compare_actors(a: Case, b: Case) -> str | None:
    """Names first, sorts of people after; None where one names nobody."""
    if a.names & b.names:
        return "actors.same_name"
    if not a.sorts or not b.sorts:
        return None
    if a.sorts == b.sorts:
        return "actors.same_types"
    return "actors.some_types" if {t for _, t in a.sorts} & {t for _, t in b.sorts} else "actors.other_types"


def compare_topics(a: Case, b: Case) -> str | None:
    """Whether the two share a topic; None where one has none."""
    if not a.topics or not b.topics:
        return None
    return "topics.shared" if a.topics & b.topics else "topics.other"


def compare_attribution(a: Case, b: Case) -> str | None:
    """Only agreement says something: two outlets seldom rest on the same witness of two happenings."""
    return "attribution.same" if a.attributed and a.attributed == b.attributed else None


def compare_groups(a: Case, b: Case) -> str | None:
    """Whether two figures count the same people, by words; None across languages, where words can't tell."""
    if not a.group or not b.group:
        return None
    if a.group == b.group:
        return "group.same"
    if a.language != b.language:
        return None
    return "group.alike" if a.group & b.group else "group.other"


def compare_comparisons(a: Comparison | None, b: Comparison | None) -> str | None:
    """Whether two figures give the same ratio to something else."""
    if a is None or b is None:
        return None
    same = (a.ratio_low, a.ratio_high) == (b.ratio_low, b.ratio_high)
    return "comparison.same" if same else "comparison.other"


def base_quantity(quantity: str) -> str:
    """The quantity without the group that it is told of.

    >>> base_quantity("killed_civilians")
    'killed'
    """
    return quantity.partition("_")[0]
