"""Two numbers that belong together: ranges ("between 20 and 30", 20~30), fractions (삼분의 일, 1/5), scores (3-1).

Second step of the reader: takes the numbers of `scan`, gives fewer.
"""

import re
from dataclasses import replace

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.digits import neat
from khronika.extraction.counts.judge import YEARS
from khronika.extraction.counts.scan import Numeral
from khronika.extraction.counts.schema import Fraction, Range

_FARTHEST = 24
_LOOK_BACK = 60
_WIDEST = 100
_RATIO = "ratio"
_MOST_PARTS = 100
_WHOLES = (*range(2, 11), 20, 100, 1000)
_NOUN_WORDS = 2
_TEN = 10
_MULTIPLIERS = (10**3, 10**6, 10**9, 10**12)


def pair_up(text: str, numerals: list[Numeral], book: Book) -> list[Numeral]:
    """The numbers with ranges and fractions made one, and scores left out."""
    out: list[Numeral] = []
    at = 0
    while at < len(numerals):
        first = numerals[at]
        second = numerals[at + 1] if at + 1 < len(numerals) else None
        if second is not None and second.start - first.stop <= _FARTHEST:
            joined = _together(text, first, second, book)
            if joined is not None:
                out += joined
                at += 2
                continue
        part = _part(text, first, book)
        whole = _of_many(text, part, second, book) if second is not None and part.type == _RATIO else None
        if whole is not None and out and (mixed := _mixed(text, out[-1], part, whole, book)):
            out.pop()
            whole = mixed
        out.append(whole or part)
        at += 1 if whole is None else 2
    return out


def _together(text: str, first: Numeral, second: Numeral, book: Book) -> list[Numeral] | None:
    """What two neighbours are: one number, none (a score), or None where they are strangers."""
    between = text[first.stop : second.start]
    if between == "/":
        return _slashed(first, second, book)
    fraction = _fraction(text, between, first, second, book)
    if fraction is not None:
        return [fraction]
    for rule in book.ranges:
        joined = _range(text, between, first, second, rule, book)
        if joined is not None:
            return [joined]
    return [] if _is_score(text, between, first, second, book) else None


def _is_score(text: str, between: str, first: Numeral, second: Numeral, book: Book) -> bool:
    """Whether two numbers stand against each other: 3-1, 3대 1."""
    if not (first.bare and second.bare) or book.counters.after(text, second.stop):
        return False
    if between == "-" and second.low <= first.low:
        return True
    opened = any(_word_before(text, first.start, rule.open) is not None for rule in book.ranges if rule.open)
    return between.strip(" ") in book.scores and not opened


def _slashed(first: Numeral, second: Numeral, book: Book) -> list[Numeral] | None:
    if not (first.bare and second.bare and 0 < first.low < second.low <= 100) or not book.data.fractions:
        return None
    return [_ratio(first.start, second.stop, first.low / second.low, book.data.fractions[0])]


def _fraction(text: str, between: str, first: Numeral, second: Numeral, book: Book) -> Numeral | None:
    if first.kind != "exact" or second.kind != "exact" or not (0 < first.low != second.low > 0):
        return None
    for rule in book.data.fractions:
        part, whole = (second, first) if rule.denominator_first else (first, second)
        loose = rule.noun or not rule.denominator_first
        if not _parts(between, rule) or (loose and (part.low > whole.low or whole.low not in _WHOLES)):
            continue
        opened = _word_before(text, first.start, rule.open) if rule.open else first.start
        if opened is not None:
            return _ratio(opened, second.stop, part.low / whole.low, rule)
    return None


def _parts(between: str, rule: Fraction) -> bool:
    """Whether what stands between two numbers makes one a part of the other; the noun may come before the joiner."""
    words = between.split()
    if " ".join(words) in rule.join:
        return True
    named = rule.noun and 0 < len(words) <= _NOUN_WORDS + bool(rule.join)
    return named and all(map(str.isalpha, words)) and (not rule.join or words[-1] in rule.join)


def _of_many(text: str, part: Numeral, whole: Numeral, book: Book) -> Numeral | None:
    """Three quarters of a million: a part of a multiplier that stands alone is a number."""
    joined = text[part.stop : whole.start].strip(" ") in ("", *book.parts_of) and part.stop < whole.start
    size = whole.low if whole.kind == "exact" else book.hedged.get(text[whole.start : whole.stop])
    if not (joined and size in _MULTIPLIERS and whole.worded):
        return None
    value = neat(round(part.low * size))
    return replace(whole, start=part.start, low=value, high=value, kind="exact", rule=part.rule, type=None)


