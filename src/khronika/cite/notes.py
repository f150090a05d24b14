"""Find the notes of a text: what stands behind a number at the beginning of a line, under a heading of sources, in a target.

Notes are told from numbered paragraphs by their form ([1], ¹, [^1]:, a word for note), else by standing under a heading
of sources or behind the last text, where each has its mark.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from khronika.cite.lexicon import headings, pattern
from khronika.cite.markup import GONE, Mark, Page
from khronika.text.fold import fold

SUPERSCRIPT = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SURE = ("square", "named", "superscript", "word", "sign")
_FORMS = {
    "named": r"\[\^(?P<label>[\w-]{1,40})\]:",
    "square": r"\^?\[(?P<label>\d{1,3})\][:.]?",
    "superscript": rf"(?P<label>[{SUPERSCRIPT}]{{1,3}})",
    "round": r"\((?P<label>\d{1,3})\)",
    "point": r"(?P<label>\d{1,3})[.)](?=\s)",
    "sign": r"(?P<label>\*{1,3}(?=[ \t]*[^\s*])|†|‡)",
}
_BULLET = re.compile(r"[ \t]{0,8}(?:[-*+•–—·][ \t]+)?")
_HEADING_LETTERS = 60


class Note(msgspec.Struct, frozen=True):
    """A note: `start` at its sign, `words` where its text begins. `run` numbers the list it stands in; `label` may be empty."""

    start: int
    words: int
    stop: int
    label: str
    style: str
    run: int


class _Line(msgspec.Struct, frozen=True):
    start: int
    stop: int
    text: str
    number: int


def digits(label: str) -> str:
    """The label with plain digits."""
    return "".join(fold(char) for char in label.translate(_TO_DIGITS))


def in_note(at: int, notes: Sequence[Note]) -> bool:
    """Whether the character stands in one of the notes, which are in the order of the text."""
    number = bisect_right(notes, at, key=lambda note: note.start) - 1
    return number >= 0 and at < notes[number].stop


def find_notes(page: Page, marks: Sequence[Mark]) -> list[Note]:
    """All notes in the order of the text."""
    lines = list(_lines(page.text))
    under = list(_under_headings(lines))
    runs = [*_runs(lines, under), *_targets(page, marks)]
    body_end = max((mark.start for mark in marks), default=0)
    labels = {mark.label for mark in marks}
    kept = [run for run in runs if _is_list(run, under, body_end, labels)]
    found = [msgspec.structs.replace(note, run=number) for number, run in enumerate(kept) for note in run]
    return _apart(sorted([*found, *_unnumbered(lines, under, found)], key=lambda note: note.start))


def _lines(text: str) -> Iterator[_Line]:
    """Lines that hold something, without what stands for markup at their ends."""
    for number, found in enumerate(re.finditer(r"[^\n]*\n?", text)):
        words = found.group()
        inner = words.strip(GONE + " \t\r\n\xa0")
        if inner:
            start = found.start() + words.index(inner)
            yield _Line(start, start + len(inner), inner, number)


def _openers() -> dict[str, re.Pattern[str]]:
    word = rf"[(\[]?(?:{pattern('note').pattern})\.?\s{{0,2}}(?P<label>\d{{1,3}})[)\].:]{{1,2}}"
    return {style: re.compile(form) for style, form in _FORMS.items()} | {"word": re.compile(word)}


def _runs(lines: Sequence[_Line], under: Sequence[tuple[int, int]]) -> Iterator[list[Note]]:
    """Lines that open alike and count on, as lists of notes."""
    openers = _openers()
    found = [note for at, line in enumerate(lines) if (note := _opened(lines, at, line, openers))]
    for _, same in groupby(sorted(found, key=lambda note: note.style), key=lambda note: note.style):
        run: list[Note] = []
        for note in sorted(same, key=lambda note: note.start):
            if run and not _counts_on(run[-1].label, note.label):
                yield run
                run = []
            run.append(note)
        yield run


def _opened(lines: Sequence[_Line], at: int, line: _Line, openers: dict[str, re.Pattern[str]]) -> Note | None:
    folded = fold(line.text)
    for style, opener in openers.items():
        found = opener.match(folded if style == "word" else line.text)
        if found and found.end() < len(line.text):
            stop = _note_stop(lines, at, openers)
            words = line.start + found.end() + len(line.text[found.end() :]) - len(line.text[found.end() :].lstrip())
            return Note(line.start, words, stop, digits(found["label"]), style, 0)
    return None


def _note_stop(lines: Sequence[_Line], at: int, openers: dict[str, re.Pattern[str]]) -> int:
    """A note goes on in lines that follow without a blank one and open no other note."""
    stop, number = lines[at].stop, lines[at].number
    for line in lines[at + 1 :]:
        if line.number > number + 1 or any(opener.match(fold(line.text)) for opener in openers.values()):
            break
        stop, number = line.stop, line.number
    return stop


def _counts_on(before: str, label: str) -> bool:
    return not (before.isdigit() and label.isdigit()) or int(label) > int(before)


def _is_list(run: Sequence[Note], under: Sequence[tuple[int, int]], body_end: int, labels: set[str]) -> bool:
    """Whether a run is a list of notes and not of paragraphs."""
    if run[0].style == "target" or any(start <= run[0].start < stop for start, stop in under):
        return True
    if run[0].style in _SURE:
        return any(note.label in labels for note in run)
    return run[0].start > body_end and all(note.label in labels for note in run)


def _under_headings(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Stretches from behind a heading of sources to the next heading, or to the end."""
    known = headings()
    for at, line in enumerate(lines):
        if len(line.text) > _HEADING_LETTERS or fold(line.text).strip(" :.#*_=-0123456789") not in known:
            continue
        stop = next(
            (other.start for other in lines[at + 1 :] if _is_heading(other, lines[at + 1].start)), lines[-1].stop + 1
        )
        yield line.stop, stop


def _is_heading(line: _Line, first: int) -> bool:
    """Whether a line ends a list of sources: another heading of sources, but not the list's first line."""
    return line.start > first and fold(line.text).strip(" :.#*_=-") in headings()


def _targets(page: Page, marks: Sequence[Mark]) -> Iterator[list[Note]]:
    """Elements that marks lead to; not those that hold a mark of another element, which are the way back."""
    wanted = {mark.target: mark.label for mark in marks if mark.target}
    run = []
    for target in page.targets:
        inner = page.text[target.start : target.stop]
        words = inner.strip(GONE + " \n\t\r")
        is_sign = len(words.replace(GONE, "")) < 6
        if target.name in wanted and words and not is_sign:
            start = target.start + inner.index(words)
            run.append(Note(start, start, start + len(words), wanted[target.name], "target", 0))
    if run:
        yield run


def _unnumbered(lines: Sequence[_Line], under: Sequence[tuple[int, int]], found: Sequence[Note]) -> Iterator[Note]:
    """Lines of a list of sources that have no number."""
    for number, (start, stop) in enumerate(under):
        if any(start <= note.start < stop for note in found):
            continue
        for line in lines:
            if start <= line.start < stop and any(map(str.isalpha, line.text)):
                bullet = _BULLET.match(line.text)
                yield Note(line.start, line.start + (bullet.end() if bullet else 0), line.stop, "", "list", -1 - number)


def _apart(notes: Sequence[Note]) -> list[Note]:
    """Notes that do not overlap: of two that do, the first."""
    kept: list[Note] = []
    for note in notes:
        if not kept or note.start >= kept[-1].stop:
            kept.append(note)
    return kept
