"""Rows of a table, whatever file they come from, and how a cell is called."""

from typing import NamedTuple


class Row(NamedTuple):
    """One row: its number in its file or sheet (from 1), its cells as text, the sheet's name in a workbook."""

    number: int
    cells: list[str]
    sheet: str | None = None

    def cell(self, column: int) -> str:
        """The text of a cell, without blanks at its ends; empty where the row ends before it."""
        return self.cells[column].strip() if column < len(self.cells) else ""

    def name(self, column: int) -> str:
        """What spreadsheets call the cell: B12, or Sheet1!B12."""
        return (f"{self.sheet}!" if self.sheet else "") + letters(column) + str(self.number)


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> [letters(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
