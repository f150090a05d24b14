"""Judge by the words around a span whether it is a place at all, what is said of it (in, near, from …) and of which level it is.

Each rule is a small function that adds its reason to `Span.cues`. Whether the place is this Paris or that one is settled in
`rank`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from math import log10

from khronika.geography.beside import Beside, beside, distance, word_after, word_before
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import (
    ADM1,
    ADM2,
    ALIAS,
    AREA,
    COUNTRY,
    DERIVED,
    FIRST,
    FORCED,
    POINT,
    ROW,
    SEA,
    SUBURB,
    TOWN,
    WATER,
)
from khronika.geography.span import Span
from khronika.geography.starts import UPPER
from khronika.geography.words import NEAR_LEVEL, PlaceWords, Word
from khronika.text.capitals import shouted

_HOPELESS = -4.5
_WEIGHED = 12
_KEPT = 8192
_SEAT = 2  # a country's capital
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")
_LED_TO = 1.4  # a figure and a bearing before the name, as a preposition of nearness
_BARRED = -9.0
_SHOUTED = -0.5
_SMALL, _SMALL_LISTED = -3.0, -1.5
_SITE = 1.0
_MINOR = -3.2  # needs more than a preposition: a word for a village beside it, or its district behind it
_NAMED = 3.0  # what the name of a country or sea is worth by itself
AFTER_CAPITAL, BEFORE_CAPITAL = "after capital", "before capital"
PENALTY_BEFORE = -1.3
_DATELINE = re.compile(r"(?:, ?[^.\n]{1,32}?)?,? ?(?:\([^)\n]{2,24}\))? ?\.?(?:-{1,2}|:) ?(?=\S)|, \w+\.? \d{1,2} \(|=")


def judge(span: Span, words: PlaceWords, places: Gazetteer, people: Mapping[str, int]) -> None:
    """Add up what speaks for and against the span; sets its hint and level."""
    _size(span, places)
    _spelling(span, words)
    if span.hint == "demonym" or span.worth < _HOPELESS:
        return
    around = beside(span)
    _pack_words(span, around, words, places)
    _dateline(span)
    if words.speaking and span.hint is None:
        _metonymy(span, words, places)
    if words.cased:
        _neighbours(span, around, words)
        _person(span, around, words, people)
        _capitals(span)


def _size(span: Span, places: Gazetteer) -> None:
    """A big place is named more often than a small one; a name of several words is seldom something else."""
    span.add(_worth(tuple(span.rows[:_WEIGHED]), span.key, places), "size")


@lru_cache(maxsize=_KEPT)
def _worth(numbers: tuple[int, ...], key: str, places: Gazetteer) -> float:
    worth = max((_bigness(number, key, places) for number in numbers), default=-2.0)
    if " " in key or "-" in key:
        return worth + 0.9
    return worth - 1.0 if len(key) < 4 and worth < _NAMED else worth


def _bigness(number: int, key: str, places: Gazetteer) -> float:
    """What one reading adds: countries most, then units and towns by the logarithm of their people."""
    row = number & ROW
    level, people = places.level[row], 0.85 * log10(places.population[row] + 10)
    if level < ADM1 or number & (FIRST | FORCED):
        return _NAMED
    if level == POINT and not places.population[row]:
        return _SITE
    if level == ADM1:
        return 0.8 if number & DERIVED else max(0.3, min(2.0, people - 3.2))
    if level == ADM2:
        return -1.5 if number & DERIVED else (1.0 if " " in key else 0.2)
    if not places.population[row] and places.is_minor(row):
        return _MINOR
    return max(-2.0, min(2.0, people - 3.6)) - (0.6 if number & ALIAS and key.isascii() else 0.0)


def _spelling(span: Span, words: PlaceWords) -> None:
    if words.heads.common(span.key):
        span.add(-3.0, "common")
    exact = span.rule == "gazetteer.exact"
    if not words.cased:
        if len(span.key) < 3 and exact:  # two syllables are too often another word
            span.add(-0.9, "short")
        return
    quote = span.quote
    if not quote.isupper():
        return
    text = span.passage.text
    high = shouted(text) or text.isupper()
    if high:
        known = {words.writes_small(form) for form in (span.key, span.passage.folded[span.start : span.stop])}
        if True in known or False in known:
            span.add(_SMALL if True in known else _SMALL_LISTED, "a word that the language writes small")
    elif exact and len(quote) < 6 and "." not in quote:
        span.add(-2.5, "acronym")


def _pack_words(span: Span, around: Beside, words: PlaceWords, places: Gazetteer) -> None:
    """Prepositions, level words, compass words on both sides."""
    before, _ = word_before(around.left, words)
    after = [word for word in word_after(around.right, words)[0] if around.right_cap or not word.capital]
    _bar(span, around, [*after, *before[:1]], words, places)
    _measured(span, around, words)
    _weigh(span, [*after, *before])
    folded = span.passage.folded
    if span.hint == "near":
        span.measure = words.ruler.read(folded, span.start, span.stop, behind=span.said not in words.before_rules)
    elif span.hint in (None, "from"):
        span.measure = words.ruler.leading(folded, span.start)
        if span.measure:
            span.add(_LED_TO, "measured from")
            span.hint = "near"


def _weigh(span: Span, beside_it: list[Word]) -> None:
    """Take over weight, level and hint of each word."""
    for word in beside_it:
        span.add(word.weight, word.rule)
        if word.level == NEAR_LEVEL:
            span.hear("near", word.rule)
        elif word.level is not None and span.level is None:
            span.level = word.level
        span.hear(word.hint, word.rule)


def _bar(span: Span, around: Beside, beside_it: list[Word], words: PlaceWords, places: Gazetteer) -> None:
    """Beside a word for a street or a part of a town ("barrio Nigeria") no country is meant."""
    direct = bool(around.left) and around.left[0] in words.bars
    if not (direct or (beside_it and any(word.is_street or word.level == SUBURB for word in beside_it))):
        return
    if any(places.level[n & ROW] == COUNTRY for n in span.rows):
        span.rows = [n for n in span.rows if places.level[n & ROW] == SUBURB] or span.rows
        if places.level[span.rows[0] & ROW] != SUBURB:
            span.add(_BARRED, "a street's or suburb's name")


def _measured(span: Span, around: Beside, words: PlaceWords) -> None:
    """Number and unit behind the name: "Kerkük'ün 30 kilometre güneyinde"; what is so measured from it is near it."""
    word = distance(around.right, words)
    if word is not None:
        span.add(word.weight, word.rule)
        span.hint, span.said = "near", word.rule


def _dateline(span: Span) -> None:
    """`KHARTOUM, 3 May (Agency) -`: at the head of a passage or, in capitals, of a sentence, before a dash or colon."""
    folded = span.passage.folded
    head = folded[max(0, span.start - 4) : span.start].strip(" ([\"'")
    capitals = span.quote.isupper()
    if (head and not (capitals and head[-1] in ".!?")) or not _DATELINE.match(folded, span.stop):
        return
    if capitals or "-" in folded[span.stop : span.stop + 48] or "=" in folded[span.stop : span.stop + 2]:
        span.add(2.5, "dateline")
        span.hint = "dateline"


def _metonymy(span: Span, words: PlaceWords, places: Gazetteer) -> None:
    """A capital or country at the head of a sentence whose last word is a verb of speaking: "워싱턴은 … 규탄했다"."""
    if not span.rows:
        return
    row, text = span.rows[0] & ROW, span.passage.folded
    if places.level[row] != COUNTRY and places.capital[row] < _SEAT:
        return
    head = text[: span.start].rstrip(" \"'([")
    end = _SENTENCE_END.search(text, span.stop)
    said = text[span.stop : end.start() if end else len(text)].rstrip(" \"')]")
    if (not head or head[-1] in ".!?\n") and said.rsplit(" ", 1)[-1].startswith(words.speaking):
        span.hear("speaker", "speaking")


def _neighbours(span: Span, around: Beside, words: PlaceWords) -> None:
    """An adjoining capitalised word that is no word of place makes both one longer name of something else."""
    title = (around.left_cap or around.right_cap) and (_title_case(span.passage.text) or shouted(span.passage.text))
    if around.left_cap and not title:
        unit = span.level in (ADM1, ADM2) and not span.rule.startswith("gazetteer.")  # "Купино Шебекинского района"
        if not unit and not _of_place(around.left[0], words):
            span.add(-1.6, AFTER_CAPITAL)
    if around.right_cap and not title and around.right[0] not in words.after and around.right[0] not in words.skips:
        span.add(PENALTY_BEFORE, BEFORE_CAPITAL)
        span.hint = "part" if span.hint in (None, "in", "to", "from") and span.worth > 0 else span.hint
    if _after_hyphen(span):
        span.add(-1.5, "after hyphen")
    if around.initial and " " not in span.key and around.right[:1] != [","]:
        span.add(-0.3, "initial")


def _of_place(word: str, words: PlaceWords) -> bool:
    return word in words.before or word in words.skips or word in words.starters


def _after_hyphen(span: Span) -> bool:
    """The tail of a double name: `Baker-Lyon`."""
    text, at = span.passage.text, span.start - 1
    return at > 0 and text[at] == "-" and text[at - 1].isalpha()


@lru_cache(maxsize=256)
def _title_case(text: str) -> bool:
    """Headlines capitalise every word: there a neighbour's capital says nothing."""
    if len(text) > 160:
        return False
    letters = [w[0] for w in text.split() if w[0].isalpha() and len(w) > 3]
    return len(letters) > 2 and sum(c.isupper() for c in letters) > 0.75 * len(letters)


