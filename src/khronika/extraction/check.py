"""Check the word lists of the packs against their own examples, so that no entry claims what it does not do.

Reads triggers, actors, cues and attribution of every pack. Each fault is a `Problem` that names file and line. Dates,
counts and places are checked by the rooms that read them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from khronika.codebook import codebook
from khronika.extraction.attribution import attributions
from khronika.extraction.lexicon import SECTIONS, Hit, Lexicon, lexicon, settle
from khronika.extraction.reading import Reading, Sentence
from khronika.languages.pack import Pack, all_packs
from khronika.languages.source import LINE
from khronika.model import Document
from khronika.model.problem import Problem
from khronika.text.clean import Clean
from khronika.text.fold import fold

_NEEDED = ("id", "concept", "words", "finds", "ignores")
_CONTEXTS = ("near", "not_near", "after", "not_after", "before", "not_before")
_KNOWN = {*_NEEDED, *_CONTEXTS, "side", "reach", "head", LINE}
_SIDES = ("before", "after", "any")
_FRAME = {"id", "words", "takes", "finds", "ignores", LINE}
_TAKES = ("before", "after", "subject")
_LISTS = ("subject", "stops", "heads", "articles", "tails", "pronouns", "own", "counting")
_MARK = re.compile(r"\[\[(.+?)\]\]")
_SYLLABLE = ("\uac00", "\ud7a3")
_LONGEST_REACH = 200


def check_packs(packs: dict[str, Pack] | None = None) -> list[Problem]:
    """Every fault in the word lists of the packs given, else of all packs shipped."""
    book = lexicon() if packs is None else Lexicon(packs)
    found: list[Problem] = []
    for pack in (all_packs() if packs is None else packs).values():
        found += _Checker(pack, book).problems()
    return found


def marked(example: str) -> tuple[str, int, int] | None:
    """The sentence without its marks, and the span that they enclose; None unless exactly one part is marked.

    >>> marked("a [[march]] in the rain")
    ('a march in the rain', 2, 7)
    """
    found = _MARK.findall(example)
    if len(found) != 1:
        return None
    start = example.index("[[")
    return _MARK.sub(r"\1", example), start, start + len(found[0])


class _Checker:
    """Checks one pack."""

    def __init__(self, pack: Pack, book: Lexicon) -> None:
        self._pack = pack
        self._book = book

    def problems(self) -> Iterator[Problem]:
        """Faults in the order of the files."""
        seen: Counter[str] = Counter()
        for section in SECTIONS:
            for row in self._pack.section(section) or ():
                seen[str(row.get("id"))] += 1
                where = self._where(section, row)
                faults = [*_form(row, seen)]
                yield from (Problem(where, f"{row.get('id')}: {fault}") for fault in faults)
                if not faults:
                    yield from (Problem(where, f"{row['id']}: {fault}") for fault in self._examples(row))
        yield from self._attribution(seen)

    def _where(self, section: str, row: dict[str, Any]) -> str:
        return f"{self._pack.where}/{section}.yaml:{row.get(LINE, 1)}"

    def _hits(self, text: str) -> list[Hit]:
        """Hits of this language in one sentence whose contexts hold."""
        folded = fold(text)
        hits = [h for h in self._book.scan(text) if h.entry.language == self._pack.code]
        return settle(hits, folded, 0, len(folded))

    def _examples(self, row: dict[str, Any]) -> Iterator[str]:
        """Examples of one entry that do not come out as they say."""
        for example in row["finds"]:
            part = marked(example)
            if part is None:
                yield f"finds must mark exactly one part with [[ ]]: {example!r}"
                continue
            text, start, stop = part
            spans = [(h.start, h.stop) for h in self._hits(text) if h.entry.id == row["id"]]
            if (start, stop) not in spans:
                yield f"not found in {example!r}; instead: {_show(text, spans)}"
        for example in row["ignores"]:
            spans = [(h.start, h.stop) for h in self._hits(example) if h.entry.id == row["id"]]
            if spans:
                yield f"found where it should not: {_show(example, spans)} in {example!r}"

    def _attribution(self, seen: Counter[str]) -> Iterator[Problem]:
        data: dict[str, Any] = self._pack.section("attribution")
        file = f"{self._pack.where}/attribution.yaml"
        for key in set(data) - {"frames", *_LISTS, LINE}:
            yield Problem(f"{file}:1", f"unknown key {key!r}")
        for key in _LISTS:
            if not _texts(data.get(key, [])):
                yield Problem(f"{file}:1", f"{key} must be a list of words")
        for frame in data.get("frames", ()):
            where = f"{file}:{frame.get(LINE, 1)}"
            seen[str(frame.get("id"))] += 1
            faults = [*_frame_form(frame, seen)]
            yield from (
                Problem(where, f"{frame.get('id')}: {fault}") for fault in faults or self._frame_examples(frame)
            )

    def _frame_examples(self, frame: dict[str, Any]) -> Iterator[str]:
        """A mark without the frame's words must be exactly the name; one that holds them must hold the name."""
        words = [fold(w).strip("* ") for w in frame["words"]]
        for example in frame["finds"]:
            part = marked(example)
            if part is None:
                yield f"finds must mark exactly one part with [[ ]]: {example!r}"
                continue
            text, start, stop = part
            found = self._named(text, frame["id"])
            whole = any(w in fold(text[start:stop]) for w in words)
            if not any((start <= a and b <= stop) if whole else (a, b) == (start, stop) for a, b in found):
                yield f"not named in {example!r}; instead: {_show(text, self._named(text, None))}"
        for example in frame["ignores"]:
            if found := self._named(example, frame["id"]):
                yield f"named where nobody is: {_show(example, found)} in {example!r}"

    def _named(self, text: str, rule: str | None) -> list[tuple[int, int]]:
        """Spans that the attribution reader names in one sentence, by one rule or by any."""
        reading = Reading(Document(id="example", text=text), Clean(text), fold(text), None)
        sentence = Sentence(0, len(text), 0, 0, self._pack, self._hits(text))
        reading.sentences.append(sentence)
        return [(s.start, s.stop) for s in attributions(sentence, reading) if rule in (None, s.rule)]


