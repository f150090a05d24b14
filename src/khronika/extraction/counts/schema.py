"""The shape of a pack's counts.yaml: what a linguist may write there, and nothing else.

An unknown key or a wrong type is refused when the pack is compiled. Phrases are written as people write them; they are
folded here. What the parts mean together is said in `book`, what they do in `scan`, `hedge`, `unit` and `person`.
"""

from typing import Any

import msgspec

from khronika.languages.source import LINE
from khronika.model import Problem
from khronika.model.mention import ClaimKind

Values = dict[str, int | float]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Any mapping of the file."""


class Entry(_Part, frozen=True, kw_only=True):
    """A rule: its id is what a found count names, `finds` and `ignores` are run by a test."""

    id: str
    finds: list[str] = []
    ignores: list[str] = []
    note: str = ""


class Format(_Part, frozen=True, kw_only=True):
    """How numbers are written. `closed`: number words grow together; `bounded`: a number ends where its word ends."""

    thousands: list[str] = msgspec.field(default_factory=lambda: [","])
    decimal: str = "."
    closed: bool = False
    bounded: bool = True
    units_first: bool = False
    quote_counter: bool = False
    compounds: bool = False


class Numbers(Entry, frozen=True, kw_only=True):
    """Number words. `small` multiply what stands before within a group (hundred), `big` close the group (thousand).

    `bound` need a number before them, `about` too and make it approximate, `glued` stand right behind digits, `capitals`
    too, but only as they are written (10M), `before_nouns` where a plural follows (1.1m homes, but a 1.1m wall),
    `unscaled` are multiplied by nothing (하나), `weak` need a counted noun, `leading` a word behind them that may be
    one, `lone` are numbers only where nothing else stands in the paragraph, `homographs` mean something else when they
    stand alone, `free` need no counter. `spoken_of`: words by which number words near them are numbers (숫자)."""

    add: Values = {}
    small: Values = {}
    big: Values = {}
    bound: Values = {}
    about: Values = {}
    glued: Values = {}
    capitals: Values = {}
    before_nouns: Values = {}
    fractions: Values = {}
    joiners: list[str] = []
    prefixed_joiners: list[str] = []
    articles: list[str] = []
    minus: list[str] = []
    weak: list[str] = []
    leading: list[str] = []
    lone: list[str] = []
    free: list[str] = []
    spoken_of: list[str] = []
    homographs: list[str] = []
    unscaled: list[str] = []
    words_need_counter: bool = False


class Hedge(Entry, frozen=True, kw_only=True):
    """Words that bound a number, before it, right after it, or after what is counted. `exact` ones only fill. `unless`:
    beginnings of words in the sentence before by which it only fills: "rose more than twofold, to 64". `grown`: words
    whose first letter is the number's last, where its case decides (bine kadar). `unless_after`: words right behind the
    number by which it only fills: "passou de 12 para 19"."""

    kind: ClaimKind
    before: list[str] = []
    after: list[str] = []
    after_unit: list[str] = []
    unless: list[str] = []
    grown: list[str] = []
    unless_after: list[str] = []


class Vague(Entry, frozen=True, kw_only=True):
    """Words that are a quantity by themselves: hundreds, a few, half. `followed` lists what must come next. `hedged`: words
    that behind a hedge are one number: "более тысячи" is more than 1000. A bound may be open (une bonne trentaine)."""

    words: list[str]
    low: int | float | None
    high: int | float | None
    kind: ClaimKind = "word"
    needs_unit: bool = False
    followed: list[str] = []
    hedged: Values = {}
    type: str | None = None


class Range(Entry, frozen=True, kw_only=True):
    """Two numbers as bounds. `open` must stand before, if given; `unless` must not stand in the words before,
    `not_after` not directly before the first, `not_before` not directly behind the second number. `worded`: only of
    numbers in words (yirmi otuz). `next`: only of two digits of which the second is one more, neither with a counter between (5, 6명)."""

    join: list[str]
    worded: bool = False
    next: bool = False
    open: list[str] = []
    unless: list[str] = []
    not_after: list[str] = []
    not_before: list[str] = []


class Fraction(Entry, frozen=True, kw_only=True):
    """Parts of a whole: `denominators` follow a number; `join` stands between two, the greater first if so said. `noun`: what
    is counted may stand before the joining word, which `ones` may open without a number (un foyer sur cinq); `open` must
    stand before. `of` leads on to a multiplier: three quarters of a million."""

    denominators: Values = {}
    join: list[str] = []
    denominator_first: bool = False
    noun: bool = False
    ones: list[str] = []
    open: list[str] = []
    of: list[str] = []


class NotCount(Entry, frozen=True, kw_only=True):
    """Numbers that count nothing: ages, articles, ordinals. Holds for values from `low` to `high`. `ends`: only where
    the clause ends behind the number (flat 6). `streets`: words of addresses, whose name stands between them and it.
    `bare`: not where a countable noun follows at once (a crowd of 2000 miners). `within`: words that may stand some
    words before it in its clause (the phone of the shelter is 900 100 200)."""

    before: list[str] = []
    after: list[str] = []
    low: float | None = None
    high: float | None = None
    digits_only: bool = False
    ends: bool = False
    streets: list[str] = []
    within: list[str] = []
    apposition: bool = False
    bare: bool = False


class Counter(Entry, frozen=True, kw_only=True):
    """Words of measure right behind the number (명, km, %) or `before` it ($); `type` is what they count.

    `noun`: a noun beside the number says better what is counted (병사 301명)."""

    type: str | None = None
    words: list[str] = []
    before: list[str] = []
    noun: bool = False


class Noun(Entry, frozen=True, kw_only=True):
    """Countable nouns of a class. "man; men" parts one from many, "soldier+s" is short for it, "|" parts forms.

    `person`: one of them counts as a person; `general`: takes the class of the noun before it (police officers);
    `adds`: may be summed in short lists; `harm`: people by what happened to them (casualties, arrests), so it may be
    the subject of its number or be said not to be; `worth`: what one of them counts by itself (a couple: 2, a dual: 2);
    `same`: takes the class of the count before (of them)."""

    type: str
    words: list[str]
    person: bool = False
    adds: bool = False
    harm: bool = False
    general: bool = False
    worth: int | None = None
    same: bool = False


class Unit(_Part, frozen=True, kw_only=True):
    """How to find what is counted.

    `stoppers` end the search, `openers` may come first (of the), `endings` mark plurals of nouns that are not listed.
    `modifiers` are nouns that often stand before another one (a police raid), `predicates` say something of the noun
    before them (10 others wounded), `hints` give general nouns a class (armed men). Where the noun stands `before` its
    number, `between` may part them and `subject_particles` follow it if it counts harm; `after_join` leads on to a noun
    behind the counter (301명의 병사)."""

    window: int = 5
    stoppers: list[str] = []
    openers: list[str] = []
    endings: list[str] = []
    not_nouns: list[str] = []
    verb_endings: list[str] = []
    modifiers: list[str] = []
    predicates: list[str] = []
    hints: dict[str, str] = {}
    before: bool = False
    between: list[str] = []
    after_join: list[str] = []
    particles: list[str] = []
    subject_particles: list[str] = []


class Singular(Entry, frozen=True, kw_only=True):
    """Words before a singular person noun that make it one person, and words for what befell it right `after` it, where
    the noun begins its clause without article (Пассажира сняли)."""

    words: list[str] = []
    after: list[str] = []


class Sums(Entry, frozen=True, kw_only=True):
    """What joins the parts of a short list of persons; `most` is the greatest number that is still added up.

    `but` joins two bounds of one number. `own` joins a single person without article: a woman and her child; `sure`:
    those of them that only one can follow, whatever its form (et son fils)."""

    join: list[str] = []
    own: list[str] = []
    sure: list[str] = []
    but: list[str] = []
    most: int = 9


class Zero(Entry, frozen=True, kw_only=True):
    """How a language says that there is none: before the noun, after it, or as a pronoun that needs a certain word in its
    clause; `emphatic` ones say it of anything (not a single window), `of_things` of nouns of the classes `things` too (no
    houses); `singles` are one and become none by `single_needs` behind them (한 명도 … 않았다)."""

    before: list[str] = []
    pronouns: list[str] = []
    pronoun_needs: list[str] = []
    emphatic: list[str] = []
    of_things: list[str] = []
    things: list[str] = []
    singles: list[str] = []
    single_needs: list[str] = []
    after: list[str] = []


class Inverted(Entry, frozen=True, kw_only=True):
    """Nouns before the number that make it approximate, with what they multiply it by."""

    words: Values = {}


class Duals(Entry, frozen=True, kw_only=True):
    """Endings by which a noun says that there are two, behind its singular; `feminine` maps a last letter to the one that
    stands before the ending. `proclitics` may be grown to the front; `unless_plural`: endings that are a dual only where
    no plural of the noun ends so too."""

    endings: list[str] = []
    unless_plural: list[str] = []
    feminine: dict[str, str] = {}
    proclitics: list[str] = []


class Counts(_Part, frozen=True, kw_only=True):
    """One language's counts.yaml."""

    format: Format = Format()
    numbers: Numbers
    hedges: list[Hedge] = []
    vague: list[Vague] = []
    ranges: list[Range] = []
    fractions: list[Fraction] = []
    scores: list[str] = []
    not_counts: list[NotCount] = []
    counters: list[Counter] = []
    nouns: list[Noun] = []
    unit: Unit = Unit()
    singular: Singular | None = None
    sums: Sums | None = None
    zero: Zero | None = None
    inverted: Inverted | None = None
    duals: Duals | None = None

    def entries(self) -> list[Entry]:
        """All rules of the file in its order, for the test that runs their examples."""
        lone = (self.singular, self.sums, self.zero, self.inverted, self.duals)
        lists = (self.hedges, self.vague, self.ranges, self.fractions, self.not_counts, self.counters, self.nouns)
        return [self.numbers, *(e for some in lists for e in some), *(e for e in lone if e is not None)]


def read_counts_data(section: Any, where: str) -> Counts | Problem:
    """The parsed section as typed data, or the problem with it."""
    try:
        return msgspec.convert(_bare(section), Counts)
    except msgspec.ValidationError as error:
        return Problem(where, str(error), "see khronika.extraction.counts.schema for what may stand there")


def _bare(data: Any) -> Any:
    """Without the line numbers that the YAML reader wrote into mappings; keys as text."""
    if isinstance(data, dict):
        return {str(k): _bare(v) for k, v in data.items() if k != LINE}
    return [_bare(v) for v in data] if isinstance(data, list) else data
