"""Derive every number of a bulletin again and say where it reads otherwise.

The bulletin is made anew by the order that it carries. Each number that is linked is compared by its key; then every other
run of digits, so that a number which somebody wrote beside the links is found as well.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import msgspec

from khronika.bulletin.paper import pdf_text, render_pdf
from khronika.bulletin.render import order_of, render
from khronika.disclosure import View
from khronika.errors import UsageError

_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(#from-([A-Za-z0-9_.-]+)\)")
_TARGET = re.compile(r"\]\([^)]*\)|<!--.*?-->|<a id=\"[^\"]*\"></a>", re.S)
_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"(?<=\d)[\u202f\u00a0](?=\d)")


class Read(msgspec.Struct, frozen=True):
    """The numbers of a bulletin: those with a key in their order, and how often each other run of digits stands in it."""

    keyed: list[tuple[str, str]]
    loose: Counter[str]


def check_bulletin(text: str, view: View, template: Path | None = None) -> list[str]:
    """What does not agree, one line each; nothing where every number is derived again. Raises UsageError: no bulletin."""
    order = order_of(text)
    if order is None:
        raise UsageError("no bulletin of ours: it lacks the mark that says its period; make it with: khronika bulletin")
    return differences(read_numbers(text, order.form), read_numbers(render(view, order, template), order.form))


def check_pdf(data: bytes, view: View, fonts: Sequence[Path] = ()) -> list[str]:
    """The same for a PDF: every run of digits in its text. `fonts`: those that it was made with."""
    text = pdf_text(data)
    order = order_of(text)
    if order is None:
        raise UsageError("no bulletin of ours: it lacks the mark that says its period; make it with: khronika bulletin")
    derived, _ = render_pdf(view, order, fonts)
    return differences(Read([], loose_digits(_unmarked(text))), Read([], loose_digits(_unmarked(pdf_text(derived)))))


def _unmarked(text: str) -> str:
    return _TARGET.sub(" ", text)


def differences(found: Read, derived: Read) -> list[str]:
    """The lines of `check_bulletin` for two readings."""
    told = _keyed(found.keyed, derived.keyed)
    extra, lost = found.loose - derived.loose, derived.loose - found.loose
    told += [
        f"{digits} stands {n} times too often; nothing in the archive gives it" for digits, n in sorted(extra.items())
    ]
    return told + [f"{digits} is missing {n} times; the archive gives it" for digits, n in sorted(lost.items())]


def _keyed(found: list[tuple[str, str]], derived: list[tuple[str, str]]) -> list[str]:
    said, right = _by_key(found), _by_key(derived)
    told = []
    for key in sorted(said.keys() | right.keys()):
        if key not in right:
            told.append(f"{key} reads {' / '.join(said[key])}; the archive has no such number")
        elif key not in said:
            told.append(f"{key} is missing; the archive gives {right[key][0]}")
        elif said[key] != right[key]:
            told.append(f"{key} reads {' / '.join(said[key])}; the archive gives {' / '.join(right[key])}")
    return told


def _by_key(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for key, words in pairs:
        made.setdefault(key, []).append(words)
    return made


def read_numbers(text: str, form: str) -> Read:
    """All numbers of a bulletin in Markdown or HTML."""
    if form == "md":
        keyed = [(key, _plain(words)) for words, key in _LINK.findall(text)]
        return Read(keyed, loose_digits(_TARGET.sub(" ", _LINK.sub(" ", text))))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Read(reader.keyed, loose_digits(" ".join(reader.loose)))


def loose_digits(text: str) -> Counter[str]:
    """How often each run of digits stands in a text; thin spaces between thousands are no gap."""
    return Counter(_DIGITS.findall(_GAPS.sub("", html.unescape(text))))


def _plain(words: str) -> str:
    return html.unescape(re.sub(r"\\(.)", r"\1", words))


class _Reader(HTMLParser):
    """Text that is shown, that of linked numbers apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.keyed: list[tuple[str, str]] = []
        self.loose: list[str] = []
        self._key: str | None = None
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        key = dict(attrs).get("data-number")
        if tag == "a" and key:
            self._key, self._words = key, []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent -= 1
        if tag == "a" and self._key:
            self.keyed.append((self._key, "".join(self._words)))
            self._key = None

    def handle_data(self, data: str) -> None:
        if self._key:
            self._words.append(data)
        elif not self._silent:
            self.loose.append(data)
