"""Read the quantities of one paragraph: numbers, number words, vague sizes, single persons and none at all.

The walk within: mask what counts nothing, `scan` for numbers, `pair` ranges, then for each number the words before
it, behind it and what it counts; `person` adds what is counted without a number. Does not decide which quantity of an
event a count is: see `khronika.extraction`.
"""

import re
from collections.abc import Sequence

from khronika.extraction.counts.book import Book, get_book
from khronika.extraction.counts.draft import Draft, finish
from khronika.extraction.counts.judge import ends_here, is_loose, is_part, no_counts
from khronika.extraction.counts.letters import multiplied
from khronika.extraction.counts.lists import add_persons
from khronika.extraction.counts.neighbours import settle
from khronika.extraction.counts.noise import mask
from khronika.extraction.counts.pair import pair_up
from khronika.extraction.counts.person import befallen, past_age, singulars, zeros
from khronika.extraction.counts.scan import Numeral, scan
from khronika.extraction.counts.schema import Hedge, NotCount
from khronika.extraction.counts.taken import counts_things
from khronika.extraction.counts.unit import Counted, noun_before, noun_behind, noun_joined
from khronika.languages import Pack
from khronika.model import FoundCount

_LABEL = "label"
_MOST_HEDGES = 4
_LOOK_BACK = 60
_WORD = 16
_PERSONS = (".singular", ".sum")


def read_counts(
    text: str, folded: str, pack: Pack, taken: Sequence[tuple[int, int]] = (), *, labels: bool = False
) -> list[FoundCount]:
    """Every quantity of a paragraph with its bounds and what it counts, in the order of the text.

    Args: folded: `khronika.text.fold.fold(text)`; taken: spans already read as dates, which are no counts; labels: give
    the numbers that count nothing too (ages, articles, ordinals), under their own rule and with `unit_type` "label".
    Returns: counts whose offsets are the paragraph's; `low`, `high` inclusive, None where open; [] in a language whose
    pack has no counts.
    Raises: PackError: counts.yaml breaks its schema.
    Source: the contract, 4.1.
    """
    book = get_book(pack)
    if book is None or not text:
        return []
    masked = mask(folded, [span for span in taken if not counts_things(folded, span, book)])
    singles = [_at_least(masked, draft, book) for draft in singulars(masked, book)]
    drafts = _apart([*_numbers(text, masked, book, labels), *singles, *befallen(masked, book), *zeros(masked, book)])
    drafts = settle(masked, add_persons(masked, drafts, book), book)
    return [finish(draft, text) for draft in drafts]


def _numbers(text: str, masked: str, book: Book, labels: bool) -> list[Draft]:
    """All that is said in numbers or in words that stand for them."""
    numerals = pair_up(masked, [multiplied(text, masked, n, book) for n in scan(masked, book)], book)
    rules = no_counts(text, masked, numerals, book)
    return [d for n, rule in zip(numerals, rules, strict=True) if (d := _read(masked, n, rule, book, labels))]


def _read(masked: str, numeral: Numeral, rule: NotCount | None, book: Book, labels: bool) -> Draft | None:
    """The number as a count or, if they are asked for, as a label."""
    if is_part(masked, numeral, book):
        return None
    if rule is None:
        return _complete(masked, numeral, book)
    label = Draft(numeral.start, numeral.stop, numeral.low, numeral.high, "exact", rule.id, type=_LABEL)
    return label if labels else None


def _complete(masked: str, numeral: Numeral, book: Book) -> Draft | None:
    """The number with its hedges and its unit; None where it needs a unit and has none."""
    low = None if numeral.kind == "max" else numeral.low
    high = None if numeral.kind == "min" else numeral.high
    draft = Draft(numeral.start, numeral.stop, low, high, numeral.kind, numeral.rule, type=numeral.type)
    _prefix(masked, draft, book)
    _one_of_many(masked, draft, book)
    _hedges_before(masked, draft, book)
    at = _behind(masked, draft, numeral, book)
    if numeral.type in (None, "ratio"):  # a word like a dual says itself what it counts
        _counted(masked, draft, at, book)
    _inverted(masked, draft, numeral.start, book)
    if is_loose(masked, numeral, draft, book):
        return None
    if draft.low == draft.high == 1 and draft.noun is not None and draft.noun.person and draft.noun.worth is None:
        draft.rule += ".singular"
    elif draft.noun is not None and draft.noun.worth and draft.low == draft.high == 1:
        draft.low = draft.high = draft.noun.worth
        draft.rule += ".sum"
    return draft


def _prefix(text: str, draft: Draft, book: Book) -> None:
    """A unit before the number: $20."""
    found = book.prefixes.before(text, draft.start) if book.prefixes else None
    if found is not None:
        start, counter = found
        draft.unit, draft.counter = (start, len(text[: draft.start].rstrip(" "))), True
        draft.start, draft.type = start, draft.type or counter.type


def _one_of_many(text: str, draft: Draft, book: Book) -> None:
    """A vague word that behind a hedge is one number: not "thousands" but "more than a thousand"."""
    value = book.hedged.get(text[draft.start : draft.stop]) if book.hedged else None
    found = book.hedge_before.before(text, draft.start) if value is not None else None
    if value is not None and found is not None and found[1].kind != "exact":
        draft.low = draft.high = value
        draft.kind = "exact"


def _at_least(text: str, single: Draft, book: Book) -> Draft:
    """A single person with the word before it that makes it a lower bound: au moins une personne."""
    found = book.hedge_before.before(text, single.start)
    if found is not None and found[1].kind == "min":
        single.start = found[0]
        single.hedge("min", found[1].id)
    return single


