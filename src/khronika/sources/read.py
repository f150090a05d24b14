"""Read whatever the user points at: find the files, choose each one's reader, keep ids apart.

The room's one verb. It streams: no folder and no JSON lines file is ever held as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from khronika.model import Document, Problem
from khronika.sources import html, jsonl, markdown, text
from khronika.sources.file import File, open_file, why
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.walk import STDIN, walk_paths

Reader = Callable[[File, ReadOptions], Iterator[Document | Problem]]
MANIFESTS: tuple[Manifest, ...] = (text.MANIFEST, markdown.MANIFEST, html.MANIFEST, jsonl.MANIFEST)
_READERS: tuple[Reader, ...] = (text.read, markdown.read, html.read, jsonl.read)
_BY_ENDING = {ending: reader for m, reader in zip(MANIFESTS, _READERS, strict=True) for ending in m.endings}
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")


def read_paths(paths: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Document | Problem]:
    """Every document under the paths, and a Problem for whatever could not be read; the rest goes on.

    Args: paths: files, folders (walked by name, hidden files skipped, links not followed) or "-" for JSON lines on
    standard input. Order: paths as given, folders sorted. An ending that is not known is judged by the content.
    Ids: that of a JSON line, else the path relative to the folder given; a second document of one id gets "~2".
    Text: JSON lines and plain text exactly as given, without any translation of newlines; Markdown and HTML as plain
    text, paragraphs apart by blank lines. Memory: the largest document, and 100 bytes for each id seen.
    """
    options = options or ReadOptions()
    ids = _Ids()
    for found in walk_paths(paths):
        if isinstance(found, Problem):
            yield found
            continue
        reader = reader_of(found)
        if isinstance(reader, Problem):
            yield reader
            continue
        for item in reader(found, options):
            yield from ids.keep_apart(item, found) if isinstance(item, Document) else [item]


def reader_of(file: File) -> Reader | Problem:
    """The reader of a file: by its ending; else by how the content begins."""
    if file is STDIN:
        return jsonl.read
    return _BY_ENDING.get(file.path.suffix.lower()) or _by_content(file)


def _by_content(file: File) -> Reader | Problem:
    stream = open_file(file)
    if isinstance(stream, Problem):
        return stream
    try:
        with stream:
            head = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    except OSError as error:
        return Problem(file.where, why(error), "copy it again or leave it out")
    if any(mark in head for mark in _PAGE):
        return html.read
    if head.startswith(b"<?xml"):
        return Problem(file.where, "XML is not read in this version", "save its text as .txt, .html or JSON lines")
    return jsonl.read if head.startswith(b"{") and b'"text"' in head else text.read


class _Ids:
    """The ids given so far, as eight bytes each, so that no two documents of a run have the same."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def keep_apart(self, document: Document, file: File) -> Iterator[Document | Problem]:
        """The document, renamed where its id was taken; JSON lines that give an id twice are told so."""
        name, count = document.id, 1
        while not self._is_new(name):
            count += 1
            name = f"{document.id}~{count}"
        if name == document.id:
            yield document
            return
        if document.id != file.id:
            what = f"id {document.id!r} was used before; this one is called {name!r}"
            yield Problem(file.where, what, "give each document its own id")
        yield msgspec.structs.replace(document, id=name)

    def _is_new(self, name: str) -> bool:
        key = blake2b(name.encode(), digest_size=8).digest()
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
