"""Rows as nodes: in the order of what is compared, then of all content, those of the other table after the first's.

All counting and summing goes by nodes, so the order of a table's rows changes nothing.
"""

from collections.abc import Sequence
from typing import Any

from khronika.errors import UsageError
from khronika.model import Problem
from khronika.resolution.linkage.columns import Column, ValueReader
from khronika.resolution.linkage.comparisons import ColumnComparison
from khronika.resolution.linkage.rows import Row

Key = tuple[list[tuple[bool, Any]], list[tuple[str, str]]]


class Nodes:
    """The nodes of one or two tables with their columns. `here`: how many are of the first."""

    def __init__(self, tables: Sequence[list[Row]], comparisons: Sequence[ColumnComparison], missing: Sequence[str]):
        readers = [ValueReader(comparison, missing) for comparison in comparisons]
        values = [[reader.read(rows, bool(side)) for side, rows in enumerate(tables)] for reader in readers]
        self.problems: list[Problem] = [problem for reader in readers for problem in reader.problems]
        self._orders = [_in_order(rows, [of[side] for of in values]) for side, rows in enumerate(tables)]
        self._homes = [{number: at for at, number in enumerate(order)} for order in self._orders]
        self._tables = tables
        self.here, self.is_cross = len(tables[0]), len(tables) > 1
        self.columns = [
            Column(
                comparison, [of[s][n] for s, order in enumerate(self._orders) for n in order], self.here, self.is_cross
            )
            for comparison, of in zip(comparisons, values, strict=True)
        ]

    def __len__(self) -> int:
        return sum(map(len, self._tables))

    @property
    def pairs(self) -> int:
        """How many pairs there are, blocked or not."""
        return self.here * (len(self) - self.here) if self.is_cross else self.here * (self.here - 1) // 2

    def may_pair(self, i: int, j: int) -> bool:
        """Whether the two are ever compared: of two tables only rows of both."""
        return not self.is_cross or (i < self.here) != (j < self.here)

    def side(self, node: int) -> int:
        """0 for the first table, 1 for the other."""
        return int(node >= self.here)

    def number(self, node: int) -> int:
        """The node's row number in its own table."""
        side = self.side(node)
        return self._orders[side][node - side * self.here]

    def row(self, node: int) -> Row:
        """The row as it was given."""
        return self._tables[self.side(node)][self.number(node)]

    def find(self, first: int, second: int) -> tuple[int, int]:
        """The nodes of two row numbers. Raises UsageError where there is no such row, or where both are one."""
        last = len(self._homes) - 1
        if first not in self._homes[0] or second not in self._homes[last] or (not last and first == second):
            sizes = " and ".join(str(len(table)) for table in self._tables)
            raise UsageError(f"no pair of rows {first} and {second}: two rows of {sizes}, counted from 0")
        return self._homes[0][first], self._homes[last][second] + last * self.here


def _in_order(rows: Sequence[Row], values: Sequence[Sequence[Any]]) -> list[int]:
    def key(number: int) -> Key:
        compared = [(of[number] is None, of[number] if of[number] is not None else 0) for of in values]
        return compared, sorted((str(name), str(value)) for name, value in rows[number].items())

    return sorted(range(len(rows)), key=key)
