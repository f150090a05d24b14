"""Values of a comparison over all rows, numbered, so that a pair of values is compared once however often it is met."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from khronika.model import Problem
from khronika.resolution.linkage.comparisons import ColumnComparison
from khronika.resolution.linkage.measures import MEASURES, NEEDED, READERS
from khronika.resolution.linkage.rows import Row

GONE = -1  # code of a missing value
Values = list[Any]


class ValueReader:
    """Reads a comparison's values from rows. What cannot be read is missing, and is told once a comparison."""

    def __init__(self, comparison: ColumnComparison, missing: Sequence[str]) -> None:
        self.comparison, self._missing = comparison, frozenset(missing)
        self._read = READERS[comparison.reads]
        self._bad: list[str] = []

    def read(self, rows: Sequence[Row], there: bool) -> Values:
        """One value a row, None where it is missing or cannot be read."""
        names = (self.comparison.there if there else ()) or self.comparison.columns
        return [self._value(row, names, f"{'other table, ' if there else ''}row {n}") for n, row in enumerate(rows)]

    def _value(self, row: Row, names: Sequence[str], where: str) -> Any:
        values = tuple(row.get(name) for name in names)
        if any(self._is_missing(value) for value in values):
            return None
        try:
            return self._read(values)
        except (ValueError, TypeError):
            self._bad.append(f"{where}: {', '.join(map(repr, values))}")
            return None

    def _is_missing(self, value: Any) -> bool:
        if value is None or value != value:  # NaN is not itself
            return True
        return isinstance(value, str) and (not value.strip() or value.strip() in self._missing)

    @property
    def problems(self) -> list[Problem]:
        """One problem where values could not be read: the first of them and how many there are."""
        if not self._bad:
            return []
        what = f"{self._bad[0]} is not {NEEDED[self.comparison.reads]}; {len(self._bad)} value(s) like it"
        return [Problem(f"column {self.comparison.name}", what, "they count as missing")]


class Column:
    """A comparison's values of all nodes as codes of the sorted different values; `here` nodes stand first.

    `shares(code)` and `agreeing` are of pairs of different nodes, or of one node here and one there.
    """

    def __init__(self, comparison: ColumnComparison, values: Values, here: int, is_cross: bool) -> None:
        self.comparison = comparison
        self.values: Values = sorted({value for value in values if value is not None})
        codes = {value: code for code, value in enumerate(self.values)}
        self.codes = [GONE if value is None else codes[value] for value in values]
        self.here_nodes, self.is_cross = here, is_cross
        self.here = Counter(code for code in self.codes[:here] if code != GONE)
        self.there = Counter(code for code in self.codes[here:] if code != GONE) if self.is_cross else self.here
        self._all = self.here + self.there if self.is_cross else self.here
        self._rows = self._all.total()
        self.levels = len(comparison.level_names)  # `else` is the last
        self.absent = self.levels  # the level of a pair in which a value is missing
        self._met: dict[int, int] = {}
        self._tests = [(MEASURES[level.measure], level.bound) for level in comparison.levels[1:]]

    @property
    def present(self) -> int:
        """How many pairs have both values."""
        a, b = self.here.total(), self.there.total()
        return a * b if self.is_cross else a * (a - 1) // 2

    @property
    def agreeing(self) -> float:
        """Share of the pairs with both values in which they are equal; 0 where there are no pairs."""
        both = [(count, self.there[code] if self.is_cross else count - 1) for code, count in self.here.items()]
        equal = sum(a * b for a, b in both) // (1 if self.is_cross else 2)
        return equal / self.present if self.present else 0.0

    def share(self, code: int) -> float:
        """How often a value is met by chance: its share of the other rows, the pair in question counted once."""
        return max(self._all[code] - 1, 1) / max(self._rows - 1, 1)

    def count(self, code: int) -> tuple[int, int]:
        """In how many rows the value stands, and how many have one."""
        return self._all[code], self._rows

    def level(self, a: int, b: int) -> int:
        """The level of two codes: 0 is equal, `levels` - 1 else, `absent` where one is missing."""
        if a == GONE or b == GONE:
            return self.absent
        if a == b:
            return 0
        key = a * len(self.values) + b if a < b else b * len(self.values) + a
        met = self._met.get(key)
        if met is None:
            met = self._met[key] = self._compare(min(a, b), max(a, b))
        return met

    def _compare(self, a: int, b: int) -> int:
        """The first level that two different values meet; each measure is taken once."""
        last, score = None, 0.0
        for place, (measure, bound) in enumerate(self._tests):
            if measure is not last:
                last, score = measure, measure.score(self.values[a], self.values[b])
            if score >= bound if measure.more_is_nearer else score <= bound:
                if not self.comparison.tells_once:
                    return 1 + place
                return 1 + 2 * place + (min(self._all[a], self._all[b]) == 1)
        return self.levels - 1
