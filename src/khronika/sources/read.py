"""Read whatever the user points at: find the files, choose each one's reader, keep ids apart.

The room's verb for paths and addresses. It streams: no folder, no table and no JSON lines file is ever held as a whole.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from khronika.model import Document, Problem
from khronika.sources.file import File
from khronika.sources.item import Coded, Item
from khronika.sources.options import ReadOptions
from khronika.sources.registry import READERS, choose
from khronika.sources.walk import walk_paths


def read_paths(paths: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Document | Problem]:
    """Every document under the paths, and a Problem for whatever could not be read; the rest goes on.

    Args: paths: files, folders (walked by name, hidden files skipped, links not followed), addresses on the web
    (fetched, see `capture`) or "-" for JSON lines on standard input. Order: paths as given, folders sorted. An ending
    that is not known is judged by the content.
    Ids: that of a JSON line or table, else the path relative to the folder given; a second document of one id gets "~2".
    Text: JSON lines and plain text exactly as given, without any translation of newlines; pages, Markdown, PDF and Word
    as plain text, paragraphs apart by blank lines. A row of an event table is a document of its cells (see `read_items`).
    Memory: the largest document, and 100 bytes for each id seen.
    """
    for item in read_items(paths, options):
        yield item.document if isinstance(item, Coded) else item


def read_items(paths: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Item]:
    """As `read_paths`, but a row of an event table comes as `Coded`, with the mentions that its columns make."""
    options = options or ReadOptions()
    ids = _Ids()
    for found in walk_paths(paths, options.fetch):
        if isinstance(found, Problem):
            yield found
            continue
        for item in read_file(found, options):
            yield from [item] if isinstance(item, Problem) else ids.keep_apart(item, found)


def read_file(file: File, options: ReadOptions, reader: str | None = None) -> Iterator[Item]:
    """What one file holds, by the reader named or else the one that fits it."""
    name = reader or choose(file, options)
    if isinstance(name, Problem):
        yield name
        return
    for item in READERS[name](file, options):
        if file.url and isinstance(item, Document) and item.url is None:
            item = msgspec.structs.replace(item, url=file.url)
        yield item


class _Ids:
    """The ids given so far, as eight bytes each, so that no two documents of a run have the same."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def keep_apart(self, item: Document | Coded, file: File) -> Iterator[Item]:
        """The document, renamed where its id was taken; files that give an id twice are told so."""
        given = item.id if isinstance(item, Document) else item.document.id
        name, count = given, 1
        while not self._is_new(name):
            count += 1
            name = f"{given}~{count}"
        if name == given:
            yield item
            return
        if given != file.id:
            what = f"id {given!r} was used before; this one is called {name!r}"
            yield Problem(file.where, what, "give each document its own id")
        yield renamed(item, name) if isinstance(item, Coded) else msgspec.structs.replace(item, id=name)

    def _is_new(self, name: str) -> bool:
        key = blake2b(name.encode(), digest_size=8).digest()
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def renamed(item: Coded, name: str) -> Coded:
    """The same row under another document id; its mentions follow."""
    replace = msgspec.structs.replace
    document = replace(item.document, id=name)
    mentions = [replace(m, id=f"{name}#{n}", document=name) for n, m in enumerate(item.mentions, 1)]
    return replace(item, document=document, mentions=mentions)
