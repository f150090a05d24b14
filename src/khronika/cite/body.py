"""The text as paragraphs and sentences, each with its language, in offsets of the source.

Marks and notes' signs are gone from what is read here, so that they are neither numbers nor ends of sentences.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from khronika.cite.markup import GONE
from khronika.extraction.counts import read_counts
from khronika.extraction.dates import read_dates
from khronika.languages import Pack, get_pack
from khronika.model import Document, Passage, Span
from khronika.model.found import FoundCount
from khronika.readers import passages_of
from khronika.text.clean import Clean
from khronika.text.sentences import sentences

_HEADING = 90
_STOP = re.compile(r"[.!?…。！？؟:;,][\"'”’»」』)\]]*\s*\Z")
_NO_COUNTS = frozenset({"money", "distance", "time"})


class Number(msgspec.Struct, frozen=True):
    """A quantity with offsets of the source; `found` is what was read, in offsets of its paragraph."""

    start: int
    stop: int
    found: FoundCount
    sentence: int


class Block(msgspec.Struct, frozen=True):
    """A paragraph: its sentences as spans, its numbers, and whether it heads a section. `number` counts from 0."""

    number: int
    start: int
    stop: int
    language: str
    sentences: list[tuple[int, int]]
    numbers: list[Number]
    heading: bool

    @property
    def pack(self) -> Pack:
        """The pack of its language."""
        pack = get_pack(self.language)
        assert pack is not None, self.language
        return pack


class Body:
    """All paragraphs of a text, with a way from an offset to the paragraph and the sentence that hold it."""

    def __init__(self, source: str, text: str, blocks: Sequence[Block]) -> None:
        self.source, self._text = source, text
        self.blocks = list(blocks)
        self._starts = [block.start for block in self.blocks]

    def block_at(self, at: int) -> Block | None:
        """The last paragraph that begins at or before the offset."""
        number = bisect_right(self._starts, at) - 1
        return self.blocks[number] if number >= 0 else None

    def sentence_at(self, block: Block, at: int) -> int:
        """Which sentence of the paragraph holds the character; the last that begins before it."""
        return max(0, bisect_right([start for start, _ in block.sentences], at) - 1)

    def words(self, start: int, stop: int) -> str:
        """What is read of the source between two offsets, without markup and marks."""
        return self._text[start:stop].replace(GONE, "")

    def solid(self, start: int, stop: int) -> tuple[int, int]:
        """The offsets without blanks, markup and marks at the ends."""
        return _trimmed(self._text, start, stop)

    def span(self, start: int, stop: int) -> Span:
        """The source's characters."""
        return Span(start, stop, self.source[start:stop])


def read_body(source: str, text: str, document: Document) -> Body:
    """Paragraphs of the text, which is the source's twin of equal length; `document` gives its language and day."""
    passages, clean = passages_of(msgspec.structs.replace(document, text=text, spans=None))
    published = document.published_day()
    blocks = []
    for number, passage in enumerate(passages):
        pack = get_pack(passage.language)
        if pack is not None:
            blocks.append(_block(number, passage, pack, _Way(text, clean, passage.start), published))
    return Body(source, text, blocks)


class _Way(NamedTuple):
    """The way from a paragraph's offsets to the source's."""

    text: str
    clean: Clean
    base: int

    def there(self, start: int, stop: int) -> tuple[int, int]:
        """Source offsets, without blanks and markup at the ends."""
        return _trimmed(self.text, *self.clean.to_source(self.base + start, self.base + stop))


def _block(number: int, passage: Passage, pack: Pack, way: _Way, published: date | None) -> Block:
    cuts = sentences(passage.text, pack.code, pack.abbreviations, cased=pack.cased)
    taken = [(d.start, d.stop) for d in read_dates(passage.text, passage.folded, pack, published)]
    counts = read_counts(passage.text, passage.folded, pack, taken)
    starts = [start for start, _ in cuts]
    numbers = [
        Number(*way.there(c.start, c.stop), c, max(0, bisect_right(starts, c.start) - 1))
        for c in counts if c.unit_type not in _NO_COUNTS
    ]  # fmt: skip
    heading = len(passage.text) <= _HEADING and not _STOP.search(passage.text)
    places = [way.there(*cut) for cut in cuts]
    return Block(number, *way.there(0, len(passage.text)), pack.code, places, numbers, heading)


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """Without blanks and markup at the ends."""
    while start < stop and (text[start].isspace() or text[start] == GONE):
        start += 1
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] == GONE):
        stop -= 1
    return start, stop
