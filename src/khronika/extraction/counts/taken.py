"""Say which spans of another reader are counts all the same: "une quinzaine" of persons is no fortnight."""

from khronika.extraction.counts.book import Book
from khronika.extraction.counts.unit import noun_behind


def counts_things(text: str, span: tuple[int, int], book: Book) -> bool:
    """Whether what was taken for a length of time is a vague number of something else, which stands behind it."""
    if text[span[0] : span[1]].rpartition(" ")[2] not in book.collectives:
        return False
    counted = noun_behind(text, span[1], book)
    return counted is not None and counted.noun is not None and counted.type != "time"
