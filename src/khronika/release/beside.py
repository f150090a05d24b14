"""The native tables once more as Parquet, DuckDB and XLSX, with the types of datapackage.json. Needs the extra `tables`.

Parquet and XLSX are the same bytes for the same release; a DuckDB file has the same content, and other bytes.
"""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import MissingExtraError
from khronika.release.loss import Loss
from khronika.release.package import column_type, table_names

if TYPE_CHECKING:
    import pyarrow

_SHEET_ROWS, _CELL_CHARS = 1_048_575, 32_767
_MADE = datetime(1980, 1, 1)  # XLSX wants a time of making; a fixed one keeps two builds equal


def tables_beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path -> content, made of the CSV tables of a release. Raises MissingExtraError."""
    try:
        import duckdb  # noqa: F401
        import pyarrow  # noqa: F401
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("Parquet, DuckDB and XLSX", "tables") from error
    rows = {name: _rows(files[f"{name}.csv"]) for name in table_names()}
    arrow = {name: _arrow(name, *found) for name, found in rows.items()}
    loss = Loss("xlsx", dropped=[], changed=[], columns_empty=[])
    book = _xlsx(rows, loss)
    return {
        **{f"tables/{name}.parquet": _parquet(table) for name, table in arrow.items()},
        "tables/release.duckdb": _duckdb(arrow),
        "tables/release.xlsx": book,
        "tables/release.xlsx.loss.json": loss.written(),
    }


def _rows(content: bytes) -> tuple[list[str], list[list[str]]]:
    found = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    return found[0], found[1:]


def _value(kind: str, text: str) -> Any:
    """A cell as its type; None where it is empty."""
    if text == "":
        return None
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "datetime":
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    if kind == "boolean":
        return text == "true"
    return {"integer": int, "number": float}.get(kind, str)(text)


def _arrow(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> "pyarrow.Table":
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
             "datetime": pa.timestamp("s", tz="UTC")}  # fmt: skip
    kinds = [column_type(name, column) for column in columns]
    arrays = [pa.array([_value(k, row[at]) for row in rows], types[k]) for at, k in enumerate(kinds)]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def _parquet(table: "pyarrow.Table") -> bytes:
    from pyarrow import BufferOutputStream, parquet

    stream = BufferOutputStream()
    parquet.write_table(table, stream, compression="zstd")
    return bytes(stream.getvalue().to_pybytes())


def _duckdb(tables: "Mapping[str, pyarrow.Table]") -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, table in tables.items():
                connection.register("made", table)
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM made')
                connection.unregister("made")
        return path.read_bytes()


def _xlsx(tables: Mapping[str, tuple[list[str], list[list[str]]]], loss: Loss) -> bytes:
    """One sheet a table; text stays text, so that no program runs it. What a sheet cannot hold goes to the loss report."""
    import xlsxwriter

    stream = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, plain) as book:
        book.set_properties({"created": _MADE})
        for name, (columns, rows) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns)
            _fill(sheet, name, columns, rows, loss)
    return stream.getvalue()


def _fill(sheet: Any, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], loss: Loss) -> None:
    kinds = [column_type(name, column) for column in columns]
    loss.rows_in += len(rows)
    for row in rows[_SHEET_ROWS:]:
        loss.drop(f"{name}:{row[0]}", "a sheet has no more rows")
    for number, row in enumerate(rows[:_SHEET_ROWS], 1):
        loss.rows_out += 1
        for at, (kind, text) in enumerate(zip(kinds, row, strict=True)):
            if len(text) > _CELL_CHARS:
                loss.change(f"{name}:{row[0]}", columns[at], len(text), _CELL_CHARS, "a cell holds no more characters")
            if text and kind in ("integer", "number"):
                sheet.write_number(number, at, float(text))
            elif text:
                sheet.write_string(number, at, text[:_CELL_CHARS])
