"""A pack's counts.yaml made ready for reading: patterns and look-up tables, built when a language is first met.

Everything that matches words is made from data; the patterns here are the grammar that languages share.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from khronika.errors import PackError
from khronika.extract.counts.digits import digits_pattern, digits_value
from khronika.extract.counts.nouns import Nouns
from khronika.extract.counts.numeral import Token, TokenKind
from khronika.extract.counts.phrases import Phrases, alternation
from khronika.extract.counts.schema import Counts, Hedge, Inverted, NotCount, Vague, Values, read_counts_data
from khronika.languages import Pack
from khronika.model import Problem
from khronika.text.fold import fold

_NO_LETTER_BEFORE = r"(?<![^\W\d_])"
_NEVER = r"(?!)"


class Book:
    """One language ready to read numbers with."""

    def __init__(self, data: Counts, code: str) -> None:
        self.data = data
        self.code = code
        form = data.format
        self.bounded = form.bounded
        self.digits_value = digits_value(form)
        self.words = _word_tokens(data)
        self.glued = {fold(w): v for w, v in data.numbers.glued.items()}
        self.vague = {_plain(fold(w)): v for v in data.vague for w in v.words}
        self.digits = re.compile(digits_pattern(form))
        self.token = re.compile(f"(?P<d>{digits_pattern(form)})|(?P<w>{self._words_source()})")
        self.seed = re.compile(f"(?P<v>{self._vague_source()})|(?P<r>{self._run_source()})")
        self._phrases(data)
        self.nouns = Nouns(data.nouns, form.compounds)
        self._unit_words(data)

    def _phrases(self, data: Counts) -> None:
        bounded, numbers = self.bounded, data.numbers
        self.hedge_before = Phrases(_hedges(data.hedges, "before"), bounded)
        self.hedge_after = Phrases(_hedges(data.hedges, "after"), bounded)
        self.hedge_after_unit = Phrases(_hedges(data.hedges, "after_unit"), bounded)
        self.not_before = Phrases(((w, n) for n in data.not_counts for w in n.before), bounded)
        self.not_after = Phrases(((w, n) for n in data.not_counts for w in n.after), bounded)
        self.appositions: list[NotCount] = [n for n in data.not_counts if n.apposition]
        self.counters = Phrases(((w, c) for c in data.counters for w in c.words), bounded)
        self.prefixes = Phrases(((w, c) for c in data.counters for w in c.before), bounded)
        self.articles = Phrases(((w, None) for w in numbers.articles), True)
        self.minus = Phrases(((w, None) for w in numbers.minus), bounded)
        self.denominators = Phrases(((w, (f, v)) for f in data.fractions for w, v in f.denominators.items()), bounded)
        inverted = data.inverted or Inverted(id="")
        self.inverted = Phrases(((w, (inverted, v)) for w, v in inverted.words.items()), True)

    def _unit_words(self, data: Counts) -> None:
        unit = data.unit
        self.stoppers = frozenset(map(fold, unit.stoppers))
        self.openers = frozenset(map(fold, unit.openers))
        self.not_nouns = frozenset(map(fold, unit.not_nouns))
        self.modifiers = frozenset(map(fold, unit.modifiers))
        self.endings = tuple(map(fold, unit.endings))
        self.verb_endings = tuple(map(fold, unit.verb_endings))
        self.hints = {fold(w): kind for w, kind in unit.hints.items()}
        self.particles = tuple(sorted(map(fold, unit.particles), key=len, reverse=True))
        self.subject_particles = tuple(sorted(map(fold, unit.subject_particles), key=len, reverse=True))
        self.between = Phrases(((w, None) for w in unit.between), False)
        self.after_join = Phrases(((w, None) for w in unit.after_join), False)
        self.weak = frozenset(map(fold, data.numbers.weak))
        self.homographs = frozenset(map(fold, data.numbers.homographs))
        self._person_words(data)
        self.joiner = re.compile(rf"(?:{alternation(data.numbers.joiners) or _NEVER})\Z")

    def _person_words(self, data: Counts) -> None:
        single, zero, sums = data.singular, data.zero, data.sums
        self.singular = self._whole_words(single.words) if single else None
        self.none = self._whole_words(zero.before) if zero else None
        self.no_one = self._whole_words(zero.pronouns) if zero else None
        needs = alternation(zero.pronoun_needs) if zero else ""
        self.no_one_needs = re.compile(rf"(?<![^\W_])(?:{needs})") if needs else None
        after = alternation(zero.after) if zero else ""
        self.none_after = re.compile(rf"(?<![^\W_])(?:{after})") if after else None
        joins = alternation(sums.join) if sums else ""
        self._sum_join = re.compile(rf" {{0,3}}(?:{joins}) {{0,3}}\Z") if joins else None
        self.sum_own = Phrases(((w, None) for w in sums.own) if sums else (), self.bounded)

    def sum_joins(self, between: str) -> bool:
        """Whether this text joins two persons of a list."""
        return self._sum_join is not None and len(between) < 24 and self._sum_join.match(between) is not None

    def _whole_words(self, words: list[str]) -> re.Pattern[str] | None:
        joined = alternation(words)
        return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])") if joined else None

    def _words_source(self) -> str:
        """One number word; in languages that part words it stands alone, behind digits or a hyphen at most."""
        words = alternation(self.words)
        if not words:
            return _NEVER
        if self.data.format.closed:
            return f"(?:{words})"
        prefixes = alternation(self.data.numbers.prefixed_joiners)
        start = f"(?:{_NO_LETTER_BEFORE}(?:{prefixes})?)" if prefixes else _NO_LETTER_BEFORE
        return rf"{start}(?:{words})(?![^\W_])"

    def _run_source(self) -> str:
        """Tokens with what may stand between them: blanks, a hyphen, a word like "and", or nothing."""
        number = self.data.numbers
        join = alternation(number.joiners) or _NEVER
        token = f"(?:{digits_pattern(self.data.format)}|{self._words_source()})"
        edge = r"(?![^\W_])" if self.data.format.closed and self.bounded else ""
        blank = " {0,3}" if self.data.format.closed else " {1,3}"
        gap = rf"(?: {{1,3}}|{blank}(?:{join}){blank}| ?- ?|)"
        head = rf"{digits_pattern(self.data.format)}|(?<![^\W_]){self._words_source()}"
        return rf"(?:{head})(?:{gap}{token})*{edge}"

    def _vague_source(self) -> str:
        edge = r"(?![^\W_])" if self.bounded else ""
        return rf"(?<![^\W_])(?:{alternation(self.vague) or _NEVER}){edge}"


def _word_tokens(data: Counts) -> dict[str, Token]:
    """Folded word -> a token without place."""
    number = data.numbers
    kinds: tuple[tuple[Values, TokenKind, bool, bool], ...] = (
        (number.add, "add", False, False),
        (number.small, "small", False, False),
        (number.big, "big", False, False),
        (number.bound, "big", True, False),
        (number.about, "big", True, True),
        (number.glued, "big", True, False),
        (number.fractions, "fraction", False, False),
    )
    words: dict[str, Token] = {}
    for values, kind, bound, about in kinds:
        for word, value in values.items():
            words.setdefault(_plain(fold(word)), Token(kind, value, 0, 0, bound=bound, about=about))
    return words


def _hedges(hedges: list[Hedge], where: str) -> Iterator[tuple[str, Hedge]]:
    return ((word, hedge) for hedge in hedges for word in getattr(hedge, where))


def _plain(words: str) -> str:
    return " ".join(words.split())


def vague_of(book: Book, quote: str) -> Vague:
    """The rule of the vague word that the seed pattern found."""
    return book.vague[_plain(quote)]


@lru_cache(maxsize=64)
def get_book(pack: Pack) -> Book | None:
    """The language's numbers, compiled once; None where the pack has no counts.yaml.

    Raises: PackError: the file breaks its schema.
    """
    section = pack.section("counts")
    if not section:
        return None
    data = read_counts_data(section, f"languages/{pack.code}/counts.yaml")
    if isinstance(data, Problem):
        raise PackError([data])
    return Book(data, pack.code)
