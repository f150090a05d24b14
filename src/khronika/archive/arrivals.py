"""What arrives: the bytes of each source with the documents that were read from exactly these bytes.

A file of one document is captured as the file. Of JSON lines each line is the capture: a growing file is not captured
again as a whole, a record can be destroyed without its neighbours, and `sha256sum` of a line proves it. Addresses are
handed to `khronika.capture`. Writes nothing but a draft that a reader reads from.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import msgspec

from khronika.errors import UsageError
from khronika.ledger.canonical import digest
from khronika.model import Document, Problem
from khronika.sources import ReadOptions, jsonl
from khronika.sources.file import File, read_bytes
from khronika.sources.read import reader_of
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


def arrivals(paths: Sequence[str | Path], options: ReadOptions, incoming: Path) -> Iterator[Arrival | Problem]:
    """All that the paths and addresses hold, in their order. `incoming`: a folder for drafts."""
    for given in paths:
        if _WEB.match(str(given)):
            yield from _fetch(str(given), options)
            continue
        for found in walk_paths([given]):
            if isinstance(found, Problem):
                yield found
            else:
                yield from _read(found, options, incoming)


def _fetch(address: str, options: ReadOptions) -> Iterator[Arrival | Problem]:
    """`khronika.capture.fetch(address, options)` gives Arrivals and Problems; UsageError until that room exists."""
    if find_spec("khronika.capture") is None:
        raise UsageError(f"{address}: fetching is not in this version; save the page and add the file")
    yield from import_module("khronika.capture").fetch(address, options)


def _read(file: File, options: ReadOptions, incoming: Path) -> Iterator[Arrival | Problem]:
    reader = reader_of(file)
    if isinstance(reader, Problem):
        yield reader
    elif reader is jsonl.read:
        yield from _records(file, options)
    else:
        content = read_bytes(file, options)
        if isinstance(content, Problem):
            yield content
            return
        draft = incoming / f"reading{file.path.suffix.lower()}"
        draft.write_bytes(content)  # what is read is what is captured, even where the file changes meanwhile
        try:
            items = list(reader(File(draft, file.id, file.where), options))
        finally:
            draft.unlink(missing_ok=True)
        yield from (item for item in items if isinstance(item, Problem))
        documents = [item for item in items if isinstance(item, Document)]
        if documents:
            yield Arrival(content=content, requested_url=f"file:{file.id}", origin=_place(file), documents=documents)


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
