"""Read a document from bytes that were captured earlier, and say by what: the same bytes give the same text again."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from khronika.errors import UsageError
from khronika.model import Problem
from khronika.sources.file import File
from khronika.sources.item import Item
from khronika.sources.options import ReadOptions
from khronika.sources.read import read_file
from khronika.sources.registry import READERS, choose, manifest


class Reading(msgspec.Struct, frozen=True):
    """How bytes are read, and what comes out.

    `reader` and `version` name the reader (empty and 0 where none fits: `items` then says why); `libraries`: the versions
    of those its text depends on; `items`: documents, coded rows and Problems, once, as they come.
    """

    reader: str
    version: int
    libraries: dict[str, str]
    items: Iterator[Item]


def read_content(
    content: bytes,
    name: str,
    media_type: str | None = None,
    options: ReadOptions | None = None,
    *,
    url: str | None = None,
    reader: str | None = None,
) -> Reading:
    """Documents in captured bytes.

    Args: name: the file's name or the address; it becomes the document's id and its ending helps to choose. media_type:
    the server's Content-Type, with its charset. url: given to documents that name no address of their own. reader: the
    name of the reader of an earlier reading, to read in the same way again. Raises UsageError: no reader of that name.
    """
    if reader is not None and reader not in READERS:
        raise UsageError(f"no reader is called {reader!r}; there are: {', '.join(READERS)}")
    options = options or ReadOptions()
    file = File(Path(name.split("?")[0]), name, name, content, media_type, url)
    chosen = reader or choose(file, options)
    if isinstance(chosen, Problem):
        return Reading("", 0, {}, iter([chosen]))
    found = manifest(chosen)
    return Reading(chosen, found.version, found.installed(), read_file(file, options, chosen))
