"""Short lists of persons made one exact sum: "a mother and her two daughters" 3.

A comma alone adds nothing up: what it parts belongs together only if a word like "and" follows in the same list, with
nothing but joiners in between, so that different fates (two killed, three injured) stay apart. "seven people, five of
them women" is seven: a part, or what explains a word for people of any kind, is never added to the whole.
Members without a number ("the driver", "and her child") are looked for beside those that have one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from khronika.extraction.counts.book import COMMAS, Book
from khronika.extraction.counts.draft import Draft
from khronika.extraction.counts.person import past_age
from khronika.extraction.counts.unit import Counted, noun_behind

Link = Literal["comma", "joiner", "final"]
_WORD = re.compile(r"[ -]{0,3}([^\W\d_]+)")
_LAST_WORD = re.compile(r" {0,3}((?:[^\W\d_]|-|'|\d)+)")
_AGE = re.compile(r"^, \d{1,2}(?=,)")
_OPENING = " \"'«“„("
_CLAUSE_ENDS = ".!?:;,…—–\n"
_HEAD_WORDS = 3
_REACH = 64


def add_persons(text: str, drafts: list[Draft], book: Book) -> list[Draft]:
    """The drafts, those of one list as one. `text` is masked, the drafts are in its order."""
    rule = book.data.sums
    if rule is None:
        return drafts
    members = _with_unnumbered(text, drafts, book)
    out: list[Draft] = []
    at = 0
    while at < len(members):
        last = _list_end(text, members, at, book)
        for more in members[at + 1 : last + 1]:
            _merge(members[at], more, rule.id)
        if last > at or not members[at].provisional:
            members[at].provisional = False
            out.append(members[at])
        at = last + 1
    return out


def _list_end(text: str, members: list[Draft], first: int, book: Book) -> int:
    """The last member of the list that begins here; `first` itself where there is no list."""
    end = at = first
    closed = False
    while at + 1 < len(members):
        link = _link(text, members[at], members[at + 1], book)
        explains = _is_part(text, members[at + 1], book) or (at == first and _is_whole(text, members[at], book))
        if link is None or (link == "comma" and (closed or explains)):
            break
        at += 1
        end, closed = (end, closed) if link == "comma" else (at, closed or link == "final")
    return end


def _link(text: str, one: Draft, other: Draft, book: Book) -> Link | None:
    """How two persons stand beside each other in one list; None where they do not."""
    if not (_adds(one, book) and _adds(other, book)) or _has_fate(text, other, book):
        return None
    between = _AGE.sub("", text[one.end : other.first])
    own = other.provisional and book.sum_own.after(text, one.end)
    if not book.sum_joins(between) and not (own and own[0] == other.first - _blanks_before(text, other.first)):
        return None
    word = between.strip()
    if word in tuple(COMMAS):
        return "comma"
    return "joiner" if word.startswith(tuple(COMMAS)) else "final"


def _blanks_before(text: str, stop: int) -> int:
    return stop - len(text[:stop].rstrip(" "))


def _adds(draft: Draft, book: Book) -> bool:
    """Whether it is a small exact number of persons; duals and the like are said in one word without a noun."""
    most = book.data.sums.most if book.data.sums else 0
    if draft.kind != "exact" or draft.low is None or draft.low != draft.high or not 0 < draft.low <= most:
        return False
    if draft.noun is None:
        return draft.type == "people" and draft.unit is None and draft.low > 1
    return draft.noun.adds


def _has_fate(text: str, draft: Draft, book: Book) -> bool:
    """Whether it begins with a word for what befell the person: that is a statement of its own."""
    return book.fates is not None and book.fates.match(text, draft.start) is not None


def _is_part(text: str, draft: Draft, book: Book) -> bool:
    """five of them women: words like "of" stand right behind the number."""
    word = _WORD.match(text, draft.stop)
    if word is None or draft.unit is None or word.end() > draft.unit[1]:
        return False
    form = book.nouns.get(word[1])
    return word[1] in book.openers or (form is not None and form.noun.same)


def _is_whole(text: str, draft: Draft, book: Book) -> bool:
    """Whether it counts people of any kind, so that what follows a comma tells who they are."""
    return draft.unit is not None and text[draft.unit[0] : draft.unit[1]] in book.nouns.whole


def _merge(last: Draft, draft: Draft, rule: str) -> None:
    total = (last.low or 0) + (draft.low or 0)
    last.low = last.high = total
    last.start, last.stop, last.rule = last.first, draft.end, f"{rule}.sum"
    last.type = last.type if last.type == draft.type else "people"
    last.unit, last.noun = draft.unit, draft.noun


def _with_unnumbered(text: str, drafts: list[Draft], book: Book) -> list[Draft]:
    """The drafts with provisional ones for single persons beside them that have neither number nor article."""
    members: list[Draft] = []
    stops = [d.first for d in drafts]
    for draft in drafts:
        if _adds(draft, book):
            before = members[-1].end if members else 0
            head = _head(text, draft, book)
            members += [head] if head is not None and head.start >= before else []
            members.append(draft)
            members += _following(text, draft, stops, book)
        else:
            members.append(draft)
    return members


def _following(text: str, draft: Draft, stops: list[int], book: Book) -> Iterator[Draft]:
    """a woman "and her child"; where a language has no articles also ", a woman" behind a number."""
    here = bisect_left(stops, draft.end)
    limit = stops[here] if here < len(stops) else len(text)
    at = draft.end
    while (found := _own(text, at, book) or _behind_comma(text, at, book)) is not None:
        start, counted = found
        if counted.stop > limit:
            return
        yield _single(start, counted)
        at = counted.stop


def _own(text: str, at: int, book: Book) -> tuple[int, Counted] | None:
    joined = book.sum_own.after(text, at) if book.sum_own else None
    if joined is None:
        return None
    start = joined[0] + len(text[joined[0] :]) - len(text[joined[0] :].lstrip(" "))
    counted = noun_behind(text, past_age(text, start, book), book)
    sure = book.sum_sure and book.sum_sure.after(text, at)
    if counted is None or not (_is_one(counted) or (sure and _adds_one(counted, "any"))):
        return None
    fate = book.fates is not None and book.fates.search(text, start, counted.start) is not None
    return None if fate else (start, counted)


def _behind_comma(text: str, at: int, book: Book) -> tuple[int, Counted] | None:
    """A bare person right behind a comma."""
    mark = text[at : at + 1]
    if not (book.bare_persons and mark and mark in COMMAS):
        return None
    start = at + 1 + text.startswith(" ", at + 1)
    counted = noun_behind(text, past_age(text, start, book), book)
    near = counted is not None and counted.start == start
    return (start, counted) if counted is not None and near and _is_one(counted) else None


def _is_one(counted: Counted | None) -> bool:
    return counted is not None and _adds_one(counted, "one")


def _adds_one(counted: Counted, number: str) -> bool:
    if counted.noun is None or counted.form is None:
        return False
    return counted.noun.adds and counted.noun.worth is None and counted.form.number == number


def _single(start: int, counted: Counted) -> Draft:
    single = Draft(start, counted.stop, 1, 1, "exact", "", provisional=True)
    if counted.noun is not None:
        single.count((counted.start, counted.stop), counted.noun, counted.type or "")
    return single


def _head(text: str, draft: Draft, book: Book) -> Draft | None:
    """The single person that begins the list before a number: "the driver and 3 teachers"."""
    joined = book.sum_final.before(text, draft.first)
    if joined is None:
        return None
    stop = at = len(text[: joined[0]].rstrip(" "))
    for size in range(_HEAD_WORDS):
        word = _LAST_WORD.match(text[max(0, at - _REACH) : at][::-1])
        if word is None:
            return None
        at -= word.end(1)
        start = past_age(text, at, book) if book.bare_persons else at + len(word[1])
        counted = noun_behind(text, start, book) if size or book.bare_persons else None
        fits = counted is not None and counted.stop == stop and _is_one(counted)
        near = not book.bare_persons or " " not in text[start:stop].strip(" ")
        if counted is not None and fits and near and _begins(text, at, word[1][::-1], book):
            return _single(at, counted)
        at = len(text[:at].rstrip(" "))
    return None


def _begins(text: str, at: int, word: str, book: Book) -> bool:
    """Whether a list may begin with this word: first of its clause or behind a verb, with its article if it needs one."""
    if not book.bare_persons and word not in book.openers:
        return False
    if word in book.stoppers:
        return False
    before = text[max(0, at - _REACH) : at].rstrip(_OPENING)
    if not before or before[-1] in _CLAUSE_ENDS:
        return True
    last = _LAST_WORD.match(before[::-1])
    return bool(last and book.verb_endings) and before.endswith(book.verb_endings)
