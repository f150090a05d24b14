"""What the machine reads from words that a person selected: a day, a place, a number. It proposes; the person decides.

Stands between the lesser readers and the forms. Gives nothing where the readers find nothing: never a guess.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from khronika.errors import UsageError
from khronika.geography.current import gazetteer
from khronika.model import Document, Place
from khronika.publish.words import place_words
from khronika.readers import read_count_rows, read_date_rows, read_place_rows
from khronika.text.sentences import paragraphs, sentences


class Read(msgspec.Struct, frozen=True):
    """A value that words may mean: `value` as a decision states it, `label` for people, the words, the rule that read it."""

    value: dict[str, Any]
    label: str
    start: int
    stop: int
    quote: str
    rule: str


class Proposal(msgspec.Struct, frozen=True):
    """What is proposed for a missed happening, from its sentence first and then from before it."""

    dates: list[Read]
    places: list[Read]
    numbers: list[Read]


def checked_span(document: Document, start: int, stop: int) -> tuple[int, int]:
    """The span without blanks at its ends. Raises UsageError where it holds no words of the document."""
    if not 0 <= start < stop <= len(document.text):
        raise UsageError(f"no words {start}:{stop} in {document.id!r}")
    words = document.text[start:stop]
    start, stop = start + len(words) - len(words.lstrip()), stop - len(words) + len(words.rstrip())
    if start >= stop:
        raise UsageError("select words, not blanks")
    return start, stop


def find_words(document: Document, words: str, near: int | None = None) -> tuple[int, int]:
    """Where pasted words stand, nearest to an offset. Raises UsageError where they do not."""
    wanted, at, found = words.strip(), 0, list[int]()
    while wanted and (at := document.text.find(wanted, at)) >= 0:
        found.append(at)
        at += 1
    if not found:
        raise UsageError(f"“{wanted[:80]}” does not stand in {document.id}; copy the words as they are written there")
    best = min(found, key=lambda start: abs(start - (near or 0)))
    return best, best + len(wanted)


def read_words(document: Document, field: str, start: int, stop: int) -> list[Read]:
    """What the selected words may mean for a field; empty where the machine reads nothing in them."""
    start, stop = checked_span(document, start, stop)
    head = field.partition(".")[0]
    if head == "date":
        return [r for r in _dates(document) if r.start < stop and r.stop > start]
    if head == "claims":
        return [r for r in _numbers(document) if r.start < stop and r.stop > start]
    if head == "place":
        return _place(document, start, stop)
    return []


def proposals(document: Document, start: int, stop: int) -> Proposal:
    """Days, places and numbers for a happening told in the words from `start` to `stop`; the likeliest first."""
    start, stop = checked_span(document, start, stop)
    low, high = sentence_at(document, start)

    def order(found: list[Read]) -> list[Read]:
        inside = [r for r in found if low <= r.start < high]
        before = [r for r in reversed(found) if r.start < low]
        after = [r for r in found if r.start >= high]
        once = {r.label: r for r in reversed([*sorted(inside, key=lambda r: abs(r.start - start)), *before, *after])}
        return list(reversed(once.values()))[:12]

    numbers = [r for r in _numbers(document) if low <= r.start < high]
    return Proposal(order(list(_dates(document))), order(list(_places(document))), numbers)


def sentence_at(document: Document, at: int) -> tuple[int, int]:
    """The sentence that holds a character."""
    for start, stop in paragraphs(document.text):
        if start <= at < stop:
            for a, b in sentences(document.text[start:stop], document.language or "en"):
                if start + a <= at < start + b:
                    return start + a, start + b
            return start, stop
    return 0, len(document.text)


def _dates(document: Document) -> Iterator[Read]:
    for row in read_date_rows(document):
        if row.date_start:
            value = {"date_start": row.date_start, "date_end": row.date_end, "date_level": row.date_level}
            label = row.date_start if row.date_end in (None, row.date_start) else f"{row.date_start} – {row.date_end}"
            yield Read(value, label, row.start, row.stop, row.quote, row.rule)


def _numbers(document: Document) -> Iterator[Read]:
    for row in read_count_rows(document):
        if row.low is not None or row.high is not None:
            value = {"low": row.low, "high": row.high, "kind": row.kind}
            if row.low == row.high and row.low is not None:
                value["best"] = row.low
            yield Read(value, f"{row.quote} {row.unit or ''}".strip(), row.start, row.stop, row.quote, row.rule)


def _places(document: Document) -> Iterator[Read]:
    for row in read_place_rows(document):
        place = gazetteer().by_id(row.geonameid) if row.geonameid else None
        if place is not None:
            yield Read({"geonameid": row.geonameid}, place_words(place), row.start, row.stop, row.quote, row.rule)


def _place(document: Document, start: int, stop: int) -> list[Read]:
    """The place that exactly these words mean here, then others that bear the name."""
    quote = document.text[start:stop]
    alone = msgspec.structs.replace(document, spans=[(start, stop)])
    first = [r for r in _places(alone) if r.start < stop and r.stop > start]
    taken = {r.value["geonameid"] for r in first}
    others = [
        Read({"geonameid": p.geonameid}, place_words(p), start, stop, quote, "gazetteer.search")
        for p in gazetteer().search(quote, 12)
        if p.geonameid not in taken
    ]
    return [*first, *others][:12]


def search_places(name: str) -> list[Place]:
    """Places of the gazetteer that bear a name, biggest first."""
    return gazetteer().search(name, 20) if name.strip() else []
