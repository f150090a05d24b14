"""Read workbooks (XLSX): rows with a text each, or rows of an event table. Formulas give their stored value.

calamine does the parsing, in a process of its own (`guard`), as a small file can unfold to a large sheet.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from khronika.model import Problem
from khronika.sources.file import File
from khronika.sources.grid import Row
from khronika.sources.guard import read_guarded
from khronika.sources.item import Item
from khronika.sources.lacking import needs
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.package import LOCKED, package_problem
from khronika.sources.rows import read_rows

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MANIFEST = Manifest(
    name="xlsx",
    type="workbook",
    endings=(".xlsx", ".xlsm"),
    media_types=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    options=("published", "source", "language", "columns", "max_bytes", "max_rows", "max_seconds", "max_memory"),
    limits="64 MB packed, 500 MB unpacked; the first sheet or the one named; no passwords, no old .xls.",
    description="A document a row, by named columns; ACLED-style and UCDP GED-style tables become mentions directly.",
    libraries=("python-calamine",),
    extra="office",
)


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The documents or coded rows of one sheet in its order, and Problems for rows without text or a damaged file."""
    return read_guarded(MANIFEST.name, file, options)


def parse(file: File, content: bytes, options: ReadOptions) -> Iterator[Item]:
    """As `read`, in the process of its own."""
    with needs("reading workbooks", "office"):
        from python_calamine import CalamineError, CalamineWorkbook
    refused = package_problem(content, file)
    if refused:
        yield refused
        return
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        yield from read_rows(_rows(book, file, options), file, options)
    except (CalamineError, zipfile.BadZipFile) as error:
        locked = "password" in str(error).lower()
        what = LOCKED if locked else ("is damaged or no workbook", "save it again, or as CSV")
        yield Problem(file.where, *what)


def _rows(book: "CalamineWorkbook", file: File, options: ReadOptions) -> Iterator[Row | Problem]:
    names = book.sheet_names
    wanted = options.columns.sheet or (names[0] if names else "")
    if wanted not in names:
        yield Problem(file.where, f"has no sheet {wanted!r}", f"there are: {', '.join(names)[:300]}")
        return
    sheet = book.get_sheet_by_name(wanted)
    if sheet.total_height > options.max_rows:
        yield Problem(file.where, f"has more than {options.max_rows:,} rows", "split it")
        return
    left = sheet.start[1] if sheet.start else 0
    top = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), top + 1):
        yield Row(number, [""] * left + [_text(cell) for cell in cells], wanted)


def _text(value: Any) -> str:
    """A cell as text: dates as ISO, whole numbers without a point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
