"""Say which numbers count nothing: ages, articles and sections, ordinals, names, years, numbers grown into words.

What the words are is the pack's (`not_counts`); that a number within a word or an unmarked year counts nothing holds in
all languages.
"""

import re

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.draft import Draft
from khronika.extraction.counts.scan import Numeral
from khronika.extraction.counts.schema import NotCount
from khronika.extraction.counts.unit import noun_behind
from khronika.text.fold import fold

YEARS = range(1900, 2100)
_OLDEST = 110
_YEARS_FROM = 1000
_YEAR_DIGITS = 4
_STREET = 56
_NEXT_WORD = re.compile(r" {1,3}([^\W\d_]{2,})")
_CLAUSE = re.compile(r"[.;!?](?: |\Z)")
_CLAUSE_END = re.compile(r" *(?:[.,;:!?)»\"\n]|\Z)")


def no_count(text: str, numeral: Numeral, book: Book) -> NotCount | None:
    """The rule by which the words around the number make it a label, an age or an ordinal. `text` is masked."""
    before = book.not_before.before(text, numeral.start)
    if before is not None and _holds(before[1], numeral) and _labels(text, before, numeral, book):
        return before[1]
    after = book.not_after.after(text, numeral.stop)
    if after is not None and _holds(after[1], numeral) and (book.bounded or ends_here(text, after[0], book)):
        return after[1]
    return None


def _labels(text: str, before: tuple[int, NotCount], numeral: Numeral, book: Book) -> bool:
    """Whether the word before is no part of a hedge (plus de 2000), and what follows the number lets it be a label."""
    start, rule = before
    if rule.ends and not _CLAUSE_END.match(text, numeral.stop):
        return False
    hedge = book.hedge_before.before(text, numeral.start)
    if hedge is not None and hedge[0] < start and hedge[1].kind != "exact":
        return False
    if not rule.bare:
        return True
    counted = noun_behind(text, numeral.stop, book)
    if counted is None or counted.noun is None or counted.start > numeral.stop + 1:
        return True
    return bool(book.endings) and counted.form is not None and counted.form.number == "one"  # the No. 12 bus


def no_counts(written: str, text: str, numerals: list[Numeral], book: Book) -> list[NotCount | None]:
    """For each number the rule by which it counts nothing; labels go on to bare numbers joined to them (aged 12 and 14)."""
    rules = [
        no_count(text, n, book) or age(written, text, n, book) or house(written, text, n, book) or called(text, n, book)
        for n in numerals
    ]
    if book.data.unit.before:
        return rules
    for at in range(1, len(rules)):
        rules[at] = rules[at] or _passed_on(text, numerals[at - 1], numerals[at], rules[at - 1], book)
    for at in range(len(rules) - 2, -1, -1):
        one, other, rule = numerals[at], numerals[at + 1], rules[at + 1]
        rules[at] = rules[at] or (rule if _coordinated(text, one, other, book) and _may_be(rule, one) else None)
    return rules


def _passed_on(text: str, one: Numeral, other: Numeral, rule: NotCount | None, book: Book) -> NotCount | None:
    """The rule of the number before, if nothing but a length of time is counted here, or a point joins them (20.3.3)."""
    if rule is not None and text[one.stop : other.start] == ".":
        return rule
    if not (_coordinated(text, one, other, book) and _may_be(rule, other)) or book.counters.after(text, other.stop):
        return None
    counted = noun_behind(text, other.stop, book)
    return rule if counted is None or counted.type == "time" else None


def _coordinated(text: str, one: Numeral, other: Numeral, book: Book) -> bool:
    return book.sum_joins(text[one.stop : other.start])


def _may_be(rule: NotCount | None, numeral: Numeral) -> bool:
    return rule is not None and numeral.bare and numeral.kind == "exact" and _holds(rule, numeral)


