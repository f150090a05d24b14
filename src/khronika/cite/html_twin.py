"""The twin of a page: its text at the same offsets, tags gone, entities read, scripts and styles blank.

Tags are found by the standard library's parser, which knows where each stands; nothing is repaired that the page has
broken, save that an element never closed ends with the page.
"""

import re
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "body", "html", "title",
))  # fmt: skip
_EMPTY = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
_HIDDEN = frozenset(("script", "style", "template", "noscript", "head"))
_LABEL = re.compile(r"\W{0,2}(\d{1,3}|[a-z*†‡])\W{0,2}\Z")
_DIGITS = re.compile(r"[\[(]?(\d{1,3})[\])]?\Z")


class Twin(NamedTuple):
    """Text, then rows: links (start, stop, url), marks (start, stop, label, style, target), targets (start, stop, id)."""

    text: str
    links: list[tuple[int, int, str]]
    marks: list[tuple[int, int, str, str, str | None]]
    targets: list[tuple[int, int, str]]


class _Open(NamedTuple):
    name: str
    start: int
    inner: int
    id: str | None
    href: str | None


def read_html(source: str, gone: str) -> Twin:
    """The twin of a page; `gone` is the character that stands for markup."""
    reader = _Reader(source, gone)
    whole = source.rfind(">") + 1  # a tag that is never closed is looked for again and again
    reader.feed(source[:whole])
    reader.close()
    return reader.twin(whole)


class _Reader(HTMLParser):
    def __init__(self, source: str, gone: str) -> None:
        super().__init__(convert_charrefs=False)
        self._source, self._gone = source, gone
        self._letters = [char if char == "\n" else gone for char in source]
        self._lines = [0, *(found.end() for found in re.finditer("\n", source))]
        self._open: list[_Open] = []
        self._hidden = 0
        self._links: list[tuple[int, int, str]] = []
        self._marks: list[tuple[int, int, str, str, str | None]] = []
        self._targets: list[tuple[int, int, str]] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at, said = self._at(), dict(attrs)
        written = self.get_starttag_text() or ""
        if tag in _BLOCKS:
            self._break(at)
        if tag in _EMPTY or written.endswith("/>"):
            return
        self._hidden += tag in _HIDDEN
        self._open.append(_Open(tag, at, at + len(written), said.get("id"), said.get("href")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        at = self._at()
        if tag in _BLOCKS:
            self._break(at)
        if not any(one.name == tag for one in self._open[-64:]):
            return
        end = self._source.find(">", at) + 1 or len(self._source)
        while self._open:
            one = self._open.pop()
            self._close(one, at, end)
            if one.name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            at = self._at()
            self._letters[at : at + len(data)] = data

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name};")

    def _entity(self, written: str) -> None:
        char = unescape(written)
        at = self._at()
        if not self._hidden and len(char) == 1 and self._source.startswith(written[:-1], at):
            self._letters[at] = char

    def _break(self, at: int) -> None:
        """A block begins or ends: two line ends, where the tag is long enough, so that paragraphs stay apart."""
        self._letters[at] = "\n"
        if at + 1 < len(self._letters):
            self._letters[at + 1] = "\n"

    def _close(self, one: _Open, at: int, end: int) -> None:
        self._hidden -= one.name in _HIDDEN
        words = "".join(self._letters[one.inner : at]).replace(self._gone, "").strip()
        if one.id:
            self._targets.append((one.start, at, one.id))
        if one.name == "a" and one.href:
            self._anchor(one, at, end, words)
        elif one.name == "sup" and (label := _DIGITS.match(words)) and not self._holds_mark(one.start, at):
            self._marks.append((one.start, end, label[1], "superscript", None))

    def _holds_mark(self, start: int, stop: int) -> bool:
        return any(start <= mark[0] < stop for mark in self._marks[-3:])

    def _anchor(self, one: _Open, at: int, end: int, words: str) -> None:
        href = one.href or ""
        label = _LABEL.match(words)
        if href.startswith("#") and label:
            self._marks.append((one.start, end, label[1], "anchor", href[1:]))
        elif href.startswith(("http://", "https://")) and words:
            self._links.append((one.inner, at, href))

    def twin(self, whole: int) -> Twin:
        """What was read; elements never closed end with the page, and what follows the last tag is text up to a broken one."""
        rest = self._source[whole:].partition("<")[0]
        if not self._hidden:
            self._letters[whole : whole + len(rest)] = rest
        while self._open:
            one = self._open.pop()
            if one.id:
                self._targets.append((one.start, len(self._source), one.id))
        return Twin("".join(self._letters), sorted(self._links), sorted(self._marks), sorted(self._targets))
