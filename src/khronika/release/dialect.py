"""How tables are written (formats.md 0.2): UTF-8, comma, LF, empty is missing, numbers bare, lists joined by "; "."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from khronika.publish.safety import flat_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BOM = "\ufeff".encode()


def cell(value: Any) -> str:
    """One value as text: truth as true/false, lists joined, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "; ".join(dict.fromkeys(flat_text(str(one)) for one in value if one not in (None, "")))
    return flat_text(str(value))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, separator: str = ",") -> bytes:
    """A header and rows as bytes."""
    return _written(columns, ([cell(value) for value in row] for row in rows), separator)


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same for spreadsheet programs: with a byte order mark, and an apostrophe before text that they would run."""
    return _BOM + _written(columns, ([_neutral(value) for value in row] for row in rows), ",")


def _neutral(value: Any) -> str:
    text = cell(value)
    is_text = not isinstance(value, bool | int | float) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_text and (text.startswith(_FORMULA) or str(value).startswith(_FORMULA)) else text


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", delimiter=separator)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def tabbed(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Values parted by tabs without any quoting; a tab within a value becomes a blank."""
    lines = [columns, *([cell(v).replace("\t", " ") for v in row] for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines).encode("utf-8")