def _part(text: str, numeral: Numeral, book: Book) -> Numeral:
    """A number with its denominator in a word: "two thirds"; else the number itself."""
    at = numeral.stop + text.startswith("-", numeral.stop)
    found = book.denominators.after(text, at) if book.denominators and numeral.kind == "exact" else None
    if found is None or numeral.type is not None:
        return _one_part(text, numeral, book) if book.ones else numeral
    stop, (rule, denominator) = found
    return _ratio(numeral.start, stop, numeral.low / denominator, rule)


def _mixed(text: str, first: Numeral, part: Numeral, whole: Numeral, book: Book) -> Numeral | None:
    """Five and three quarters million, or one billion and three quarters million: `whole` is the part of the million."""
    joined = text[first.stop : part.start].strip(" ") in book.data.numbers.joiners
    if not joined or first.kind != "exact" or first.type is not None or not part.low:
        return None
    scale = whole.low / part.low
    value = neat(round(whole.low + (first.low if first.low > scale else first.low * scale)))
    return replace(whole, start=first.start, low=value, high=value)


def _one_part(text: str, numeral: Numeral, book: Book) -> Numeral:
    """One in N where the one is an article: un foyer sur cinq."""
    for rule, before in book.ones if numeral.kind == "exact" and 1 < numeral.low <= _MOST_PARTS else ():
        found = before.search(text, max(0, numeral.start - _LOOK_BACK), numeral.start)
        if found is not None:
            return _ratio(found.start(), numeral.stop, 1 / numeral.low, rule)
    return numeral


def _ratio(start: int, stop: int, value: float, rule: Fraction) -> Numeral:
    return Numeral(start, stop, neat(value), neat(value), "exact", rule.id, type=_RATIO)


def _range(text: str, between: str, first: Numeral, second: Numeral, rule: Range, book: Book) -> Numeral | None:
    """The range that the rule sees in the two, if their words and sizes fit."""
    known = first.kind == "exact" and second.kind in ("exact", "about") and second.low == second.high
    if not known or not _joins(between, first, second, rule, text, book):
        return None
    if _RATIO in (first.type, second.type) and first.type != second.type:
        return None  # doubled to 88
    if rule.worded and not (first.worded and second.worded):
        return None
    if rule.next and not (first.bare and second.bare and second.low == first.low + 1 < _TEN and between.endswith(" ")):
        return None
    start = first.start
    if rule.open:
        opened = _word_before(text, start, rule.open)
        if opened is None:
            return None
        start = opened
    if rule.not_after and _word_before(text, start, rule.not_after) is not None:
        return None
    low = _scaled(first, second)
    if not _fits(low, first, second) or _moves(text, start, second, rule, book):
        return None
    return replace(
        second, start=start, low=low, high=second.low, kind="range", rule=rule.id, weak=False, bare=False,
        worded=first.worded and second.worded, type=first.type or second.type,
    )  # fmt: skip


def _fits(low: int | float, first: Numeral, second: Numeral) -> bool:
    """Whether the bounds rise, not too far; two bare years are judged one by one."""
    years = first.bare and second.bare and first.low in YEARS and second.low in YEARS
    return 0 <= low < second.low <= _WIDEST * max(low, 1) and not years


def _joins(between: str, first: Numeral, second: Numeral, rule: Range, text: str, book: Book) -> bool:
    """Whether only a joining word stands between, and the same counter behind both numbers."""
    word = between.strip(" ")
    if word in rule.join or (word.startswith("-") and word[1:].lstrip(" ") in rule.join):  # "zehn- bis zwanzigtausend"
        return True
    one, other = book.counters.after(text, first.stop), book.counters.after(text, second.stop)
    if one is None or other is None or one[1] is not other[1]:
        return False
    return between[one[0] - first.stop :].strip(" ") in rule.join


def _word_before(text: str, stop: int, words: list[str]) -> int | None:
    head = text[max(0, stop - 16) : stop].rstrip(" ")
    for word in words:
        cut = len(head) - len(word)
        if head.endswith(word) and (cut == 0 or not head[cut - 1].isalnum()):
            return max(0, stop - 16) + cut
    return None


def _scaled(first: Numeral, second: Numeral) -> int | float:
    """The first number, times the second's multiplier where it is said once: "2 to 3 million"."""
    if first.factor == 1 and second.factor >= 10 and first.low < second.head:
        return neat(first.low * second.factor)
    return first.low


def _moves(text: str, start: int, second: Numeral, rule: Range, book: Book) -> bool:
    """Whether the numbers are two states and no range: "rose from 20 to 30"."""
    head = text[max(0, start - _LOOK_BACK) : start]
    if rule.unless and re.search(r"\b(?:" + "|".join(map(re.escape, rule.unless)) + ")", head):
        return True
    counted = book.counters.after(text, second.stop)
    at = counted[0] if counted else second.stop
    return any(text.startswith(word, at) for word in rule.not_before)
