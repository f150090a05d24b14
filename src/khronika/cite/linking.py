"""Lead the statements of a text to its sources, whatever sign does it: marks and notes, links, names, author and year.

The heart of the room: it numbers the references in the order in which the text first leads to them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from khronika.cite.body import Block, Body, read_body
from khronika.cite.marks import find_marks
from khronika.cite.markup import GONE, Mark, Page, blanked
from khronika.cite.model import Reference, Statement
from khronika.cite.notes import Note, in_note
from khronika.cite.numbering import Numbering
from khronika.cite.statement import Near, passage
from khronika.cite.works import read_works
from khronika.languages import Pack, get_pack
from khronika.model import Document, Problem
from khronika.text.detect import detect
from khronika.text.fold import fold

_AUTHOR_YEAR = re.compile(
    r"\((?P<name>[^()\d]{2,80}?),?\s(?P<year>(?:1[5-9]|20|21)\d\d)[a-z]?(?:[,:]\s?[^()]{1,30})?\)"
)
_SHORTEST_NAME = 4


class Linked(msgspec.Struct, frozen=True):
    """References, statements, the text read without marks and notes, and what leads nowhere."""

    references: list[Reference]
    statements: list[Statement]
    text: str
    body: Body
    notes: list[Note]
    problems: list[Problem]


def link(page: Page, document: Document) -> Linked:
    """All statements of a text that it lays to a source."""
    pairs, notes, loose = find_marks(page)
    text = _without(page, pairs, loose)
    body = read_body(page.source, text, document)
    numbering = Numbering()
    names = {note.start: _called(page, note) for note in notes}
    packs = {note.start: _pack(page, note, body) for note in notes}
    found = sorted(_statements(page, body, pairs, names), key=lambda s: (s.at, s.style))
    found += _by_link(page, body, notes) + _by_year(body, notes, page) + _by_name(body, notes, names)
    statements = []
    for drawn in sorted(found, key=lambda one: (one.at, one.start)):
        statements.append(_statement(drawn, page, body, numbering, packs))
    for note in notes:
        _refer(note, page, body, numbering, packs)
    return Linked(
        numbering.references(),
        statements,
        text,
        body,
        notes,
        _problems(page, document, pairs, notes, loose, statements),
    )


class Drawn(msgspec.Struct, frozen=True):
    """A statement before its sources are numbered: `at` is where its sign stands."""

    at: int
    start: int
    stop: int
    style: str
    rule: str
    mark: tuple[int, int] | None
    notes: list[Note]
    url: str | None = None
    title: str | None = None


def _without(page: Page, pairs: Sequence[tuple[Mark, Note]], loose: Sequence[Mark]) -> str:
    return blanked(page.text, [(m.start, m.stop) for m in [*(mark for mark, _ in pairs), *loose]])


def _statements(
    page: Page, body: Body, pairs: Sequence[tuple[Mark, Note]], names: dict[int, list[str]]
) -> Iterator[Drawn]:
    """By marks; marks that stand together close one passage."""
    marks = [(mark, [note for _, note in same]) for mark, same in groupby(pairs, key=lambda pair: pair[0])]
    since = 0
    for number, (mark, notes) in enumerate(marks):
        until = marks[number + 1][0].start if number + 1 < len(marks) else len(page.source)
        before = marks[number - 1][0] if number else None
        together = before is not None and not re.search(r"\w", page.text[before.stop : mark.start])
        if before is not None and not together:
            since = before.stop
        called = [name for note in notes for name in names[note.start]]
        drawn = passage(body, Near(_first_of(marks, number, page), mark.stop, since, until), called)
        if drawn is not None:
            yield Drawn(mark.start, drawn[0], drawn[1], mark.style, drawn[2], (mark.start, mark.stop), notes)


def _first_of(marks: Sequence[tuple[Mark, list[Note]]], number: int, page: Page) -> int:
    """Where the first of the marks begins that stand together with this one."""
    while number and not re.search(r"\w", page.text[marks[number - 1][0].stop : marks[number][0].start]):
        number -= 1
    return marks[number][0].start


def _by_link(page: Page, body: Body, notes: Sequence[Note]) -> list[Drawn]:
    """Each link in the text closes the sentence that it stands in."""
    found = []
    for one in page.links:
        if in_note(one.start, notes):
            continue
        block = body.block_at(one.start)
        if block is None or not block.sentences or one.start >= block.stop:
            continue
        start, stop = block.sentences[body.sentence_at(block, one.start)]
        words = page.text[one.start : one.stop].replace(GONE, "")
        found.append(
            Drawn(one.start, start, max(stop, one.stop), "link", "sentence", (one.start, one.stop), [], one.url, words)
        )
    return found


def _by_year(body: Body, notes: Sequence[Note], page: Page) -> list[Drawn]:
    """(Name 2031) leads to the entry of a list that has both."""
    found = []
    for block in _text_blocks(body, notes):
        for sign in _AUTHOR_YEAR.finditer(body.source, block.start, block.stop):
            name = fold(sign["name"]).split(",")[0].split(" et al")[0].strip().split()
            fit = [n for n in notes if name and _holds(page, n, name[-1]) and _holds(page, n, sign["year"])]
            drawn = passage(body, Near(sign.start(), sign.end(), block.start, len(body.source))) if fit else None
            if drawn:
                found.append(Drawn(sign.start(), drawn[0], drawn[1], "author_year", drawn[2], sign.span(), fit[:1]))
    return found


def _by_name(body: Body, notes: Sequence[Note], names: dict[int, list[str]]) -> list[Drawn]:
    """A sentence that names an entry of a list without numbers is laid to it."""
    entries = [note for note in notes if note.style == "list"]
    found = []
    for block in _text_blocks(body, notes) if entries else ():
        for start, stop in block.sentences:
            words = fold(body.source[start:stop])
            for note in entries:
                if any(_whole(name, words) for name in names[note.start]):
                    found.append(Drawn(start, start, stop, "name", "sentence", None, [note]))
    return found


def _text_blocks(body: Body, notes: Sequence[Note]) -> Iterator[Block]:
    for block in body.blocks:
        if not any(note.start < block.stop and block.start < note.stop for note in notes):
            yield block


def _whole(name: str, words: str) -> bool:
    return len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}", words) is not None


def _holds(page: Page, note: Note, word: str) -> bool:
    return word in fold(page.source[note.words : note.stop])


def _called(page: Page, note: Note) -> list[str]:
    """How the text may call a note's source, folded: the names before a colon, publishers, words with no small letter."""
    words = _words(page, note)
    pack = _pack_of(words)
    called = []
    for work in read_works(words, pack):
        called += [name for name in (work.author, work.publisher) if name]
    called += re.findall(r"(?<!\w)[\w.]{2,}(?:-[\w]+)+", words)
    return list(dict.fromkeys(fold(name).strip() for name in called if len(name) <= 60))


