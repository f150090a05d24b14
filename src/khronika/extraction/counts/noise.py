"""Blank out what looks like a number in any language and counts nothing: clock times, dates in digits, telephone
numbers, addresses, footnote marks, and the spans that other readers have taken. Lengths stay.
"""

import re
from collections.abc import Iterable, Sequence

BLANK = "\0"

_DIGIT_LED = re.compile(
    r"\d(?<!\d\d)\d{0,3}(?:"
    r":\d\d(?::\d\d)?(?![\d:])"  # clock
    r"|(?P<s>[/.-])\d{1,2}(?P=s)\d{2,4}(?![\d/.-])"  # date in digits
    r"|-\d{3,4}-\d{3,4}(?!\d)"  # telephone
    r"|/(?:11|7)(?![\d/]))"  # days that became names
)
_TELEPHONE = re.compile(
    r"0(?<![\d.,]0)(?: |\d{1,4}[ -])\(?\d{2,4}\)?(?:[ -]\d{2,4}){1,4}(?!\d)"
    r"|8(?<!\d8) \(?\d{3}\)? \d{3}[ -]\d\d[ -]\d\d(?!\d)"
    r"|\d(?<!\d\d)-\d{3}-\d{3}-\d{2,4}(?:-\d\d)?(?!\d)"
)
_LED_BY_SIGN = {
    "://": re.compile(r"https?://\S+"),
    "www.": re.compile(r"www\.\S+"),
    "#": re.compile(r"#\w+"),
    "@": re.compile(r"@[\w.]+"),
    "[": re.compile(r"\[\d{1,3}(?:[,-] ?\d{1,3})*\]"),
    "+": re.compile(r"\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]?\d{2,4}){1,5}"),
    "§": re.compile(r"§+ ?\d+(?:\.\d+)*"),
}


def mask(folded: str, taken: Sequence[tuple[int, int]]) -> str:
    """The folded text with noise and taken spans as blanks that neither letters nor digits match."""
    spans = list(taken)
    spans += (m.span() for m in _DIGIT_LED.finditer(folded))
    spans += (m.span() for m in _TELEPHONE.finditer(folded))
    for sign, pattern in _LED_BY_SIGN.items():
        if sign in folded:
            spans += (m.span() for m in pattern.finditer(folded))
    return _blanked(folded, spans) if spans else folded


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, stop in sorted(spans):
        start, stop = max(start, at), min(stop, len(text))
        if stop > start:
            parts += (text[at:start], BLANK * (stop - start))
            at = stop
    return "".join([*parts, text[at:]])
