"""One compiled gazetteer of the user's, memory-mapped: its places by name and by sound, under row numbers of its own."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import marisa_trie
import msgspec

from khronika.errors import CannotError
from khronika.geography.layout import Columns
from khronika.geography.own.about import FORMAT, About

_AGAIN = "import it again with: khronika gazetteer import FILE, or remove it with: khronika gazetteer remove NAME"


class Layer:
    """Rows 0 to twins-1 are places that the shipped gazetteer has as well; `twin` says under which row."""

    def __init__(self, source: Path | bytes) -> None:
        where = source if isinstance(source, Path) else "the overrides"
        self.path = source if isinstance(source, Path) else None
        try:
            self._open(source)
        except (ValueError, LookupError, TypeError, RuntimeError) as error:
            raise CannotError(where, "this is no compiled gazetteer, or a damaged one", _AGAIN) from error

    def _open(self, source: Path | bytes) -> None:
        """Raises an error of many sorts where the file is damaged."""
        self._columns = Columns(source, _AGAIN)
        self.about = msgspec.convert(self._columns.header["about"], About)
        if self.about.format != FORMAT or not self._columns.whole:
            raise ValueError("made by another version of Khronika, or cut off")
        self.twin = self._columns.numbers("twins")
        self._name_at, self._main = self._columns.numbers("name_at"), self._columns.raw("main")
        self._lists = {kind: self._table(kind) for kind in ("name", "sound")}
        self.names = self._lists["name"][0]

    def check(self, base: int) -> None:
        """Raises CannotError where it was made over other rows than those shipped now."""
        if self.about.base != base:
            what = "it was made for another version of Khronika's gazetteer"
            raise CannotError(self.path or self.about.source, what, f"make it again with: {self.about.again}")

    def _table(self, kind: str) -> tuple[Any, memoryview[int], memoryview[int]]:
        trie = marisa_trie.Trie().frombytes(bytes(self._columns.raw(f"{kind}_trie")))
        return trie, self._columns.numbers(f"{kind}_from"), self._columns.numbers(f"{kind}_rows")

    def rows(self, kind: str, key: str) -> list[int]:
        """Own rows, for names with flags, biggest first."""
        trie, first, rows = self._lists[kind]
        number = trie.get(key)
        return [] if number is None else list(rows[first[number] : first[number + 1]])

    def begins(self, folded: str) -> bool:
        """Whether any name goes on from here."""
        return next(self.names.iterkeys(folded), None) is not None

    def column(self, name: str, code: str) -> array[int]:
        """A column of all rows."""
        return array(code, self._columns.numbers(name).tobytes())

    def main_name(self, row: int) -> str:
        """Main name of an own row."""
        return bytes(self._main[self._name_at[row] : self._name_at[row + 1]]).decode()

    @property
    def claims(self) -> bool:
        """Whether its names win over the shipped ones."""
        return self.about.first or self.about.kind == "override"

    @property
    def origin(self) -> str:
        """What rules call it."""
        return "gazetteer.override" if self.about.kind == "override" else f"gazetteer.user:{self.about.name}"
