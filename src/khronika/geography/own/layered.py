"""The shipped gazetteer with the user's laid over it. Rows of the shipped one keep their numbers, the user's come after.

A place that both have (the same GeoNames id) stays one row, with the user's values. A name of an override means its place
alone; names of a list win in `rank`, other names stand beside the shipped ones.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from khronika.geography.gazetteer import DATA, Gazetteer
from khronika.geography.layout import COUNTRY, FIRST, FORCED, NOWHERE, ROW, TOWN
from khronika.geography.own.layer import Layer
from khronika.text.fold import fold

_COLUMNS = {
    "ids": "ids", "_lat": "lat", "_lon": "lon", "population": "population", "country_row": "country", "admin1_row": "admin1",
    "_admin2": "admin2", "_radius": "radius", "level": "level", "capital": "capital",
}  # fmt: skip


class Layered(Gazetteer):
    """Layers in the order given; of two that know a place the later one's values count."""

    def __init__(self, layers: Sequence[Layer], folder: Path = DATA) -> None:
        super().__init__(folder)
        self.layers = list(layers)
        for layer in self.layers:
            layer.check(self.fingerprint)
        self._starts: list[int] = []
        self._homes: dict[int, tuple[Layer, int]] = {}
        self._lay_over()
        counts = [len(self._names), *(len(layer.names) for layer in self.layers)]
        self._number_at = [sum(counts[: n + 1]) for n in range(len(counts))]

    def _lay_over(self) -> None:
        """Lengthen the columns by the layers' new rows, and write their values over the rows that both have."""
        end = self.size
        for layer in self.layers:
            self._starts.append(end - len(layer.twin))
            end += layer.about.entries - len(layer.twin)
        for attribute, name in _COLUMNS.items():
            shipped: memoryview[int] = getattr(self, attribute)
            whole = array(shipped.format, shipped.tobytes())
            for layer in self.layers:
                own = layer.column(name, shipped.format)
                whole.extend(own[len(layer.twin) :])
                for row, value in zip(layer.twin, own, strict=False) if layer.about.kind != "override" else ():
                    whole[row] = value
            setattr(self, attribute, memoryview(whole))
        for layer in self.layers:
            if layer.about.kind != "override":
                towns = ((row, at) for at, row in enumerate(layer.twin))
                self._homes |= {
                    row: (layer, at) for row, at in towns if layer.about.kind == "list" or self.level[row] >= TOWN
                }

    def _row(self, at: int, number: int) -> int:
        """The whole's number, flags kept, for a number of layer `at`."""
        layer, own = self.layers[at], number & ROW
        return number & ~ROW | (layer.twin[own] if own < len(layer.twin) else self._starts[at] + own)

    def _home(self, row: int) -> tuple[Layer, int] | None:
        """The layer that a row's values are from, and its number there."""
        if row < self.size:
            return self._homes.get(row)
        at = len(self.layers) - 1
        while self._starts[at] + len(self.layers[at].twin) > row:
            at -= 1
        return self.layers[at], row - self._starts[at]

    def _mine(self, folded: str) -> list[int]:
        """The layers' rows of a name; an override's alone where there is one, the last of several."""
        found: list[int] = []
        for at, layer in enumerate(self.layers):
            numbers = [self._row(at, n) for n in layer.rows("name", folded)]
            if numbers and layer.about.kind == "override":
                found = numbers
            elif not any(n & FORCED for n in found):
                found += numbers
        return found

    def named(self, folded: str) -> list[int]:
        """As `Gazetteer.named`; names of lists stand first, an override's place alone."""
        mine = self._mine(folded)
        if not mine or mine[-1] & FORCED:
            return mine or self.shipped(folded)
        return self._sorted([*self.shipped(folded), *mine])

    def _sorted(self, numbers: Sequence[int]) -> list[int]:
        rows = {number & ROW: number for number in numbers}
        return sorted(
            rows.values(), key=lambda n: (not n & FIRST, self.level[n & ROW] != COUNTRY, -self.population[n & ROW])
        )

    def prefixes(self, folded: str) -> list[tuple[str, int]]:
        """As `Gazetteer.prefixes`; the numbers of the layers' names follow the shipped ones."""
        found = dict(super().prefixes(folded))
        for at, layer in enumerate(self.layers):
            found |= {name: self._number_at[at] + n for name, n in layer.names.iter_prefixes_with_ids(folded)}
        return sorted(found.items(), key=lambda pair: len(pair[0]))

    def numbered(self, number: int) -> list[int]:
        """As `Gazetteer.numbered`."""
        if number < self._number_at[0]:
            return super().numbered(number)
        at = bisect_right(self._number_at, number) - 1
        return self.named(self.layers[at].names.restore_key(number - self._number_at[at]))

    def begins(self, folded: str) -> bool:
        """As `Gazetteer.begins`."""
        return super().begins(folded) or any(layer.begins(folded) for layer in self.layers)

    def sounding(self, skeleton: str) -> list[int]:
        """As `Gazetteer.sounding`."""
        rows = super().sounding(skeleton)
        own = {self._row(at, n) for at, layer in enumerate(self.layers) for n in layer.rows("sound", skeleton)}
        return sorted({*rows, *own}, key=lambda r: (-self.population[r], r)) if own else rows

    def claims(self, folded: str) -> bool:
        """Whether a list or an override says what this name means."""
        return any(layer.claims and folded in layer.names for layer in self.layers)

    def origin(self, row: int, numbers: Sequence[int] = ()) -> str | None:
        """`gazetteer.override`, or the gazetteer whose values the row has."""
        if any(n & FORCED and n & ROW == row for n in numbers):
            return "gazetteer.override"
        home = self._home(row)
        return home and home[0].origin

    def candidates(self, name: str) -> list[tuple[int, str | None]]:
        """An override's place first, then the others that it hides."""
        folded = fold(name.strip())
        mine = [self._row(at, n) for at, layer in enumerate(self.layers) for n in layer.rows("name", folded)]
        said = [n for n in self._mine(folded) if n & FORCED]
        others = self._sorted([*self.shipped(folded), *(n for n in mine if not n & FORCED)])
        kept = [n for n in others if n & ROW not in {m & ROW for m in said}]
        return [(n & ROW, self.origin(n & ROW, [n])) for n in (*said, *kept)]

    def name(self, row: int) -> str:
        """As `Gazetteer.name`; as the user's file has it where the place is from there."""
        home = self._home(row)
        return home[0].main_name(home[1]) if home else super().name(row)

    def row_of(self, geonameid: int) -> int | None:
        """As `Gazetteer.row_of`."""
        row = super().row_of(geonameid)
        for at, layer in enumerate(self.layers) if row is None and geonameid else ():
            first, last = self._starts[at] + len(layer.twin), self._starts[at] + layer.about.entries
            found = bisect_left(self.ids, geonameid, first, last)
            if found < last and self.ids[found] == geonameid and self._lat[found] != NOWHERE:
                return found
        return row
