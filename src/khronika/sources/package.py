"""What Office files have in common: a ZIP archive of XML, read within limits, without entities."""

import io
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from khronika.model import Problem
from khronika.sources.file import File

LOCKED = ("is locked with a password, or an old Office document", "save it without a password in the current format")
_OLD = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED = 500_000_000
_MOST_RATIO = 400
_MOST_FILES = 20_000


def package_problem(content: bytes, file: File) -> Problem | None:
    """Why an Office file is not opened: locked, damaged, or a bomb by what its directory promises."""
    if content.startswith(_OLD):
        return Problem(file.where, *LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Problem(file.where, "is damaged: its ZIP archive does not open", "save it again, or its text as .txt")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * len(content) + 10_000_000:
        what = f"would unpack to {unpacked / 1e6:.0f} MB in {len(entries):,} files"
        return Problem(file.where, what, "save it again without pictures, or its text as .txt")
    if any(entry.flag_bits & 1 for entry in entries):
        return Problem(file.where, *LOCKED)
    return None


class XmlRefusedError(Exception):
    """A part of an Office file that is not read; the message says why."""


def chunks(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of one part, counted as they unpack whatever its header says. Raises XmlRefusedError, BadZipFile."""
    got = 0
    with packed.open(name) as stream:
        while chunk := stream.read(65536):
            got += len(chunk)
            if got > _MOST_UNPACKED:
                raise XmlRefusedError(f"{name} unpacks to more than {_MOST_UNPACKED / 1e6:.0f} MB")
            yield chunk


def parse_xml(
    source: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
    max_depth: int,
) -> None:
    """Reads XML as a stream; names come as `namespace name`. Raises XmlRefusedError for document types, depth, faults."""
    parser, depth = expat.ParserCreate(namespace_separator=" "), 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > max_depth:
            raise XmlRefusedError(f"more than {max_depth} elements are open at once")
        start(name, attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refuse(*_: object) -> None:
        raise XmlRefusedError("it declares a document type, with which entities could be defined")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, finish, text
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in source:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise XmlRefusedError(f"its XML is broken at line {error.lineno}") from error
