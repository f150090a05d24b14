"""The words of one language that tell of places, read from its places.yaml and made ready for look-up.

Nothing here knows a language: what is a preposition, a level word or a title stands in the pack, each entry with its id.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick_rs

from khronika.geography.current import gazetteer
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.heads import Heads
from khronika.geography.layout import LEVELS, ROW, SUBURB
from khronika.geography.measured import Ruler
from khronika.geography.vocabulary import small_words
from khronika.languages import Pack, all_packs, get_pack
from khronika.model import Passage
from khronika.text.fold import fold

_NO_BLANKS = re.compile("[\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_PARTS = re.compile(r"\w+")
_STREET = -3.0
NEAR_LEVEL = len(LEVELS)  # "the outskirts of": no level of a place, but of what is said about it


@dataclass(frozen=True, slots=True)
class Word:
    """One entry's meaning: rule id, hint for the place beside it, level it speaks of, how strongly it speaks for a place;
    `capital`: it counts only when written with one ("Houston Street", but "a Karachi court")."""

    rule: str
    hint: str | None = None
    level: int | None = None
    weight: float = 0.0
    capital: bool = False

    @property
    def bars(self) -> bool:
        """A word for a street or a part of a town: a country's name beside it is the name of that street."""
        return self.level == SUBURB or ".suburb." in self.rule or self.is_street

    @property
    def is_street(self) -> bool:
        """A word for a street, square or bridge: what speaks most against a place without saying what else it is."""
        return self.weight <= _STREET and self.hint is None and self.level is None


