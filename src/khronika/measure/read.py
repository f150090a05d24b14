"""Read the tables that measures need: CSV with a header, JSON lines, or rows in Python. Faults become problems.

A line at fault is left out and listed with its file and line; a table that lacks a column is no table for the measure.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

import msgspec

from khronika.errors import CannotError, UsageError
from khronika.measure.rows import counted, day, one_of, positive, text_of, whole_number
from khronika.model import Problem

Row = TypeVar("Row", bound=msgspec.Struct)


@runtime_checkable
class Telling(Protocol):
    """What tells of events: `kh.Archive`."""

    def told(self) -> Any:
        """Its events, mentions and judgements."""


Given = str | Path | Iterable[Any] | Telling

_CELLS = {
    "count": counted, "count_max": whole_number, "size": whole_number, "population": positive,
    "date": day, "start": day, "end": day, "tally_as_of": day, "as_of": day,
    "kind": one_of("min", "exact", "about", "range"),
}  # fmt: skip


def read(
    given: Given, kind: type[Row], columns: Mapping[str, str] | None = None, defaults: Mapping[str, Any] | None = None
) -> tuple[list[Row], list[Problem]]:
    """Rows of one kind. `columns` says which column of the table holds a field; `defaults` fill what no column says."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for where, cells in _cells(given, _needed(kind), columns or {}):
        if isinstance(cells, kind):
            rows.append(cells)
            continue
        if isinstance(cells, Problem):
            problems.append(cells)
            continue
        _add(_row(where, cells, kind, columns or {}, defaults or {}), rows, problems)
    return rows, problems


def _add(made: Row | Problem, rows: list[Row], problems: list[Problem]) -> None:
    if isinstance(made, Problem):
        problems.append(made)
    else:
        rows.append(made)


@lru_cache
def _fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Names of the fields that a table may hold; asked once a kind, for asking is slow."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.name != "where")


@lru_cache
def _needed(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.required)


def _check_columns(name: str, header: Sequence[str], needed: Sequence[str], columns: Mapping[str, str]) -> None:
    wanted = [columns.get(field, field) for field in needed] + list(columns.values())
    if lacking := sorted({column for column in wanted if column not in header}):
        raise UsageError(
            f"{name}: no column {', '.join(lacking)} among {', '.join(header)};"
            " say which is which with --column FIELD=COLUMN"
        )


def _row(
    where: str, cells: Mapping[str, Any], kind: type[Row], columns: Mapping[str, str], defaults: Mapping[str, Any]
) -> Row | Problem:
    """The row of one line, or what is wrong with it."""
    values: dict[str, Any] = dict(defaults)
    for field in _fields(kind):
        cell = cells.get(columns.get(field, field))
        if cell is None or not str(cell).strip():
            continue
        try:
            value = _CELLS.get(field, text_of)(cell)
        except ValueError as error:
            return Problem(where, f"{field}: {error}", "the line is left out")
        _put(values, field, value)
    for name in _needed(kind):
        if name not in values:
            return Problem(where, f"no {columns.get(name, name)}", "the line is left out; a missing value is not 0")
    return kind(**values, where=where)


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    """A count brings its kind along ("301+"), unless a column `kind` comes after it."""
    if isinstance(value, tuple):
        values[name], kind = value
        if kind:
            values["kind"] = kind
    else:
        values[name] = value


def _cells(given: Given, needed: Sequence[str], columns: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Each line with its address: a mapping of cells, a ready row, or a problem."""
    if isinstance(given, Telling):
        raise UsageError("an archive stands where a table is asked for; give a file, or rows")
    if not isinstance(given, (str, Path)):
        for number, row in enumerate(given, 1):
            said = row.get("where") if isinstance(row, dict) else None
            yield said or f"row {number}", row
        return
    name, text = str(given), _text(given)
    if text.lstrip()[:1] == "{":
        yield from _json_lines(name, text)
    else:
        yield from _csv_lines(name, text, needed, columns)


def _text(path: str | Path) -> str:
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "give a CSV or JSON lines") from error
    except UnicodeDecodeError as error:
        raise CannotError(path, f"no UTF-8 at byte {error.start}", "save the table as UTF-8") from error


def _csv_lines(name: str, text: str, needed: Sequence[str], columns: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    reader.fieldnames = [str(column).strip() for column in reader.fieldnames or []]
    if not reader.fieldnames:
        raise UsageError(f"{name}: empty; the first line names the columns")
    _check_columns(name, reader.fieldnames, needed, columns)
    for cells in reader:
        where = f"{name}:{reader.line_num}"
        if None in cells:
            yield where, Problem(where, "more cells than columns", "quote cells that hold the delimiter; left out")
        else:
            yield where, cells


def _json_lines(name: str, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name}:{number}"
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except ValueError as error:
            yield where, Problem(where, f"no JSON: {error}", "the line is left out")
            continue
        yield where, cells if isinstance(cells, dict) else Problem(where, "no JSON object", "the line is left out")
