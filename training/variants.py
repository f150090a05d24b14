"""Further readings of a marked text: without capitals, and one sentence alone. Marks move along."""

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus import Marked

_END = re.compile(r"(?<=[.!?。])\s+|\n+")
_LOWERED, _ALONE = 40, 90  # of 256


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