def is_part(text: str, numeral: Numeral, book: Book) -> bool:
    """Whether the digits are part of a word, the number of an item, or lead up to what another reader took: 3 to 12 years."""
    if numeral.bare and book.to_taken.match(text, numeral.stop):
        return True
    return not numeral.worded and (_in_word(text, numeral, book) or _listed(text, numeral))


def _holds(rule: NotCount, numeral: Numeral) -> bool:
    if rule.digits_only and (numeral.worded or not (numeral.bare or numeral.kind == "range")):
        return False
    if (
        rule.low is not None
        and _YEARS_FROM <= rule.low <= YEARS.stop
        and numeral.bare
        and numeral.stop - numeral.start > _YEAR_DIGITS
    ):
        return False  # "2 000" is no year
    return (rule.low is None or numeral.low >= rule.low) and (rule.high is None or numeral.high <= rule.high)


def _in_word(text: str, numeral: Numeral, book: Book) -> bool:
    """Digits behind letters: G20, covid-19, T-72; in languages without blanks only Latin letters tell."""
    start = numeral.start
    if not start:
        return False
    last = text[start - 1]
    if last == "-" and start > 1:
        last = text[start - 2]
        return last.isalnum() and (book.bounded or book.head_first or last.isascii())
    if last in "_/\\" or (last == "." and start > 1 and text[start - 2].isalnum() and not text[start - 2].isdigit()):
        return True
    return last.isalpha() and (book.bounded or last.isascii())


def _listed(text: str, numeral: Numeral) -> bool:
    """The number of a paragraph or item: "3. The march"."""
    return (
        numeral.bare
        and not text[: numeral.start].strip(" (")
        and text[numeral.stop : numeral.stop + 2] in (". ", ") ")
        and text[numeral.stop + 2 : numeral.stop + 3].isalnum()
    )


def age(written: str, text: str, numeral: Numeral, book: Book) -> NotCount | None:
    """The rule for a bare number between commas behind a capitalised word or a person: "Mara Lind, 45, said"."""
    mark = text[numeral.stop : numeral.stop + 1]
    if not (book.appositions and numeral.bare and numeral.low <= _OLDEST and mark and mark in ",.)"):
        return None
    head = written[max(0, numeral.start - 32) : numeral.start].rstrip()
    words = head[:-1].split() if head.endswith("(" if mark == ")" else ",") else []
    if not words:
        return None
    form = book.nouns.get(fold(words[-1]))
    person = form is not None and form.noun.person and form.number == "one"
    cased = words[-1][:1].isupper() or (mark == ")" and words[-1][:1].lower() == words[-1][:1].upper())
    known = form is not None and not form.noun.person
    named = person or (cased and not known and words[-1].replace("-", "").isalpha())
    return book.appositions[0] if named else None


def house(written: str, text: str, numeral: Numeral, book: Book) -> NotCount | None:
    """The rule for a number of a house: "24 Mill Road", "Peace Street, 58", "Peace Street 58", "58, rue de la Paix"."""
    for rule, (head, name, behind) in book.streets if numeral.bare else ():
        found = name.match(text, numeral.stop) if written[numeral.stop + 1 : numeral.stop + 2].isupper() else None
        if found and all(word[:1].isupper() for word in written[numeral.stop : found.end()].split()):
            return rule
        if behind.match(text, numeral.stop):
            return rule
        low = max(0, numeral.start - _STREET)
        before = head.search(text, low, numeral.start)
        if before and _CLAUSE_END.match(text, numeral.stop) and _names(written[before.start() : numeral.start]):
            return rule
    return None


def _names(words: str) -> bool:
    """Whether a street and its name stand here: behind a comma anything, else capitals alone where the script has them."""
    return words.rstrip().endswith(",") or all(not word[:1].islower() for word in words.split()[1:])


def called(text: str, numeral: Numeral, book: Book) -> NotCount | None:
    """The rule of a word some words before the number in its clause: "the phone of the shelter is 900 100 200"."""
    for rule, word in book.within if numeral.bare else ():
        head = _CLAUSE.split(text[max(0, numeral.start - _STREET) : numeral.start])[-1]
        if _holds(rule, numeral) and word.search(head):
            return rule
    return None


