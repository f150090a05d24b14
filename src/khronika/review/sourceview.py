"""A document's text for the page: cut where it is long, its spans marked, each stretch saying where it begins.

All offsets are code points. A stretch's text content is the stored text to the character, so that what a person selects in
it can be counted back; a carriage return is written as a reference, which HTML would else turn into a line end.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
from markupsafe import Markup, escape

from khronika.model import Document, Mention
from khronika.publish.page.quotes import Mark as Quoted
from khronika.publish.page.quotes import windows
from khronika.publish.safety import safe_link, shown
from khronika.text.sentences import paragraphs

WHOLE = 5000  # code points up to which a text is shown whole
RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "nqo", "ps", "sd", "ug", "ur", "yi"})


class Mark(msgspec.Struct, frozen=True, order=True):
    """A marked span: `field` colours it, `key` is the value it belongs to, `mention` whose; `person`: selected by a person."""

    start: int
    stop: int
    field: str
    key: str
    mention: str = ""
    person: bool = False


class Stretch(msgspec.Struct, frozen=True):
    """A part of a text: where it begins and ends, and as HTML."""

    start: int
    stop: int
    html: str


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """A document beside an event. `stretches` of its text, in order; `whole`: they are all of it."""

    document: str
    source: str
    title: str
    published: str
    language: str
    dir: str
    link: str | None
    mentions: list[str]
    attributed_to: list[str]
    confidence: float | None
    whole: bool
    stretches: list[Stretch]
    marks: list[Mark]


def direction(language: str | None) -> str:
    """How a language runs; `auto` where it is not known."""
    return "auto" if not language else "rtl" if language.partition("-")[0] in RTL else "ltr"


def marks_of(mentions: Iterable[Mention], text: str) -> list[Mark]:
    """Spans of mentions that the text bears out, each once."""
    found = {
        Mark(s.start, s.stop, key.partition("[")[0], key, mention.id)
        for mention in mentions
        for key, spans in mention.spans.items()
        for s in spans
        if 0 <= s.start < s.stop <= len(text) and text[s.start : s.stop] == s.quote
    }
    return sorted(found)


def source_view(
    document: Document, mentions: Sequence[Mention], more: Sequence[Mark] = (), *, whole: bool = False
) -> SourceView:
    """A document with the marks of an event's mentions in it, and others."""
    text = document.text
    marks = sorted({*marks_of(mentions, text), *(m for m in more if m.stop <= len(text))})
    language = next((m.language for m in mentions if m.language), document.language)
    cut = not whole and len(text) > WHOLE
    parts = _around(text, marks, language) if cut else [(0, len(text))]
    return SourceView(
        document=document.id, source=document.source or "", title=document.title or "",
        published=document.published or "", language=language or "", dir=direction(language),
        link=safe_link(document.url), mentions=[m.id for m in mentions],
        attributed_to=sorted({m.attributed_to for m in mentions if m.attributed_to}),
        confidence=max((m.confidence for m in mentions), default=None), whole=not cut, marks=marks,
        stretches=[Stretch(a, b, str(marked(text, a, b, marks))) for a, b in parts],
    )  # fmt: skip


def _around(text: str, marks: Sequence[Mark], language: str | None) -> list[tuple[int, int]]:
    """The paragraphs that hold marks, or the sentences where a paragraph is long; the beginning where nothing is marked."""
    wanted = [Quoted(m.start, -m.stop, m.field, "") for m in marks]
    found = []
    for start, stop in windows(text, wanted, language):
        around = next(((a, b) for a, b in paragraphs(text) if a <= start < b), (start, stop))
        found.append((min(start, around[0]), max(stop, around[1])) if around[1] - around[0] < WHOLE else (start, stop))
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(found or [(0, WHOLE)]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def marked(text: str, start: int, stop: int, marks: Sequence[Mark]) -> Markup:
    """`text[start:stop]` escaped, each run of characters in one `<mark>` of the shortest span over it."""
    inside = [(n, m) for n, m in enumerate(marks) if m.start < stop and m.stop > start]
    edges = sorted({start, stop, *(min(max(e, start), stop) for _, m in inside for e in (m.start, m.stop))})
    pieces, begun = [], set[int]()
    for a, b in pairwise(edges):
        over = [(m.stop - m.start, n, m) for n, m in inside if m.start <= a and m.stop >= b]
        plain = _plain(text[a:b])
        if not over:
            pieces.append(plain)
            continue
        first = [n for _, n, _ in over if n not in begun]
        begun.update(first)
        pieces.append(_wrapped(plain, [m for _, _, m in sorted(over)], [n for _, n, _ in sorted(over)], first))
    return Markup("").join(pieces)


def _plain(words: str) -> Markup:
    return Markup(str(escape(shown(words))).replace("\r", "&#13;"))


def _wrapped(inner: Markup, over: Sequence[Mark], numbers: Sequence[int], first: Sequence[int]) -> Markup:
    """`first`: marks that begin here; each leaves an anchor, to which its value leads."""
    top = over[0]
    fields = " ".join(dict.fromkeys(m.field for m in over))
    ids = " ".join(f"w{n}" for n in numbers)
    anchors = Markup("").join(Markup('<span data-w="{}"></span>').format(n) for n in first)
    person = " person" if top.person else ""
    opened = Markup('<mark class="f-{}{}" data-fields="{}" data-marks="{}">').format(
        _class(top.field), person, fields, ids
    )
    return opened + anchors + inner + Markup("</mark>")


def _class(field: str) -> str:
    """The field as a style knows it."""
    known = ("trigger", "date", "place", "claims", "actors", "status", "attributed_to", "group", "comparison")
    head = field.partition(".")[0]
    return {"kind": "trigger"}.get(head, head) if head in (*known, "kind") else "else"
