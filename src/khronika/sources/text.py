"""Read plain text files: one file, one document, its text exactly as decoded."""

from collections.abc import Iterator

from khronika.model import Document, Problem
from khronika.sources.file import File, read_decoded
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions

MANIFEST = Manifest(
    name="text",
    type="plain text",
    endings=(".txt", ".text"),
    media_types=("text/plain",),
    options=("published", "source", "language", "encoding", "max_bytes"),
    limits="One document a file, 64 MB at most; title and date are not looked for in the text.",
    description="Text in any common encoding, kept as decoded: only a byte order mark is dropped, newlines stay.",
)


def read(file: File, options: ReadOptions) -> Iterator[Document | Problem]:
    """The file's document, and a Problem where bytes were broken or there is no text."""
    found, problem = read_decoded(file, options)
    if problem:
        yield problem
    if found:
        yield Document(
            id=file.id, text=found.text, language=options.language, published=options.published, source=options.source
        )
