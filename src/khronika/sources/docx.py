"""Read Word documents (DOCX): headings, paragraphs, tables and footnotes in their order, as plain text.

Only the text is taken, by an own reader of the XML, in a process of its own (`guard`): the libraries for Word build the
whole tree in memory and leave out footnotes. Deleted text of tracked changes is not read; inserted text is.
"""

import io
import zipfile
from collections.abc import Iterator

from khronika.model import Document, Part, Problem
from khronika.sources.docx_text import Block, Story, Styles
from khronika.sources.file import File
from khronika.sources.guard import read_guarded
from khronika.sources.item import Item
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.package import XmlRefusedError, chunks, package_problem, parse_xml

MANIFEST = Manifest(
    name="docx",
    type="Word document",
    endings=(".docx", ".docm"),
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    options=("published", "source", "language", "max_bytes", "max_depth", "max_seconds", "max_memory"),
    limits="64 MB packed, 500 MB unpacked, 8 million characters, 200,000 paragraphs. No headers, footers, comments; no .doc.",
    description="Headings, paragraphs, tables (a row a block, tabs between cells), footnotes after their paragraph.",
)
_MAIN, _NOTES, _STYLES, _CORE = "word/document.xml", "word/footnotes.xml", "word/styles.xml", "docProps/core.xml"
_TITLE = "http://purl.org/dc/elements/1.1/ title"


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The file's document, or a Problem for one that is locked, damaged or a bomb."""
    return read_guarded(MANIFEST.name, file, options)


def parse(file: File, content: bytes, options: ReadOptions) -> Iterator[Item]:
    """As `read`, in the process of its own."""
    refused = package_problem(content, file)
    if refused:
        yield refused
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if _MAIN not in packed.namelist():
            yield Problem(file.where, "is no Word document", "save its text as .txt")
            return
        try:
            yield _document(packed, file, options)
        except (XmlRefusedError, zipfile.BadZipFile, NotImplementedError) as error:
            yield Problem(file.where, f"is not read: {error}", "save it again, or its text as .txt")


def _document(packed: zipfile.ZipFile, file: File, options: ReadOptions) -> Document | Problem:
    styles = Styles()
    _walk(packed, _STYLES, styles.start, styles.end, options)
    notes = Story(styles.levels)
    _walk(packed, _NOTES, notes.start, notes.end, options, notes.characters)
    story = Story(styles.levels)
    _walk(packed, _MAIN, story.start, story.end, options, story.characters)
    text, parts = _assembled(story.blocks, notes.by_number())
    if not text.strip():
        return Problem(file.where, "the document holds no text", "leave it out or save it again")
    return Document(
        id=file.id, text=text, language=options.language, published=options.published, source=options.source,
        title=_title(packed, options), parts=parts,
    )  # fmt: skip


def _walk(packed, name, start, end, options, characters=lambda _: None) -> None:  # type: ignore[no-untyped-def]
    """One part of the file through the handlers; a part that is not there says nothing."""
    if name in packed.namelist():
        parse_xml(chunks(packed, name), start, end, characters, options.max_depth)


def _assembled(blocks: list[Block], notes: dict[str, str]) -> tuple[str, list[Part]]:
    """The blocks apart by blank lines, each footnote after the block that refers to it, and what each block is."""
    pieces: list[tuple[str, str | None, int | str | None]] = []
    for block in blocks:
        if block.text:
            pieces.append((block.text, block.kind, block.label))
        pieces += [(notes[n], "footnote", n) for n in block.notes if notes.get(n)]
    parts, at = list[Part](), 0
    for text, kind, label in pieces:
        if kind is not None:
            parts.append(Part(at, at + len(text), kind, label))
        at += len(text) + 2
    return "\n\n".join(text for text, _, _ in pieces), parts


def _title(packed: zipfile.ZipFile, options: ReadOptions) -> str | None:
    """The title in the file's properties."""
    inside, found = [False], list[str]()

    def start(name: str, _: dict[str, str]) -> None:
        inside[0] = name == _TITLE

    def end(_: str) -> None:
        inside[0] = False

    _walk(packed, _CORE, start, end, options, lambda text: found.append(text) if inside[0] else None)
    return " ".join("".join(found).split()) or None
