"""Read PDF files: the text layer, with the page of each stretch; pages that are only pictures are named, not guessed.

PDFium does the parsing, in a process of its own (`guard`). The document's offsets count the plain text, and its `parts`
say which page each stretch stands on. Running heads and page numbers stay: nothing that is printed is lost.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from khronika.model import Document, Part, Problem
from khronika.sources.file import File
from khronika.sources.guard import read_guarded
from khronika.sources.item import Item
from khronika.sources.lacking import needs
from khronika.sources.manifest import Manifest
from khronika.sources.options import ReadOptions
from khronika.sources.pdf_page import Page, follows, page_text

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MANIFEST = Manifest(
    name="pdf",
    type="PDF",
    endings=(".pdf",),
    media_types=("application/pdf", "application/x-pdf"),
    options=("published", "source", "language", "max_bytes", "max_pages", "max_seconds", "max_memory"),
    limits="64 MB, 5,000 pages, 8 million characters, 60 seconds, 1 GB of memory. No text recognition (OCR), no passwords.",
    description="The text layer with the page of each stretch, and the title; pages without text are named as needing OCR.",
    libraries=("pypdfium2",),
    extra="pdf",
)
_LONGEST = 8_000_000
_MOST_NAMED = 12
_BY_CODE = {  # PDFium's codes of failure
    4: ("is locked with a password", "save it without the password"),
    5: ("is locked in a way that is not known here", "save it without the lock"),
}


def read(file: File, options: ReadOptions) -> Iterator[Item]:
    """The file's document, and Problems for pages without text, locked and damaged files."""
    return read_guarded(MANIFEST.name, file, options)


def parse(file: File, content: bytes, options: ReadOptions) -> Iterator[Item]:
    """As `read`, in the process of its own."""
    with needs("reading PDF", "pdf"):
        from pypdfium2 import PdfDocument, PdfiumError
    try:
        pdf = PdfDocument(content)
    except PdfiumError as error:
        damaged = ("is damaged or no PDF", "save it again, or save its text as .txt")
        yield Problem(file.where, *_BY_CODE.get(getattr(error, "err_code", 0) or 0, damaged))
        return
    if len(pdf) > options.max_pages:
        yield Problem(file.where, f"has {len(pdf):,} pages (limit {options.max_pages:,})", "split it")
        return
    yield from _document(file, pdf, options)


def _document(file: File, pdf: "PdfDocument", options: ReadOptions) -> Iterator[Item]:
    text, parts, pictures, broken, length = list[str](), list[Part](), list[int](), list[int](), 0
    for number, page in _pages(pdf):
        if page is None:
            broken.append(number)
        elif page.text:
            gap = "" if not text else "\n" if follows(text[-1], page.text) else "\n\n"
            text += [gap, page.text]
            parts.append(Part(length + len(gap), length + len(gap) + len(page.text), "page", number))
            length = parts[-1].stop
        elif page.pictures:
            pictures.append(number)
        if length > _LONGEST:
            yield Problem(file.where, f"holds more than {_LONGEST:,} characters", "split it")
            return
    yield from _lost(file, pictures, broken, bool(text), len(pdf))
    if text:
        document = Document(
            id=file.id, text="".join(text), language=options.language, published=options.published, source=options.source,
            title=_title(pdf), parts=parts,
        )  # fmt: skip
        yield document


def _pages(pdf: "PdfDocument") -> Iterator[tuple[int, Page | None]]:
    """Number and content of each page; None for one that cannot be opened."""
    from pypdfium2 import PdfiumError

    for index in range(len(pdf)):
        try:
            yield index + 1, page_text(pdf, index)
        except PdfiumError:
            yield index + 1, None


def _lost(file: File, pictures: list[int], broken: list[int], some: bool, pages: int) -> Iterator[Problem]:
    """What could not be read."""
    if pictures:
        what = f"{_named(pictures)} of {pages} {'is a picture' if len(pictures) == 1 else 'are pictures'} without text"
        yield Problem(file.where, what, "recognise the text (OCR) and give the result")
    if broken:
        yield Problem(file.where, f"{_named(broken)} of {pages} cannot be opened", "save it again from its source")
    if not some and not pictures and not broken:
        yield Problem(file.where, "the PDF holds no text", "leave it out, or save its text as .txt")


def _named(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_NAMED]))
    more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _title(pdf: "PdfDocument") -> str | None:
    """The title that the file gives itself. Its dates say when the file was made, not when the report was published."""
    found = " ".join(str(pdf.get_metadata_value("Title")).split())
    return found or None
