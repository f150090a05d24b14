"""Rows of whatever a user calls a table: dictionaries, structs, a data frame, an Arrow table, or a CSV file."""

import csv
import gzip
import zlib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import CannotError, UsageError
from khronika.resolution.linkage.comparisons import ColumnComparison

Row = Mapping[str, Any]


def read_rows(table: Any) -> list[Row]:
    """The table's rows in its order. Takes a path of a CSV (.gz too), Arrow, polars, pandas, or rows one by one.

    Raises CannotError where a file cannot be read, UsageError where a row is neither mapping nor struct.
    """
    if isinstance(table, (str, Path)):
        return _read_csv(Path(table))
    for method, argument in (("to_dicts", None), ("to_pylist", None), ("to_dict", "records")):  # polars, Arrow, pandas
        if not isinstance(table, Mapping) and hasattr(table, method):
            return list(getattr(table, method)(argument) if argument else getattr(table, method)())
    if isinstance(table, Mapping) or not isinstance(table, Iterable):
        raise UsageError(f"a table is a path, a data frame or a list of rows, not a {type(table).__name__}")
    return [_row(row, number) for number, row in enumerate(table)]


def _row(row: Any, number: int) -> Row:
    if isinstance(row, Mapping):
        return row
    if isinstance(row, msgspec.Struct):
        return msgspec.structs.asdict(row)
    raise UsageError(f"row {number} is a {type(row).__name__}; give a dictionary from column to value")


def _read_csv(path: Path) -> list[Row]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        raise CannotError(path, str(getattr(error, "strerror", None) or error), "give a CSV file or rows") from error
    except UnicodeDecodeError as error:
        raise CannotError(path, f"byte {error.start} is not UTF-8", "save the table as UTF-8") from error
    lines = csv.DictReader(text.splitlines(keepends=True))
    rows = [dict(row) for row in lines]
    for number, row in enumerate(rows, 2):
        if None in row:
            raise CannotError(f"{path}:{number}", "more cells than the head has columns", "quote cells with commas")
    return rows  # type: ignore[return-value]  # None as a key was refused above


def check_columns(rows: list[Row], comparisons: list[ColumnComparison], there: bool) -> None:
    """Raises UsageError where a compared column is in no row; an empty table lacks nothing."""
    known = {str(name) for row in rows for name in row}
    for comparison in comparisons if rows else ():
        for column in (comparison.there if there else ()) or comparison.columns:
            if column not in known:
                near = get_close_matches(column, sorted(known), 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(sorted(known)[:12])}"
                raise UsageError(f"{'the other table' if there else 'the table'} has no column {column!r}{hint}")
