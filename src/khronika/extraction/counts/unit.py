"""Find what a number counts: the next countable noun behind it, or the one before it, as the language has it.

Reads words from the pack's noun list first; a noun that is not listed is known by its ending, if the language marks
plurals. Gives places in the text, not meanings: the class is the pack's.
"""

import re
from dataclasses import dataclass, replace

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.nouns import Form
from khronika.extraction.counts.schema import Noun

_STEP = re.compile(r"(?:[ ]{0,3}[\"'(]?|-)([^\W\d_]+(?:['-][^\W\d_]+)*)(?=(['\"]?))")
_WORD_BACK = re.compile(r" {0,3}([^\W\d_]+)")
_ASIDE = re.compile(r" ?\([^()]{0,60}\)")
_REACH = 48


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: its place, the rule it is listed in (None where only its ending tells), its class."""

    start: int
    stop: int
    noun: Noun | None
    type: str | None
    form: Form | None = None


def noun_behind(text: str, start: int, book: Book) -> Counted | None:
    """The head of the noun phrase that begins at `start`; adjectives and words like "of the" are passed over."""
    at, passed = start, 0
    guess: Counted | None = None
    while passed <= book.data.unit.window:
        step = _STEP.match(text, at)
        if step is None or (step.start(1) == at and at > start):
            break
        word = step[1]
        found = _listed(word, step.start(1), book)
        if found is not None and not modifies(text, found.stop, book):
            return _phrase_of(text, found, book)
        if word in book.stoppers or (word in book.openers and passed):
            break
        passed += word not in book.openers
        guess = guess or _guessed(step, book)
        at = step.end(1)
    return guess


def _phrase_of(text: str, found: Counted, book: Book) -> Counted:
    """The noun with those that belong to it: which of them is the head is the language's."""
    if book.bounded:
        return _whole(text, found, book)
    return _head_first(text, found, book) if book.head_first else _head_last(text, found, book)


def _head_first(text: str, found: Counted, book: Book) -> Counted:
    """The first noun, where what follows tells whose or where it is; a general one takes the class of persons behind."""
    step = _STEP.match(text, found.stop)
    if step is None or step.start(1) == found.stop or found.noun is None or not found.noun.general:
        return found
    more = _listed(step[1], step.start(1), book)
    same_kind = more is not None and more.noun is not None and (more.noun.person or more.noun.type == found.type)
    return replace(more, start=found.start) if more is not None and same_kind else found


def _guessed(step: re.Match[str], book: Book) -> Counted | None:
    word = step[1]
    if not book.endings or not word.endswith(book.endings) or word in book.not_nouns or len(word) < 4:
        return None
    return Counted(step.start(1), step.end(1), None, None)


def modifies(text: str, stop: int, book: Book) -> bool:
    """Whether the noun that ends here only stands before another one: "a police raid", "two major problems"."""
    start = stop
    while start and (text[start - 1].isalpha() or text[start - 1] == "-"):
        start -= 1
    if text[start:stop] not in book.modifiers:
        return False
    step = _STEP.match(text, stop)
    word = step[1] if step is not None and step.start(1) > stop else ""
    known = word in book.stoppers or word in book.predicates or word.endswith(book.verb_endings)
    return bool(word) and not known and _listed(word, 0, book) is None


def _listed(word: str, start: int, book: Book) -> Counted | None:
    """The word as a listed noun; where words carry particles, without them."""
    if word in book.stoppers:
        return None
    form = book.nouns.get(word)
    if form is not None:
        return Counted(start, start + len(word), form.noun, form.noun.type, form)
    return None if book.bounded else _bare_form(word, start, book)


def _whole(text: str, head: Counted, book: Book) -> Counted:
    """The noun with the listed nouns that follow it at once: "police officers", "army trucks"."""
    best, kind = head, head.type
    hint = _hint(text, head.start, book)
    start = head.start
    pair = head.noun is not None and head.noun.worth  # "um casal idoso": what follows describes it
    while not pair and (step := _STEP.match(text, best.stop)) and not text.startswith("-", head.start - 1):
        more = _listed(step[1], step.start(1), book) if step[1] not in book.predicates else None
        if more is None or step.start(1) == best.stop or text[best.stop : step.start(1)].strip(" '-"):
            break
        start = more.start if best.noun is not None and best.noun.same else start
        general = more.noun is not None and more.noun.general and best.noun is not None and best.noun.person
        kind, best = kind if general else more.type, more
    if hint and best.noun is not None and best.noun.general and best.noun.type == kind:
        kind = hint
    return replace(best, start=start, type=kind)


def _hint(text: str, start: int, book: Book) -> str | None:
    """The class that the adjective before a general noun gives: armed men."""
    if not book.hints:
        return None
    back = _WORD_BACK.match(text[max(0, start - 24) : start][::-1])
    return book.hints.get(back[1][::-1]) if back else None


def noun_joined(text: str, start: int, book: Book) -> Counted | None:
    """The noun behind a joining word, as in "301명의 병사": it must be among the next words."""
    joined = book.after_join.after(text, start)
    at = joined[0] if joined else start
    if not joined and not text.startswith(" ", start):
        return None
    for passed in range(book.data.unit.window if joined else 1):
        aside = _ASIDE.match(text, at)
        at = aside.end() if aside else at
        step = _STEP.match(text, at)
        if step is None or (passed and step.start(1) == at):
            return None
        found = _bare_form(step[1], step.start(1), book)
        if found is not None:
            return _head_last(text, found, book)
        at = step.end(1)
    return None


def _head_last(text: str, found: Counted, book: Book) -> Counted:
    """The last of listed nouns that follow each other without particles: 시위 참가자."""
    step = _STEP.match(text, found.stop)
    while step is not None and step.start(1) > found.stop:
        more = _listed(step[1], step.start(1), book)
        if more is None:
            break
        found = replace(more, start=found.start)
        step = _STEP.match(text, found.stop)
    return found


def _bare_form(word: str, start: int, book: Book) -> Counted | None:
    """The listed noun in a word that may carry particles."""
    for particle in book.endings_of_words if word.endswith(book.endings_of_words[1:]) else ("",):
        if not word.endswith(particle):
            continue
        stem = word[: len(word) - len(particle)]
        form = book.nouns.get(stem)
        if form is not None:
            return Counted(start, start + len(stem), form.noun, form.noun.type, form)
    return None


def noun_before(text: str, stop: int, book: Book) -> Counted | None:
    """The noun right before a number: bare, or as its subject where that can only be what is counted."""
    link = book.between.before(text, stop)
    at = len(text[: stop if link is None else link[0]].rstrip(" "))
    low = max(0, at - _REACH)
    if not text[at - 1 : at].isalpha():
        return None
    if at == stop and link is None and not _touches(text, stop):
        return None
    for particle in ("", *book.particles):
        found = _phrase(text, at, low, particle, book)
        if found is not None:
            return found
    for particle in book.subject_particles if text.endswith(book.subject_particles, low, at) else ():
        found = _phrase(text, at, low, particle, book)
        if found is not None and found.noun is not None and found.noun.harm:
            return found
    return None


def _touches(text: str, stop: int) -> bool:
    return stop > 0 and text[stop - 1].isalpha()


def _phrase(text: str, at: int, low: int, particle: str, book: Book) -> Counted | None:
    if not text.endswith(particle, low, at):
        return None
    found = book.nouns.phrase_at_end(text, at - len(particle), low)
    if found is None:
        return None
    start, form = found
    return Counted(start, at - len(particle), form.noun, form.noun.type, form)
