"""Make a text fit for reading and keep the map back: what is read is clean, what is quoted is the source.

Composes decomposed characters (NFC), drops what has no width (soft hyphens, joiners used as noise, direction marks), reads over
tags, entities and hyphens at line ends (`markup`) and joins wrapped lines (`wrapping`). Does not fold: see `fold`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from khronika.text.markup import leftovers
from khronika.text.wrapping import unwrapped

_NOISE = re.compile("[\u00ad\u0640\u064b-\u0652\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")

_MAY_BE_LEFT = re.compile("[<&]|[-\u2010]\r?\n")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Clean:
    """A cleaned text and the way from its offsets to the source's. Without any change both are the same object."""

    __slots__ = ("_source_at", "_starts", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        if _SURROGATE.search(source):  # half a character, which JSON can carry and no library takes
            source = _SURROGATE.sub("\ufffd", source)
        self._starts: list[int] = []
        self._source_at: list[int] = []
        left = list(leftovers(source)) if _MAY_BE_LEFT.search(source) else []
        noisy = bool(left) or _NOISE.search(source) is not None
        if noisy or not (source.isascii() or unicodedata.is_normalized("NFC", source)):
            self.text = unwrapped(self._rebuild(source, left))
        else:
            self.text = unwrapped(source)

    def _rebuild(self, source: str, left: Sequence[tuple[int, int, str]]) -> str:
        """Clean piece by piece; a piece is a starter with its marks, so that composing never crosses a piece, or what is left
        of pages and columns: (start, stop, what is read instead)."""
        parts: list[str] = []
        at = 0
        for start, stop, instead in _pieces(source, left):
            piece = unicodedata.normalize("NFC", _NOISE.sub("", source[start:stop] if instead is None else instead))
            self._starts.append(at)
            self._source_at.append(start)
            parts.append(piece)
            at += len(piece)
        self._starts.append(at)
        self._source_at.append(len(source))
        return "".join(parts)

    def to_source(self, start: int, stop: int) -> tuple[int, int]:
        """Source offsets of a span of the cleaned text; a span that ends inside a cluster takes the whole cluster."""
        if not self._starts:
            return start, stop
        first = self._source_at[max(0, bisect_right(self._starts, start) - 1)]
        if stop <= start:
            return first, first
        last = bisect_right(self._starts, stop - 1)
        return first, self._source_at[last]


def _pieces(source: str, left: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str | None]]:
    """(start, stop, what is read instead or None) of everything, in order."""
    at = 0
    for start, stop, instead in (*left, (len(source), len(source), "")):
        yield from ((at + a, at + b, None) for a, b in _clusters(source[at:start]))
        if stop > start:
            yield start, stop, instead
        at = stop


def _clusters(text: str) -> list[tuple[int, int]]:
    """Runs that compose independently: stretches of plain characters, and each base with its marks or jamo."""
    cuts = [0]
    for i in range(1, len(text)):
        if not _joins(text[i]):
            cuts.append(i)
    cuts.append(len(text))
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _joins(char: str) -> bool:
    """Whether the character may merge with the one before it: a mark, or a vowel or final jamo."""
    code = ord(char)
    if code < 0x300:
        return False
    return bool(unicodedata.combining(char)) or 0x1160 <= code <= 0x11FF or unicodedata.category(char) in ("Mn", "Mc")
