"""Patterns: the levels of all comparisons of a pair, packed into one number; a table has few different ones."""

from collections.abc import Sequence

from khronika.resolution.linkage.columns import GONE, Column

Pattern = int


class Patterns:
    """`of` gives the pattern of two nodes, `levels` the level of each column in a pattern."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._places: list[tuple[list[int], Column, int]] = []
        self._unpacked: dict[Pattern, tuple[int, ...]] = {}
        worth = 1
        for column in columns:
            self._places.append((column.codes, column, worth))
            worth *= column.absent + 1

    def of(self, i: int, j: int) -> Pattern:
        """The packed levels of two nodes."""
        pattern = 0
        for codes, column, worth in self._places:
            a, b = codes[i], codes[j]
            if a != b or a == GONE:
                pattern += worth * column.level(a, b)
        return pattern

    def levels(self, pattern: Pattern) -> tuple[int, ...]:
        """The level of each column."""
        if pattern not in self._unpacked:
            self._unpacked[pattern] = tuple(pattern // worth % (c.absent + 1) for _, c, worth in self._places)
        return self._unpacked[pattern]
