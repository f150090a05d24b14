"""Make a text fit for reading and keep the map back: what is read is clean, what is quoted is the source.

Composes decomposed characters (NFC) and drops what has no width (soft hyphens, joiners used as noise, direction marks).
Does not fold: see `fold`.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import pairwise

_NOISE = re.compile("[\u00ad\u0640\u064b-\u0652\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")

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
        noisy = _NOISE.search(source) is not None
        if not noisy and (source.isascii() or unicodedata.is_normalized("NFC", source)):
            self.text = source
        else:
            self.text = self._rebuild(source)

    def _rebuild(self, source: str) -> str:
        """Clean piece by piece; a piece is a starter with its marks, so that composing never crosses a piece."""
        parts: list[str] = []
        at = 0
        for start, stop in _clusters(source):
            piece = unicodedata.normalize("NFC", _NOISE.sub("", source[start:stop]))
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
