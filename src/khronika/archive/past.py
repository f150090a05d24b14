"""What an archive told at an earlier statement of its ledger, so that a number made then can be derived again.

A derived store in memory follows the ledger up to that statement; mentions come from the present store where the coding
is still the same, else from the ledger's coding and the text. It only goes forward. What was destroyed since is lost.
"""

import sqlite3
from pathlib import Path

import msgspec

from khronika.archive.blocks import enter
from khronika.archive.catch_up import TAKE_UP
from khronika.archive.derived import Derived
from khronika.archive.resolving import current_events, keep_changes, resolve_waiting
from khronika.archive.restored import restored
from khronika.archive.session import Session
from khronika.archive.told import AllHeld, judgements
from khronika.errors import CannotError
from khronika.ledger import Statement
from khronika.model import Mention

_mention = msgspec.json.Decoder(Mention)


class LostError(CannotError):
    """What counted then is no more: it was destroyed, as is a person's right."""


class Past:
    """An archive as it was. `close` frees the memory."""

    def __init__(self, session: Session) -> None:
        self.now = session
        self.store = Derived(Path(":memory:"), write=True, in_memory=True)
        self.then = Session(session.folder, session.settings, session.store, session.ledger, self.store)

    def told(self, seq: int) -> AllHeld:
        """What was told after that statement, which must not lie before the one asked for last.

        Raises LostError: a document that counted then was destroyed; CannotError: its coding cannot be restored.
        """
        with self.store.writing() as connection:
            for statement in self.now.ledger.statements(self.store.seq, *TAKE_UP):
                if statement.seq > seq:
                    break
                TAKE_UP[statement.act](connection, statement)
            self.store.set_state("seq", seq)
        self._enter_mentions()
        resolve_waiting(self.store, lambda changes: keep_changes(self.store, changes, None))
        return self._held(seq)

    def _enter_mentions(self) -> None:
        query = "SELECT number, id, text, key, coding FROM document WHERE current AND missing AND hidden IS NULL"
        for number, name, text, key, coding in self.store.connection.execute(query).fetchall():
            mentions = self._kept(name, coding)
            if mentions is None:
                mentions = self._restored(name, key, coding)
            with self.store.writing() as connection:
                enter(connection, number, text, mentions)
                connection.execute("UPDATE document SET missing = 0 WHERE number = ?", (number,))

    def _kept(self, name: str, coding: int) -> list[Mention] | None:
        """The mentions of a coding that is still the present one."""
        connection = self.now.derived.connection
        query = "SELECT number FROM document WHERE id = ? AND coding = ? AND NOT missing AND current AND hidden IS NULL"
        row = connection.execute(query, (name, coding)).fetchone()
        if row is None:
            return None
        rows = connection.execute("SELECT content FROM mention WHERE document = ? ORDER BY id", row)
        return [_mention.decode(content) for (content,) in rows]

    def _restored(self, name: str, key: str, coding: int) -> list[Mention]:
        """The mentions of an earlier coding, or of a document that was sealed or followed by another since."""
        ledger = self.now.ledger
        if any(statement.act == "destroy" for statement in ledger.about(name)):
            raise LostError(name, "was destroyed since", "numbers made with it can no more be derived")
        document = self.then.document(name)
        said: Statement = next(s for s in ledger.about(name) if s.seq == coding)
        found = restored(said, document, self.then.secret(name, key)) if document else None
        if found is None:
            raise CannotError(name, "words of its earlier coding are not found in its text", "see: khronika replay")
        return found

    def _held(self, seq: int) -> AllHeld:
        connection: sqlite3.Connection = self.store.connection
        events = list(current_events(connection))
        inside = {row[0]: row[1] for row in connection.execute("SELECT id, content FROM mention")}
        mentions = [_mention.decode(inside[name]) for event in events for name in event.mentions if name in inside]
        query = "SELECT id FROM document WHERE current AND hidden IS NULL ORDER BY number"
        shown = [row[0] for row in connection.execute(query)]
        return AllHeld(events, mentions, list(judgements(self.now.ledger, shown, seq)))

    def close(self) -> None:
        """Ends."""
        self.store.close()
