"""Persons counted without a number: one of them ("a lone picketer"), none ("no casualties").

Third step of the reader, beside the numbers: a singular is an exact 1 under a rule that ends in `.singular`, a couple
an exact sum under one that ends in `.sum`, so that the caller may leave them aside. Lists are added up in `lists`.
"""

import re
from collections.abc import Iterator

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.draft import Draft
from khronika.extraction.counts.schema import Zero
from khronika.extraction.counts.unit import Counted, noun_behind

_DIGITS = re.compile(r" {0,3}\d{1,3}")
_NEEDS_REACH = 48
_NEXT = re.compile(r" {1,3}([^\W\d_]+)")
_NEXT_WORD = re.compile(r" {1,3}[^\W\d_]{2}")
_CLAUSE_REACH = 32
_ASIDE_REACH = 64
_MOST_WORDS = 3
_FIRST_WORDS = re.compile(r"(?:[^\W\d_]|[\d-])+")
_ASIDE = re.compile(r" ?(?:[,،][^,،.:;!?()\d]{2,48}[,،]|\([^().\d]{2,48}\)| [–—-] [^–—.:;!?()\d]{2,48} [–—-]) ?")
_ASIDE_BACK = re.compile(r" ?(?:[,،][^,،.:;!?()\d]{2,48}[,،]|\)[^().\d]{2,48}\(|[–—-] [^–—.:;!?()\d]{2,48} [–—-]) ?")
_CLAUSE_ENDS = re.compile(r" ?(?:[,،.;:!?…)]|[–—-] |\Z)")


def singulars(text: str, book: Book) -> Iterator[Draft]:
    """Each "a man", "an elderly woman", 한 남성 as an exact 1; nouns that are worth more count that."""
    rule = book.data.singular
    if rule is None or book.singular is None:
        return
    for word in book.singular.finditer(text):
        counted = noun_behind(text, past_age(text, word.end(), book), book)
        counted = _object(text, counted, book)
        if counted is None or counted.noun is None or counted.form is None or counted.form.number == "many":
            continue
        if not (counted.noun.person and (book.bounded or _may_end(text, counted.stop, book))):
            continue
        noun = text[counted.start : counted.stop]
        if noun in book.vague or noun in book.duals:
            continue  # a dual
        worth = counted.noun.worth
        ending = ".singular" if worth is None else ".sum"
        yield Draft(
            word.start(), counted.stop, worth or 1, worth or 1, "exact", rule.id + ending,
            unit=(counted.start, counted.stop), type=counted.type, noun=counted.noun,
        )  # fmt: skip


def befallen(text: str, book: Book) -> Iterator[Draft]:
    """Each person without article who begins a clause before what befell it: "Пассажира сняли"."""
    rule = book.data.singular
    if rule is None or book.befallen is None:
        return
    for word in book.befallen.finditer(text):
        stop = len(text[: word.start()].rstrip(" "))
        start = _clause_start(text, stop)
        start += len(text[start:stop]) - len(text[start:stop].lstrip(' .,;:!?\n"«“'))
        words = _FIRST_WORDS.findall(text[start:stop])
        if not 0 < len(words) <= _MOST_WORDS or " ".join(words) != text[start:stop]:
            continue
        form = book.nouns.get(words[-1])
        counted = noun_behind(text, past_age(text, start, book), book)
        if form is None or not form.noun.person or form.number != "one" or counted is None or counted.stop != stop:
            continue
        worth = form.noun.worth or 1
        yield Draft(
            start, stop, worth, worth, "exact", rule.id + (".sum" if form.noun.worth else ".singular"),
            unit=(counted.start, stop), type=counted.type, noun=form.noun,
        )  # fmt: skip


def _object(text: str, counted: Counted | None, book: Book) -> Counted | None:
    """The person behind those who did it, where verbs lead and nouns stand in a row: "kidnapped gunmen doctor"."""
    if counted is None or counted.form is None or counted.form.number != "many" or not book.head_first:
        return counted
    return noun_behind(text, counted.stop, book)


def past_age(text: str, start: int, book: Book) -> int:
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
    """no casualties; not a single window"""
    for word in book.emphatic.finditer(text) if book.emphatic else ():
        if _NEXT_WORD.match(text, word.end()):
            yield Draft(word.start(), word.end(), 0, 0, "none", rule.id)
    for word in book.none.finditer(text) if book.none else ():
        aside = _ASIDE.match(text, word.end())
        counted = noun_behind(text, aside.end() if aside else word.end(), book)
        if counted is not None and _is_none_of(text, word, counted, rule, book, set_off=aside is not None):
            draft = Draft(word.start(), word.end(), 0, 0, "none", rule.id)
            if counted.noun is not None:
                draft.count((counted.start, counted.stop), counted.noun, counted.type or "")
            yield draft


def _is_none_of(text: str, word: re.Match[str], counted: Counted, rule: Zero, book: Book, *, set_off: bool) -> bool:
    """Whether there is none of this noun: harm always, persons and things right behind the word."""
    if counted.noun is None or counted.noun.harm:
        return counted.noun is not None
    if set_off or counted.noun.person:
        return not set_off
    near = word.group() in book.none_things and counted.start == word.end() + 1
    return near and counted.noun.type in rule.things and not _may_lead(text, counted, book)


def _may_lead(text: str, counted: Counted, book: Book) -> bool:
    """Whether a singular may only stand before another noun, where nouns do so: no house rules."""
    if not book.modifiers or counted.form is None or counted.form.number != "one":
        return False
    following = _NEXT.match(text, counted.stop)
    return following is not None and following[1] not in book.stoppers


def _no_one(text: str, rule: Zero, book: Book) -> Iterator[Draft]:
    """no one was hurt; not one came"""
    for word in book.no_one.finditer(text) if book.no_one else ():
        needs, start = book.no_one_needs, _clause_start(text, word.start())
        behind = needs is None or needs.search(text, word.end(), word.end() + _NEEDS_REACH)
        if behind or (needs and needs.search(text, start, word.start())):
            yield Draft(word.start(), word.end(), 0, 0, "none", rule.id, type="people")
    for word in book.singles.finditer(text) if book.singles else ():
        if book.single_needs and book.single_needs.search(text, word.end(), word.end() + _NEEDS_REACH):
            yield Draft(word.start(), word.end(), 0, 0, "none", rule.id, type="people")


def _clause_start(text: str, at: int) -> int:
    """Where the few words before a place begin that belong to its clause."""
    low = max(0, at - _CLAUSE_REACH)
    marks = [text.rfind(mark, low, at) for mark in ".,;:!?،؛\n"]
    return max(low, *marks)


def _none_after(text: str, rule: Zero, book: Book) -> Iterator[Draft]:
    """사상자는 없었다"""
    for word in book.none_after.finditer(text) if book.none_after else ():
        at = len(text[: word.start()].rstrip(" "))
        stop = _word_end(text, word.end())
        counted = harmed_before(text, at, book)
        if counted is None and _CLAUSE_ENDS.match(text, stop):
            counted = harmed_before(text, _before_aside(text, at), book)
        if counted is not None and counted.noun is not None:
            draft = Draft(counted.start, stop, 0, 0, "none", rule.id)
            draft.count((counted.start, counted.stop), counted.noun, counted.type or "")
            yield draft


def _before_aside(text: str, stop: int) -> int:
    """Where "injured, luckily," is without what the commas or dashes set off; `stop` where nothing is set off."""
    aside = _ASIDE_BACK.match(text[max(0, stop - _ASIDE_REACH) : stop][::-1])
    return stop - aside.end() if aside else stop


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
