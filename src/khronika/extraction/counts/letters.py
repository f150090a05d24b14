"""Letters grown to a number in digits that multiply it: 10M, 1.1m homes.

Runs on what `scan` found, on the text as it is written, since a capital may tell millions from metres.
"""

from dataclasses import replace

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.digits import neat
from khronika.extraction.counts.scan import Numeral
from khronika.extraction.counts.unit import noun_behind


def multiplied(text: str, masked: str, numeral: Numeral, book: Book) -> Numeral:
    """The number with the letter that multiplies it; the number itself where there is none."""
    numbers = book.data.numbers
    for sign, factor in (*numbers.capitals.items(), *numbers.before_nouns.items()) if numeral.bare else ():
        stop = numeral.stop + len(sign)
        if not text.startswith(sign, numeral.stop) or text[stop : stop + 1].isalnum():
            continue
        if sign in numbers.capitals or _plural_at(masked, stop, book):
            value = neat(numeral.low * factor)
            return replace(numeral, stop=stop, low=value, high=value, head=numeral.low, factor=factor, bare=False)
    return numeral


def _plural_at(text: str, at: int, book: Book) -> bool:
    """Whether a noun in the plural stands right behind."""
    found = noun_behind(text, at, book)
    return found is not None and found.start == at + 1 and (found.form is None or found.form.number != "one")
