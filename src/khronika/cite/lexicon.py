"""The packs' words for notes and lists of sources, as patterns on folded text.

`note`: words before the number of a note. `lists`: headings of a list of sources. `same_author`, `same_work`: what stands for a
name or a work given before. `signals`: what may open a note before the work itself. `leaning`: with what a sentence opens
that says nothing without the one before it. `population`: words by which a ratio compares people who live somewhere.
"""

import re
from functools import lru_cache

from khronika.languages import Pack, all_packs
from khronika.text.fold import fold

LISTS = ("note", "lists", "same_author", "same_work", "signals", "leaning", "population")


def phrases(pack: Pack, name: str) -> list[str]:
    """The folded words of one list of a pack, the longest first."""
    entry = pack.section("cite").get(name) or {}
    return sorted({fold(str(word)) for word in entry.get("words", ())}, key=lambda word: (-len(word), word))


def pattern(name: str, pack: Pack | None = None) -> re.Pattern[str]:
    """Whole words of a list, of one pack or of all; a list without words matches nothing."""
    packs = [pack] if pack else list(all_packs().values())
    parts = [_bounded(word, one) for one in packs for word in phrases(one, name)]
    return _compiled("|".join(sorted(set(parts), key=lambda part: (-len(part), part))) or r"(?!)")


def _bounded(word: str, pack: Pack) -> str:
    """The word with any blanks; it ends where it ends, except in languages that write particles to it."""
    end = "" if pack.about.get("word_ends") == "open" else r"(?![^\W_])"
    return r"[\s\xa0]{1,3}".join(map(re.escape, word.split())) + end


@lru_cache(maxsize=256)
def _compiled(parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{parts})")


def opens_with(name: str, folded: str, pack: Pack | None = None) -> re.Match[str] | None:
    """The word of that list that a folded text begins with, marks of quotation and blanks aside."""
    return re.compile(r"[\s\"'(]{0,4}(?P<word>" + pattern(name, pack).pattern + ")").match(folded)


@lru_cache(maxsize=1)
def headings() -> frozenset[str]:
    """Folded lines that head a list of sources, in all languages."""
    return frozenset(word for pack in all_packs().values() for word in phrases(pack, "lists"))


def names_a_source(folded: str, pack: Pack) -> bool:
    """Whether a sentence has words by which the pack knows that somebody is named as the source of what is told."""
    return _attribution(pack.code).search(folded) is not None


@lru_cache(maxsize=64)
def _attribution(code: str) -> re.Pattern[str]:
    pack = all_packs()[code]
    frames = (pack.section("attribution") or {}).get("frames", ())
    words = {_bounded(fold(str(word)), pack) for frame in frames for word in frame["words"]}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w))) or '(?!)'})")