def _letters(page: Page, note: Note) -> list[int]:
    """Where the note's characters stand in the source, those of markup left out."""
    return [at for at in range(note.words, note.stop) if page.text[at] != GONE]


def _words(page: Page, note: Note) -> str:
    """The note's words without markup."""
    return page.text[note.words : note.stop].replace(GONE, "")


def _pack(page: Page, note: Note, body: Body) -> Pack:
    return _pack_of(_words(page, note), body.blocks[0].pack if body.blocks else None)


def _pack_of(words: str, other: Pack | None = None) -> Pack:
    found = detect(words)
    pack = get_pack(found[0]) if found else None
    pack = pack or other or get_pack("en")
    assert pack is not None
    return pack


def _statement(drawn: Drawn, page: Page, body: Body, numbering: Numbering, packs: dict[int, Pack]) -> Statement:
    numbers = [number for note in drawn.notes for number in _refer(note, page, body, numbering, packs)]
    if drawn.url:
        numbers.append(numbering.address(drawn.url, drawn.title, body.span(*drawn.mark) if drawn.mark else None))
    note = drawn.notes[0] if drawn.notes else None
    return Statement(
        span=body.span(drawn.start, drawn.stop), style=drawn.style, rule=drawn.rule,
        mark=body.span(*drawn.mark) if drawn.mark else None, note=body.span(note.start, note.stop) if note else None,
        references=list(dict.fromkeys(numbers)),
    )  # fmt: skip


def _refer(note: Note, page: Page, body: Body, numbering: Numbering, packs: dict[int, Pack]) -> list[int]:
    """Numbers of the works of a note, which are given at its first use."""
    if note.start not in numbering.notes:
        urls = [one.url for one in page.links if note.start <= one.start < note.stop]
        works = read_works(_words(page, note), packs[note.start])
        letters = _letters(page, note)
        spans = [body.span(letters[work.start], letters[work.stop - 1] + 1) for work in works]
        numbering.add(note.start, list(zip(works, spans, strict=True)), urls)
    return numbering.notes[note.start]


def _problems(
    page: Page, document: Document, pairs: Sequence[tuple[Mark, Note]], notes: Sequence[Note], loose: Sequence[Mark],
    statements: Sequence[Statement],
) -> list[Problem]:  # fmt: skip
    """Marks without notes, and notes that no statement leads to."""
    found = []
    for mark in loose:
        what = f"mark {page.source[mark.start : mark.stop]} leads to no note"
        found.append(Problem(f"{document.id}:{mark.start}:{mark.stop}", what, "write its note or take it out"))
    used = {s.note.start for s in statements if s.note} | {n.start for _, n in pairs}
    for note in notes:
        if note.start not in used:
            what = f"no statement leads to {note.label or 'this entry of the list'}"
            found.append(Problem(f"{document.id}:{note.start}:{note.stop}", what, "mark what it is the source of"))
    return found
