"""What every measure gives: rows, one sentence fit for publication, and what has to be said beside it.

A result only holds what was computed; `text` and `figure` show it. `snapshot` is the same for the same rows in any order.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from khronika.model import Problem
from khronika.table import Table

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """How a measure is made, in words: `version` rises when its numbers change."""

    measure: str
    version: int
    says: str
    references: tuple[str, ...]
    assumes: tuple[str, ...]
    not_when: tuple[str, ...]
    cannot_tell: tuple[str, ...]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all results. `n` counts the units used, `n_of` says of what; `problems` are lines that were left out.

    `settings` are part of the snapshot; `reading` says how the table was read (columns, kind of counts, source)."""

    method: Method
    sentence: str
    n: int
    n_of: str
    level: float | None = None
    sources: list[str]
    warnings: list[str]
    settings: dict[str, Any]
    snapshot: str
    reading: dict[str, Any] = {}
    problems: list[Problem] = []

    def table(self) -> Table[Any]:
        """The result's rows, for Arrow, polars and pandas."""
        raise NotImplementedError

    def tables(self) -> dict[str, Table[Any]]:
        """Every table of the result by its name; `rows` is the first."""
        return {"rows": self.table()}

    def to_dict(self) -> dict[str, Any]:
        """The JSON object that `--json` prints. A limit that is null is open."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built


def snapshot_id(method: Method, rows: Iterable[msgspec.Struct], settings: Mapping[str, Any]) -> str:
    """`khm-` and 26 characters made from the rows in sorted order, the settings and the method: no clock, no chance."""
    lines = sorted(msgspec.json.encode(_content(row), order="deterministic") for row in rows)
    head = {"measure": method.measure, "version": method.version, "settings": dict(settings)}
    digest = hashlib.sha256(b"\n".join([msgspec.json.encode(head, order="deterministic"), *lines])).digest()
    number = int.from_bytes(digest[:17], "big") >> 6
    return "khm-" + "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(26)))


def _content(row: msgspec.Struct) -> dict[str, Any]:
    """A row without where it stood in its file."""
    built: dict[str, Any] = msgspec.to_builtins(row)
    built.pop("where", None)
    return built


def how_read(**options: Any) -> dict[str, Any]:
    """Options of reading that were given and can be written down."""
    return {name: option for name, option in options.items() if option and isinstance(option, (str, dict))}


def named(values: Iterable[str | None]) -> list[str]:
    """Distinct values in order of the alphabet, without the missing."""
    return sorted({value for value in values if value})
