"""A pack's counts.yaml made ready for reading: patterns and look-up tables, built when a language is first met.

Everything that matches words is made from data; the patterns here are the grammar that languages share.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from khronika.errors import PackError
from khronika.extraction.counts.digits import digits_pattern, digits_value
from khronika.extraction.counts.duals import dual_pattern, dual_words
from khronika.extraction.counts.noise import BLANK
from khronika.extraction.counts.nouns import Nouns
from khronika.extraction.counts.numeral import Token, TokenKind
from khronika.extraction.counts.phrases import Phrases, addresses, alternation, at_word_start
from khronika.extraction.counts.schema import (
    Counts,
    Fraction,
    Hedge,
    Inverted,
    NotCount,
    Range,
    Sums,
    Vague,
    Values,
    read_counts_data,
)
from khronika.languages import Pack
from khronika.model import Problem
from khronika.text.fold import fold

_NO_LETTER_BEFORE = r"(?<![^\W\d_])"
_NEVER = r"(?!)"
_HEAD = 3
COMMAS = ",،、"


class Book:
    """One language ready to read numbers with."""

    def __init__(self, data: Counts, code: str) -> None:
        self.data = data
        self.head_first = not data.format.bounded and not data.unit.before
        self.code = code
        form = data.format
        self.bounded = form.bounded
        self.digits_value = digits_value(form)
        self.words = _word_tokens(data)
        self.glued = {fold(w): v for w, v in data.numbers.glued.items()}
        self.prefixes_of_words = tuple(map(fold, data.numbers.prefixed_joiners))
        self.duals = dual_words(data)
        self.dual_word = dual_pattern(data)
        vague = {_plain(fold(w)): v for v in data.vague for w in v.words}
        self.vague = _unprefixed(vague, self.prefixes_of_words)
        vague_ones = (word for word, rule in self.vague.items() if rule.low == rule.high and rule.type is None)
        self.collectives = frozenset(word.removesuffix(" de").rpartition(" ")[2] for word in vague_ones)
        self.scores = frozenset(map(fold, data.scores))
        self.ranges = [_folded(rule) for rule in data.ranges]
        joins = alternation(word for rule in self.ranges for word in rule.join)
        self.to_taken = re.compile(rf"(?:, {{1,2}}\d{{1,3}}){{0,4}} {{0,2}}(?:{joins or _NEVER}) {{0,2}}{BLANK}")
        self.hedged = {_plain(fold(w)): n for v in data.vague for w, n in v.hedged.items()}
        self.unless = {h.id: at_word_start(h.unless, False) for h in data.hedges if h.unless}
        self._patterns(data)
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
        self.streets = [(n, addresses(n.streets)) for n in data.not_counts if n.streets]
        self.within = [(n, p) for n in data.not_counts if (p := at_word_start(n.within, False))]
        self.counters = Phrases(((w, c) for c in data.counters for w in c.words), bounded)
        self.prefixes = Phrases(((w, c) for c in data.counters for w in c.before), bounded)
        self.article_words = frozenset(map(fold, numbers.articles))
        self.articles = Phrases(((w, None) for w in numbers.articles), True)
        self.minus = Phrases(((w, None) for w in numbers.minus), bounded)
        self.hedge_grown = Phrases(_hedges(data.hedges, "grown"), bounded)
        self.parts_of = frozenset(word for f in data.fractions for word in f.of)
        self.ones = [(f, _ones(f)) for f in data.fractions if f.ones]
        self.denominators = Phrases(((w, (f, v)) for f in data.fractions for w, v in f.denominators.items()), bounded)
        inverted = data.inverted or Inverted(id="")
        self.inverted = Phrases(((w, (inverted, v)) for w, v in inverted.words.items()), True)

    def _unit_words(self, data: Counts) -> None:
        unit = data.unit
        self.stoppers = frozenset(map(fold, unit.stoppers))
        self.openers = frozenset(map(fold, unit.openers))
        self.not_nouns = frozenset(map(fold, unit.not_nouns))
        self.predicates = frozenset(map(fold, unit.predicates))
        self.modifiers = frozenset(map(fold, unit.modifiers))
        self.endings = tuple(map(fold, unit.endings))
        self.verb_endings = tuple(map(fold, unit.verb_endings))
        self.hints = {fold(w): kind for w, kind in unit.hints.items()}
        self.particles = tuple(sorted(map(fold, unit.particles), key=len, reverse=True))
        self.subject_particles = tuple(sorted(map(fold, unit.subject_particles), key=len, reverse=True))
        self.endings_of_words = ("", *self.particles, *self.subject_particles)
        self.between = Phrases(((w, None) for w in unit.between), False)
        self.after_join = Phrases(((w, None) for w in unit.after_join), False)
        self.weak = frozenset(map(fold, data.numbers.weak))
        self.lone = frozenset(map(fold, data.numbers.lone))
        self.homographs = frozenset(map(fold, data.numbers.homographs))
        self.leading = frozenset(map(fold, data.numbers.leading))
        self.free = frozenset(map(fold, data.numbers.free))
        self.spoken_of = at_word_start(data.numbers.spoken_of, False)
        self._person_words(data)
        joiners = alternation([*data.numbers.joiners, *data.numbers.prefixed_joiners])
        self.joiner = re.compile(rf"(?:{joiners or _NEVER})\Z")

    def _person_words(self, data: Counts) -> None:
        single, zero, sums = data.singular, data.zero, data.sums
        self.singular = at_word_start(single.words, True) if single else None
        self.befallen = at_word_start(single.after, True) if single else None
        self.none = at_word_start(zero.before, True) if zero else None
        self.no_one = at_word_start(zero.pronouns, True) if zero else None
        self.no_one_needs = at_word_start(zero.pronoun_needs, False) if zero else None
        self.none_things = frozenset(fold(w) for w in zero.of_things) if zero else frozenset()
        self.emphatic = at_word_start(zero.emphatic, True) if zero else None
        self.singles = at_word_start(zero.singles, True) if zero else None
        self.single_needs = at_word_start(zero.single_needs, False) if zero else None
        self.none_after = at_word_start(zero.after, False) if zero else None
        joins = alternation(sums.join) if sums else ""
        self._sum_join = re.compile(rf" {{0,3}}(?:{joins}|[{COMMAS}]) {{0,3}}\Z") if joins else None
        self._list_words(sums or Sums(id=""))

    def _list_words(self, sums: Sums) -> None:
        """What joins lists. Languages whose own joiner may be one word alone name single persons without article;
        there the words before a singular that are no "one" say what befell it."""
        single = self.data.singular
        self.sum_own = Phrases(((w, None) for w in sums.own), self.bounded)
        self.bound_joins = frozenset(map(fold, sums.but))
        self.sum_sure = Phrases(((w, None) for w in sums.sure), self.bounded)
        self.sum_final = Phrases(((w, None) for w in sums.join if any(c.isalnum() for c in w)), self.bounded)
        self.bare_persons = any(" " not in word for word in sums.own)
        ones = {word for word, token in self.words.items() if token.value == 1}
        words = single.words if single and self.bare_persons else ()
        self.fates = at_word_start([w for w in words if not ones & set(fold(w).split())], True)

    def sum_joins(self, between: str) -> bool:
        """Whether this text joins two persons of a list."""
        return self._sum_join is not None and len(between) < 24 and self._sum_join.match(between) is not None

    def _patterns(self, data: Counts) -> None:
        """Where a number may begin, its first token, each further token with what parts it from the last."""
        token = f"(?P<d>{digits_pattern(data.format)})|(?P<w>{self._words_source()})"
        self.starts = re.compile(_starts_source(self))
        self.token = re.compile(token)
        self.next_token = re.compile(f"(?P<g>{self._gap_source()})(?:{token})")
        self.vague_word = re.compile(self._vague_source())

    def _words_source(self) -> str:
        """One number word; in languages that part words it stands alone, behind digits or a hyphen at most."""
        words = alternation(self.words)
        if not words:
            return _NEVER
        prefixes = alternation(self.data.numbers.prefixed_joiners)
        prefix = f"(?:{prefixes})?" if prefixes else ""
        if self.data.format.closed:
            return f"{prefix}(?:{words})"
        return rf"{_NO_LETTER_BEFORE}{prefix}(?:{words})(?![^\W_])"

    def _gap_source(self) -> str:
        """What may stand between tokens: blanks, a hyphen, a word like "and", or nothing."""
        join = alternation(self.data.numbers.joiners) or _NEVER
        blank = " {0,3}" if self.data.format.closed else " {1,3}"
        prefixes = alternation(self.data.numbers.prefixed_joiners) or _NEVER
        return rf" {{1,3}}(?:{prefixes})(?=\d)| {{1,3}}|{blank}(?:{join}){blank}| ?- ?|"

    def _vague_source(self) -> str:
        edge = r"(?![^\W_])" if self.bounded or self.prefixes_of_words else ""
        parts = []
        for word in sorted(self.vague, key=len, reverse=True):
            ahead = alternation(self.vague[word].followed)
            blanks = "{1,3}" if self.bounded else "{0,3}"
            parts.append(alternation([word]) + (rf"(?= {blanks}(?:{ahead})(?![^\W_]))" if ahead else ""))
        begins = "|".join([r"(?<![^\W_])", *(rf"(?<=(?<![^\W_]){re.escape(p)})" for p in self.prefixes_of_words)])
        return rf"(?:{begins})(?:{'|'.join(parts) or _NEVER}){edge}"


def _starts_source(book: Book) -> str:
    """A quick filter: a digit, or the first letters of a number word at the start of a word."""
    heads: dict[str, set[str]] = {}
    prefixes = ["", *book.data.numbers.prefixed_joiners]
    for word in (p + w for p in prefixes for w in [*book.words, *book.vague]):
        heads.setdefault(word[0], set()).add(word[1:_HEAD])
    digits = [rf"{n}(?<!\d\d)" for n in range(10)] + [rf"{re.escape(book.data.format.decimal)}(?=\d)(?<!\d.)"]
    words = [f"{re.escape(first)}(?<![^\\W_].)(?={_any(rests)})" for first, rests in sorted(heads.items())]
    return "|".join([*digits, *words])


def _any(parts: set[str]) -> str:
    return "|".join(sorted(map(re.escape, parts)))


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
    unscaled = set(number.unscaled)
    words: dict[str, Token] = {}
    for values, kind, bound, about in kinds:
        for word, value in values.items():
            token = Token(kind, value, 0, 0, bound, about, word=fold(word), unscaled=word in unscaled)
            words.setdefault(_plain(fold(word)), token)
    return words


def _hedges(hedges: list[Hedge], where: str) -> Iterator[tuple[str, Hedge]]:
    return ((word, hedge) for hedge in hedges for word in getattr(hedge, where))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _unprefixed(vague: dict[str, Vague], prefixes: tuple[str, ...]) -> dict[str, Vague]:
    """Without words that only carry a joiner before another one of them."""
    return {w: v for w, v in vague.items() if not (prefixes and w.startswith(prefixes) and w[1:] in vague)}


def _folded(rule: Range) -> Range:
    """The rule with its words folded as the text is."""
    words = {key: list(map(fold, getattr(rule, key))) for key in ("join", "open", "unless", "not_after", "not_before")}
    return msgspec.structs.replace(rule, **words)


def _ones(rule: Fraction) -> re.Pattern[str]:
    """What stands before the whole where one part of it is said without a number: "un foyer sur "."""
    ones, join = alternation(rule.ones), alternation(rule.join)
    return re.compile(rf"(?<![^\W_])(?:{ones}) {{1,3}}(?:[^\W\d_]+ {{1,3}}){{0,2}}(?:{join}) {{1,3}}\Z")


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
    data = read_counts_data(section, f"{pack.where}/counts.yaml")
    if isinstance(data, Problem):
        raise PackError([data])
    return Book(data, pack.code)
