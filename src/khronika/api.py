"""The verbs of the command line as functions. Documents may be `Document`s, dictionaries or plain strings."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from khronika.extraction.stream import Mode
from khronika.extraction.stream import extract as stream
from khronika.model import Document, Event, Mention
from khronika.readers import READERS, rows
from khronika.resolution import resolve as resolve_mentions
from khronika.resolution import text_signature
from khronika.resolution.linkage import link_tables
from khronika.table import Table

Documents = Iterable[Document | dict[str, Any] | str] | Document | dict[str, Any] | str


def _documents(given: Documents) -> list[Document]:
    """Documents of whatever was given; a string is a text, its id its number."""
    many = [given] if isinstance(given, (str, dict, Document)) else given
    return [_document(one, number) for number, one in enumerate(many, 1)]


def _document(one: Document | dict[str, Any] | str, number: int) -> Document:
    if isinstance(one, Document):
        return one
    if isinstance(one, str):
        return Document(id=f"text-{number}", text=one)
    return msgspec.convert({"id": f"text-{number}", **one}, Document)


def extract(documents: Documents, mode: Mode = "auto") -> Table[Mention]:
    """Mentions of events and figures in the documents, by rules ("fast") or by the trained judge ("careful").

    >>> extract({"text": "Hundreds protested in Lviv on Sunday.", "published": "2024-05-14"})[0].kind
    'protest_peaceful'
    """
    return Table(Mention, [m for extracted in stream(_documents(documents), mode) for m in extracted.mentions])


class Resolving:
    """`kh.resolve(mentions)` joins what tells of one happening; `kh.resolve.link(table, …)` links any other tables."""

    def __call__(
        self, mentions: Iterable[Mention | dict[str, Any]], documents: Documents | None = None
    ) -> Table[Event]:
        """Events and figures that the mentions tell of; the same in whatever order they come.

        `documents`: those that the mentions are of, where they are at hand: reprints are known by their texts.
        """
        given = [m if isinstance(m, Mention) else msgspec.convert(m, Mention) for m in mentions]
        texts = {d.id: text_signature(d.text) for d in _documents(documents or [])}
        return Table(Event, resolve_mentions(given, texts=texts).events)

    link = staticmethod(link_tables)


resolve = Resolving()


def places(documents: Documents) -> Table[Any]:
    """Toponyms with coordinates, alternatives and margin."""
    return Table(READERS["places"][0], rows("places", _documents(documents)))


def dates(documents: Documents) -> Table[Any]:
    """Time expressions with values."""
    return Table(READERS["dates"][0], rows("dates", _documents(documents)))


def counts(documents: Documents) -> Table[Any]:
    """Quantities with bounds and units."""
    return Table(READERS["counts"][0], rows("counts", _documents(documents)))


def chronicle(paths: Iterable[str | Path], out: str | Path, mode: Mode = "auto") -> Table[Event]:
    """Reads files and folders, extracts, resolves, and publishes into the folder `out`; gives the events."""
    from khronika.pipeline import make_chronicle

    return Table(Event, make_chronicle(list(paths), Path(out), mode=mode).events)
