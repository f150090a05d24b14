"""Signatures of the texts of an archive, made when an event first asks for them and kept in the derived store.

By them reprints are known (`resolution.signature`). They hold no words; where a document is hidden all of them go, and come
again when they are asked for.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping

import msgspec

from khronika.resolution import TextSignature, text_signature

_TABLE = "CREATE TABLE IF NOT EXISTS signature (text TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID"
_decoder = msgspec.msgpack.Decoder(TextSignature)


class Signatures(Mapping[str, TextSignature]):
    """Document -> its text's signature, for all documents that are shown; `read` gives a text's bytes by its hash."""

    def __init__(self, connection: sqlite3.Connection, read: Callable[[str], bytes]) -> None:
        self._connection, self._read = connection, read
        self._new: dict[str, TextSignature] = {}
        self._has_table = bool(
            connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'signature'").fetchone()
        )

    def __getitem__(self, document: str) -> TextSignature:
        name = self._text_of(document)
        if name is None:
            raise KeyError(document)
        found = self._new.get(name) or self._kept(name)
        if found is None:
            found = self._new[name] = text_signature(self._read(name).decode("utf-8", "surrogatepass"))
        return found

    def __contains__(self, document: object) -> bool:
        return isinstance(document, str) and self._text_of(document) is not None

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._connection.execute("SELECT id FROM document WHERE hidden IS NULL ORDER BY id"))

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM document WHERE hidden IS NULL").fetchone()[0])

    def __bool__(self) -> bool:
        return True

    def keep(self, connection: sqlite3.Connection) -> None:
        """Keeps what was made since the last time; inside a transaction."""
        if self._new:
            connection.execute(_TABLE)
            rows = [(name, msgspec.msgpack.encode(found)) for name, found in self._new.items()]
            connection.executemany("INSERT OR REPLACE INTO signature VALUES (?, ?)", rows)
            self._has_table, self._new = True, {}

    def _text_of(self, document: str) -> str | None:
        query = "SELECT text FROM document WHERE id = ? AND hidden IS NULL"
        row = self._connection.execute(query, (document,)).fetchone()
        return str(row[0]) if row else None

    def _kept(self, name: str) -> TextSignature | None:
        query = "SELECT content FROM signature WHERE text = ?"
        row = self._connection.execute(query, (name,)).fetchone() if self._has_table else None
        return _decoder.decode(row[0]) if row else None


def forget_signatures(connection: sqlite3.Connection) -> None:
    """Takes all of them away."""
    connection.execute("DROP TABLE IF EXISTS signature")
