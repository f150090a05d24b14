"""Estimate m, u and the prior: expectation-maximisation over the blocks, with u from pairs by chance.

In the block of a rule all pairs are equal in the rule's columns, so the block says nothing on these; on the others,
pairs that are not one and the same agree by chance (u). Each block has a share of matches of its own, m is common.
Sources: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; Winkler (1988), EM for Fellegi-Sunter; the
blocks together are a composite likelihood (Varin, Reid and Firth 2011).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import prod

from khronika.model import Problem
from khronika.resolution.linkage.blocking import Rule
from khronika.resolution.linkage.chance import chance_levels
from khronika.resolution.linkage.columns import Column
from khronika.resolution.linkage.model import ComparisonWeights, LevelWeights, LinkWeights
from khronika.resolution.linkage.slips import estimate_slips
from khronika.resolution.linkage.whole import MOST_COLUMNS, Whole

ROUNDS, CLOSE = 300, 1e-6
AGREE = 0.9  # share of equal values among matches before anything is known
UNSEEN = 0.5  # matches added to each level in each block, so that none is impossible (Jeffreys' prior)
LEAST_CHANCE = 0.1  # at least this share of what agrees by chance does so without being a match
Shares = list[list[float]]
Levels = tuple[int, ...]


class Block:
    """What one rule tells: how often each row of levels is met in its columns that are not held equal."""

    def __init__(self, rule: Rule, counted: Mapping[Levels, int], rows: int) -> None:
        self.rule = rule
        size = len(next(iter(counted), ()))
        self.free = [c for c in range(size) if c not in rule]
        self.counts: Counter[Levels] = Counter()
        for levels, pairs in counted.items():
            if not any(levels[c] for c in rule):
                self.counts[tuple(levels[c] for c in self.free)] += pairs
        self.pairs = self.counts.total()
        self.share = min(0.5, 0.1 * rows / self.pairs) if self.pairs else 0.0

    @property
    def matches(self) -> float:
        """Expected number of pairs that are one and the same."""
        return self.share * self.pairs

    def expect(self, m: Shares, u: Shares, absent: Sequence[int], into: Shares) -> None:
        """Add the expected matches at each level to `into`, and take on the block's new share of matches."""
        total = 0.0
        for levels, pairs in self.counts.items():
            met = [(c, level) for c, level in zip(self.free, levels, strict=True) if level != absent[c]]
            odds = prod((m[c][level] / u[c][level] for c, level in met), start=self.share)
            sure = pairs * odds / (odds + 1 - self.share) if odds else 0.0
            total += sure
            for c, level in met:
                into[c][level] += sure
        self.share = min(max(total / self.pairs, 1e-9), 0.999)


