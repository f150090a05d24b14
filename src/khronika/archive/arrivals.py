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
from khronika.sources import Item, ReadOptions, jsonl, read_content
from khronika.sources.file import File, read_bytes
from khronika.sources.read import read_file
from khronika.sources.registry import choose
from khronika.sources.walk import STDIN, walk_paths

_WEB = re.compile(r"https?://", re.IGNORECASE)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One capture to be: its bytes, where it came from, the documents read from it.

    `origin` names the place that may hold other bytes one day; None where nothing says that two are one place.
    `tool`, `final_url`, `http_status`, `egress_label` are those of formats.md 5.
    """

    content: bytes
    requested_url: str
    origin: str | None
    documents: list[Document]
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
    items = read_content(found.content, address, found.media_type, options, url=found.final_url).items
    documents: list[Document] = []
    yield from _sorted(items, documents, address)
    if documents:
        yield Arrival(
            content=found.content, requested_url=address, origin=digest(["url", address]), documents=documents,
            media_type=found.media_type, final_url=found.final_url, http_status=found.status, tool="khronika.capture",
        )  # fmt: skip


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
        documents: list[Document] = []
        yield from _sorted(read_file(held, options, reader), documents, file.where)
        if documents:
            yield Arrival(content=content, requested_url=f"file:{file.id}", origin=_place(file), documents=documents)


def _sorted(items: Iterator[Item], documents: list[Document], where: str) -> Iterator[Problem]:
    """Documents into the list, problems out. Rows that others coded are told once: their values have no home here yet."""
    coded = 0
    for item in items:
        if isinstance(item, Problem):
            yield item
        elif isinstance(item, Document):
            documents.append(item)
        else:
            coded += 1
    if coded:
        what = f"is an event table ({coded} rows coded by others), which an archive does not take yet"
        yield Problem(where, what, "read it with: khronika chronicle")


def _records(file: File, options: ReadOptions) -> Iterator[Arrival | Problem]:
    for number, line, item in jsonl.read_lines(file, options):
        if isinstance(item, Problem):
            yield item
            continue
        named = item.id != f"{file.id}:{number}"
        place = item.url or ("" if file is STDIN else _place(file))
        yield Arrival(
            content=line.removesuffix(b"\n").removesuffix(b"\r"), requested_url=f"file:{file.id}:{number}",
            origin=digest([place, item.id]) if named and place else None, documents=[item],
            media_type="application/json",
        )  # fmt: skip


def _place(file: File) -> str:
    """A file's place as a hash: the ledger need not tell how the user's disk is arranged."""
    return sha256(str(file.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
