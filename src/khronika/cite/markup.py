"""The text's twin of equal length without its markup, and what the markup says: links, targets, marks of notes.

First step of citing. Offsets of the twin are those of the source, so that every quote is the source's own characters. It
reads HTML and the parts of Markdown that carry sources; it renders nothing.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from khronika.cite.html_twin import read_html

Form = Literal["plain", "markdown", "html"]
GONE = "\u2060"
"""Stands for a character of markup: it has no width, and cleaning drops it."""
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no library takes
_LINK = re.compile(
    r"(?<![!\\^])\[(?P<text>[^\[\]\n]{1,300})\]\((?P<url>https?://[^\s()<>]{1,2000}(?:\([^\s()]{0,200}\))?)(?:\s+\"[^\"\n]{0,200}\")?\)"
)
_DEFINED = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]\n^]{1,60})\]:[ \t]+<?(?P<url>https?://[^\s<>]{1,2000})>?[^\n]{0,300}$", re.MULTILINE
)
_BY_NAME = re.compile(r"(?<![!\\\]])\[(?P<text>[^\[\]\n^]{1,300})\](?:\[(?P<name>[^\[\]\n]{0,60})\])?(?![\[(:])")
_DRESS = re.compile(r"(?:\*\*|__|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^ {0,3}(?:#{1,6}|>+)[ \t]+|`)", re.MULTILINE)


class Link(msgspec.Struct, frozen=True):
    """An address on the web that words lead to; offsets of the words."""

    start: int
    stop: int
    url: str


class Mark(msgspec.Struct, frozen=True):
    """A sign in the text that leads to a note. `target` is the id of the element it leads to, where markup says it."""

    start: int
    stop: int
    label: str
    style: str
    target: str | None = None


class Target(msgspec.Struct, frozen=True):
    """An element with an id, from its first to its last character."""

    start: int
    stop: int
    name: str


class Page(msgspec.Struct, frozen=True):
    """A source, its twin, and what its markup says."""

    source: str
    text: str
    links: list[Link] = []
    marks: list[Mark] = []
    targets: list[Target] = []


def read_page(source: str, form: Form) -> Page:
    """The twin and what the markup says; plain text is its own twin."""
    if form == "html":
        found = read_html(_SURROGATE.sub("\ufffd", source), GONE)
        return Page(
            source, found.text, [Link(*link) for link in found.links], [Mark(*mark) for mark in found.marks],
            [Target(*target) for target in found.targets],
        )  # fmt: skip
    if form == "markdown":
        return _markdown(source)
    return Page(source, _SURROGATE.sub("\ufffd", source))


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with those stretches gone; its length stays."""
    letters = list(text)
    for start, stop in spans:
        letters[start:stop] = [char if char == "\n" else GONE for char in letters[start:stop]]
    return "".join(letters)


def _markdown(source: str) -> Page:
    links, gone = [], []
    for start, stop, whole_start, whole_stop, url in _markdown_links(source):
        links.append(Link(start, stop, url))
        gone += [(whole_start, start), (stop, whole_stop)]
    text = blanked(_SURROGATE.sub("\ufffd", source), gone)
    return Page(
        source,
        blanked(text, [found.span() for found in _DRESS.finditer(text)]),
        sorted(links, key=lambda link: link.start),
    )


def _markdown_links(source: str) -> Iterator[tuple[int, int, int, int, str]]:
    """Start and stop of the words of each link and of the whole of it, and where it leads."""
    for found in _LINK.finditer(source):
        yield *found.span("text"), *found.span(), found["url"]
    defined = {found["name"].casefold(): found["url"] for found in _DEFINED.finditer(source)}
    named = {name: url for name, url in defined.items() if not name.isdigit()}
    for found in _BY_NAME.finditer(source) if named else ():
        url = named.get((found["name"] or found["text"]).casefold())
        if url is not None:
            yield *found.span("text"), *found.span(), url
