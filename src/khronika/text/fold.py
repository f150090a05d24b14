"""Fold text for matching: one code point in, one code point out, so that offsets stay.

Case, Latin accents, dotless i, Arabic letter variants, other scripts' digits, quotation marks, dashes and blanks are made
one. Patterns and texts go through the same fold. Does not compose characters and does not drop any: see `clean`.
"""

import sys
import unicodedata

_SPECIAL = {
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"',
    "」": '"', "『": '"', "』": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "ı": "i", "ł": "l", "ø": "o",
    "đ": "d", "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "٬": ",",
    "٫": ".", "،": ",", "؛": ";", "؟": "?", "，": ",", "。": ".", "、": ",",
}  # fmt: skip
_BLANKS = "\t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def _fold_one(char: str) -> str:
    """The folded form of one character; itself where no single character serves."""
    lower = char.lower()
    if char == "İ":
        return "i"
    if len(lower) != 1:
        lower = char
    if lower in _SPECIAL:
        return _SPECIAL[lower]
    if unicodedata.category(lower) == "Nd":
        return str(unicodedata.decimal(lower))
    base = unicodedata.normalize("NFKD", lower)
    latin = "a" <= base[0] <= "z"
    if latin and all(unicodedata.combining(c) for c in base[1:]):
        return base[0]
    return lower


def _table() -> dict[int, str]:
    """Characters whose fold is not themselves; ASCII capitals included."""
    blocks = [
        range(0x20, 0x0600),
        range(0x0600, 0x1000),
        range(0x1E00, 0x2070),
        range(0x3000, 0x3040),
        range(0xFF00, 0xFF66),
    ]
    table = {ord(c): " " for c in _BLANKS}
    for code in (c for block in blocks for c in block):
        folded = _fold_one(chr(code))
        if folded != chr(code) and code not in table:
            table[code] = folded
    return table


class _Fold(dict[int, str]):
    """Translate table that learns: characters outside the built blocks are folded once and remembered."""

    def __missing__(self, code: int) -> str:
        folded = _fold_one(chr(code)) if code <= sys.maxunicode else chr(code)
        self[code] = folded
        return folded


class _Words(dict[int, str]):
    """As `_Fold`, with a blank for everything that is neither letter nor digit nor mark."""

    def __missing__(self, code: int) -> str:
        folded = _FOLD[code] if code in _FOLD else _fold_one(chr(code))
        self[code] = word = folded if folded.isalnum() or unicodedata.category(folded)[0] == "M" else " "
        return word


_FOLD = _Fold(_table())
_WORDS = _Words()
_STRETCH = 250
_STRANGERS = (
    4  # sorts of characters (an apostrophe, a narrow blank, a star) that are folded one by one before the slower way
)
_ASCII_WORDS = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})
_ASCII_BLANKS = str.maketrans("\t\n\r\x0b\x0c`", "     '")


class _Pages:
    """A fast way for texts that a page of one byte a character holds, which is most prose of Europe; many times as fast."""

    def __init__(self, table: dict[int, str]) -> None:
        self._table = table
        self._pages = [(name, _page(name, table)) for name in ("cp1254", "cp1251")]

    def fold(self, text: str) -> str:
        """The folded text; a stretch that no page holds, such as one with an emoji, goes the slower way."""
        whole = self._paged(text)
        if whole is not None:
            return whole
        pieces = (text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH))
        return "".join(self._paged(piece) or piece.translate(self._table) for piece in pieces)

    def _paged(self, text: str) -> str | None:
        """The folded text; None where more than a few sorts of characters lie outside of the page that fits best."""
        for _ in range(_STRANGERS):
            furthest = 0
            for name, folded in self._pages:
                try:
                    return text.encode(name).translate(folded).decode(name)
                except UnicodeEncodeError as error:
                    furthest = max(furthest, error.start)
            stranger = text[furthest]
            instead = self._table[ord(stranger)]
            if instead == stranger:
                return None
            text = text.replace(stranger, instead)
        return None


def _page(name: str, table: dict[int, str]) -> bytes:
    """The fold of each byte of a page. What its fold leads out of the page is told by an error when this module loads."""
    made = bytearray(range(256))
    for byte in range(256):
        char = bytes([byte]).decode(name, "ignore")
        if char:
            made[byte] = table[ord(char)].encode(name)[0]
    return bytes(made)


_FOLD_PAGES, _WORD_PAGES = _Pages(_FOLD), _Pages(_WORDS)


def fold(text: str) -> str:
    """The text in matching form, of the same length in code points.

    >>> fold("İSTANBUL’da «Été» ٤٥")
    'istanbul\\'da "ete" 45'
    """
    if text.isascii():
        return text.lower().translate(_ASCII_BLANKS)
    return _FOLD_PAGES.fold(text)


def fold_words(text: str) -> str:
    """As `fold`, of the same length, with blanks for all marks between words: what lists of words are looked up in.

    >>> fold_words("Sit-in, «Été»!")
    'sit in   ete  '
    """
    if text.isascii():
        return text.lower().translate(_ASCII_WORDS)
    return _WORD_PAGES.fold(text)
