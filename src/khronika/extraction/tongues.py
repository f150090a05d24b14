"""In which language each paragraph of a document is written: by its letters, by the model of `detect`, by the words known in it,
by its neighbours and by what the document says of itself.

Serves `reading`; reads no happenings.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from khronika.extraction.lexicon import Hit
from khronika.languages import Pack, get_pack
from khronika.text.detect import detect_all
from khronika.text.sentences import sentences

_SURE, _LEAST_VOTE = 0.8, 0.35
_WORD_VOTE, _STATED_VOTE = 0.1, 0.5
_AROUND, _PERHAPS = 80, 0.2


class Block(NamedTuple):
    """One paragraph, by offsets, and the words known in it."""

    start: int
    stop: int
    hits: Sequence[Hit]
    idle: bool = False


class Languages:
    """Gives each paragraph its pack: what is detected, helped by whose words stand in it, else what went before."""

    def __init__(self, stated: str | None, text: str, notes: list[str]) -> None:
        """`stated`: the language that the document says of itself; `notes`: where an unsupported language is noted."""
        self._text, self._notes = text, notes
        self._stated = (stated or "").split("-")[0].lower() or None
        self._last: str | None = None
        self._passed: list[Block] = []
        self._known: dict[int, str | None] = {}

    def speaks(self, block: Block, words: Sequence[Hit]) -> bool:
        """Whether one of these words of a paragraph is of its language, or of a sentence of another language in it; a look at
        the letters around, before anything is cut. Where it is in no known language, yes: that has to be noted."""
        code = self._own(block.start, block.stop, block.hits)
        if get_pack(code) is None or any(hit.entry.language == code for hit in words):
            return True
        return any(self._is_around(hit, block) for hit in words)

    def _is_around(self, hit: Hit, block: Block) -> bool:
        around = self._text[max(block.start, hit.start - _AROUND) : min(block.stop, hit.stop + _AROUND)]
        guesses = detect_all(around)
        return not guesses or any(code == hit.entry.language and chance >= _PERHAPS for code, chance in guesses)

    def pass_by(self, block: Block) -> None:
        """A paragraph that nobody reads: which language it is in is asked only where the next one inherits it."""
        self._passed.append(block)

    def of(self, start: int, stop: int, hits: Sequence[Hit]) -> Pack | None:
        """The pack of one paragraph; None where its language is not supported (noted once)."""
        code = self._own(start, stop, hits) or self._before() or self._stated
        self._passed.clear()
        if code is None:
            whole = detect_all(self._text[:400])
            code = whole[0][0] if whole else None
        pack = get_pack(code)
        if pack is not None:
            self._last = code
        elif hits and code and f"unsupported_language: {code}" not in self._notes:
            self._notes.append(f"unsupported_language: {code}")
        return pack

    def runs(self, block: Block, main: Pack) -> Iterator[tuple[Pack, list[tuple[int, int]]]]:
        """Sentences of a paragraph, run by run of one language. `main`: the paragraph's; a sentence is in another where more of
        its known words are, and the model says so."""
        spans = [
            (block.start + a, block.start + b)
            for a, b in sentences(self._text[block.start : block.stop], main.code, main.abbreviations, cased=main.cased)
        ]
        if len(spans) < 2 or all(hit.entry.language == main.code for hit in block.hits):
            yield main, spans
            return
        told = [self._within(a, b, block.hits, main) for a, b in spans]
        for pack, run in groupby(zip(told, spans, strict=True), key=itemgetter(0)):
            yield pack, [span for _, span in run]

    def _within(self, start: int, stop: int, hits: Sequence[Hit], main: Pack) -> Pack:
        """The pack of one sentence of a paragraph."""
        known = Counter(hit.entry.language for hit in hits if start <= hit.start < stop)
        if not known or known[main.code] >= max(known.values()):
            return main
        guesses = detect_all(self._text[start:stop])
        pack = get_pack(guesses[0][0]) if guesses and guesses[0][1] >= _SURE else None
        if pack is None or not known[pack.code] or not has_letters(pack.code, self._text, start, stop):
            return main
        return pack

    def _own(self, start: int, stop: int, hits: Sequence[Hit]) -> str | None:
        if start not in self._known:
            text = self._text[start:stop]
            self._known[start] = self._judge(text, detect_all(text), hits)
        return self._known[start]

    def _before(self) -> str | None:
        """The language of the nearest paragraph before that has one which is supported."""
        passed = (self._own(block.start, block.stop, block.hits) for block in reversed(self._passed))
        return next((code for code in passed if get_pack(code) is not None), self._last)

    def _judge(self, text: str, guesses: Sequence[tuple[str, float]], hits: Sequence[Hit]) -> str | None:
        """The likeliest language; where the model is unsure, known words and the document's own statement speak too.

        Letters that a language does not have rule it out, which parts near kin such as Russian and Ukrainian.
        """
        votes: defaultdict[str, float] = defaultdict(float, guesses)
        if not guesses:
            return None
        if guesses[0][1] < _SURE:
            for hit in hits:
                votes[hit.entry.language] += _WORD_VOTE
        if self._stated and (guesses[0][1] < _SURE or self._stated in _kin(guesses[0][0])):
            votes[self._stated] += _STATED_VOTE
        for code in [*votes]:
            own = _own_letters(code)
            if not has_letters(code, text, 0, len(text)):
                votes[code] -= 1.0
            elif own is not None and own.search(text):
                votes[code] += 1.0
        best, weight = max(votes.items(), key=lambda v: (v[1], v[0]))
        return best if weight >= _LEAST_VOTE else None


def has_letters(code: str, text: str, start: int, stop: int) -> bool:
    """Whether the language has all letters of the stretch, as far as its pack says."""
    foreign = foreign_letters(code)
    return foreign is None or foreign.search(text, start, stop) is None


@lru_cache(maxsize=64)
def foreign_letters(code: str) -> re.Pattern[str] | None:
    """Letters that the language does not have, as its pack names them."""
    return _letters(code, "foreign_letters")


@lru_cache(maxsize=64)
def _own_letters(code: str) -> re.Pattern[str] | None:
    """Letters that hardly another language has, as its pack names them."""
    return _letters(code, "own_letters")


def _letters(code: str, name: str) -> re.Pattern[str] | None:
    pack = get_pack(code)
    letters = "".join(pack.about.get(name) or ()) if pack else ""
    return re.compile(f"[{re.escape(letters + letters.upper())}]") if letters else None


def _kin(code: str) -> frozenset[str]:
    """Languages that are easily taken for this one, as the packs name them."""
    pack = get_pack(code)
    return frozenset(pack.about.get("kin") or ()) if pack else frozenset()
