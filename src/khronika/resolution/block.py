"""Choose the pairs worth comparing: of a hundred thousand mentions a few pairs each instead of five thousand million.

Pairs come in two ways: of cells whose places can be one and whose days touch; and of mentions that lack place or date,
or name a country only, within one text or by an unround number that both give. Kinds that can't be one never pair.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter

from khronika.resolution.cases import Batch, Cell
from khronika.resolution.compare import is_telling
from khronika.resolution.spots import SOFT, Spot, squares
from khronika.resolution.weights import Weights

CROWDED = 400  # so many of one text or one number are compared, nearest in order first
ONGOING = 64  # so many that have begun and not ended at one place are compared with a new one, latest first
Pair = tuple[int, int]
_start = attrgetter("start")


class Blocks:
    """The pairs of a batch; `cell_pairs` and `loose_pairs` walk through all, `near_cells` through those of one cell."""

    def __init__(self, batch: Batch, weights: Weights) -> None:
        self.batch = batch
        kinds: set[str | None] = {cell.kind for cell in batch.cells}
        self.alike = {k: [o for o in kinds if k is None or o is None or o in weights.alike.get(k, {k})] for k in kinds}
        self.at_spot: dict[int, list[Cell]] = {}
        for cell in sorted((c for c in batch.cells if c.is_complete), key=lambda c: (c.start, c.end, c.index)):
            self.at_spot.setdefault(cell.spot, []).append(cell)
        self._longest = {spot: max(c.days for c in cells) for spot, cells in self.at_spot.items()}
        self.related = _related_spots(batch)

    def cell_pairs(self) -> Iterator[Pair]:
        """Pairs of different cells whose places may be one and whose days touch, each once."""
        for spot, cells in self.at_spot.items():
            yield from self._sweep([(c, 0) for c in cells], across=False)
            for other in self.related.get(spot, ()):
                if other > spot:
                    here, there = self._touching(cells, self.at_spot.get(other, []))
                    both = [(c, 0) for c in here] + [(c, 1) for c in there]
                    both.sort(key=lambda entry: (entry[0].start, entry[0].end, entry[0].index))
                    yield from self._sweep(both, across=True)

    def _touching(self, cells: list[Cell], others: list[Cell]) -> tuple[list[Cell], list[Cell]]:
        """Both lists, of the longer one only what may touch something in the shorter in time: a region has many towns."""
        if len(others) > 4 * len(cells):
            return cells, self._near_in_time(cells, others)
        return (self._near_in_time(others, cells), others) if len(cells) > 4 * len(others) else (cells, others)

    def _near_in_time(self, few: list[Cell], many: list[Cell]) -> list[Cell]:
        longest = self._longest[many[0].spot]
        found: list[Cell] = []
        done = 0
        for cell in few:  # by their first days, as all lists are
            first = bisect_left(many, cell.start - longest, done, key=_start)
            done = max(done, bisect_left(many, cell.end + 2, first, key=_start))
            found += many[first:done]
        return found

    def _sweep(self, entries: list[tuple[Cell, int]], across: bool) -> Iterator[Pair]:
        """Pairs of one record and alike kinds that touch in time; `across` takes pairs of different sides only."""
        active: dict[tuple[str, str | None], list[tuple[Cell, int]]] = defaultdict(list)
        for cell, side in entries:
            for kind in self.alike[cell.kind]:
                waiting = active.get((cell.record, kind))
                if waiting:
                    waiting[:] = [entry for entry in waiting if entry[0].end + 1 >= cell.start][-ONGOING:]
                    yield from ((o.index, cell.index) for o, s in waiting if not across or s != side)
            active[cell.record, cell.kind].append((cell, side))

    def near_cells(self, cell: Cell) -> list[Cell]:
        """All cells that `cell_pairs` sets beside this one."""
        if not cell.is_complete:
            return []
        found = []
        for spot in (cell.spot, *self.related.get(cell.spot, ())):
            cells = self.at_spot.get(spot, [])
            stop = bisect_left(cells, cell.end + 2, key=lambda c: c.start)
            found += [c for c in cells[:stop] if c.end + 1 >= cell.start and c.index != cell.index]
        return [c for c in found if c.record == cell.record and c.kind in self.alike[cell.kind]]

    def loose_pairs(self) -> Iterator[Pair]:
        """Pairs in one text of which one lacks place or date or is wide, and pairs of one number in one country."""
        by_unit: dict[int, list[int]] = defaultdict(list)
        for index, case in enumerate(self.batch.cases):
            by_unit[case.unit].append(index)
        for members in by_unit.values():
            if len(members) > 1:
                yield from self._within_text(members)
        yield from self._by_number()

    def _within_text(self, members: list[int]) -> Iterator[Pair]:
        cases, cells = self.batch.cases, self.batch.cells
        loose = {i for i in members if self._is_loose(cells[cases[i].cell])}
        for at, first in enumerate(members):
            one = cells[cases[first].cell]
            for second in members[at + 1 : at + CROWDED]:
                other = cells[cases[second].cell]
                if (
                    (first in loose or second in loose)
                    and one.record == other.record
                    and other.kind in self.alike[one.kind]
                ):
                    yield first, second

    def _is_loose(self, cell: Cell) -> bool:
        return not cell.is_complete or self.batch.spots[cell.spot].is_wide

    def _by_number(self) -> Iterator[Pair]:
        """A toll told of a country and the same toll told of a town in it, when the number is no round one."""
        wide: dict[tuple[str, str, float], list[int]] = defaultdict(list)
        fine: dict[tuple[str, str, float], list[int]] = defaultdict(list)
        for index, case in enumerate(self.batch.cases):
            cell = self.batch.cells[case.cell]
            if cell.is_complete and case.claims:
                spot = self.batch.spots[cell.spot]
                for claim in case.claims:
                    number = claim.low if claim.low is not None else claim.high
                    if claim.kind != "word" and is_telling(number) and number is not None:
                        (wide if spot.is_wide else fine)[spot.country, claim.quantity, number].append(index)
        for key in wide.keys() & fine.keys():
            if len(wide[key]) * len(fine[key]) <= CROWDED:  # a number that so many share tells nothing
                yield from ((i, j) for i in wide[key] for j in fine[key] if self._may_touch(i, j))

    def _may_touch(self, i: int, j: int) -> bool:
        a, b = (self.batch.cells[self.batch.cases[k].cell] for k in (i, j))
        return a.record == b.record and b.kind in self.alike[a.kind] and a.start <= b.end + 1 and b.start <= a.end + 1


def _related_spots(batch: Batch) -> dict[int, list[int]]:
    """Place -> other places of the batch that may be the same or hold it, countries and nameless areas left out."""
    related: dict[int, set[int]] = defaultdict(set)
    apart = ("place.other", "place.country_only")
    for spot, others in _neighbourhoods(batch.spots.spots):
        for other in others:
            if other.index != spot.index and batch.spots.level(spot.index, other.index) not in apart:
                related[spot.index].add(other.index)
                related[other.index].add(spot.index)
    return {spot: sorted(others) for spot, others in related.items()}


def _neighbourhoods(spots: list[Spot]) -> Iterator[tuple[Spot, list[Spot]]]:
    """Each place with those worth a look: of its name and region, inside it, or around a site or suburb."""
    by_region: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    by_name: dict[tuple[str, str, str], list[Spot]] = defaultdict(list)
    by_square: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.admin1:
            by_region[spot.country, spot.admin1].append(spot)
            by_name[spot.country, spot.admin1, spot.name].append(spot)
        if spot.is_fine and spot.at:
            by_square[int(spot.at[0] // 0.25), int(spot.at[1] // 0.25)].append(spot)
    for spot in spots:
        yield spot, by_name.get((spot.country, spot.admin1, spot.name), [])
        if spot.admin1 and not spot.is_fine:
            yield spot, by_region[spot.country, spot.admin1]
        if spot.level in SOFT:
            yield spot, [other for square in squares(spot, 25.0) for other in by_square.get(square, ())]
