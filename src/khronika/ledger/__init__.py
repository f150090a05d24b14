"""Room: ledger. What was said about the captured texts, in the order it was said, chained so that no row can change unseen.

One SQLite file that only grows: statements (who, when, which act, about what) and custody rows (formats.md 5). The room
knows nothing of what the statements mean; rooms above write and read them. It holds no words of any document.
"""

from khronika.ledger.canonical import canonical
from khronika.ledger.custody import COLUMNS, Custody, CustodyRow
from khronika.ledger.ledger import Ledger, Writing
from khronika.ledger.statement import Statement

__all__ = ["COLUMNS", "Custody", "CustodyRow", "Ledger", "Statement", "Writing", "canonical"]
