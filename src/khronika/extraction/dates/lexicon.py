"""Words and numbers that a language's date patterns know, found in a folded text in one pass.

Each node of a text becomes one private character that stands for the set of classes it belongs to, so that templates
can be matched as regular expressions over a short string. Decides nothing: a word may be in several classes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from khronika.extraction.dates.template import LITERAL
from khronika.text.fold import fold

NAME = "name"
YEARS = range(1900, 2101)
OLD_YEARS = {n for n in (*range(1000, 1900), *range(2101, 2200)) if n % 100}  # years only where words leave no doubt
SURE_YEARS = frozenset(range(1950, 2040)) - {2000}
# Words of other classes (numbers, parts, articles) are too common to be worth a closer look by themselves.
_COMMON = frozenset(
    {"day", "nth", "suffix", "number", "one", "few", "counter", "which", "part", "half", "year_part", "weekday_short"}
    | {"month_number", "roman", "persian_month", "persian_sure", "hour_said"}
)
_FIRST_PRIVATE = 0xE000
_ALL_DAY = 24  # 24/7 is no day; other days above 12 before a month are no fractions
_DIGITS = re.compile(r"\d+", re.ASCII)


class Node(NamedTuple):
    """One word, number, sign or finished reading of a text: its class character, offsets and values by class."""

    char: str
    start: int
    stop: int
    values: Mapping[str, Any]


class _Word(NamedTuple):
    char: str
    values: Mapping[str, Any]
    capital: bool


class Lexicon:
    """Words of one language by class, with their values; digits belong to classes by what they may mean."""

    def __init__(
        self,
        words: Mapping[str, Mapping[Any, list[str]]],
        weak: Mapping[str, list[str]],
        capital: list[str],
        literals: set[str],
        glued: bool,
        respelt: Mapping[str, str] | None = None,
    ) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._digits: dict[str, tuple[str, dict[str, int]]] = {}
        self._by_class: dict[str, str] = {}
        self._glued = glued
        self._respelt = dict(respelt or {})
        self.digit_chars = "".join(sorted({self._digit(d)[0] for d in _SAMPLES}))
        self.name = self.char({NAME})
        self._words = self._collect(words, weak, {fold(w) for w in capital}, literals)
        self._by_index = list(self._words.values())
        self._named = self._capitals()
        self._all = AhoCorasick(list(self._words), matchkind=MatchKind.LeftmostLongest)
        self._core = AhoCorasick([w for w, known in self._words.items() if _is_core(known.values)])
        every = [*self._words.values(), *self._named.values()]
        self.core = frozenset({w.char for w in every if _is_core(w.values)} | set(self.digit_chars))

    def char(self, classes: Iterable[str]) -> str:
        """The character that stands for exactly these classes."""
        return self._chars.setdefault(frozenset(classes), chr(_FIRST_PRIVATE + len(self._chars)))

    def chars_of(self, name: str) -> str:
        """All characters of nodes that belong to a class."""
        if not self._by_class:
            for classes, char in self._chars.items():
                for each in classes:
                    self._by_class[each] = self._by_class.get(each, "") + char
        return self._by_class.get(name, "")

    def may_hold(self, folded: str) -> bool:
        """Whether there is a number or a word without which nothing is a date. Cheap."""
        return _DIGITS.search(folded) is not None or bool(self._core.find_matches_as_indexes(folded))

    def nodes(self, text: str, folded: str) -> Iterator[Node]:
        """All known words and numbers in order, not overlapping."""
        found = [(start, stop, index) for index, start, stop in self._all.find_matches_as_indexes(folded)]
        found += [(m.start(), m.end(), -1) for m in _DIGITS.finditer(folded)]
        found.sort()
        end, words, named = 0, self._by_index, self._named
        for start, stop, index in found:
            if index < 0:
                char, numbers = self._digit(folded[start:stop])
                yield Node(char, start, stop, numbers)
                end = stop
                continue
            word = words[index]
            if self._stands_free(folded, start, stop, end) and (not word.capital or text[start].isupper()):
                if index in named and text[start].isupper():
                    word = named[index]
                yield Node(word.char, start, stop, word.values)
                end = stop

    def _stands_free(self, folded: str, start: int, stop: int, end: int) -> bool:
        """Whether word ends allow it: a letter before may be the node before's; gluing languages judge later."""
        if self._glued:
            return True
        if stop < len(folded) and folded[stop].isalpha():
            return False
        return not start or start == end or not folded[start - 1].isalpha()

    def _collect(
        self,
        words: Mapping[str, Mapping[Any, list[str]]],
        weak: Mapping[str, list[str]],
        capital: set[str],
        literals: set[str],
    ) -> dict[str, _Word]:
        values: dict[str, dict[str, Any]] = {form: {LITERAL + w: w} for w in literals for form in self._spelt(w)}
        for name, forms in words.items():
            for value, spellings in forms.items():
                for form in (form for spelling in spellings for form in self._spelt(str(spelling))):
                    values.setdefault(form, {})[name] = _value(name, value)
        doubtful = {form for spellings in weak.values() for w in spellings for form in self._spelt(w)}
        for word, by_class in values.items():
            if word not in doubtful:
                by_class.update({f"{name}_sure": by_class[name] for name in weak if name in by_class})
        return {w: _Word(self.char(v), v, w in capital) for w, v in values.items()}

    def _spelt(self, word: str) -> list[str]:
        """The folded word, and as it is written where its letters are not at hand: Maerz for März."""
        other = word.lower()
        for letter, instead in self._respelt.items():
            other = other.replace(letter, instead)
        return list(dict.fromkeys([fold(word), fold(other)]))

    def _capitals(self) -> dict[int, _Word]:
        """Months written with a capital, by the index of the word: in some languages a name, not a date."""
        months = [(i, w) for i, w in enumerate(self._by_index) if "month" in w.values]
        values = {i: {**w.values, "month_capital": w.values["month"]} for i, w in months}
        return {i: _Word(self.char(values[i]), values[i], w.capital) for i, w in months}

    def _digit(self, digits: str) -> tuple[str, dict[str, int]]:
        known = self._digits.get(digits)
        if known is None:
            numbers = _classes_of(digits)
            known = self.char(numbers), numbers
            if len(digits) <= 4:
                self._digits[digits] = known
        return known