def _capitals(span: Span) -> None:
    """In a text that is all capitals nothing shows that a word is a name, unless words of place stand beside it."""
    if span.hint is None and not span.outers and span.worth < _NAMED and shouted(span.passage.text):
        span.add(_SHOUTED, "capitals all over")


def _person(span: Span, around: Beside, words: PlaceWords, people: Mapping[str, int]) -> None:
    """Given name or initial beside it, or part of a person's name elsewhere in the document."""
    first = around.left[0] if around.left else ""
    if around.left_cap and (words.calls(first) or (len(first) == 2 and first[1] == ".")):
        span.add(-3.0, "after given name")
    if span.key in words.given and around.right_cap and around.right[0] not in words.after:
        span.add(-3.0, "given name")
    elif span.key in words.given and span.hint in (None, "to", "from") and span.worth < 2:
        span.add(-1.5, "given name alone")
    if people.get(span.key) and span.hint not in ("in", "dateline"):
        span.add(-2.0, "person elsewhere")


def people_in(folded: str, text: str, words: PlaceWords) -> dict[str, int]:
    """Surnames of persons: the capitalised word after a given name or a title, counted."""
    found: dict[str, int] = {}
    if not words.cased:
        return found
    pairs = list(_PAIR.finditer(text))
    if any(_INSIDE.match(text, pair.start()) for pair in pairs):  # "iPhone": begin words anew
        pairs = list(_WHOLE_PAIR.finditer(text))
    for match in pairs:
        first, second = folded[match.start(1) : match.end(1)], folded[match.start(2) : match.end(2)]
        title = words.before.get(first) or words.before.get(first + ".")
        if words.calls(first) or (title and title.hint == "person"):
            found[second] = found.get(second, 0) + 1
    return found


