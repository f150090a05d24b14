"""Cut a text into paragraphs and sentences, by offsets; nothing is lost between them but blanks.

Sentence ends come from the library sentencex; each pack's abbreviations mend what it cuts too early.
"""

import re
from collections.abc import Iterator

import sentencex

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+(?:\r?\n(?=\S)[^\n\r\u2028\u2029]+)*")
_QUOTED = re.compile(r"[!?.…]['\"”’」』»]$")
_LONGEST = 4000
_SHORT_LINE = 50
_STOPS = frozenset(".!?…。！？؟։।:;")
_OPENING = frozenset("\"'«„“‘「『(")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and stop of each paragraph: each block of lines between blank lines, without blanks at its ends."""
    for found in _PARAGRAPH.finditer(text):
        start, stop = _trim(text, found.start(), found.end())
        if start < stop:
            yield start, stop


def sentences(
    text: str, language: str, abbreviations: frozenset[str] = frozenset(), *, cased: bool = True
) -> list[tuple[int, int]]:
    """Start and stop of each sentence of one paragraph, in its own offsets.

    `abbreviations`: casefolded words, without their final point, after which a sentence does not end. `cased`: sentences
    of the language begin with a capital.
    """
    found: list[tuple[int, int]] = []
    for start, stop in _lines(text):
        found += _cut(text[start:stop], start, language, abbreviations, cased)
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line ends that end a sentence: after a stop, before a bullet or emoji, or after a short line.

    Other line ends are wrapping: the sentence goes on in the next line.
    """
    start = 0
    for found in re.finditer(r"\s*\n\s*", text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        short = found.start() - text.rfind("\n", 0, found.start()) < _SHORT_LINE
        if before in _STOPS or not (after.isalnum() or after in _OPENING) or (short and not after.islower()):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _cut(text: str, at: int, language: str, abbreviations: frozenset[str], cased: bool) -> list[tuple[int, int]]:
    """Sentences of one stretch, in offsets of the paragraph that it begins in at `at`."""
    found: list[tuple[int, int]] = []
    for piece_start, piece_stop in _pieces(text):
        rows = sentencex.get_sentence_boundaries(language, text[piece_start:piece_stop])
        for row in rows:
            start, stop = _trim(text, piece_start + row["start_index"], piece_start + row["end_index"])
            if start >= stop:
                continue
            if found and (_goes_on(text, found[-1], abbreviations) or _after_quote(text, found[-1], start, cased)):
                found[-1] = (found[-1][0], stop)
            else:
                found.append((start, stop))
    return [(at + start, at + stop) for start, stop in found]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut very long stretches at blanks, so that one line of a megabyte takes no quadratic time."""
    start = 0
    while len(text) - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = cut if cut > start else start + _LONGEST
        yield start, stop
        start = stop
    yield start, len(text)


def _goes_on(text: str, sentence: tuple[int, int], abbreviations: frozenset[str]) -> bool:
    """Whether the sentence before ends in an abbreviation and not in a real stop."""
    tail = text[sentence[0] : sentence[1]]
    if not tail.endswith("."):
        return False
    word = re.split(r"[\s(\"'«„“]", tail[:-1])[-1].casefold()
    return word in abbreviations


def _after_quote(text: str, sentence: tuple[int, int], start: int, cased: bool) -> bool:
    """Whether only a quotation ended there and its sentence goes on: it had begun before the quotation was opened, and
    goes on with a small letter, or in a script without capitals."""
    tail = text[sentence[0] : sentence[1]]
    if not _QUOTED.search(tail) or start >= len(text):
        return False
    opened = max(tail.rfind(mark, 0, len(tail) - 1) for mark in "\"“‘「『«'")
    return opened > 1 and (text[start].islower() if cased else text[start].isalnum())


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
