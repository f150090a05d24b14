"""Find a quote in the text, or say that it is not there. What is given back is always words of the text itself.

Case, kinds of quotation marks, accents and line breaks may differ, as they do in what models copy; letters may not. A number is
never cut out of a longer one, and a short quote never out of the middle of a word.
"""

import re
from collections.abc import Iterator

from khronika.text.clean import Clean
from khronika.text.fold import fold

_GLUED = "\u1100"  # scripts from here on put particles and other words against a word without a blank
_LEAST, _LEAST_GLUED = 4, 2
_MOST_WORDS = 60


def find(quote: str, text: str, folded: str, start: int, stop: int, near: int | None = None) -> tuple[int, int] | None:
    """Where the quote stands in text[start:stop]: whole words first, then nearest to `near`, then first.

    >>> find("three men", "Two men, then three men", "two men, then three men", 0, 23)
    (14, 23)
    """
    found = [(a, b) for a, b in _all(Clean(quote).text.strip(), text, folded, start, stop) if _may(a, b, folded)]
    aim = start if near is None else near
    ranked = [(_cuts(a, b, folded), max(a - aim, aim - b, 0), a, b) for a, b in found]
    return min(ranked)[2:] if ranked else None


def _all(quote: str, text: str, folded: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Exact occurrences; where there is none, those that differ only as folding and blanks allow."""
    if not any(map(str.isalnum, quote)):
        return
    at = text.find(quote, start, stop)
    if at < 0:
        words = fold(quote).split()
        pattern = re.compile(r"\s+".join(map(re.escape, words))) if len(words) <= _MOST_WORDS else None
        yield from ((m.start(), m.end()) for m in (pattern.finditer(folded, start, stop) if pattern else ()))
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1, stop)


def _may(start: int, stop: int, folded: str) -> bool:
    """Whether the words may be taken alone: no part of a number, and not too little of a word."""
    if _in_number(start, folded) or _in_number(stop, folded):
        return False
    least = _LEAST_GLUED if folded[start:stop] >= _GLUED else _LEAST
    return not _cuts(start, stop, folded) or stop - start >= least


def _in_number(at: int, folded: str) -> bool:
    """Whether a number goes on over an offset: "3" in "2031" or in "3,000"."""
    before, after = folded[max(0, at - 2) : at], folded[at : at + 2]
    if not before or not after:
        return False
    joined = before[-1:].isdigit() and (after[0].isdigit() or (after[0] in ".," and after[1:2].isdigit()))
    return joined or (after[0].isdigit() and len(before) == 2 and before[1] in ".," and before[0].isdigit())


def _cuts(start: int, stop: int, folded: str) -> int:
    """How many of the two ends stand inside a word."""
    return sum(0 < at < len(folded) and _one_word(folded[at - 1], folded[at]) for at in (start, stop))


def _one_word(a: str, b: str) -> bool:
    """Whether no word ends between two characters; in glued scripts a number ends where letters begin."""
    glued = max(a, b) >= _GLUED and a.isdigit() != b.isdigit()
    return a.isalnum() and b.isalnum() and not glued
