"""Last room of the walk: writes what was found as files, as a page, and as a table for the terminal."""

from khronika.publish.folder import write_chronicle
from khronika.publish.outcomes import outcome_counts, outcome_line
from khronika.publish.terminal import table

__all__ = ["outcome_counts", "outcome_line", "table", "write_chronicle"]
