"""Rows of an event table as mentions: the values are its coders', each tied to the cell that it stands in.

A row becomes a document of its own, a line "column: value" for each cell that is filled, so that every value has a quote
and an offset like one that was read from a report; the document's parts name the cells. Codes become the codebook's
words by the layouts' crosswalks; what a code leaves open stays open.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from khronika.model import Document, Mention, Problem
from khronika.sources.event_cells import CellError, Cells
from khronika.sources.file import File
from khronika.sources.grid import Row
from khronika.sources.item import Coded, Item
from khronika.sources.layout import Layout, layouts
from khronika.sources.layout_acled import acled_mention
from khronika.sources.layout_ged import ged_mention
from khronika.sources.options import ReadOptions

_MAKERS: dict[str, Callable[[Cells, Layout], Mention]] = {"acled": acled_mention, "ged": ged_mention}


class EventLayout:
    """A layout with the columns where this table has its fields."""

    def __init__(self, layout: Layout, columns: dict[str, int]) -> None:
        self.layout, self.columns = layout, columns


def layout_of(header: list[str]) -> EventLayout | None:
    """The layout whose columns a header has, in any order and with any others between; None where it has none's."""
    columns = {name.strip().lower(): number for number, name in reversed(list(enumerate(header))) if name.strip()}
    for layout in layouts():
        if layout.needs <= columns.keys():
            return EventLayout(layout, columns)
    return None


def read_event_row(row: Row, layout: EventLayout, file: File, options: ReadOptions) -> Iterator[Item]:
    """The row as a document of its cells with its mention; a Problem for a row that is broken, nothing for an empty one."""
    if not any(cell.strip() for cell in row.cells):
        return
    cells = Cells(row, layout.columns)
    where = f"{file.where}:{row.number}"
    try:
        made = _MAKERS[layout.layout.name](cells, layout.layout)
    except CellError as error:
        yield Problem(f"{where}:{error.cell}", error.what, error.then)
        return
    name = f"{file.id}:{row.number}" + (f":{row.sheet}" if row.sheet else "")
    key = cells[layout.layout.id] if layout.layout.id else ""
    yield Coded(
        _document(name, cells, options),
        [_in_document(made, name, cells.text, options)],
        layout.layout.name,
        key or None,
    )
    for note in cells.doubts:
        yield Problem(f"{where}:{note.cell}", note.what, note.then)


def _document(name: str, cells: Cells, options: ReadOptions) -> Document:
    return Document(
        id=name, text=cells.text, language=options.language, published=options.published, source=options.source,
        parts=cells.parts,
    )  # fmt: skip


def _in_document(made: Mention, name: str, text: str, options: ReadOptions) -> Mention:
    from msgspec.structs import replace

    return replace(
        made, id=f"{name}#1", document=name, source=options.source or made.source, published=options.published,
        language=options.language, document_hash=sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32],
    )  # fmt: skip


def read_event_table(path: str | Path, options: ReadOptions | None = None) -> Iterator[Mention | Problem]:
    """The mentions of an event table (CSV or XLSX; ACLED-style or UCDP GED-style), row by row, and its Problems.

    A table of another layout is a Problem. For the rows as documents, which the quotes count in, see `read_items`.
    """
    from khronika.sources.read import read_items

    for item in read_items([path], options):
        if isinstance(item, Coded):
            yield from item.mentions
        elif isinstance(item, Problem):
            yield item
        else:
            then = "its header needs the columns of an ACLED-style or UCDP GED-style table"
            yield Problem(str(path), "is no event table", then)
            return
