"""The verbs of the command line as functions. Documents may be `Document`s, dictionaries or plain strings."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import UsageError
from khronika.explained import EXPLAINED, explained
from khronika.extraction.stream import Mode
from khronika.extraction.stream import extract as stream
from khronika.model import Document, Event, Mention
from khronika.readers import READERS, rows
from khronika.resolution import resolve as resolve_mentions
from khronika.resolution import text_signature
from khronika.resolution.linkage import link_tables
from khronika.table import Table

_WANTED = "give a text, a dictionary with `text`, a kh.Document, or several of these"
Documents = Iterable[Document | dict[str, Any] | str] | Document | dict[str, Any] | str


def _documents(given: Documents) -> list[Document]:
    """Documents of whatever was given; a string is a text, its id its number. Raises UsageError for anything else."""
    many = [given] if isinstance(given, (str, dict, Document)) else given
    if not isinstance(many, Iterable) or isinstance(many, (bytes, bytearray)):
        raise UsageError(f"{type(given).__name__} given; {_WANTED}")
    return [_document(one, number) for number, one in enumerate(many, 1)]


def _document(one: Document | dict[str, Any] | str, number: int) -> Document:
    if isinstance(one, Document):
        return one
    if isinstance(one, str):
        return Document(id=f"text-{number}", text=one)
    if not isinstance(one, dict):
        raise UsageError(f"document {number} is of type {type(one).__name__}; {_WANTED}")
    try:
        return msgspec.convert({"id": f"text-{number}", **one}, Document)
    except msgspec.ValidationError as error:
        raise UsageError(f"document {number}: {error}; {_WANTED}") from error


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


def places(documents: Documents, *, explain: bool = False) -> Table[Any]:
    """Toponyms with coordinates, alternatives and margin; `explain`: with the candidates for each and the reasons.

    >>> [(row.quote, row.country_iso3) for row in places("Nurses marched in Lisbon.")]
    [('Lisbon', 'PRT')]
    """
    return _read("places", documents, explain)


def dates(documents: Documents, *, explain: bool = False) -> Table[Any]:
    """Time expressions with values; `explain`: with what their words say and what the days rest on."""
    return _read("dates", documents, explain)


def counts(documents: Documents, *, explain: bool = False) -> Table[Any]:
    """Quantities with bounds and units; `explain`: with the numbers and rules that made the bounds."""
    return _read("counts", documents, explain)


def _read(name: str, documents: Documents, explain: bool) -> Table[Any]:
    given = _documents(documents)
    if explain:
        return Table(EXPLAINED[name], [row for document in given for row in explained(name, document)])
    return Table(READERS[name][0], rows(name, given))


def chronicle(paths: Iterable[str | Path], out: str | Path, mode: Mode = "auto") -> Table[Event]:
    """Reads files and folders, extracts, resolves, and publishes into the folder `out`; gives the events."""
    from khronika.pipeline import make_chronicle

    return Table(Event, make_chronicle(list(paths), Path(out), mode=mode).events)
