"""What a number takes from the one beside it: a pronoun its class, one bound the other, a bare amount its currency.

Stands behind the reading of single numbers and before lists are added up. Does not look at words, only at what was read.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.draft import Draft

_SENTENCE_END = re.compile(r"[.!?…](?: |\Z)")
_CLAUSE_END = re.compile(r" *(?:[.,;:!?)»\"\n]|\Z)")
_MONEY = "money"
_MEASURES = frozenset({_MONEY, "time", "distance"})


def settle(text: str, drafts: list[Draft], book: Book) -> list[Draft]:
    """The drafts of a paragraph in its order, each with what it owes to the one before."""
    _same_as_before(drafts)
    _measures(text, drafts, book)
    _amounts(text, drafts)
    return list(_bounded(text, drafts, book))


def _same_as_before(drafts: list[Draft]) -> None:
    """Pronouns count what the number before them counted: "12 of them"."""
    last: str | None = None
    for draft in drafts:
        if draft.noun is not None and draft.noun.same:
            draft.type = last
        elif draft.noun is not None:
            last = draft.type


def _amounts(text: str, drafts: list[Draft]) -> None:
    """A bare number that ends its clause behind an amount of money in the same sentence is one too: "costs of 8,400"."""
    for one, other in pairwise(drafts):
        bare = other.unit is None and other.type is None and text[other.start].isdigit()
        if one.type != _MONEY or not bare or not _CLAUSE_END.match(text, other.stop):
            continue
        if not _SENTENCE_END.search(text, one.end, other.start):
            other.type = _MONEY


def _measures(text: str, drafts: list[Draft], book: Book) -> None:
    """Bare numbers joined to one of time, money or length measure the same: "4, 7 and 11 years"."""
    for one, other in pairwise(reversed(drafts)):
        bare = other.unit is None and other.type is None and other.kind == "exact" and text[other.start].isdigit()
        if one.type in _MEASURES and bare and book.sum_joins(text[other.stop : one.start]):
            other.type = one.type


def _bounded(text: str, drafts: list[Draft], book: Book) -> Iterator[Draft]:
    """At least 100 and at most 200: one number with both bounds."""
    held: Draft | None = None
    for draft in drafts:
        if held is not None and _bounds(text, held, draft, book):
            draft.start, draft.low, draft.kind, draft.rule = held.start, held.low, "range", held.rule
        elif held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


def _joins_bounds(between: str, book: Book) -> bool:
    return between.strip(" ,") in book.bound_joins or book.sum_joins(between)


def _bounds(text: str, one: Draft, other: Draft, book: Book) -> bool:
    if (one.kind, other.kind) != ("min", "max") or one.low is None or other.high is None or one.low >= other.high:
        return False
    measured = one.counter and other.counter and one.type == other.type
    between = text[one.end : other.start]
    return (one.unit is None and _joins_bounds(between, book)) or (measured and not between.strip(" ,"))