_NAMES = rf"([{UPPER}]\w*\.?)(?: [{UPPER}]\.)? (?=([{UPPER}]\w+))"
_PAIR, _WHOLE_PAIR = re.compile(_NAMES), re.compile(rf"\b{_NAMES}")  # the first is found three times as fast
_INSIDE = re.compile(r"(?<=\w)")


def settle_level(span: Span, places: Gazetteer) -> None:
    """Keep only rows of the level that a word beside says, where there are any."""
    level = span.level
    if level is None or span.hint == "demonym":
        return
    if level == AREA:
        _settle_water(span, places)
        return
    group = {ADM1: (ADM1, ADM2, COUNTRY), ADM2: (ADM2, ADM1, TOWN, SUBURB)}.get(level, (TOWN, SUBURB))
    inside = [n for n in span.rows if any(places.holds(outer, n & ROW) for outer in span.outers)]
    kept = [n for n in inside or span.rows if places.level[n & ROW] in group]
    exact = [n for n in (*kept, *places.named(span.key)) if places.level[n & ROW] == level]
    if kept or exact:
        held = [n for n in kept if places.level[n & ROW] == level] if inside else exact
        span.rows = kept if level == TOWN else (held or kept)
    elif level != TOWN and places.level[span.rows[0] & ROW] > COUNTRY:
        span.add(-3.0, "no such unit")  # "Lemon Republic"


def _settle_water(span: Span, places: Gazetteer) -> None:
    """Beside "river" a name is a river's: one of that name, with or without the word, else nothing that is known."""
    rows = [n for n in span.rows if places.level[n & ROW] in (AREA, SEA)]
    rows += [n for n in places.named(WATER + span.key) if n not in rows]
    if rows:
        span.rows = rows
    else:
        span.add(_BARRED, "no such river")
