"""From the rows of a table to documents: by the columns that the user names, or as the layout of an event table has them."""

from collections.abc import Iterator

from khronika.model import Document, Part, Problem, read_day
from khronika.sources.columns import FIELDS, Columns
from khronika.sources.event_rows import layout_of, read_event_row
from khronika.sources.file import File
from khronika.sources.frontmatter import no_date
from khronika.sources.grid import Row
from khronika.sources.item import Item
from khronika.sources.options import ReadOptions


def read_rows(rows: Iterator[Row | Problem], file: File, options: ReadOptions) -> Iterator[Item]:
    """What each row says; a Problem for a row without text, and for a table of which no column holds the text.

    A header with the columns of an event table (ACLED-style, UCDP GED-style) makes each row `Coded`; naming a text column
    in the options makes it a table of texts again.
    """
    head = next(_from_header(rows, options.columns), None)
    if head is None or isinstance(head, Problem):
        yield head or Problem(file.where, "the table holds no row", "leave it out or save it again")
        return
    layout = layout_of(head.cells) if options.columns.text is None else None
    if layout is not None:
        for row in rows:
            yield from [row] if isinstance(row, Problem) else read_event_row(row, layout, file, options)
        return
    places = _places(head, options.columns, file)
    if isinstance(places, Problem):
        yield places
        return
    for row in rows:
        yield from [row] if isinstance(row, Problem) else _document(row, places, file, options)


def _from_header(rows: Iterator[Row | Problem], columns: Columns) -> Iterator[Row | Problem]:
    for row in rows:
        if isinstance(row, Problem) or (row.number >= columns.header and any(c.strip() for c in row.cells)):
            yield row


def _places(head: Row, columns: Columns, file: File) -> dict[str, int] | Problem:
    """The number of the column of each field."""
    names = {name.strip().lower(): number for number, name in reversed(list(enumerate(head.cells))) if name.strip()}
    places: dict[str, int] = {}
    for field in FIELDS:
        wanted = getattr(columns, field)
        number = names.get((wanted or field).strip().lower())
        if number is not None:
            places[field] = number
        elif wanted is not None or field == "text":
            shown = ", ".join(name.strip() for name in head.cells if name.strip())[:300]
            what = f"no column is called {wanted or field!r}"
            return Problem(
                f"{file.where}:{head.number}", what, f"name it with --columns {field}=NAME; there are: {shown}"
            )
    return places


def _document(row: Row, places: dict[str, int], file: File, options: ReadOptions) -> Iterator[Item]:
    text = row.cells[places["text"]] if places["text"] < len(row.cells) else ""
    where = f"{file.where}:{row.number}"
    if not text.strip():
        if any(cell.strip() for cell in row.cells):
            yield Problem(where, "the row has no text", "leave it out or fill its cell")
        return
    given = {field: row.cell(column) or None for field, column in places.items()}
    published = given.get("published") or options.published
    if published and not read_day(published):
        yield no_date(published, where)
        published = None
    yield Document(
        id=given.get("id") or f"{file.id}:{row.number}" + (f":{row.sheet}" if row.sheet else ""), text=text,
        language=given.get("language") or options.language, published=published,
        source=given.get("source") or options.source, url=given.get("url"), title=given.get("title"),
        parts=[Part(0, len(text), "cell", row.name(places["text"]))],
    )  # fmt: skip
