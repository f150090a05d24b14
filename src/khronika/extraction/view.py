"""One passage between the judge and the reading: the same offsets, the same sentences."""

from collections.abc import Iterator
from typing import NamedTuple

from khronika.extraction.reading import Reading, Sentence
from khronika.judge.model import Judged, Told


class View(NamedTuple):
    """One passage: where it begins in the cleaned document, and what the judge says of it."""

    start: int
    stop: int
    judged: Judged

    def link(self, told: Told, role: str, start: int, stop: int) -> float:
        """The chance that words of the document play a role in a happening."""
        return self.judged.link(told, role, start - self.start, stop - self.start)


def whole_words(start: int, stop: int, folded: str, glued: bool = False) -> tuple[int, int]:
    """Grown to whole words, without blanks and marks around; scripts that glue particles to words stay as they are, unless
    `glued` takes the particles along."""
    last = "\uffff" if glued else "\u1100"
    while start < stop and not folded[start].isalnum():
        start += 1
    while stop > start and not folded[stop - 1].isalnum():
        stop -= 1
    while 0 < start < stop and folded[start - 1].isalnum() and folded[start] < last:
        start -= 1
    while start < stop < len(folded) and folded[stop].isalnum() and folded[stop - 1] < last:
        stop += 1
    return start, stop


def sentence_at(at: int, reading: Reading) -> Sentence | None:
    """The sentence that holds an offset of the cleaned document."""
    return next((s for s in reading.sentences if s.start <= at < s.stop), None)


def within(view: View, reading: Reading) -> Iterator[Sentence]:
    """The sentences of a passage."""
    return (s for s in reading.sentences if view.start <= s.start < view.stop)
