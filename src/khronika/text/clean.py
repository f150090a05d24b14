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
from khronika.text.wrapping import apart, unwrapped

_NO_WIDTH = "\u00ad\u0640\u064b-\u0652\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_SURROGATES = "\ud800-\udfff"
_NOISE = re.compile(f"[{_NO_WIDTH}]+")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
_SUSPECT = re.compile(
    f"[<&{_SURROGATES}{_NO_WIDTH}]"
)  # one set, which is looked for several times as fast as its parts
_STRETCH = 60
_CUT_WORDS = ("-\n", "-\r\n", "\u2010\n", "\u2010\r\n")


class Clean:
    """A cleaned text and the way from its offsets to the source's. Without any change both are the same object."""

    __slots__ = ("_plain", "_source_at", "_starts", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self._starts: list[int] = []
        self._source_at: list[int] = []
        self._plain: set[int] = set()  # pieces in which offsets run on as in the source
        if _SUSPECT.search(source) or any(cut in source for cut in _CUT_WORDS):
            self.text = _laid_out(self._mended(source))
        elif source.isascii() or unicodedata.is_normalized("NFC", source):
            self.text = _laid_out(source)
        else:
            self.text = _laid_out(self._rebuild(source, ()))

    def _mended(self, source: str) -> str:
        """The text without what is no text; the same object where all of it is."""
        source = _SURROGATE.sub("\ufffd", source)  # half a character, which JSON can carry and no library takes
        left = list(leftovers(source))
        plain = not left and _NOISE.search(source) is None
        if plain and (source.isascii() or unicodedata.is_normalized("NFC", source)):
            return source
        return self._rebuild(source, left)

    def _rebuild(self, source: str, left: Sequence[tuple[int, int, str]]) -> str:
        """Clean piece by piece; a piece is a stretch that stays as it is, or a starter with its marks, so that composing never
        crosses a piece, or what is left of pages and columns: (start, stop, what is read instead)."""
        parts: list[str] = []
        at = 0
        for start, stop, instead in _pieces(source, left):
            if instead is None and stop - start > 1 and _is_plain(source[start:stop]):
                self._plain.add(len(self._starts))
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
        before = max(0, bisect_right(self._starts, start) - 1)
        first = self._source_at[before]
        if before in self._plain:
            first = self._cluster_start(first + start - self._starts[before])
        if stop <= start:
            return first, first
        last = bisect_right(self._starts, stop - 1)
        if last - 1 not in self._plain:
            return first, self._source_at[last]
        return first, self._cluster_stop(self._source_at[last] - self._starts[last] + stop)

    def _cluster_start(self, at: int) -> int:
        while at and at < len(self.source) and _joins(self.source[at]):
            at -= 1
        return at

    def _cluster_stop(self, at: int) -> int:
        while at < len(self.source) and _joins(self.source[at]):
            at += 1
        return at


def _laid_out(text: str) -> str:
    return apart(unwrapped(text))


def _pieces(source: str, left: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str | None]]:
    """(start, stop, what is read instead or None) of everything, in order."""
    at = 0
    for start, stop, instead in (*left, (len(source), len(source), "")):
        yield from ((at + a, at + b, None) for a, b in _stretches(source[at:start]))
        if stop > start:
            yield start, stop, instead
        at = stop


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches in which nothing has to be dropped or composed, and of others each cluster."""
    at = 0
    while at < len(text):
        stop = min(at + _STRETCH, len(text))
        while stop < len(text) and _joins(text[stop]):
            stop += 1
        piece = text[at:stop]
        if _is_plain(piece):
            yield at, stop
        else:
            yield from ((at + a, at + b) for a, b in _clusters(piece))
        at = stop


def _is_plain(text: str) -> bool:
    """Whether nothing in it has to be dropped or composed."""
    return _NOISE.search(text) is None and unicodedata.is_normalized("NFC", text)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Runs that compose independently: each base with its marks or jamo."""
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
