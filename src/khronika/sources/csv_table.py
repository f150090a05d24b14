"""Read tables of comma- or tab-separated values as a stream: rows with a text each, or rows of an event table."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from khronika.model import Problem
from khronika.sources.encoding import decode
from khronika.sources.file import File, open_file, size_of, why
from khronika.sources.grid import Row
from khronika.sources.item import Item
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.rows import read_rows

MANIFEST = Manifest(
    name="csv",
    type="CSV table",
    endings=(".csv", ".tsv", ".tab"),
    media_types=("text/csv", "text/tab-separated-values", "application/csv"),
    options=("published", "source", "language", "encoding", "columns", "max_table_bytes", "max_rows"),
    limits="5 million rows, 4 GB; 2,000 columns; a cell of 8 million characters. The first 256 kB decide on the encoding.",
    description="A document a row, by named columns; ACLED-style and UCDP GED-style tables become mentions directly.",
)
_SAMPLE = 256_000
_LONGEST_CELL = 8_000_000
_MOST_COLUMNS = 2000
_DELIMITERS = ",;\t|"


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The documents or coded rows of the file in its order, and Problems for rows without text or broken ones."""
    stream = open_file(file)
    if isinstance(stream, Problem):
        yield stream
        return
    with stream:
        try:
            refused = _refusal(file, stream, options)
            yield from [refused] if refused else read_rows(_rows(file, stream, options), file, options)
        except OSError as error:
            yield Problem(file.where, why(error), "copy it again or leave it out")


def _refusal(file: File, stream: BinaryIO, options: ReadOptions) -> Problem | None:
    """Why a file is not begun: empty, too large, or of too many rows. Lines are counted only where they could be."""
    size = size_of(file, stream)
    if size == 0:
        return Problem(file.where, "the file is empty", "leave it out or save it again")
    if size > options.max_table_bytes:
        what = f"{size / 1e6:.0f} MB are too much for one table (limit {options.max_table_bytes / 1e6:.0f} MB)"
        return Problem(file.where, what, "split it")
    if size > options.max_rows and _count_rows(stream, options.max_rows) > options.max_rows:
        return Problem(file.where, f"has more than {options.max_rows:,} rows", "split it")
    return None


def _count_rows(stream: BinaryIO, most: int) -> int:
    """Rows, up to one more than `most`: line ends that do not stand inside a quoted cell."""
    count, inside = 0, False
    while count <= most and (block := stream.read(1 << 20)):
        for number, piece in enumerate(block.split(b'"')):
            if number:
                inside = not inside
            if not inside:
                count += piece.count(b"\n")
    stream.seek(0)
    return count


def _rows(file: File, stream: BinaryIO, options: ReadOptions) -> Iterator[Row | Problem]:
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    found = decode(_whole_lines(sample), declared=options.encoding, named=file.charset)
    if found is None:
        yield Problem(file.where, "its encoding is not recognised, or it is no table", "save it as UTF-8")
        return
    delimiter = options.columns.delimiter or ("\t" if file.ending in (".tsv", ".tab") else _delimiter(found.text))
    codec = "utf-8-sig" if found.codec == "utf-8" else _with_mark(found.codec, sample)
    text = io.TextIOWrapper(stream, codec, errors="replace", newline="")
    try:
        yield from _records(file, text, delimiter)
    finally:
        text.detach()


def _whole_lines(sample: bytes) -> bytes:
    """The sample without its last, cut line."""
    return sample[: sample.rfind(b"\n") + 1] if len(sample) == _SAMPLE and b"\n" in sample else sample


def _with_mark(codec: str, sample: bytes) -> str:
    """A codec that takes the byte order mark with it, where there is one."""
    marks = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    return next((both for mark, both in marks.items() if sample.startswith(mark)), codec)


def _delimiter(sample: str) -> str:
    """The sign that cuts most of the first lines into one and the same number of cells, more than one."""
    lines = sample.splitlines()[:20]

    def fit(sign: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=sign) if cells]
        first = widths[0] if widths else 1
        return (sum(width == first for width in widths), first) if first > 1 else (0, 0)

    try:
        return max(_DELIMITERS, key=fit)
    except csv.Error:
        return ","


def _records(file: File, text: io.TextIOWrapper, delimiter: str) -> Iterator[Row | Problem]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    lines, number = _Lines(text), 0
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        number += 1
        lines.taken = 0
        where = f"{file.where}:{number}"
        try:
            cells = next(reader, None)
        except (csv.Error, _TooLongError) as error:
            what = f"the row cannot be read ({error}); it and what follows are left out"
            yield Problem(where, what, "check the quotes of the row before it")
            return
        if cells is None:
            return
        if len(cells) > _MOST_COLUMNS:
            yield Problem(where, f"has more than {_MOST_COLUMNS:,} cells", "check the quotes, or the delimiter")
            return
        if any("\ufffd" in cell for cell in cells):
            yield Problem(where, "broken bytes now read as \ufffd", "save the table again from its source")
        yield Row(number, cells)


class _TooLongError(Exception):
    """A line or a row that no table has."""


class _Lines:
    """The lines of a table. `taken`: characters since it was last set to 0, which the reader does with each row; the limit of
    the csv module is one for the whole process, and others may raise it.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self.taken = text, 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_CELL):
            self.taken += len(line)
            if len(line) >= _LONGEST_CELL:
                raise _TooLongError(f"a line is longer than {_LONGEST_CELL:,} characters")
            if self.taken > _LONGEST_CELL:
                raise _TooLongError(f"it is longer than {_LONGEST_CELL:,} characters")
            yield line
