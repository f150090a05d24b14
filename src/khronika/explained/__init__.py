"""Room: why the three lesser readers read each place, date and count as they did. For people and for programs.

Stands above `readers`: the same rows, each with the evidence that its reader kept and the entries of the packs that
its rule names. Decides nothing, and changes no value.
"""

from khronika.explained.lines import tell
from khronika.explained.rows import EXPLAINED, ExplainedCount, ExplainedDate, ExplainedPlace, Row, explained
from khronika.explained.rules import RuleEntry, entries_of

__all__ = [
    "EXPLAINED",
    "ExplainedCount",
    "ExplainedDate",
    "ExplainedPlace",
    "Row",
    "RuleEntry",
    "entries_of",
    "explained",
    "tell",
]
