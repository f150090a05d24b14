"""What arrives: the bytes of each source with the documents that were read from exactly these bytes.

A file of one document is captured as the file. Of JSON lines each line is the capture: a growing file is not captured
again as a whole, a record can be destroyed without its neighbours, and `sha256sum` of a line proves it. Addresses are
fetched by `khronika.capture`. Writes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from khronika.ledger.canonical import digest
from khronika.model import Document, Problem
from khronika.sources import Coded, Item, ReadOptions, jsonl, read_content
from khronika.sources.file import File, read_bytes
from khronika.sources.read import read_file
from khronika.sources.registry import choose, manifest
from khronika.sources.walk import STDIN, walk_paths

CHUNK = 256  # documents of one capture that arrive together: a table is held as bytes, never as all of its rows
_WEB = re.compile(r"https?://", re.IGNORECASE)


class Reader(msgspec.Struct, frozen=True):
    """What read a document: name and version of the reader, versions of the libraries that its text depends on."""

    name: str
    version: int
    libraries: dict[str, str]


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One capture to be: its bytes, where it came from, documents read from it (`Coded`: rows that others coded).

    A capture of many documents arrives in several, `is_alone` false. `origin` names the place that may hold other bytes
    one day; None where nothing says that two are one place.
    `tool`, `final_url`, `http_status`, `egress_label` are those of formats.md 5.
    """

    content: bytes
    requested_url: str
    origin: str | None
    documents: list[Document | Coded]
    reader: Reader
    is_alone: bool = True
    media_type: str | None = None
    final_url: str | None = None
    http_status: int | None = None
    egress_label: str | None = None
    tool: str = "khronika add"


def arrivals(paths: Sequence[str | Path], options: ReadOptions) -> Iterator[Arrival | Problem]:
    """All that the paths and addresses hold, in their order."""
    for given in paths:
        if _WEB.match(str(given)):
            yield from _fetch(str(given), options)
            continue
        for found in walk_paths([given]):
            if isinstance(found, Problem):
                yield found
            else:
                yield from _read(found, options)


def _fetch(address: str, options: ReadOptions) -> Iterator[Arrival | Problem]:
    """The bytes at an address with the documents in them; the address is their origin, wherever it leads."""
    from khronika.capture import fetch

    found = fetch(address, options.fetch)
    if isinstance(found, Problem):
        yield found
        return
    read = read_content(found.content, address, found.media_type, options, url=found.final_url)
    arrival = Arrival(
        content=found.content, requested_url=address, origin=digest(["url", address]), documents=[],
        reader=Reader(read.reader, read.version, read.libraries), media_type=found.media_type,
        final_url=found.final_url, http_status=found.status, tool="khronika.capture",
    )  # fmt: skip
    yield from _in_chunks(arrival, read.items)


def _read(file: File, options: ReadOptions) -> Iterator[Arrival | Problem]:
    reader = choose(file, options)
    if isinstance(reader, Problem):
        yield reader
    elif reader == jsonl.MANIFEST.name:
        yield from _records(file, options)
    else:
        content = read_bytes(file, options)
        if isinstance(content, Problem):
            yield content
            return
        # what is read is what is captured, even where the file changes meanwhile
        held = msgspec.structs.replace(file, content=content)
        arrival = Arrival(
            content=content, requested_url=f"file:{file.id}", origin=_place(file), documents=[], reader=_reader(reader)
        )
        yield from _in_chunks(arrival, read_file(held, options, reader))


def _reader(name: str) -> Reader:
    found = manifest(name)
    return Reader(name, found.version, found.installed())


def _in_chunks(arrival: Arrival, items: Iterator[Item]) -> Iterator[Arrival | Problem]:
    """The arrival as often as its documents ask for it; problems as they come."""
    chunk: list[Document | Coded] = []
    is_first = True
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        if len(chunk) == CHUNK:
            yield msgspec.structs.replace(arrival, documents=chunk, is_alone=False)
            chunk, is_first = [], False
        chunk.append(item)
    if chunk:
        yield msgspec.structs.replace(arrival, documents=chunk, is_alone=is_first and len(chunk) == 1)


def _records(file: File, options: ReadOptions) -> Iterator[Arrival | Problem]:
    reader = _reader(jsonl.MANIFEST.name)
    for number, line, item in jsonl.read_lines(file, options):
        if isinstance(item, Problem):
            yield item
            continue
        named = item.id != f"{file.id}:{number}"
        place = item.url or ("" if file is STDIN else _place(file))
        yield Arrival(
            content=line.removesuffix(b"\n").removesuffix(b"\r"), requested_url=f"file:{file.id}:{number}",
            origin=digest([place, item.id]) if named and place else None, documents=[item],
            media_type="application/json", reader=reader,
        )  # fmt: skip


def _place(file: File) -> str:
    """A file's place as a hash: the ledger need not tell how the user's disk is arranged."""
    return sha256(str(file.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