def is_loose(text: str, numeral: Numeral, draft: Draft, book: Book) -> bool:
    """Whether the number needs something counted beside it and has nothing: "one" alone, a year, a row of syllables."""
    quote = text[numeral.start : numeral.stop]
    if text.strip(" .") == quote:
        return False
    if quote in book.lone and not (numeral.worded and _spoken_of(text, numeral, book)):
        return True
    if draft.noun is not None and quote in book.article_words and not draft.noun.person:
        return True  # "un pueblo" is no count of one
    if draft.noun is not None or draft.counter:
        return False
    if (numeral.weak and not draft.hedged) or (quote in book.leading and not _leads(text, numeral, book)):
        return True
    if numeral.bare:
        grown = draft.stop == numeral.stop and _goes_on(text, numeral, book)  # 300-strong ends in a hedge
        return grown or _is_year(text, numeral, draft)
    needs = numeral.worded and book.data.numbers.words_need_counter and numeral.rule == book.data.numbers.id
    return needs and not _stands_alone(text, numeral, book)


def _is_year(text: str, numeral: Numeral, draft: Draft) -> bool:
    return numeral.low in YEARS and not draft.hedged and numeral.stop - numeral.start == 4 and draft.type is None


def _goes_on(text: str, numeral: Numeral, book: Book) -> bool:
    """Letters grown to the number that are no unit: 3D, 20s; in a language without blanks, letters before it."""
    after, before = text[numeral.stop : numeral.stop + 1], text[max(0, numeral.start - 1) : numeral.start]
    if after == "-" and book.bounded:
        after = text[numeral.stop + 1 : numeral.stop + 2]
        return after.isalpha()
    led = before.isalpha() and not book.bounded and not _procliticised(text, numeral.start, book)
    return (after.isalpha() and (book.bounded or book.head_first or after.isascii())) or led


def _procliticised(text: str, at: int, book: Book) -> bool:
    """Whether an article or a preposition alone is grown to the front of the number."""
    heads = (at - len(word) for word in book.article_words if text.endswith(word, 0, at))
    return any(head == 0 or not text[head - 1].isalpha() for head in heads)


def _stands_alone(text: str, numeral: Numeral, book: Book) -> bool:
    """Number words without a counter: two syllables with a multiplier, a particle at most behind, no other meaning."""
    quote = text[numeral.start : numeral.stop]
    if _spoken_of(text, numeral, book):
        return True
    if len(quote) < 2 or numeral.high < 10 or quote in book.homographs:
        return False
    return ends_here(text, numeral.stop, book)


def _spoken_of(text: str, numeral: Numeral, book: Book) -> bool:
    """Whether the word can only be a number: by itself, or because the words near it speak of numbers as such."""
    if text[max(0, numeral.start - 1) : numeral.start].isalpha() or not ends_here(text, numeral.stop, book):
        return False
    if text[numeral.start : numeral.stop] in book.free:
        return True
    near = (max(0, numeral.start - _STREET), numeral.stop + _STREET)
    return book.spoken_of is not None and book.spoken_of.search(text, *near) is not None


def _leads(text: str, numeral: Numeral, book: Book) -> bool:
    """Whether a word that may be counted stands right behind."""
    word = _NEXT_WORD.match(text, numeral.stop)
    return word is not None and word[1] not in book.stoppers and word[1] not in book.openers


def ends_here(text: str, stop: int, book: Book) -> bool:
    """Whether a word may end at `stop`: no letter follows, or particles alone."""
    if not text[stop : stop + 1].isalpha():
        return True
    word_stop = stop
    while word_stop < len(text) and word_stop - stop < 8 and text[word_stop].isalpha():
        word_stop += 1
    rest = text[stop:word_stop]
    return rest in book.particles or rest in book.subject_particles or rest in book.data.unit.after_join
