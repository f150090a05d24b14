"""A statement: somebody did something to a subject, with a body of values. Its hash covers it and the one before."""

from typing import Any

import msgspec

from khronika.ledger.canonical import digest

FIRST = "0" * 64  # what the first row of a chain names as the row before it


class Statement(msgspec.Struct, frozen=True):
    """One line of the ledger. `at` is UTC as ISO 8601; `agent` an alias; `body` canonical JSON as text."""

    seq: int
    at: str
    agent: str
    act: str
    subject: str
    body: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        """The hash that this statement must have."""
        return statement_hash(self.previous, self.seq, self.at, self.agent, self.act, self.subject, self.body)

    def values(self) -> dict[str, Any]:
        """The body as a dictionary."""
        found: dict[str, Any] = msgspec.json.decode(self.body)
        return found


def statement_hash(previous: str, seq: int, at: str, agent: str, act: str, subject: str, body: str) -> str:
    """SHA-256 over the previous hash and all fields, as one canonical JSON list."""
    return digest([previous, seq, at, agent, act, subject, body])
