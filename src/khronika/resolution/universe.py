"""The pairs that the prior is about, two mentions of one record and country within a month, and an even draw of them.

Drawn by a fixed seed from mentions in the order of their keys, so that no clock and no order of input enters.
"""

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from random import Random

from khronika.resolution.cases import Batch
from khronika.resolution.compare import MONTH

DRAWS = 100_000
SEED = 1969
Pair = tuple[int, int]


class Universe:
    """`pairs`: how many there are; `drawn`: some of them, all where they are few."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._after: list[tuple[list[int], int, int]] = []  # a list of mentions by day, a position, how many follow it
        for members in self._by_country().values():
            days = [batch.cells[batch.cases[i].cell].start for i in members]
            self._after += [(members, at, bisect_right(days, day + MONTH) - at - 1) for at, day in enumerate(days)]
        self.pairs = sum(many for _, _, many in self._after)
        self.drawn = self._draw()

    def _by_country(self) -> dict[tuple[str, str], list[int]]:
        """Mentions that have days and a country, by their first day."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for cell in self.batch.cells:
            if cell.is_complete and (country := self.batch.spots[cell.spot].country):
                found[cell.record, country] += cell.members
        cases, cells = self.batch.cases, self.batch.cells
        return {key: sorted(of, key=lambda i: (cells[cases[i].cell].start, i)) for key, of in sorted(found.items())}

    def _draw(self) -> list[Pair]:
        sums = list(accumulate(many for _, _, many in self._after))
        draw = Random(SEED)
        numbers = range(self.pairs) if self.pairs <= DRAWS else sorted(draw.randrange(self.pairs) for _ in range(DRAWS))
        found = []
        for number in numbers:
            row = bisect_right(sums, number)
            members, at, _ = self._after[row]
            other = members[at + 1 + number - (sums[row - 1] if row else 0)]
            if self.batch.cases[members[at]].document != self.batch.cases[other].document:
                found.append((members[at], other))
        return found
