"""Further readings of a marked text: without capitals, one sentence alone, two texts in one. Marks move along."""

import hashlib
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import Marked

_END = re.compile(r"(?<=[.!?。])\s+|\n+")
_LOWERED, _ALONE = 40, 90  # of 256
_JOINED, _ABROAD = 0.4, 0.1
_ROOM = 700  # code points of a joined text


def variants(document: Marked) -> Iterator[Marked]:
    """The document, and sometimes (by a hash of its id) a lowered twin or one of its sentences."""
    yield document
    draw = hashlib.sha256(b"variants" + document.id.encode()).digest()
    if draw[0] < _LOWERED:
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in document.text)
        yield replace(document, id=document.id + "-low", text=low)
    if draw[1] < _ALONE:
        yield from _alone(document, draw[2])


def _alone(document: Marked, draw: int) -> Iterator[Marked]:
    """One of the sentences, if no mark crosses its ends."""
    cuts = [0, *(m.end() for m in _END.finditer(document.text)), len(document.text)]
    spans = [(a, b) for a, b in itertools.pairwise(cuts) if b - a > 40]
    if len(spans) < 2:
        return
    start, stop = spans[draw % len(spans)]
    if any(m.start < cut < m.stop for m in document.marks for cut in (start, stop)):
        return
    inside = [replace(m, start=m.start - start, stop=m.stop - start) for m in document.marks if start <= m.start < stop]
    told = {n for m in inside if m.role in "tg" for n in m.events}
    marks = [replace(m, events=kept) for m in inside if (kept := tuple(n for n in m.events if n in told))]
    events = {n: event for n, event in document.events.items() if n in told}
    yield replace(document, id=document.id + "-one", text=document.text[start:stop], marks=marks, events=events)


def joined(documents: Sequence[Marked], draw: random.Random) -> list[Marked]:
    """The same documents, some of them two and two in one text: what one tells must not drown what the other tells."""
    order = list(documents)
    draw.shuffle(order)
    order.sort(key=lambda d: d.id[:2] if draw.random() >= _ABROAD else draw.choice("aekt"))
    made: list[Marked] = []
    while order:
        one = order.pop()
        if order and draw.random() < _JOINED and len(one.text) + len(order[-1].text) < _ROOM:
            one = _join(one, order.pop(), draw.choice([" ", "\n", "\n", "\n\n"]))
        made.append(one)
    return made


def _join(one: Marked, other: Marked, between: str) -> Marked:
    first, more = len(one.text) + len(between), max(one.events, default=0)
    moved = [
        replace(m, start=m.start + first, stop=m.stop + first, events=tuple(n + more for n in m.events))
        for m in other.marks
    ]
    events = one.events | {n + more: event for n, event in other.events.items()}
    text = one.text + between + other.text
    return replace(one, id=f"{one.id}+{other.id}", text=text, marks=one.marks + moved, events=events)
