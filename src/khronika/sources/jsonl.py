"""Read documents as JSON lines, one a line, as the contract's section 3 has them.

A stream: one line is held at a time, so that a file of any size is read in the memory of its longest line. A broken
line is a Problem with its number and the rest goes on. The text is kept exactly: offsets count its code points.
"""

import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from khronika.model import Document, Part, Problem, read_day
from khronika.sources.file import File, open_file, why
from khronika.sources.frontmatter import no_date
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.walk import STDIN

MANIFEST = Manifest(
    name="jsonl",
    type="JSON lines",
    endings=(".jsonl", ".ndjson", ".json"),
    media_types=("application/x-ndjson", "application/jsonl", "application/json"),
    options=("published", "source", "language", "max_line_bytes"),
    limits="UTF-8 only; a line of 64 MB at most; a file of any size. A .json file must be JSON lines too.",
    description="One document a line: text, and where known id, language, published, source, url, title.",
)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class _Line(msgspec.Struct, frozen=True):
    """A line as it is typed in the contract; keys it does not know are ignored."""

    text: str
    id: str | None = None
    language: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None
    spans: list[tuple[int, int]] | None = None
    author: str | None = None
    parts: list[Part] = []


_DECODER = msgspec.json.Decoder(_Line)


def read(file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    """The documents of the file, or of standard input, in its order; a Problem for each line that is none."""
    return (item for _, _, item in read_lines(file, options))


Numbered = tuple[int, bytes, Document | Problem]


def read_lines(file: File, options: ReadOptions) -> Iterator[Numbered]:
    """As `read`, each with the number of its line and the line as it came; 0 and nothing where the file is at fault."""
    stream = sys.stdin.buffer if file is STDIN else open_file(file)
    if isinstance(stream, Problem):
        yield 0, b"", stream
        return
    try:
        yield from _lines(stream, file, options)
    except OSError as error:
        yield 0, b"", Problem(file.where, why(error), "copy it again or leave it out")
    finally:
        if file is not STDIN:
            stream.close()


def _lines(stream: BinaryIO, file: File, options: ReadOptions) -> Iterator[Numbered]:
    number, empty = 0, True
    while line := stream.readline(options.max_line_bytes + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.isspace() or not line:
            continue
        found = list(_line(line, number, stream, file, options))
        yield from ((number, line, item) for item in found)
        if empty and isinstance(found[-1], Problem) and _is_no_jsonl(line, file):
            return  # the same fault in every line would bury the message
        empty = False
    if empty:
        yield 0, b"", Problem(file.where, "holds no document", "leave it out or save it again")


def _line(line: bytes, number: int, stream: BinaryIO, file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    if len(line) <= options.max_line_bytes or line.endswith(b"\n"):
        yield from _document(line, number, file, options)
        return
    while (rest := stream.readline(1_000_000)) and not rest.endswith(b"\n"):
        pass
    what = f"the line is longer than {options.max_line_bytes / 1e6:.0f} MB"
    yield Problem(f"{file.where}:{number}", what, "split its text over several documents")


def _is_no_jsonl(line: bytes, file: File) -> bool:
    """Whether a first line that failed means that the whole file is something else: UTF-16, or JSON over many lines."""
    if line.startswith(_WIDE_MARKS):
        return True
    return file.ending == ".json" and line.strip()[-1:] != b"}"


def _document(line: bytes, number: int, file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    where = f"{file.where}:{number}"
    try:
        found = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield _broken(error, line, where)
        return
    published = found.published or options.published
    if published and not read_day(published):
        yield no_date(published, where)
        published = None
    spans = found.spans
    if spans and not all(0 <= start <= stop <= len(found.text) for start, stop in spans):
        yield Problem(where, "spans lie outside the text", "count code points of `text`, from 0")
        spans = None
    parts = found.parts
    if not all(0 <= p.start <= p.stop <= len(found.text) for p in parts):
        yield Problem(where, "parts lie outside the text", "count code points of `text`, from 0")
        parts = []
    yield Document(
        id=found.id or f"{file.id}:{number}", text=found.text, language=found.language or options.language,
        published=published, source=found.source or options.source, url=found.url, title=found.title, spans=spans,
        author=found.author, parts=parts,
    )  # fmt: skip


def _broken(error: Exception, line: bytes, where: str) -> Problem:
    """What is wrong with a line, in words; the contract's three cases first."""
    said = str(error).replace("`", "")
    if line.startswith(_WIDE_MARKS):
        return Problem(where, "JSON lines in UTF-16", "save the file as UTF-8")
    if isinstance(error, UnicodeDecodeError):
        return Problem(where, f"not UTF-8 (byte {error.start} of a string)", "save it as UTF-8")
    if isinstance(error, RecursionError):
        return Problem(where, "JSON nested too deep", "keep only the keys of a document")
    if isinstance(error, msgspec.ValidationError) and not line.lstrip().startswith(b"["):
        return Problem(where, f"no document: {said}", 'each line is {"text": "…", "id": "…"?, "published": "…"?, …}')
    if _SURROGATE.search(line):
        return Problem(where, r"half a surrogate pair (such as \ud800), which is no character", "leave it out")
    return Problem(where, f"not a JSON line: {said}", "write one document a line, for example: jq -c '.[]' FILE")
