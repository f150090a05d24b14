"""Weigh pairs of nodes in bits: prior, one level a comparison, and what the rarity of equal values adds."""

from collections.abc import Iterator, Sequence
from math import log2

import msgspec

from khronika.errors import UsageError
from khronika.resolution.linkage.columns import Column
from khronika.resolution.linkage.model import ComparisonWeights, LinkWeights
from khronika.resolution.linkage.patterns import Pattern, Patterns
from khronika.resolution.linkage.slips import count_unequal

PRIOR, FREQUENCY, SLIPS = -1, -2, -3


class Step(msgspec.Struct, frozen=True):
    """One summand: the column's number or PRIOR, the level or FREQUENCY, what it adds in bits."""

    column: int
    level: int
    weight: float


class PairWeigher:
    """`total` adds up what `steps` lists. Raises UsageError where the weights are of other comparisons."""

    def __init__(self, patterns: Patterns, weights: LinkWeights) -> None:
        self.patterns, self.weights = patterns, weights
        _check(patterns.columns, weights)
        self._prior = log2(weights.prior / (1 - weights.prior))
        self._bits = [[log2(level.m / level.u) for level in c.levels] + [0.0] for c in weights.comparisons]
        self._rarity = [_rarity(*of) for of in zip(patterns.columns, weights.comparisons, strict=True)]
        self._bases: dict[Pattern, float] = {}

    def base(self, pattern: Pattern) -> float:
        """The weight of a pattern, rarity left out."""
        if pattern not in self._bases:
            levels = self.patterns.levels(pattern)
            met = sum(self._bits[c][level] for c, level in enumerate(levels))
            self._bases[pattern] = self._prior + met + self._slip_bits(levels)
        return self._bases[pattern]

    def _slip_bits(self, levels: tuple[int, ...]) -> float:
        unequal = count_unequal(levels, [column.absent for column in self.patterns.columns])
        return log2(self.weights.slips[unequal]) if self.weights.slips else 0.0

    def most(self, pattern: Pattern) -> float:
        """No pair of the pattern weighs more."""
        levels = self.patterns.levels(pattern)
        return self.base(pattern) + sum(max(self._rarity[c], default=0.0) for c, n in enumerate(levels) if n == 0)

    def total(self, i: int, j: int, pattern: Pattern | None = None) -> float:
        """Log odds of two nodes being one and the same, in bits."""
        pattern = self.patterns.of(i, j) if pattern is None else pattern
        total = self.base(pattern)
        for c, level in enumerate(self.patterns.levels(pattern)):
            if level == 0 and self._rarity[c]:
                total += self._rarity[c][self.patterns.columns[c].codes[i]]
        return total

    def steps(self, i: int, j: int) -> Iterator[Step]:
        """The summands in order: prior, each comparison, rarity after the equality that it belongs to, slips."""
        yield Step(PRIOR, PRIOR, self._prior)
        levels = self.patterns.levels(self.patterns.of(i, j))
        for c, level in enumerate(levels):
            yield Step(c, level, self._bits[c][level])
            if level == 0 and self._rarity[c]:
                yield Step(c, FREQUENCY, self._rarity[c][self.patterns.columns[c].codes[i]])
        if self.weights.slips:
            unequal = count_unequal(levels, [column.absent for column in self.patterns.columns])
            yield Step(SLIPS, unequal, self._slip_bits(levels))


def _rarity(column: Column, weights: ComparisonWeights) -> list[float]:
    """Code -> bits that equality in this value is worth beyond equality in any; empty where not asked for.

    Source: Winkler (1989), Frequency-based matching in the Fellegi-Sunter model of record linkage.
    """
    if not column.comparison.term_frequency or not weights.agreeing:
        return []
    return [log2(weights.agreeing / column.share(code)) for code in range(len(column.values))]


def _check(columns: Sequence[Column], weights: LinkWeights) -> None:
    wanted = [(c.comparison.name, c.comparison.level_names) for c in columns]
    given = [(c.name, [level.level for level in c.levels]) for c in weights.comparisons]
    for want in (w for w in wanted if w not in given):
        raise UsageError(f"the weights have no comparison {want[0]} with the levels {', '.join(want[1])}")
    if wanted != given:
        raise UsageError("the weights are of further comparisons, or in another order; estimate them anew")
    if weights.slips and (len(weights.slips) != len(columns) + 1 or min(weights.slips) <= 0):
        raise UsageError(f"the weights need {len(columns) + 1} slips above 0, or none")
    shares = [weights.prior, *(s for c in weights.comparisons for level in c.levels for s in (level.m, level.u))]
    if not all(0 < share < 1 or share == 1 for share in shares) or weights.prior == 1:
        raise UsageError("the weights hold a share that is not above 0 and at most 1, or a prior of 1")
