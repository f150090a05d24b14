"""Learn the short names that a document gives to bodies ("Farmers' Defence Front (FDF)"), and find them where they stand alone.

After reading, before anything is decided: the short name becomes a word for the same sort of actor as the long one. No list of
organisations is needed, and none of persons is made: only what stands beside a word for a body is learnt.
"""

import re
from collections.abc import Iterator

from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.reading import Reading, Sentence

RULE = "shortname"
_IN_BRACKETS = re.compile(r"[(\[]([^\W\d_]{2,8}(?:-[^\W\d_]{1,4}|-?\d{1,2})?)[)\]]")
_WIDEST = 60  # code points of a long name
_BODIES = frozenset(
    {"rebels", "militia", "army", "state_forces", "police", "gunmen", "foreign_forces", "workers", "armed"}
)


def name_bodies(reading: Reading) -> None:
    """Adds to the sentences a hit for each short name that the document explains by a word for a body."""
    if "(" not in reading.clean.text and "[" not in reading.clean.text:
        return
    learnt = dict(_learnt(reading))
    if not learnt:
        return
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(learnt, key=len, reverse=True)))})(?!\w)")
    for sentence in reading.sentences:
        text = reading.text(sentence.start, sentence.stop)
        new = [_hit(m, learnt[m.group()], sentence) for m in words.finditer(text)]
        taken = {(h.start, h.stop) for h in sentence.hits if h.entry.role == "actor"}
        fresh = [h for h in new if (h.start, h.stop) not in taken]
        if fresh:
            sentence.hits = sorted([*sentence.hits, *fresh], key=lambda h: (h.start, h.stop))


def _learnt(reading: Reading) -> Iterator[tuple[str, Entry]]:
    """Each short name in brackets, with the entry of the nearest word for a body in the long name before it."""
    for sentence in reading.sentences:
        for found in _IN_BRACKETS.finditer(reading.text(sentence.start, sentence.stop)):
            short, at = found.group(1), sentence.start + found.start()
            if not short.isupper():
                continue
            inside = [h for h in sentence.having("actor") if at - _WIDEST <= h.start and h.stop <= at]
            if (
                inside
                and (body := max(inside, key=lambda h: h.stop)).concept in _BODIES
                and _initials(short, body, at, reading)
            ):
                yield short, body.entry


def _initials(short: str, body: Hit, at: int, reading: Reading) -> bool:
    """Whether the words before the brackets begin with letters of the short name, the last of them behind or in the body's word."""
    words = re.findall(r"\w+", reading.text(max(body.start - _WIDEST, 0), at))
    letters = [c.upper() for c in short if c.isalpha()]
    first = [w[0].upper() for w in words[-2 * len(letters) :]]
    rest = iter(first)
    return sum(letter in rest for letter in letters) >= max(2, len(letters) - 1)


def _hit(found: re.Match[str], entry: Entry, sentence: Sentence) -> Hit:
    start, stop = sentence.start + found.start(), sentence.start + found.end()
    return Hit(start, stop, Entry(f"{RULE}+{entry.id}", entry.language, entry.concept, "actor"), stop)