def _fills(text: str, at: int, hedge: Hedge, book: Book) -> bool:
    """Whether the hedge bounds nothing here: "to 64" behind a word for growing."""
    unless = book.unless.get(hedge.id)
    if hedge.kind == "exact" or unless is None:
        return hedge.kind == "exact"
    return unless.search(re.split(r"[.!?;]\s", text[max(0, at - _LOOK_BACK) : at])[-1]) is not None


def _leads_on(text: str, stop: int, hedge: Hedge) -> bool:
    """Whether the number is the first of two states: "passou de 12 para 19"."""
    return bool(hedge.unless_after) and text[stop : stop + _WORD].split(" ")[1:2] in ([w] for w in hedge.unless_after)


def _hedges_before(text: str, draft: Draft, book: Book) -> bool:
    """Take the hedges before the number one by one; the outermost bound holds, fillers join two hedges."""
    at, hedged = draft.start, False
    for _ in range(_MOST_HEDGES):
        found = book.hedge_before.before(text, at)
        if found is None:
            break
        at, hedge = found
        if _fills(text, at, hedge, book) or _leads_on(text, draft.stop, hedge):
            continue
        if draft.kind == "about" and hedge.kind in ("min", "max"):
            draft.kind = "exact"
        draft.hedge(hedge.kind, hedge.id)
        draft.start, hedged = at, True
    return hedged


def _hedges_behind(text: str, draft: Draft, at: int, book: Book) -> int:
    for _ in range(_MOST_HEDGES):
        found = book.hedge_after.after(text, at) if at != draft.stop or not book.hedge_grown else _grown(text, at, book)
        if found is None:
            break
        at, hedge = found
        if draft.kind == "about" and hedge.kind in ("min", "max"):
            draft.kind = "exact"
        draft.hedge(hedge.kind, hedge.id)
        draft.stop = at
    return at


def _grown(text: str, at: int, book: Book) -> tuple[int, Hedge] | None:
    """The hedge right behind the number, whose case may say which it is: bine kadar is up to, bin kadar about."""
    found = book.hedge_grown.after(text, at - 1) if text[at - 1].isalpha() else None
    return found or book.hedge_after.after(text, at)


def _behind(text: str, draft: Draft, numeral: Numeral, book: Book) -> int:
    """Hedges and the counter behind the number; where the search for its noun goes on."""
    at = _hedges_behind(text, draft, draft.stop, book)
    if draft.counter:
        return at
    found = book.counters.after(text, at + (text.startswith("-", at) and book.bounded))
    loose = not book.bounded and (numeral.worded or text.startswith(" ", at))
    if found is None or (loose and not _counter_ends(text, found[0], book)):
        return at
    stop, counter = found
    start = at + next(n for n in range(stop - at) if text[at + n] not in " -")
    draft.counter, draft.unit = True, (start, stop)
    draft.type = draft.type or counter.type
    if not counter.noun:
        draft.noun = None
    if book.data.format.quote_counter:
        draft.stop = stop
        return _hedges_behind(text, draft, stop, book)
    _hedge_behind_unit(text, draft, stop, book)
    return stop


def _counter_ends(text: str, stop: int, book: Book) -> bool:
    return ends_here(text, stop, book) or book.hedge_after.after(text, stop) is not None


def _counted(text: str, draft: Draft, at: int, book: Book) -> None:
    """What the number counts: a noun behind it or before it; a counter that is a measure stays."""
    if draft.counter and not _takes_noun(draft, book):
        return
    found = _noun(text, draft, at, book)
    if found is None or (draft.counter and found.noun is None):
        return
    draft.unit, draft.noun = (found.start, found.stop), found.noun
    ranked = draft.type in (None, "people", "thing")
    draft.type = found.type if ranked and found.type is not None else draft.type
    if found.start >= at:
        _hedge_behind_unit(text, draft, found.stop, book)


def _hedge_behind_unit(text: str, draft: Draft, stop: int, book: Book) -> None:
    """A hedge behind what is counted: 70 teachers or more, 60 percent at most."""
    after = book.hedge_after_unit.after(text, stop)
    if after is not None:
        draft.stop, hedge = after
        draft.hedge(hedge.kind, hedge.id)


def _takes_noun(draft: Draft, book: Book) -> bool:
    return any(c.noun and c.type == draft.type for c in book.data.counters)


def _noun(text: str, draft: Draft, at: int, book: Book) -> Counted | None:
    if not book.data.unit.before:
        return noun_behind(text, past_age(text, at, book), book)
    joined = noun_joined(text, at, book)
    return joined or noun_before(text, draft.start, book)


def _inverted(text: str, draft: Draft, at: int, book: Book) -> None:
    """A noun before the number that makes it approximate, as in some Slavic languages; a hedge may be a part of it."""
    found = book.inverted.before(text, at) if book.inverted and draft.kind in ("exact", "about") else None
    if found is None or draft.low is None or (draft.hedged and found[0] >= draft.start):
        return
    start, (rule, factor) = found
    stop = len(text[:at].rstrip(" "))
    draft.low = draft.high = draft.low * factor
    draft.kind, draft.rule, draft.start, draft.hedged = "about", rule.id, start, True
    form = book.nouns.get(text[start:stop])
    if draft.noun is None and form is not None and factor == 1:
        draft.count((start, stop), form.noun, form.noun.type)


def _apart(drafts: list[Draft]) -> list[Draft]:
    """In the order of the text; of two that overlap the one that begins first, then what is said in numbers, then the
    longer. Number words within a counter count nothing (por ciento)."""
    out: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.rule.endswith(_PERSONS), -d.stop)):
        dual = draft.noun is None and draft.unit is None and draft.type is not None
        if not out or draft.start >= (out[-1].end if out[-1].counter or dual else out[-1].stop):
            out.append(draft)
    return out