class PlaceWords:
    """The compiled places.yaml of one language. An unknown language has empty lists and reads exact names alone.

    before, after, tails   words before, after, hung on a name: id, words, hint, level, weight, capital
    skips, links, lists    articles; words between content and container ("in"); words between equals ("and")
    genitives, outer_first container before content: by these endings ("'s"), or as the language's usual order
    common, given          words that are names only with evidence; given names of persons
    starters               words whose capital at the head of a sentence says nothing
    names, tied, demonyms  `is: {target: [words]}`; tied ones only after a place and a comma; a stem ends in `*`
    plurals                level words that speak of several names at once ("regions")
    small_demonyms         the language writes words for peoples small
    distances, bearings    `is: {metres: [words]}`, `is: {degrees: [words]}`: units of length and points of the compass
    speaking               verbs that end a sentence in which a capital or country at its head speaks for its government
    adjectives             `from`, `to`: what makes a town's name a word for what is of that town ("Bozner")
    endings, prefixes      `from`, `to`: case endings and what they come from; what is written onto the front of a name
    """

    def __init__(self, pack: Pack | None, places: Gazetteer, *, cased: bool = True, spaces: bool = True) -> None:
        raw: dict[str, Any] = (pack.section("places") if pack else {}) or {}
        self._pack = pack
        about = pack.about if pack else {}
        self.cased = bool(about.get("cased", cased))
        self.spaces = bool(about.get("spaces", spaces))
        self.outer_first = bool(raw.get("outer_first", False))
        self._read_words(raw)
        self._read_names(raw, places)
        self.ruler = Ruler(raw.get("distances"), raw.get("bearings"))
        self._index(places)

    def _read_words(self, raw: dict[str, Any]) -> None:
        """Lists of words, and what may stand before, after and on a name."""
        self.before, self.after, self.tails = (dict(_words(raw.get(key))) for key in ("before", "after", "tails"))
        self.skips, self.links, self.genitives = (_folded(raw.get(key)) for key in ("skips", "links", "genitives"))
        self.lists, self.plurals = _folded(raw.get("lists")), _folded(raw.get("plurals"))
        self.common, self.given, self.starters = (_folded(raw.get(key)) for key in ("common", "given", "starters"))
        self.prefixes = tuple(sorted(_folded(raw.get("prefixes")), key=lambda p: (-len(p), p)))
        self.speaking = tuple(sorted(_folded(raw.get("speaking"))))
        self.adjectives = [
            (fold(e["from"]), tuple(map(fold, e["to"])), str(e["id"])) for e in raw.get("adjectives") or ()
        ]
        endings = [(fold(e["from"]), tuple(map(fold, e["to"])), str(e["id"])) for e in raw.get("endings") or ()]
        self._bare = [ending for ending in endings if not ending[0]]
        self.endings = {  # by the last letter of the words that may have them
            last: [ending for ending in endings if ending[0][-1:] in (last, "")]
            for last in {e[0][-1:] for e in endings}
        }

    def _read_names(self, raw: dict[str, Any], places: Gazetteer) -> None:
        """The pack's own names and its words for peoples; stems of these are written with a trailing `*`."""
        self.names, self.tied = (dict(_names(raw.get(key), places)) for key in ("names", "tied"))
        peoples = dict(_names(raw.get("demonyms"), places))
        self.demonyms = {word: target for word, target in peoples.items() if not word.endswith("*")}
        self.stems = {word[:-1]: target for word, target in peoples.items() if word.endswith("*")}
        small = self.demonyms if raw.get("small_demonyms") else {}
        self.people = [*{**self.stems, **small}.items()]  # written small, so that capitals do not lead to them
        patterns = [word for word, _ in self.people]
        self.people_finder = ahocorasick_rs.AhoCorasick(patterns, matchkind=_LONGEST) if patterns else None

    def _index(self, places: Gazetteer) -> None:
        """What lets a look-up say no quickly."""
        own = (*self.names, *self.demonyms, *self.tied)
        self.firsts = {_PARTS.findall(name)[0] for name in own if _PARTS.search(name)}
        self.nearest = {text.split(" ")[-1] for text in self.before}
        self.after_heads = {text.split(" ")[0] for text in self.after}
        self.bars = frozenset(w for text, word in self.before.items() if word.bars for w in self._nouns(text))
        self.longest = max((len(_PARTS.findall(name)) for name in own), default=1)
        self.before_rules = {word.rule for word in self.before.values()}
        self._heads = {name[:2] for name in own}
        self._longest_name = max(map(len, own), default=0)
        self._longest_tail = max(map(len, self.tails), default=0)
        self._hung: dict[str, tuple[tuple[str, Word], ...] | None] = {}
        self.heads = Heads(self, places)

    def _nouns(self, phrase: str) -> list[str]:
        """The words of a phrase that are no articles or prepositions: what stands right before a name in "barrio Nigeria"."""
        small = [self.skips, self.links, {word for word, meaning in self.before.items() if not meaning.bars}]
        return [w for w in phrase.split(" ") if not any(w in words for words in small)]

    def hang(self, rest: str) -> tuple[tuple[str, Word], ...] | None:
        """The tails that a word's rest is made of, () for no rest, None where it is something else."""
        if rest not in self._hung:
            self._hung[rest] = self._split(rest, 4)
            if len(self._hung) > 20_000:
                self._hung.clear()
                return self._split(rest, 4)
        return self._hung[rest]

    def _split(self, rest: str, left: int) -> tuple[tuple[str, Word], ...] | None:
        if not rest:
            return ()
        for size in range(min(len(rest), self._longest_tail), 0, -1) if left else ():
            word = self.tails.get(rest[:size])
            others = self._split(rest[size:], left - 1) if word else None
            if word and others is not None:
                return ((rest[:size], word), *others)
        return None

    def starting(self, folded: str, start: int) -> dict[str, tuple[int, str, str | None]]:
        """The pack's own names and demonyms that the text begins with here: row, rule, hint."""
        found: dict[str, tuple[int, str, str | None]] = {}
        if folded[start : start + 2] not in self._heads:
            return found
        for stop in range(start + 1, min(len(folded), start + self._longest_name) + 1):
            piece = folded[start:stop]
            for table, hint in ((self.demonyms, "demonym"), (self.names, None)):
                if piece in table:
                    found[piece] = (*table[piece], hint)
        return found

    def calls(self, word: str) -> bool:
        """Whether the word is somebody's given name in this language or in any other with capitals."""
        return word in self.given or (self.cased and word in _given_anywhere())

    def speaks(self, word: str) -> bool:
        """Whether the pack knows the word as something else than a name."""
        return word in self.common or word in self.after or word in self.before or word in self.links

    def writes_small(self, folded: str) -> bool | None:
        """Whether the pack has the word, an article before it aside, small for certain; None where it has not got it."""
        parts = [word for word in folded.split(" ") if word not in self.skips]
        return small_words(self._pack).get(parts[0]) if self._pack and len(parts) == 1 else None

    def forms(self, word: str) -> list[tuple[str, str | None]]:
        """The word itself and the base forms that its ending allows, each with the rule that gave it."""
        head, hyphen, tail = word.partition("-")
        found = self._bases(word)
        if hyphen and tail:  # "in Rostov-on-Don": only the first part bends, or both do
            tails = self._bases(tail)
            found += [(f"{a}-{b}", first or second) for a, first in self._bases(head) for b, second in tails if first]
        return found

    def _bases(self, word: str) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = [(word, None)]
        for ending, bases, rule in self.endings.get(word[-1:], self._bare):
            if word.endswith(ending) and len(word) - len(ending) > 1:
                stem = word[: len(word) - len(ending)]
                found += [(stem + base, rule) for base in bases]
        return found


