"""The text of one page of a PDF: its lines as PDFium orders them, paragraphs apart by blank lines where the page shows them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_HYPHEN = re.compile("[\u0002\ufffe](?:\r?\n)?")  # PDFium's sign for a hyphen that only breaks a word at a line's end
_LINE = re.compile(r"[^\r\n]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_STOPS = frozenset(".!?…。！？؟։।:;\"'”’»」』)")
_WIDER = 1.25  # times the usual step from line to line


class Page(NamedTuple):
    """A page's plain text, and whether it shows pictures."""

    text: str
    pictures: bool


def page_text(pdf: "PdfDocument", index: int) -> Page:
    """The text of a page. Raises PdfiumError where it cannot be opened."""
    page = pdf[index]
    try:
        layer = page.get_textpage()
        try:
            text = _text(layer)
        finally:
            layer.close()
        return Page(text, not text and _has_pictures(page))
    finally:
        page.close()


def follows(before: str, after: str) -> bool:
    """Whether a sentence goes on over the end of a page: no stop before, a small letter after."""
    return before[-1:] not in _STOPS and after[:1].islower()


def _text(layer: "PdfTextPage") -> str:
    raw = layer.get_text_range()
    lines = [(found.start(), found[0]) for found in _LINE.finditer(raw)]
    heights = _heights(layer, [at for at, _ in lines]) if layer.count_chars() == len(raw) else []
    breaks = set(_breaks(heights))
    parts = [f"{chr(10) if n in breaks else ''}{line.rstrip()}" for n, (_, line) in enumerate(lines)]
    text = _HYPHEN.sub("", "\n".join(parts).replace("\ufffe\n", "\ufffe").replace("\u0002\n", "\u0002"))
    return _CONTROLS.sub(" ", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _heights(layer: "PdfTextPage", starts: list[int]) -> list[float]:
    """The foot of each line above the page's foot, in points."""
    return [layer.get_charbox(at, loose=True)[1] for at in starts]


def _breaks(heights: list[float]) -> Iterator[int]:
    """Numbers of the lines that stand clearly further below the one before than is usual on the page."""
    steps = [round(above - below, 1) for above, below in itertools.pairwise(heights)]
    usual = Counter(step for step in steps if step > 1.0)
    if not usual:
        return
    common = max(usual, key=lambda step: (usual[step], -step))
    yield from (n for n, step in enumerate(steps, 1) if step > _WIDER * common)


def _has_pictures(page: "PdfPage") -> bool:
    """Whether a page without text shows anything at all: a picture, or letters that are only drawn."""
    return next(iter(page.get_objects(max_depth=1)), None) is not None
