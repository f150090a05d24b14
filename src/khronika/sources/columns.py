"""Which column of a user's table is what, from a TOML file or a short line on the command line."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import CannotError, UsageError


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names of columns, as the header writes them (case does not count), for the fields of a document.

    A field that is not named here is the column of its own name, where there is one. `sheet`: the name of one sheet of a
    workbook instead of the first; `delimiter`: between the cells of a CSV file instead of judging; `header`: the number
    of the row that holds the names, from 1.
    """

    text: str | None = None
    id: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None
    sheet: str | None = None
    delimiter: str | None = None
    header: int = 1

    def __post_init__(self) -> None:
        if self.header < 1:
            raise UsageError(f"header: {self.header} is no row; rows count from 1")
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise UsageError(f"delimiter: {self.delimiter!r} is not one character that may stand between cells")


FIELDS = ("text", "id", "published", "source", "language", "url", "title")


def read_columns(given: str) -> Columns:
    """The columns of a TOML file, or of a line such as `text=body,published=day`. Raises UsageError, CannotError.

    >>> read_columns("text=body,header=2").text
    'body'
    """
    values = _from_line(given) if "=" in given else _from_file(Path(given))
    try:
        return msgspec.convert(values, Columns)
    except msgspec.ValidationError as error:
        said = str(error).replace("`", "")
        raise UsageError(f"columns: {said}; known are {', '.join(Columns.__struct_fields__)}") from error


def _from_line(given: str) -> dict[str, Any]:
    pairs = [pair.split("=", 1) for pair in given.split(",") if pair.strip()]
    if any(len(pair) != 2 or not pair[1].strip() for pair in pairs):
        raise UsageError(f"columns: {given!r} is no list of field=column; for names with commas give a TOML file")
    found: dict[str, Any] = {name.strip(): value.strip() for name, value in pairs}
    if str(found.get("header", "")).isdigit():
        found["header"] = int(found["header"])
    return found


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise CannotError(
            path, error.strerror or str(error), "give a TOML file, or text=NAME,published=NAME"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: no TOML: {error}") from error
