"""Persons counted without a number: one of them ("a lone picketer"), none ("no casualties"), short lists that add up.

Third step of the reader, beside the numbers: a singular is an exact 1 under a rule that ends in `.singular`, a list or
a couple an exact sum under one that ends in `.sum`, so that the caller may leave them aside.
"""

import re
from collections.abc import Iterator

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.draft import Draft
from khronika.extraction.counts.schema import Zero
from khronika.extraction.counts.unit import Counted, noun_behind

_DIGITS = re.compile(r" {0,3}\d{1,3}")
_NEEDS_REACH = 48


def singulars(text: str, book: Book) -> Iterator[Draft]:
    """Each "a man", "an elderly woman", 한 남성 as an exact 1; nouns that are worth more count that."""
    rule = book.data.singular
    if rule is None or book.singular is None:
        return
    for word in book.singular.finditer(text):
        counted = noun_behind(text, _past_age(text, word.end(), book), book)
        if counted is None or counted.noun is None or counted.form is None or counted.form.number == "many":
            continue
        if not (counted.noun.person and (book.bounded or _may_end(text, counted.stop, book))):
            continue
        worth = counted.noun.worth
        ending = ".singular" if worth is None else ".sum"
        yield Draft(
            word.start(), counted.stop, worth or 1, worth or 1, "exact", rule.id + ending,
            unit=(counted.start, counted.stop), type=counted.type, noun=counted.noun,
        )  # fmt: skip


def _past_age(text: str, start: int, book: Book) -> int:
    """Behind "20-year-old" where it stands between article and noun."""
    digits = _DIGITS.match(text, start)
    if digits is None:
        return start
    found = book.not_after.after(text, digits.end())
    return found[0] if found else start


def _may_end(text: str, stop: int, book: Book) -> bool:
    rest = re.match(r"[^\W\d_]*", text[stop : stop + 8])
    word = rest.group() if rest else ""
    return not word or word in book.particles or word in book.subject_particles


def zeros(text: str, book: Book) -> Iterator[Draft]:
    """Each statement that there is none of something counted, as 0 to 0."""
    rule = book.data.zero
    if rule is None:
        return
    yield from _none_before(text, rule, book)
    yield from _no_one(text, rule, book)
    yield from _none_after(text, rule, book)


def _none_before(text: str, rule: Zero, book: Book) -> Iterator[Draft]:
    """no casualties"""
    for word in book.none.finditer(text) if book.none else ():
        counted = noun_behind(text, word.end(), book)
        if counted is not None and counted.noun is not None and (counted.noun.harm or counted.noun.person):
            draft = Draft(word.start(), word.end(), 0, 0, "none", rule.id)
            draft.count((counted.start, counted.stop), counted.noun, counted.type or "")
            yield draft


def _no_one(text: str, rule: Zero, book: Book) -> Iterator[Draft]:
    """no one was hurt"""
    for word in book.no_one.finditer(text) if book.no_one else ():
        if book.no_one_needs is None or book.no_one_needs.search(text, word.end(), word.end() + _NEEDS_REACH):
            yield Draft(word.start(), word.end(), 0, 0, "none", rule.id, type="people")


def _none_after(text: str, rule: Zero, book: Book) -> Iterator[Draft]:
    """사상자는 없었다"""
    for word in book.none_after.finditer(text) if book.none_after else ():
        at = len(text[: word.start()].rstrip(" "))
        counted = harmed_before(text, at, book)
        if counted is not None and counted.noun is not None:
            stop = _word_end(text, word.end())
            draft = Draft(counted.start, stop, 0, 0, "none", rule.id)
            draft.count((counted.start, counted.stop), counted.noun, counted.type or "")
            yield draft


def harmed_before(text: str, stop: int, book: Book) -> Counted | None:
    """The noun of harm that ends at `stop`, a particle aside."""
    low = max(0, stop - 32)
    for particle in (*book.subject_particles, *book.particles, ""):
        if not text.endswith(particle, low, stop):
            continue
        found = book.nouns.phrase_at_end(text, stop - len(particle), low)
        if found is not None and found[1].noun.harm:
            return Counted(found[0], stop - len(particle), found[1].noun, found[1].noun.type, found[1])
    return None


def _word_end(text: str, stop: int) -> int:
    while stop < len(text) and text[stop].isalpha():
        stop += 1
    return stop


def add_persons(text: str, drafts: list[Draft], book: Book) -> list[Draft]:
    """Short lists of persons made one exact sum: "a mother and her two daughters" 3."""
    rule = book.data.sums
    if rule is None:
        return drafts
    out: list[Draft] = []
    for draft in drafts:
        last = out[-1] if out else None
        pair = last is not None and _adds(last, book) and _adds(draft, book)
        if last is not None and pair and book.sum_joins(text[last.end : draft.start]):
            _merge(last, draft, rule.id)
        else:
            out.append(draft)
        _add_own(text, out[-1], book)
    return out


def _adds(draft: Draft, book: Book) -> bool:
    most = book.data.sums.most if book.data.sums else 0
    small = draft.kind == "exact" and draft.low is not None and draft.low == draft.high and 0 < draft.low <= most
    return small and draft.noun is not None and draft.noun.adds


def _merge(last: Draft, draft: Draft, rule: str) -> None:
    total = (last.low or 0) + (draft.low or 0)
    last.low = last.high = total
    last.start, last.stop, last.rule = last.first, draft.end, f"{rule}.sum"
    last.type = last.type if last.type == draft.type else "people"
    last.unit, last.noun = draft.unit, draft.noun


def _add_own(text: str, last: Draft, book: Book) -> None:
    """a woman and her child"""
    rule = book.data.sums
    if rule is None or not book.sum_own or not _adds(last, book):
        return
    joined = book.sum_own.after(text, last.end)
    counted = noun_behind(text, joined[0], book) if joined else None
    if counted is None or counted.noun is None or counted.form is None or counted.form.number != "one":
        return
    if counted.noun.adds and counted.noun.worth is None:
        own = Draft(counted.start, counted.stop, 1, 1, "exact", rule.id)
        own.count((counted.start, counted.stop), counted.noun, counted.type or "")
        _merge(last, own, rule.id)
