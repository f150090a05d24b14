"""The words of all languages in one automaton: finds which concepts a text touches, and where.

First step of the cascade: one pass over the folded text. Knows nothing of what concepts mean together: see `candidates`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from khronika.codebook import codebook
from khronika.languages import Pack, all_packs
from khronika.text.fold import fold, fold_words

SECTIONS = ("triggers", "actors", "cues")
LOCAL = "local"  # words of the user's own codebook
GAP = " .. "
_GAP_REACH = 60
_NEAR = 45
_UNSPACED = "\u1100"  # scripts from here on glue other words onto a word


class Entry(msgspec.Struct, frozen=True, eq=False):
    """One entry of a pack: words of one concept and what must, or must not, stand around them."""

    id: str
    language: str
    concept: str
    role: str
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    side: str = "any"
    reach: int = 60
    head: bool = False
    anywhere: bool = False  # asks for no context at all


class Hit(msgspec.Struct, frozen=True):
    """Words of an entry found in the text; offsets of the cleaned document. `head`: end of the first piece of words with a gap."""

    start: int
    stop: int
    entry: Entry
    head: int

    @property
    def concept(self) -> str:
        """The concept that the words stand for."""
        return self.entry.concept


class _Word(msgspec.Struct, frozen=True):
    """One pattern of one entry: its own length, whether it may begin or end inside a word, and what follows a gap."""

    entry: Entry
    length: int
    open_left: bool
    open_right: bool
    rest: tuple[str, ...]


class Lexicon:
    """All entries of all packs, compiled. `scan` is the one pass over a document."""

    def __init__(self, packs: dict[str, Pack]) -> None:
        words: dict[str, list[_Word]] = {}
        self.entries: list[Entry] = []
        self._prefixes = {
            code: frozenset(map(fold, pack.about["prefixes"]))
            for code, pack in packs.items()
            if pack.about.get("prefixes")
        }
        for pack in packs.values():
            self._add_pack(pack, words)
        self._words = [tuple(found) for found in words.values()]
        self._led = [
            int(pattern[0] == " ") for pattern in words
        ]  # patterns that begin with the blank before their word
        self._automaton = AhoCorasick(list(words) or ["\0"], matchkind=MatchKind.Standard)

    def _add_pack(self, pack: Pack, words: dict[str, list[_Word]]) -> None:
        endings = tuple(fold(str(e)) for e in pack.about.get("endings") or ("",))
        glued = pack.about.get("word_ends") == "open"
        for section in (*SECTIONS, LOCAL):
            for row in pack.section(section) or ():
                entry = _entry(pack.code, row)
                self.entries.append(entry)
                for pattern, left, right, rest in _patterns(row["words"], endings):
                    closed = "" if right or glued else " "
                    pieces = tuple(p.rstrip("*") + ("" if glued or p.endswith("*") else " ") for p in rest)
                    word = _Word(entry, len(pattern), left, right or glued, pieces)
                    begin = "" if left or pack.code in self._prefixes else " "
                    words.setdefault(begin + pattern + closed, []).append(word)

    def scan(self, text: str) -> list[Hit]:
        """Hits of all languages in the order of the text; word ends and gaps are checked, contexts are not: see `settle`."""
        words, found = f" {fold_words(text)} ", list[Hit]()
        for index, first, _ in self._automaton.find_matches_as_indexes(words, overlapping=True):
            start = first + self._led[index]
            inside = not self._led[index] and words[start - 1] != " "
            for word in self._words[index]:
                if inside and not word.open_left and not self._prefixed(words, start, word):
                    continue
                stop = head = start + word.length
                if word.rest:
                    stop = self._stop(words, text, start, word)
                    head = self._head(words, start, word) if stop else 0
                elif word.open_right and words[stop - 1] < _UNSPACED:
                    stop = head = _word_end(words, stop)
                if stop:
                    found.append(Hit(start - 1, stop - 1, word.entry, head - 1))
        found.sort(key=_start)
        return found

    def _stop(self, words: str, text: str, start: int, word: _Word) -> int:
        """Where words with a gap end; 0 where the rest behind the gap is missing."""
        stop = start + word.length
        for piece in word.rest:
            at = words.find(piece, stop, stop + _GAP_REACH)
            if at < 0 or any(mark in text[stop - 1 : at - 1] for mark in ".;!?"):
                return 0
            stop = at + len(piece.rstrip())
        is_open = not word.rest[-1].endswith(" ")
        return _word_end(words, stop) if is_open and words[stop - 1] < _UNSPACED else stop

    def _head(self, words: str, start: int, word: _Word) -> int:
        """Where the first piece of words with a gap ends."""
        head = start + word.length
        return _word_end(words, head) if word.open_right and words[head - 1] < _UNSPACED else head

    def _prefixed(self, words: str, start: int, word: _Word) -> bool:
        """Whether only a clitic of the language (an article, a preposition) stands before the words."""
        prefixes = self._prefixes.get(word.entry.language)
        if prefixes is None:
            return False
        first = start
        while first and words[first - 1] != " ":
            first -= 1
        return words[first:start] in prefixes


_start = attrgetter("start")


def _word_end(words: str, stop: int) -> int:
    end = words.find(" ", stop)
    return end if end >= 0 else stop


def _entry(language: str, row: dict[str, Any]) -> Entry:
    def words(key: str) -> tuple[str, ...]:
        return tuple(w if w.startswith("@") else fold(str(w)) for w in row.get(key) or ())

    book, concept = codebook(), row["concept"]
    role = next((name for name, group in (("trigger", book.triggers), ("actor", book.actors), ("quantity", book.quantities),
                                          ("object", book.objects), ("cue", book.cues)) if concept in group),
                f"own.{concept}" if book.is_own(concept) else "unknown")  # fmt: skip
    contexts = ("near", "not_near", "after", "not_after", "before", "not_before")
    return Entry(
        id=row["id"], language=language, concept=concept, role=role, near=words("near"), not_near=words("not_near"),
        after=words("after"), not_after=words("not_after"), before=words("before"), not_before=words("not_before"),
        side=row.get("side", "any"), reach=int(row.get("reach", 60)), head=bool(row.get("head")),
        anywhere=not any(row.get(key) for key in contexts),
    )  # fmt: skip


def _patterns(words: list[Any], endings: tuple[str, ...]) -> list[tuple[str, bool, bool, tuple[str, ...]]]:
    """Folded first piece, open to the left, open to the right, pieces behind gaps, for each form of each word.

    `stem~` takes the pack's endings, `stem*` any letters, `*word` may begin inside a word, ` .. ` is a gap.
    """
    made: list[tuple[str, bool, bool, tuple[str, ...]]] = []
    for word in map(str, words):
        first, *rest = word.split(GAP)
        left, right = first.startswith("*"), first.endswith("*")
        bare = first.strip("*")
        forms = [bare[:-1] + ending for ending in endings] if bare.endswith("~") else [bare]
        made += [(_folded(form), left, right, tuple(map(_folded, rest))) for form in forms]
    return made


def _folded(words: str) -> str:
    """Words as `scan` sees them; a `*` at the end stays."""
    bare = fold_words(words.rstrip("*")).strip()
    return " ".join(bare.split()) + ("*" if words.endswith("*") else "")


def settle(hits: Sequence[Hit], folded: str, start: int, stop: int) -> list[Hit]:
    """Of the hits in the sentence [start, stop) those whose contexts hold and that no longer words of their role cover.

    "Strike a deal" is no "strike"; but in "put the crowd at" somebody speaks and "the crowd at" counts people: these are
    two roles. Words with a gap cover only their first piece.
    """
    concepts = Counter(concept for _, concept in {(h.start, h.entry.concept) for h in hits})
    kept: list[Hit] = []
    taken: dict[tuple[str, str], tuple[int, int]] = {}
    for hit in sorted((h for h in hits if holds(h, folded, start, stop, concepts)), key=lambda h: (h.start, -h.head)):
        kin, span = (hit.entry.language, hit.entry.role), (hit.start, hit.head)
        before = taken.get(kin)
        if before is None or before == span or hit.start >= before[1]:
            taken[kin] = span
            kept.append(hit)
    return kept


def holds(hit: Hit, folded: str, start: int, stop: int, concepts: Mapping[str, int]) -> bool:
    """Whether the contexts that the entry asks for are met in the sentence [start, stop) with these concepts."""
    entry = hit.entry
    if entry.anywhere:
        return True
    if entry.near and not any(_has(w, hit, folded, start, stop, concepts) for w in entry.near):
        return False
    if any(_has(w, hit, folded, start, stop, concepts) for w in entry.not_near):
        return False
    behind, ahead = (
        folded[max(start, hit.start - _NEAR) : hit.start].rstrip(),
        folded[hit.stop : hit.stop + _NEAR].lstrip(),
    )
    if entry.after and not _ends(behind, entry.after):
        return False
    if entry.not_after and _ends(behind, entry.not_after):
        return False
    if entry.before and not _begins(ahead, entry.before):
        return False
    return not (entry.not_before and _begins(ahead, entry.not_before))


def _has(word: str, hit: Hit, folded: str, start: int, stop: int, concepts: Mapping[str, int]) -> bool:
    if word.startswith("@"):  # the words themselves are no company of their own
        return concepts.get(word[1:], 0) > (word[1:] == hit.concept)
    return _as_word(word, folded, start, stop)


def _as_word(word: str, folded: str, start: int, stop: int) -> bool:
    at = folded.find(word, start, stop)
    while at >= 0:
        if not (at and folded[at - 1].isalnum() and word[0].isalnum() and word < "\u1100"):
            return True
        at = folded.find(word, at + 1, stop)
    return False


def _ends(behind: str, words: tuple[str, ...]) -> bool:
    return any(
        behind.endswith(w) and not (w[0].isalnum() and behind[: len(behind) - len(w)][-1:].isalnum()) for w in words
    )


def _begins(ahead: str, words: tuple[str, ...]) -> bool:
    return any(ahead.startswith(w) for w in words)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of all packs in force, with the words of the user's own codebook; built once in a process."""
    return Lexicon({code: _with_local(pack) for code, pack in all_packs().items()})


def _with_local(pack: Pack) -> Pack:
    """The pack and what local.yaml says in its language."""
    rows = [words.row for words in codebook().words if words.language == pack.code]
    return Pack(pack.code, {**pack.sections, LOCAL: rows}) if rows else pack
