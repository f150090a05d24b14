"""Give a text that lost its accents back to the network as it was taught to read: "yuruyus" as "yürüyüş".

A list of contexts for each language, learnt from the corpus (`training/accents.py`): the letters to both sides say which letter is
meant; the widest context that is known decides. Only the network reads the result; whatever is quoted stays as it is written.
"""

from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

FILE = "accents.msgpack"
WIDTHS = ((5, 5), (4, 4), (3, 4), (4, 2), (3, 3), (2, 3), (3, 1), (2, 2), (1, 2), (2, 1), (1, 1), (0, 1), (0, 0))
EDGE = " " * 6
_MISSED = 4.0  # accents that a text of its length should have, from which it is taken to have lost them


class Accents(NamedTuple):
    """One language: which letters are written without an accent for which, how many of its letters bear one, contexts by width."""

    bare: dict[str, str]
    share: float
    contexts: list[dict[str, str]]


def plain(text: str, bare: dict[str, str]) -> str:
    """A text without the accents of a language, small, and with blanks for all that is no letter or digit; of equal length."""
    small = (low if len(low := c.lower()) == 1 else c for c in text)
    return "".join(bare.get(c, c) if c.isalnum() else " " for c in small)


def key(padded: str, at: int, width: tuple[int, int]) -> str:
    """The context of a letter: letters before it, itself, a mark, letters behind it."""
    return f"{padded[at - width[0] : at + 1]}|{padded[at + 1 : at + 1 + width[1]]}"


def accented(text: str, language: str, whole: str) -> str:
    """The text with its accents, of equal length, if the document `whole` has lost them; else as it is.

    >>> accented("yuruyus", "tr", "Ankara'da yuzlerce isci yuruyus duzenledi, gozaltina alinan olmadi.")
    'yürüyüş'
    """
    known = _accents().get(language)
    if known is None or not _lost(whole, known):
        return text
    padded = EDGE + plain(text, known.bare) + EDGE
    letters = set(known.bare.values())
    return "".join(
        _like(c, _letter(padded, at, known)) if padded[at] in letters else c for at, c in enumerate(text, len(EDGE))
    )


@lru_cache(maxsize=64)
def _lost_of(whole: str, marked: frozenset[str], share: float) -> bool:
    letters = sum(map(str.isalpha, whole))
    return letters * share >= _MISSED and marked.isdisjoint(whole.lower())


def _lost(whole: str, known: Accents) -> bool:
    return _lost_of(whole, frozenset(known.bare), known.share)


def _letter(padded: str, at: int, known: Accents) -> str:
    for width, contexts in zip(WIDTHS, known.contexts, strict=True):
        found = contexts.get(key(padded, at, width))
        if found is not None:
            return found
    return padded[at]


def _like(written: str, letter: str) -> str:
    """The letter in the case of the one that is written; as written where the capital of both is the same."""
    if not written.isupper():
        return letter
    high = letter.upper()
    return high if len(high) == 1 else written


@lru_cache(maxsize=1)
def _accents() -> dict[str, Accents]:
    raw = msgspec.msgpack.decode(resources.files("khronika.judge").joinpath(FILE).read_bytes())
    return {code: Accents(bare, share, contexts) for code, (bare, share, contexts) in raw.items()}
