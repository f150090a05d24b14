"""One file of named columns: how the gazetteer lies on disk, for the builder that writes it and the store that maps it.

A line of JSON says for each column its type code, where it begins and how many items it has; columns begin at multiples of
eight bytes. Numbers are little-endian. No text is parsed when the file is opened.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from khronika.errors import CannotError

LEVELS = ("country", "area", "sea", "adm1", "adm2", "town", "suburb", "point")
COUNTRY, AREA, SEA, ADM1, ADM2, TOWN, SUBURB, POINT = range(8)
NONE = 0xFFFF
NOWHERE = -(1 << 31)
MANY = 1 << 31  # a name of several places: the rest of the number points into the lists
ALIAS = 1 << 30  # not the place's main name
DERIVED = 1 << 29  # made by the builder: a unit's name without its level word
FIRST = 1 << 28  # of a list of the user's own, which wins over namesakes
FORCED = 1 << 27  # by a line of overrides: the name means this place and no other
ROW = (1 << 27) - 1
WATER = "~"  # before a river's name without its word, which is looked up only where the text says "river"
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HANGUL", "CJK", "GREEK")  # the bits of the column `scripts`


class Columns:
    """The columns of one file, memory-mapped, or of its bytes; nothing is read until it is looked at."""

    def __init__(self, source: Path | bytes, then: str = "build it with: python tools/gazetteer/build.py") -> None:
        self._map = source if isinstance(source, bytes) else _mapped(source, then)
        end = self._map.find(b"\n")
        self.header: dict[str, Any] = json.loads(self._map[:end])
        self._first = _aligned(end + 1)
        self._view = memoryview(self._map)

    @property
    def whole(self) -> bool:
        """Whether the file is as long as its first line says."""
        ends = (at + count * array(code).itemsize for code, at, count in self.header["columns"].values())
        return self._first + max(ends, default=0) <= len(self._view)

    def numbers(self, name: str) -> memoryview[int]:
        """A column of integers."""
        code, at, count = self.header["columns"][name]
        size = array(code).itemsize
        raw = self._view[self._first + at : self._first + at + count * size]
        if sys.byteorder == "big":
            swapped = array(code, raw.tobytes())
            swapped.byteswap()
            return memoryview(swapped)
        return raw.cast(code)

    def raw(self, name: str) -> memoryview:
        """A column of bytes."""
        _, at, count = self.header["columns"][name]
        return self._view[self._first + at : self._first + at + count]


def _mapped(path: Path, then: str) -> mmap.mmap:
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise CannotError(path, str(error), then) from error


def _aligned(number: int) -> int:
    return -(-number // 8) * 8


def write_columns(path: Path, columns: Mapping[str, array[int] | bytes], facts: Mapping[str, Any]) -> None:
    """Write the columns in the order given; the same columns give the same bytes."""
    path.write_bytes(pack_columns(columns, facts))


def pack_columns(columns: Mapping[str, array[int] | bytes], facts: Mapping[str, Any]) -> bytes:
    """The bytes of such a file."""
    index: dict[str, tuple[str, int, int]] = {}
    body = bytearray()
    for name, column in columns.items():
        raw = column if isinstance(column, bytes) else _little(column)
        index[name] = ("B" if isinstance(column, bytes) else column.typecode, len(body), len(column))
        body += raw + b"\0" * (_aligned(len(raw)) - len(raw))
    header = json.dumps({"columns": index, **facts}, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    return header + b"\0" * (_aligned(len(header)) - len(header)) + bytes(body)


def _little(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = array(column.typecode, column)
        column.byteswap()
    return column.tobytes()
