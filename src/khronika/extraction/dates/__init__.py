"""Dates: time expressions of a paragraph with their days, read by the patterns of the language's pack.

    text ─lexicon─▶ nodes (words of the grammar, numbers, blanks) ─templates─▶ readings ─resolve─▶ FoundDate

Says what a passage writes and which days it means; which happening it dates is decided in `assemble`.
"""

from khronika.extraction.dates.context import Context
from khronika.extraction.dates.read import read_dates, read_on

__all__ = ["Context", "read_dates", "read_on"]