class Estimation:
    """One estimation. `pairs`: of all rows, blocked or not. `weights` and `problems` are its result."""

    def __init__(
        self, columns: Sequence[Column], rules: Iterable[Rule], counted: Mapping[Levels, int], pairs: int
    ) -> None:
        self._columns, self._pairs = columns, max(pairs, 1)
        self._absent = [column.absent for column in columns]
        blocks = (Block(rule, counted, len(columns[0].codes)) for rule in rules)
        self._blocks = [block for block in blocks if block.pairs]
        self._looks = [sum(n in block.free for block in self._blocks) for n in range(len(columns))]
        self.problems = [_unseen(c) for c, looks in zip(columns, self._looks, strict=True) if not looks]
        self._chance = [chance_levels(column) for column in columns]
        self._first = [_first_guess(chance) for chance in self._chance]
        m = self._converge(self._first, self._chance)
        u = self._without_matches(m)  # pairs by chance hold a few matches: take them out, once
        m, matches = self._settle(self._converge(m, u), u, counted)
        prior = self._bounded(matches)
        slips = self._slips(m, u, prior, counted)
        self.weights = LinkWeights(prior, [_weights(*of) for of in zip(columns, m, u, strict=True)], slips)
        if matches > len(columns[0].codes):
            self.problems.append(_too_many(matches, len(columns[0].codes)))

    def _settle(self, m: Shares, u: Shares, counted: Mapping[Levels, int]) -> tuple[Shares, float]:
        """m and the number of matches, by all pairs at once where that can be counted."""
        matches = self._prior(m) * self._pairs
        if not self._blocks or len(self._columns) > MOST_COLUMNS:
            return m, matches
        present = [column.present / self._pairs for column in self._columns]
        return Whole([block.rule for block in self._blocks], counted, u, present).settle(
            m, matches, self._pairs, UNSEEN
        )

    def _slips(self, m: Shares, u: Shares, prior: float, counted: Mapping[Levels, int]) -> list[float]:
        if not self._blocks or len(self._columns) > MOST_COLUMNS:
            return []
        return estimate_slips([block.rule for block in self._blocks], counted, m, u, prior)

    def _converge(self, m: Shares, u: Shares) -> Shares:
        """Rounds of expectation and maximisation until no share moves."""
        for _ in range(ROUNDS):
            met = [[UNSEEN * looks for _ in guess] for guess, looks in zip(self._first, self._looks, strict=True)]
            before = [block.share for block in self._blocks]
            for block in self._blocks:
                block.expect(m, u, self._absent, met)
            new = [_shares(counts) or guess for counts, guess in zip(met, self._first, strict=True)]
            moved = max((abs(a - b) for x, y in zip(new, m, strict=True) for a, b in zip(x, y, strict=True)), default=0)
            m = new
            if max([moved, *(abs(b.share - s) for b, s in zip(self._blocks, before, strict=True))]) < CLOSE:
                break
        return m

    def _without_matches(self, m: Shares) -> Shares:
        prior = self._prior(m)
        rest = [
            [max((u - prior * m_level) / (1 - prior), LEAST_CHANCE * u) for u, m_level in zip(us, ms, strict=True)]
            for us, ms in zip(self._chance, m, strict=True)
        ]
        return [[u / sum(us) for u in us] for us in rest]

    def _prior(self, m: Shares) -> float:
        """Matches that the blocks found, over the share of matches that such blocks catch, over all pairs."""
        caught = sum(prod(self._equal(c, m) for c in block.rule) for block in self._blocks)
        found = sum(block.matches for block in self._blocks)
        return self._bounded(found / caught if caught else 0.0)

    def _bounded(self, matches: float) -> float:
        """Matches as a share of all pairs: half a match at least, half of all pairs at most."""
        return min(max(matches, 0.5) / self._pairs, 0.5)

    def _equal(self, column: int, m: Shares) -> float:
        """Share of matches that have this column's value on both sides, and equal."""
        return m[column][0] * max(self._columns[column].present, 1) / self._pairs


def _too_many(matches: float, rows: int) -> Problem:
    what = f"{matches:.0f} pairs are estimated to be one and the same, more than the {rows} rows"
    return Problem("estimation", what, "if columns hang together, such as town and postcode, compare only one of them")


def _shares(counts: Sequence[float]) -> list[float]:
    total = sum(counts)
    return [count / total for count in counts] if total else []


def _unseen(column: Column) -> Problem:
    what = "every block holds it equal, so m could not be estimated and is a first guess"
    return Problem(f"comparison {column.comparison.name}", what, "add a rule of blocking without it")


def _first_guess(chance: Sequence[float]) -> list[float]:
    """Matches mostly agree; what does not agree spreads so that nearer levels hold more than the last."""
    rest = [2.0**-level for level in range(1, len(chance))]
    return [AGREE, *((1 - AGREE) * share / sum(rest) for share in rest)]


def _weights(column: Column, m: Sequence[float], u: Sequence[float]) -> ComparisonWeights:
    names = column.comparison.level_names
    levels = [LevelWeights(*of) for of in zip(names, m, u, strict=True)]
    return ComparisonWeights(column.comparison.name, levels, column.agreeing)
