"""Find the marks in a text that lead to notes: [1], [1, 2], [^a], ¹, (1), (note 1), 각주 1), a sign, an anchor.

A mark is one only if there is a note for it; which one it leads to is decided here too: of its own list, the next behind it.
"""

import re
from collections.abc import Iterator, Sequence

from khronika.cite.lexicon import pattern
from khronika.cite.markup import Mark, Page
from khronika.cite.notes import SUPERSCRIPT, Note, digits, find_notes, in_note
from khronika.text.fold import fold

_MOST = 40
_KIN = {"square": ("square", "point", "round", "word"), "superscript": ("superscript", "point", "round", "square", "word"),
        "round": ("round", "point"), "word": ("word", "square", "point", "round", "superscript"), "named": ("named",),
        "sign": ("sign",), "anchor": ("target",)}  # fmt: skip
_SHAPES = {
    "named": re.compile(r"\[\^(?P<label>[\w-]{1,40})\](?!:)"),
    "square": re.compile(r"\^?\[\s?(?P<label>\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3}){0,12})\s?\](?![(:])"),
    "superscript": re.compile(rf"(?<=[^\s{SUPERSCRIPT}])(?P<label>[{SUPERSCRIPT}]{{1,3}})"),
    "round": re.compile(r"(?<=\S)\s?\((?P<label>\d{1,3})\)"),
    "sign": re.compile(r"(?<=[^\s*])(?P<label>\*{1,3}|†|‡)(?=[\s.,;:)]|$)"),
}


def find_marks(page: Page) -> tuple[list[tuple[Mark, Note]], list[Note], list[Mark]]:
    """Each mark with its note, all notes, and the marks that lead to nothing."""
    candidates = sorted([*page.marks, *_written(page)], key=lambda mark: mark.start)
    notes = find_notes(page, candidates)
    body = [mark for mark in candidates if not in_note(mark.start, notes)]
    by_label: dict[str, list[Note]] = {}
    for one in notes:
        by_label.setdefault(one.label, []).append(one)
    pairs, loose = [], []
    for mark in body:
        led = [note for label in _labels(mark.label) if (note := _note_of(mark, label, by_label.get(label, [])))]
        pairs += [(mark, note) for note in led]
        if not led and mark.style in ("square", "named", "anchor"):
            loose.append(mark)
    return pairs, notes, loose if notes else []


def _written(page: Page) -> Iterator[Mark]:
    """Marks written in the text itself."""
    for style, shape in _SHAPES.items():
        for found in shape.finditer(page.text):
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            yield Mark(start, found.end(), digits(found["label"]) if style != "named" else found["label"], style)
    word = re.compile(rf"[(\[]?(?:{pattern('note').pattern})\.?\s{{0,2}}(?P<label>\d{{1,3}})[)\]]")
    for found in word.finditer(fold(page.text)):
        yield Mark(found.start(), found.end(), found["label"], "word")


def _labels(label: str) -> list[str]:
    """The single labels of "1, 3-5"."""
    found: list[str] = []
    for part in re.split(r"\s?[,;]\s?", label):
        ends = re.fullmatch(r"(\d+)\s?[\u2013-]\s?(\d+)", part)
        if ends and 0 <= int(ends[2]) - int(ends[1]) < _MOST:
            found += [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]
        else:
            found.append(part)
    return found


def _note_of(mark: Mark, label: str, notes: Sequence[Note]) -> Note | None:
    """The note of that label in the list that follows the mark, else in the last list before it."""
    kin = _KIN.get(mark.style, ())
    if mark.style == "superscript" and mark.target is None:
        kin = (*kin, "target")
    fit = [note for note in notes if note.style in kin]
    if mark.style == "anchor":
        fit = fit or list(notes)
    behind = [note for note in fit if note.start > mark.stop]
    return (
        min(behind, key=lambda n: (kin.index(n.style) if n.style in kin else 9, n.start))
        if behind
        else (fit[-1] if fit else None)
    )