_LONGEST = ahocorasick_rs.MatchKind.LeftmostLongest


@lru_cache(maxsize=1)
def _given_anywhere() -> frozenset[str]:
    """Given names of all packs: reports name people of every country."""
    packs = (pack for pack in all_packs().values() if pack.cased)
    return frozenset[str]().union(*(_folded((pack.section("places") or {}).get("given")) for pack in packs))


def _folded(given: Any) -> frozenset[str]:
    return frozenset(map(fold, _listed(given)))


def _listed(given: Any) -> Iterable[str]:
    """A plain list of words, or entries that carry their words with an id."""
    for item in given or ():
        if isinstance(item, dict):
            yield from map(str, item["words"])
        else:
            yield str(item)


def _words(entries: Any) -> Iterator[tuple[str, Word]]:
    for e in entries or ():
        level = LEVELS.index(e["level"]) if e.get("level") in LEVELS else (NEAR_LEVEL if e.get("level") else None)
        word = Word(str(e["id"]), e.get("hint"), level, float(e.get("weight", 0)), bool(e.get("capital")))
        for text in e["words"]:
            yield fold(str(text)), word


def _target(key: Any, places: Gazetteer) -> int | None:
    """A row from what a pack may write: ISO 3166 alpha-3, GeoNames code of a unit (`RU.17`), GeoNames id, or an English name."""
    text = str(key)
    if text.isdigit():
        return places.row_of(int(text))
    named = (row for row in places.shipped(fold(text)) if places.level[row & ROW] < 3)
    return next((r for r in (places.country_number(text), places.unit_number(text), *named) if r is not None), None)


def _names(entries: Any, places: Gazetteer) -> Iterator[tuple[str, tuple[int, str]]]:
    for e in entries or ():
        for key, texts in e["is"].items():
            row = _target(key, places) if key != "__line__" else None
            if row is not None:
                for name in (fold(str(text)) for text in texts):
                    if not places.claims(name):  # the user says what it means
                        yield name, (row, str(e["id"]))


@lru_cache(maxsize=64)
def _words_of(places: Gazetteer, language: str | None, cased: bool, spaces: bool) -> PlaceWords:
    return PlaceWords(get_pack(language), places, cased=cased, spaces=spaces)


def words_of(passage: Passage) -> PlaceWords:
    """The place words of a passage's language, compiled once a process; without a pack its script says how to read it."""
    if get_pack(passage.language):
        return _words_of(gazetteer(), passage.language, True, True)
    sample = passage.text[:200]
    return _words_of(gazetteer(), None, sample.lower() != sample.upper(), _NO_BLANKS.search(sample) is None)
