"""Cut the sentences around a mention's spans out of its document and mark the spans in them.

All cutting is done here, in code points, since a browser counts in other units. Spans that cross are cut at the edge of
the one that begins first; spans within spans are nested. Everything else is escaped.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from khronika.model import Mention, Span
from khronika.publish.safety import shown
from khronika.publish.words import field_label, quantity_label, words
from khronika.text.sentences import paragraphs, sentences

LONGEST = 900
AROUND = 240

Stretch = tuple[int, int]


class Mark(msgspec.Struct, frozen=True, order=True):
    """A stretch to be marked: sorts outer before inner. `goes_on`: the later piece of a mark that was cut."""

    start: int
    back: int
    key: str
    label: str
    goes_on: bool = False

    @property
    def stop(self) -> int:
        """Where it ends."""
        return -self.back

    def within(self, start: int, stop: int) -> "Mark":
        """The part of it that lies in the stretch."""
        goes_on = self.goes_on or self.start < start
        return Mark(max(self.start, start), -min(self.stop, stop), self.key, self.label, goes_on)


class Excerpt(msgspec.Struct, frozen=True):
    """Consecutive sentences with their marks; `cut_before`, `cut_after`: the paragraph goes on there."""

    html: str
    cut_before: bool
    cut_after: bool


def marks_of(mention: Mention, text: str) -> list[Mark]:
    """The mention's spans as marks; a span whose quote the text does not have is left out."""
    found: set[Mark] = set()
    for key, spans in mention.spans.items():
        fitting = (span for span in spans if _fits(span, text))
        found.update(Mark(span.start, -span.stop, key.partition("[")[0], mark_label(mention, key)) for span in fitting)
    return sorted(found)


def _fits(span: Span, text: str) -> bool:
    return 0 <= span.start < span.stop <= len(text) and text[span.start : span.stop] == span.quote


def mark_label(mention: Mention, key: str) -> str:
    """What a mark is called: `claims[0]` -> `participants`, `actors[1]` -> `side B`."""
    head, _, rest = key.partition("[")
    number = int(rest[:-1]) if rest[:-1].isdecimal() else -1
    if head == "claims" and 0 <= number < len(mention.claims):
        return quantity_label(mention.claims[number].quantity)
    if head == "actors" and 0 <= number < len(mention.actors):
        return words().roles[mention.actors[number].role]
    return field_label(key)


def excerpts(text: str, marks: Sequence[Mark], language: str | None) -> list[Excerpt]:
    """The sentences that hold the marks, in the order of the text."""
    made = []
    for start, stop in windows(text, marks, language):
        inside = [mark.within(start, stop) for mark in marks if mark.start < stop and mark.stop > start]
        paragraph = _around(_paragraphs(text), start) or (start, stop)
        made.append(Excerpt(str(marked(text, start, stop, inside)), paragraph[0] < start, stop < paragraph[1]))
    return made


def windows(text: str, marks: Iterable[Mark], language: str | None) -> list[Stretch]:
    """Stretches to show: the sentences of all marks, neighbours joined, long ones cut near their marks."""
    wanted = sorted(stretch for mark in marks for stretch in _sentences_at(text, mark, language))
    joined: list[Stretch] = []
    for start, stop in wanted:
        if joined and (start <= joined[-1][1] or _nothing_between(text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _nothing_between(text: str, stop: int, start: int) -> bool:
    between = text[stop:start]
    return not between.strip() and "\n" not in between


def _sentences_at(text: str, mark: Mark, language: str | None) -> list[Stretch]:
    paragraph = _around(_paragraphs(text), mark.start)
    if paragraph is None:
        return [(mark.start, mark.stop)]
    parts = _sentences(text[paragraph[0] : paragraph[1]], language or "en")
    inside = [(paragraph[0] + a, paragraph[0] + b) for a, b in parts]
    hit = [(a, b) for a, b in inside if a < mark.stop and b > mark.start] or [(mark.start, mark.stop)]
    return [_shortened(text, stretch, mark) for stretch in hit]


def _shortened(text: str, stretch: Stretch, mark: Mark) -> Stretch:
    """The stretch, or the words around the mark where the stretch is as long as a page."""
    start, stop = stretch
    if stop - start <= LONGEST:
        return stretch
    first, last = max(start, mark.start - AROUND), min(stop, mark.stop + AROUND)
    blank = text.find(" ", first, mark.start) if first > start else -1
    after = text.rfind(" ", mark.stop, last) if last < stop else -1
    return (blank + 1 if blank >= 0 else first), (after if after >= 0 else last)


def _around(stretches: Sequence[Stretch], at: int) -> Stretch | None:
    number = bisect_right(stretches, (at, 1 << 62)) - 1
    return stretches[number] if number >= 0 and stretches[number][1] > at else None


@lru_cache(maxsize=32)
def _paragraphs(text: str) -> list[Stretch]:
    return list(paragraphs(text))


@lru_cache(maxsize=32)
def _sentences(paragraph: str, language: str) -> list[Stretch]:
    return sentences(paragraph, language)


def marked(text: str, start: int, stop: int, marks: Iterable[Mark]) -> Markup:
    """`text[start:stop]` escaped, with nested `<mark>` elements; all marks must lie inside."""
    queue, at, pieces = sorted(marks), start, []
    while queue:
        outer, rest = queue[0], queue[1:]
        inside = [mark.within(outer.start, outer.stop) for mark in rest if mark.start < outer.stop]
        crossing = [mark.within(outer.stop, mark.stop) for mark in rest if mark.start < outer.stop < mark.stop]
        pieces += [_plain(text, at, outer.start), _wrap(outer, marked(text, outer.start, outer.stop, inside))]
        at, queue = outer.stop, sorted([mark for mark in rest if mark.start >= outer.stop] + crossing)
    return Markup("").join([*pieces, _plain(text, at, stop)])


def _plain(text: str, start: int, stop: int) -> Markup:
    return escape(shown(text[start:stop]))


def _wrap(mark: Mark, inner: Markup) -> Markup:
    shape = ' class="goes-on"' if mark.goes_on else ""
    return Markup('<mark data-field="{}" data-label="{}" title="{}"' + shape + ">{}</mark>").format(
        mark.key, mark.label, mark.label, inner
    )
