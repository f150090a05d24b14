"""How errors of a pair hang together: copies with exactly one slip, or careless ones with many.

Counted over pairs that the rules catch: matches by their number of unequal values, over what m gives if errors in
different columns were independent. The ratio, bounded, multiplies the odds of every pair with that many.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

Shares = list[list[float]]
Levels = tuple[int, ...]
ROUNDS = 30
MOST = 4.0  # a ratio is at most this and at least its inverse
FEW = 5.0  # so many matches' worth of independence is added to each number of unequal values


def count_unequal(levels: Levels, absent: Sequence[int]) -> int:
    """How many columns have two values that are not equal."""
    return sum(0 < level < gone for level, gone in zip(levels, absent, strict=True))


def estimate_slips(
    rules: Sequence[Sequence[int]], counted: Mapping[Levels, int], m: Shares, u: Shares, prior: float
) -> list[float]:
    """Ratio for 0, 1, … unequal values, as many as columns and one; all 1 where errors are independent."""
    expected = _independent(rules, [shares[0] for shares in m])
    absent = [len(shares) for shares in m]
    pairs = [(n, count_unequal(levels, absent), _odds(levels, m, u, prior)) for levels, n in counted.items()]
    ratios = [1.0] * len(expected)
    for _ in range(ROUNDS):
        met = [0.0] * len(expected)
        for n, unequal, odds in pairs:
            met[unequal] += n * odds * ratios[unequal] / (1 + odds * ratios[unequal])
        ratios = [_ratio(count, sum(met) * share) for count, share in zip(met, expected, strict=True)]
    return ratios


def _ratio(count: float, independent: float) -> float:
    return min(max((count + FEW) / (independent + FEW), 1 / MOST), MOST)


def _odds(levels: Levels, m: Shares, u: Shares, prior: float) -> float:
    met = [(c, level) for c, level in enumerate(levels) if level < len(m[c])]
    return prior / (1 - prior) * prod(m[c][level] / u[c][level] for c, level in met)


def _independent(rules: Sequence[Sequence[int]], equal: Sequence[float]) -> list[float]:
    """Share of caught matches with each number of unequal values, errors taken for independent."""
    shares = [0.0] * (len(equal) + 1)
    for outcome in product((0, 1), repeat=len(equal)):
        if any(all(outcome[c] for c in rule) for rule in rules):
            chance = prod(e if is_equal else 1 - e for e, is_equal in zip(equal, outcome, strict=True))
            shares[outcome.count(0)] += chance
    return [share / sum(shares) for share in shares]
