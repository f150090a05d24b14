"""Last step of the estimation: all pairs at once, those that no block caught as one more outcome.

Blocks see matches by what they have equal, so errors that avoid each other ("one slip a copy") make each block see too
many. Here all caught pairs count once, and the share of matches that the rules cannot catch follows from m itself
(EM for a censored sample; Dempster, Laird and Rubin 1977). It starts from the blocks' estimate, which is in reach.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

Shares = list[list[float]]
Levels = tuple[int, ...]
ROUNDS, CLOSE = 200, 1e-5
MOST_COLUMNS = 12  # outcomes of equal and unequal columns double with each


class Whole:
    """`settle` gives m and the expected number of matches. `present`: each column's share of pairs with both values."""

    def __init__(
        self, rules: Sequence[Sequence[int]], counted: Mapping[Levels, int], u: Shares, present: Sequence[float]
    ) -> None:
        self._u, self._present = u, present
        size = len(present)
        self._caught = [
            equal for equal in product((0, 1), repeat=size) if any(all(equal[c] for c in rule) for rule in rules)
        ]
        self._counted = [
            (pairs, [(c, level) for c, level in enumerate(levels) if level < len(u[c])])
            for levels, pairs in counted.items()
        ]

    def settle(self, m: Shares, matches: float, pairs: int, unseen: float) -> tuple[Shares, float]:
        """Rounds until no share moves. `unseen` matches are added to each level."""
        for _ in range(ROUNDS):
            met = [[unseen for _ in shares] for shares in m]
            found = self._expect(m, matches / pairs, met)
            matches = min(self._add_missed(m, found, met), pairs / 2)
            new = [[count / sum(counts) for count in counts] for counts in met]
            moved = max(abs(a - b) for x, y in zip(new, m, strict=True) for a, b in zip(x, y, strict=True))
            m = new
            if moved < CLOSE:
                break
        return m, matches

    def _expect(self, m: Shares, prior: float, into: Shares) -> float:
        """Expected matches among the caught pairs, added to `into` by level."""
        total = 0.0
        for pairs, met in self._counted:
            odds = prior / (1 - prior) * prod(m[c][level] / self._u[c][level] for c, level in met)
            sure = pairs * odds / (1 + odds)
            total += sure
            for c, level in met:
                into[c][level] += sure
        return total

    def _add_missed(self, m: Shares, found: float, into: Shares) -> float:
        """Add the matches that the rules miss to `into`; gives all matches, caught and missed."""
        equal = [shares[0] * present for shares, present in zip(m, self._present, strict=True)]
        caught, caught_equal = 0.0, [0.0] * len(m)
        for outcome in self._caught:
            chance = prod(e if is_equal else 1 - e for e, is_equal in zip(equal, outcome, strict=True))
            caught += chance
            for c, is_equal in enumerate(outcome):
                caught_equal[c] += chance * is_equal
        if caught < 0.5:  # too few are caught to tell of the rest
            return found
        for c, shares in enumerate(m):
            into[c][0] += found / caught * max(equal[c] - caught_equal[c], 0.0)
            unequal = max((1 - equal[c]) - (caught - caught_equal[c]), 0.0) / max(1 - equal[c], 1e-12)
            for level in range(1, len(shares)):
                into[c][level] += found / caught * unequal * shares[level] * self._present[c]
        return found / caught
