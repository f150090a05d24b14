"""Blocking: the pairs worth comparing are those that are equal in all columns of a rule; each pair is walked once."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from khronika.errors import UsageError
from khronika.resolution.linkage.columns import GONE, Column
from khronika.resolution.linkage.patterns import Pattern, Patterns

Rule = tuple[int, ...]  # numbers of the columns in which a pair is equal
WIDEST = 3  # columns in a rule found by itself, unless no such rule is affordable
FREE, PER_ROW = 100_000, 20  # a rule found by itself makes at most FREE + PER_ROW x rows pairs


class Blocking:
    """The rules of one run, and how many pairs each makes (`costs`)."""

    def __init__(self, columns: Sequence[Column], rules: Sequence[Rule] | None = None) -> None:
        self._columns, self._here, self._is_cross = columns, columns[0].here_nodes, columns[0].is_cross
        self._rows = len(columns[0].codes)
        self.rules = sorted(set(rules)) if rules is not None else self._find_rules()
        self.costs = [self.cost(rule) for rule in self.rules]

    def _find_rules(self) -> list[Rule]:
        """All smallest sets of columns that are affordable: no smaller one of the same columns is."""
        most, numbers = FREE + PER_ROW * self._rows, range(len(self._columns))
        found: list[Rule] = []
        for size in range(1, len(numbers) + 1):
            if found and size > WIDEST:
                break
            wide = [rule for rule in combinations(numbers, size) if not any(set(f) <= set(rule) for f in found)]
            found += [rule for rule in wide if self.cost(rule) <= most]
        if not found:
            raise UsageError(
                f"rows are so alike that no blocking makes less than {most} pairs; compare further columns"
            )
        return found

    def cost(self, rule: Rule) -> int:
        """How many pairs are equal in all columns of the rule."""
        keys = list(zip(*(self._columns[c].codes for c in rule), strict=True))
        here = Counter(key for key in keys[: self._here] if GONE not in key)
        if not self._is_cross:
            return sum(n * (n - 1) // 2 for n in here.values())
        return sum(here[key] for key in keys[self._here :])

    def compare(self, patterns: Patterns) -> dict[Pattern, "array[int]"]:
        """Pattern -> the pairs that have it, each packed as first x rows + second. A pair of several rules counts once."""
        found: dict[Pattern, array[int]] = {}
        firsts: dict[Pattern, int] = {}
        for number, rule in enumerate(self.rules):
            for i, j in self._pairs(rule):
                pattern = patterns.of(i, j)
                if pattern not in found:
                    found[pattern] = array("q")
                    firsts[pattern] = self._first_rule(patterns.levels(pattern))
                if firsts[pattern] == number:
                    found[pattern].append(i * self._rows + j)
        return found

    def _first_rule(self, levels: Sequence[int]) -> int:
        return next(n for n, rule in enumerate(self.rules) if not any(levels[c] for c in rule))

    def _pairs(self, rule: Rule) -> Iterator[tuple[int, int]]:
        blocks: dict[tuple[int, ...], list[int]] = {}
        for node, key in enumerate(zip(*(self._columns[c].codes for c in rule), strict=True)):
            if GONE not in key:
                blocks.setdefault(key, []).append(node)
        for members in blocks.values():
            if not self._is_cross:
                yield from combinations(members, 2)
            else:
                there = [node for node in members if node >= self._here]
                yield from ((i, j) for i in members if i < self._here for j in there)


def read_rules(given: Sequence[Sequence[str] | str], columns: Sequence[Column]) -> list[Rule]:
    """Rules by the names of comparisons. Raises UsageError where a name is not compared."""
    numbers = {column.comparison.name: n for n, column in enumerate(columns)}
    rules = [(one,) if isinstance(one, str) else tuple(one) for one in given]
    for name in (name for rule in rules for name in rule):
        if name not in numbers:
            raise UsageError(f"blocking: {name!r} is not compared; compared are {', '.join(numbers)}")
    if not rules or not all(rules):
        raise UsageError("blocking: give at least one rule, and at least one column a rule")
    return [tuple(sorted({numbers[name] for name in rule})) for rule in rules]