def _form(row: dict[str, Any], seen: Counter[str]) -> Iterator[str]:
    """Faults in the form of one entry."""
    yield from (f"{key} is missing" for key in _NEEDED if not row.get(key))
    yield from (f"unknown key {key!r}" for key in row if key not in _KNOWN)
    if seen[str(row.get("id"))] > 1:
        yield "id given twice"
    if not codebook().is_concept(str(row.get("concept"))):
        yield f"unknown concept {row.get('concept')!r}"
    for key in ("words", "finds", "ignores", *_CONTEXTS):
        if not _texts(row.get(key, [])):
            yield f"{key} must be a list of words"
            return
    yield from (f"word given twice: {word!r}" for word, times in Counter(row.get("words", ())).items() if times > 1)
    for word in (w for key in _CONTEXTS for w in row.get(key, ()) if w.startswith("@")):
        if not codebook().is_concept(word[1:]):
            yield f"unknown concept {word!r}"
    if not any(row.get(key) for key in ("near", "after", "before")):
        yield from (
            f"{word!r} is one syllable and needs near, after or before"
            for word in row.get("words", ())
            if _one_syllable(word)
        )
    if row.get("side", "any") not in _SIDES:
        yield f"side must be one of {', '.join(_SIDES)}"
    if not (isinstance(row.get("reach", 60), int) and 0 < row.get("reach", 60) <= _LONGEST_REACH):
        yield f"reach must be a whole number from 1 to {_LONGEST_REACH}"


def _frame_form(frame: dict[str, Any], seen: Counter[str]) -> Iterator[str]:
    yield from (f"{key} is missing" for key in ("id", "words", "takes", "finds", "ignores") if not frame.get(key))
    yield from (f"unknown key {key!r}" for key in frame if key not in _FRAME)
    if seen[str(frame.get("id"))] > 1:
        yield "id given twice"
    yield from (
        f"{key} must be a list of words" for key in ("words", "finds", "ignores") if not _texts(frame.get(key, []))
    )
    if frame.get("takes") not in _TAKES:
        yield f"takes must be one of {', '.join(_TAKES)}"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


def _one_syllable(word: str) -> bool:
    bare = word.strip("* ")
    return len(bare) == 1 and _SYLLABLE[0] <= bare <= _SYLLABLE[1]


def _show(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return ", ".join(repr(text[a:b]) for a, b in spans) or "nothing"
