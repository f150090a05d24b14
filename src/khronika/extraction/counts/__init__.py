"""Room: quantities. `read_counts` finds crowd sizes, tolls and every other number of a paragraph."""

from khronika.extraction.counts.reader import read_counts

__all__ = ["read_counts"]
