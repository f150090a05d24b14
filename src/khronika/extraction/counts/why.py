"""What a quantity's bounds were made of: the numbers within its words, the rule that bounds them, the rule of its unit.

Reads the words of a finished count again with the first step of the reader; decides nothing.
"""

from collections.abc import Iterator, Sequence

from khronika.extraction.counts.book import Book, get_book
from khronika.extraction.counts.noise import mask
from khronika.extraction.counts.person import singulars
from khronika.extraction.counts.scan import scan
from khronika.languages import Pack
from khronika.model import FoundCount
from khronika.model.evidence import CountEvidence, NumberRead

MEANS = {
    "exact": "the number itself is both bounds",
    "about": "a word says that it is near the number: both bounds are the number",
    "min": "a word says that it is no less: the upper bound is open",
    "max": "a word says that it is no more: the lower bound is open",
    "range": "two numbers, the lower and the upper bound",
    "word": "a word without a number, whose bounds the codebook fixes",
    "none": "the words say that there is none: both bounds are 0",
}
Bound = float | int | None
SINGULAR, SUM = ".singular", ".sum"
_PERSON = "one person: both bounds are 1"
_SUM = "several joined by the words: both bounds are their sum"


def evidence(
    found: FoundCount, text: str, folded: str, pack: Pack, taken: Sequence[tuple[int, int]] = ()
) -> CountEvidence:
    """Of one count of `read_counts` over the same text; offsets are the paragraph's."""
    book = get_book(pack)
    others = [(start, stop) for start, stop in taken if stop <= found.start or found.stop <= start]
    numbers = list(_numbers(found, text, mask(folded, others), book)) if book else []
    return CountEvidence(numbers, found.kind, _means(found), _unit_rule(found, folded, book), found.unit_type)


def _means(found: FoundCount) -> str:
    if found.rule.endswith(SINGULAR):
        return _PERSON
    return _SUM if found.rule.endswith(SUM) else MEANS[found.kind]


def _numbers(found: FoundCount, text: str, masked: str, book: Book) -> Iterator[NumberRead]:
    """Numbers in digits or words, and single persons where they are summed, in the order of the text."""
    parts: list[tuple[int, int, Bound, Bound, str]] = [
        (n.start, n.stop, n.low, n.high, n.rule) for n in scan(masked, book)
    ]
    if found.rule.endswith(SUM):
        parts += [(d.start, d.stop, d.low, d.high, d.rule) for d in singulars(masked, book)]
    for start, stop, low, high, rule in sorted(parts, key=lambda part: part[:2]):
        if found.start <= start and stop <= found.stop:
            yield NumberRead(start, stop, text[start:stop], low, high, rule)


def _unit_rule(found: FoundCount, folded: str, book: Book | None) -> str | None:
    """The pack's entry that knows what is counted: a noun of its list, or a counter or measure."""
    if book is None or found.unit_start is None or found.unit_stop is None:
        return None
    words = folded[found.unit_start : found.unit_stop]
    form = book.nouns.get(words) or book.nouns.get(words.rpartition(" ")[2])
    if form is not None:
        return form.noun.id
    counter = book.counters.after(folded, found.unit_start) or book.prefixes.before(folded, found.unit_stop)
    return counter[1].id if counter else None
