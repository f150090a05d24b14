"""All readers by name, and which of them reads a file: by the bytes it begins with, its media type, its ending."""

from collections.abc import Callable, Iterator

from khronika.model import Problem
from khronika.sources import csv_table, docx, feed, html, html_careful, jsonl, markdown, pdf, text, xlsx
from khronika.sources.file import File, open_file, why
from khronika.sources.item import Item
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.walk import STDIN

Reader = Callable[[File, ReadOptions], Iterator[Item]]
_MODULES = (text, markdown, html, html_careful, pdf, docx, feed, csv_table, xlsx, jsonl)
MANIFESTS: tuple[Manifest, ...] = tuple(module.MANIFEST for module in _MODULES)
READERS: dict[str, Reader] = {module.MANIFEST.name: module.read for module in _MODULES}
_BY_ENDING = {ending: m.name for m in MANIFESTS for ending in m.endings}
_BY_MEDIA = {media: m.name for m in MANIFESTS for media in m.media_types}
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")
_FEED = (b"<rss", b"<feed", b"<rdf:rdf")
_ZIP = b"PK\x03\x04"
_SAID_LITTLE = frozenset({"text/plain", "application/json"})  # what servers say of anything


def manifest(name: str) -> Manifest:
    """The manifest of a reader. Raises KeyError for a name that none has."""
    return {m.name: m for m in MANIFESTS}[name]


def choose(file: File, options: ReadOptions) -> str | Problem:
    """The name of the reader for a file; the careful one for a page where the options say so.

       The choice rests on name, media type and first 4 kB alone, so it is repeatable.
    A PDF is known by its mark whatever it is called. Of captured bytes the server's word goes before the ending, unless
       it says as little as text/plain; of files the ending. What neither tells is judged by how it begins.
    """
    found = _choose(file)
    return html_careful.MANIFEST.name if found == html.MANIFEST.name and options.pages == "careful" else found


def _choose(file: File) -> str | Problem:
    if file is STDIN:
        return jsonl.MANIFEST.name
    if file.ending in _BY_ENDING and file.content is None:
        return _BY_ENDING[file.ending]
    head = _head(file)
    if isinstance(head, Problem):
        return head
    if head.lstrip().startswith(b"%PDF-"):
        return pdf.MANIFEST.name
    media = _BY_MEDIA.get(file.media) if file.media not in _SAID_LITTLE else None
    return media or _BY_ENDING.get(file.ending) or _by_content(head, file)


def _head(file: File) -> bytes | Problem:
    stream = open_file(file)
    if isinstance(stream, Problem):
        return stream
    try:
        with stream:
            return stream.read(4096)
    except OSError as error:
        return Problem(file.where, why(error), "copy it again or leave it out")


def _by_content(raw: bytes, file: File) -> str | Problem:
    """By how the content begins."""
    if raw.startswith(_ZIP):
        return docx.MANIFEST.name if b"word/" in raw else xlsx.MANIFEST.name if b"xl/" in raw else text.MANIFEST.name
    head = raw.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if any(mark in head for mark in _PAGE):
        return html.MANIFEST.name
    if any(mark in head for mark in _FEED):
        return feed.MANIFEST.name
    if head.startswith(b"<?xml"):
        return Problem(file.where, "is XML, but no feed and no page", "save its text as .txt, .html or JSON lines")
    return jsonl.MANIFEST.name if head.startswith(b"{") and b'"text"' in head else text.MANIFEST.name
