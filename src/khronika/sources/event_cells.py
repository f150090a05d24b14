"""The cells of one row of an event table, by column, with the text that they make and the way from a value to its cell."""

from typing import NamedTuple

from khronika.model import Part, Span
from khronika.sources.grid import Row


class CellError(Exception):
    """A cell without which the row means nothing, or that says nothing: its name, what is wrong, what to do."""

    def __init__(self, cell: str, what: str, then: str) -> None:
        self.cell, self.what, self.then = cell, what, then
        super().__init__(what)


class Doubt(NamedTuple):
    """A cell that was passed over; the row is read without it."""

    cell: str
    what: str
    then: str


class Cells:
    """One row by column names. `text` holds every filled cell as a line "column: value", `parts` the cell of each value.

    `doubts` gathers what was passed over.
    """

    def __init__(self, row: Row, columns: dict[str, int]) -> None:
        self._row, self._columns = row, columns
        self.parts: list[Part] = []
        self.doubts: list[Doubt] = []
        self._spans: dict[str, Span] = {}
        lines, at = list[str](), 0
        for column, number in sorted(columns.items(), key=lambda pair: pair[1]):
            value = " ".join(row.cell(number).split())
            if value:
                start = at + len(column) + 2
                lines.append(f"{column}: {value}")
                self.parts.append(Part(start, start + len(value), "cell", row.name(number)))
                self._spans[column] = Span(start, start + len(value), value)
                at = start + len(value) + 1
        self.text = "\n".join(lines)

    def __getitem__(self, column: str) -> str:
        """The value of a cell; empty where the table has no such column or the cell is empty."""
        found = self._spans.get(column)
        return found.quote if found else ""

    def first(self, *columns: str) -> str:
        """The first of the columns whose cell is filled; the first of all where none is."""
        return next((column for column in columns if self[column]), columns[0])

    def spans(self, *columns: str) -> list[Span]:
        """Where the values of these columns stand in the text."""
        return [self._spans[column] for column in columns if column in self._spans]

    def name(self, column: str) -> str:
        """What a spreadsheet calls the cell; the column's own name where the table has none such."""
        return self._row.name(self._columns[column]) if column in self._columns else column

    def number(self, column: str) -> float | None:
        """A decimal number; None where the cell is empty. Raises CellError for anything else."""
        value = self[column]
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            found = float("nan")
        if not abs(found) < 1e18:  # also what is no number
            raise CellError(
                self.name(column), f"{column} is {value[:40]!r}, no number", "mend the cell or leave the row out"
            )
        return found

    def count(self, column: str) -> int | None:
        """A whole number of people, from nought; None where the cell is empty. Raises CellError for anything else."""
        found = self.number(column)
        if found is not None and (found < 0 or not found.is_integer()):
            what = f"{column} is {self[column][:40]!r}, no count of people"
            raise CellError(self.name(column), what, "mend the cell or leave the row out")
        return None if found is None else int(found)

    def degrees(self) -> tuple[float, float] | None:
        """Latitude and longitude; None where they are not there. A point off the globe is a doubt, and left out."""
        lat, lon = self.number("latitude"), self.number("longitude")
        if lat is None or lon is None:
            return None
        if abs(lat) > 90 or abs(lon) > 180:
            self.doubt(
                "latitude", f"latitude {lat:g}, longitude {lon:g} is no place on earth; left out", "mend the cells"
            )
            return None
        return lat, lon

    def doubt(self, column: str, what: str, then: str) -> None:
        """Notes a cell that is passed over."""
        self.doubts.append(Doubt(self.name(column), what, then))
