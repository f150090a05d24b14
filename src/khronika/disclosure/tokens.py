"""Cut a text into words that can be names, with what stands between them. Offsets are code points."""

import re

import msgspec

from khronika.text.fold import fold

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0962\u0963"
WORD = re.compile(rf"[^\W\d_][^\W\d_{_MARKS}]*[{_MARKS}]*(?:[^\W\d_]|[{_MARKS}])*")


class Word(msgspec.Struct, frozen=True):
    """One word. `gap`: what stands between it and the word before; `first`: whether a sentence begins with it."""

    start: int
    stop: int
    text: str
    folded: str
    gap: str
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def initial(self) -> bool:
        """Whether it is one letter or two: what an initial is made of."""
        return (self.capital and len(self.text) <= 2 and self.text.isupper()) or (self.capital and len(self.text) == 1)


def words_in(text: str, start: int, sentence_starts: frozenset[int] | set[int]) -> list[Word]:
    """The words of a text in order; `start` is added to all offsets. A word begins a sentence where nothing but signs
    stands between it and a start, or it follows a colon, an opening quotation or a line end."""
    found: list[Word] = []
    stop, begins = 0, True
    for match in WORD.finditer(text):
        gap = text[stop : match.start()]
        begins = not found or any(stop <= at <= match.start() for at in sentence_starts) or "\n" in gap
        begins = begins or any(sign in gap for sign in ':«“„"‹|•')
        a, b = start + match.start(), start + match.end()
        found.append(Word(a, b, match.group(), fold(match.group()), gap, begins))
        stop = match.end()
    return found