_SAMPLES = ("0", "00", "1", "01", "12", "13", "24", "25", "31", "32", "60", "123", "1000", "1914", "2022", "2000",
            "2010", "1960", "1915", "2300", "1812", "12345", "20220925", "123456789")  # fmt: skip


def _is_core(values: Mapping[str, Any]) -> bool:
    """Whether a word is worth a closer look at what stands around it."""
    return any(not name.startswith(LITERAL) and name.split("__")[0] not in _COMMON for name in values)


def _value(name: str, value: Any) -> Any:
    """`day -1` of a shift or length as (day, -1), `12-25` of a holiday as (12, 25), `easter 1` as ("easter", 1), `nth 11-4-4`
    as ("nth", "11-4-4")."""
    if name in ("shift", "length") or (name == "holiday" and " " in str(value)):
        unit, n = str(value).split()
        return (unit, n) if unit == "nth" else (unit, int(n))
    if name in ("holiday", "lunar_feast"):
        month, day = str(value).split("-")
        return int(month), int(day)
    return value


def _classes_of(digits: str) -> dict[str, int]:
    """What a run of digits may be."""
    if len(digits) > 8:
        return {"long": 0}
    n = int(digits)
    classes = {"number": n} if len(digits) == 4 and n in YEARS else {"number": n, "count": n}
    if len(digits) <= 2:
        fits = {
            "day": 1 <= n <= 31,
            "late_day": 12 < n <= 31 and n != _ALL_DAY,
            "month_number": 1 <= n <= 12,
            "month_two": len(digits) == 2 and 1 <= n <= 12,
            "hour": n <= 24,
            "two": len(digits) == 2,
            "minute": len(digits) == 2 and n < 60,
        }
        classes.update({name: n for name, fit in fits.items() if fit})
    elif len(digits) == 4 and n in YEARS:
        fits = {"year": True, "decade": n % 10 == 0, "year_sure": n in SURE_YEARS}
        classes.update({name: n for name, fit in fits.items() if fit})
    elif len(digits) == 4 and n in OLD_YEARS:
        classes["old_year"] = n
    elif len(digits) == 8 and n // 10000 in YEARS and 1 <= n // 100 % 100 <= 12 and 1 <= n % 100 <= 31:
        classes["compact"] = n
    return classes
