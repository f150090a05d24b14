"""The index of the page: a row an event with what it is sorted, filtered and drawn by, a row a document, words for search.

Brought up to the ledger after each write, and before a reading where another program wrote. Whatever hides a document
makes it anew from nothing, so that no word of it stays.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from khronika.archive import Archive
from khronika.archive.reviewed import Reviewed, reviewed_event
from khronika.archive.selections import selected_words
from khronika.archive.session import Session
from khronika.ledger import Ledger, Statement
from khronika.model import Event
from khronika.publish.words import within_words
from khronika.review.attention import PER_NEAR, attention
from khronika.review.tables import FILE, open_index
from khronika.review.tokens import tokens

SHARE = 0.02  # of the documents judged irrelevant, how many a person is asked about
BATCH = 500
_HIDES = ("seal", "unseal", "destroy", "merge")
_ABOUT_DOCUMENTS = ("document", "coding", "missed", "checked", "undo")
_ABOUT_EVENTS = ("verdict", "value", "comment", "judgement", "undo")


class Index:
    """The index of one archive. `progress` says how far the first making is: done, of how many."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.path: Path = archive.folder.derived / FILE
        self.progress = (0, 0)
        self.made = threading.Event()
        self._one = threading.Lock()
        self._own = threading.local()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection for reading."""
        stamp = self.path.stat().st_ino
        if getattr(self._own, "stamp", None) != stamp:
            self._own.connection, self._own.stamp = open_index(self.path), stamp
        found: sqlite3.Connection = self._own.connection
        return found

    def is_behind(self) -> bool:
        """Whether the ledger says more than the index shows, or the index is gone."""
        with Ledger(self.archive.folder.ledger) as ledger:
            last = ledger.last()[0]
        return not self.path.exists() or _seq(self.connection()) != last

    def catch_up(self) -> None:
        """Shows what the ledger says beyond the index; makes the whole where there is none."""
        with self._one, self.archive.reading() as session:
            if session.derived.seq != session.ledger.last()[0] and self.path.exists():
                return  # a writer is between ledger and store; it comes here when it has ended
            writer = open_index(self.path, write=True)
            try:
                _Making(session, writer, self._tell).up_to_date()
            finally:
                writer.close()
            self.made.set()

    def keep_near(self, found: Sequence[tuple[int, Sequence[tuple[str, str, float, float, str | None]]]]) -> None:
        """Keeps what was weighed: blocks with their pairs `(event, event, total, threshold, verdict)`."""
        with self._one:
            writer = open_index(self.path, write=True)
            try:
                writer.execute("BEGIN IMMEDIATE")
                for block, pairs in found:
                    writer.execute("INSERT OR REPLACE INTO weighed VALUES (?, 0)", (block,))
                    writer.executemany("INSERT OR REPLACE INTO near VALUES (?, ?, ?, ?, ?)", pairs)
                    for name in {name for pair in pairs for name in pair[:2]}:
                        _count_near(writer, name)
                writer.execute("COMMIT")
            finally:
                writer.close()

    def _tell(self, done: int, of: int) -> None:
        self.progress = (done, of)


def _count_near(writer: sqlite3.Connection, name: str) -> None:
    """How many events an event may be one with, and what that adds to the worth of a look."""
    query = "SELECT count(*) FROM near WHERE (a = ?1 OR b = ?1) AND verdict IS NULL"
    near = writer.execute(query, (name,)).fetchone()[0]
    writer.execute(
        "UPDATE event SET doubt = round(doubt + ?1 * (min(?2, 1) - min(near, 1)), 4), near = ?2 WHERE id = ?3",
        (PER_NEAR, near, name),
    )
    writer.execute("UPDATE event SET attention = round(doubt * stake, 4) WHERE id = ?", (name,))


def _seq(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM state WHERE name = 'seq'").fetchone()
    return int(row[0]) if row else -1


class _Making:
    """One bringing up to date."""

    def __init__(self, session: Session, index: sqlite3.Connection, tell: Callable[[int, int], None]) -> None:
        self.session, self.index, self.tell = session, index, tell
        self.store = session.derived.connection

    def up_to_date(self) -> None:
        """Takes up what is new."""
        seq, last = _seq(self.index), self.session.derived.seq
        if seq == last:
            return
        new = list(self.session.ledger.statements(seq)) if seq >= 0 and last - seq < 2000 else None
        self.index.execute("BEGIN IMMEDIATE")
        try:
            if new is None or any(s.act in _HIDES for s in new):
                self._all()
            else:
                self._some(new)
            self.index.execute("INSERT OR REPLACE INTO state VALUES ('seq', ?)", (str(last),))
            self.index.execute("COMMIT")
        except BaseException:
            self.index.execute("ROLLBACK")
            raise

    def _all(self) -> None:
        for table in ("event", "source", "language", "document", "words", "near", "weighed"):
            self.index.execute(f"DELETE FROM {table}")
        count = "SELECT (SELECT count(*) FROM event WHERE state = 'current') + (SELECT count(*) FROM document WHERE current)"
        total, done = self.store.execute(count).fetchone()[0], 0
        for (content,) in self.store.execute(
            "SELECT content FROM event WHERE state = 'current' AND content IS NOT NULL"
        ):
            self._event(msgspec.json.decode(content, type=Event))
            done += 1
            if done % BATCH == 0:
                self.tell(done, total)
        for (name,) in self.store.execute("SELECT id FROM document WHERE current AND hidden IS NULL").fetchall():
            self._document(name)
            done += 1
            if done % BATCH == 0:
                self.tell(done, total)
        self.tell(total, total)

    def _some(self, new: Iterable[Statement]) -> None:
        events: set[str] = set()
        documents: set[str] = set()
        for statement in new:
            events |= set(self._events_of(statement))
            documents |= set(self._documents_of(statement))
        for name in documents:
            rows = self.store.execute(
                "SELECT event FROM member JOIN mention ON mention.id = member.mention"
                " JOIN document ON number = document WHERE document.id = ?", (name,)
            )  # fmt: skip
            events |= {row[0] for row in rows}
        for name in sorted(events):
            self._forget(name)
            self._weigh_again(name)
            row = self.store.execute(
                "SELECT content FROM event WHERE id = ? AND state = 'current' AND content IS NOT NULL", (name,)
            ).fetchone()
            if row is not None:
                self._event(msgspec.json.decode(row[0], type=Event))
        for name in sorted(documents):
            self._document(name)

    def _events_of(self, statement: Statement) -> Iterator[str]:
        if statement.act == "events":
            body = statement.values()
            yield from (*body["events"], *body["aliases"], *body["aliases"].values(), *body["withdrawn"])
        elif statement.act in _ABOUT_EVENTS:
            row = self.store.execute("SELECT new FROM alias WHERE old = ?", (statement.subject,)).fetchone()
            yield row[0] if row else statement.subject

    def _documents_of(self, statement: Statement) -> Iterator[str]:
        if statement.act in _ABOUT_DOCUMENTS:
            yield statement.subject
            before = statement.values().get("supersedes")
            if before:
                yield before
        elif statement.act == "events":
            for event in statement.values()["events"].values():
                yield from (mention.rpartition("#")[0] for mention in event["mentions"])

    def _weigh_again(self, name: str) -> None:
        """What stands near an event must be weighed again, for all of its block."""
        row = self.store.execute("SELECT block FROM event WHERE id = ?", (name,)).fetchone()
        if row is not None and row[0] is not None:
            self.index.execute("DELETE FROM weighed WHERE block = ?", (row[0],))

    def _forget(self, name: str) -> None:
        self.index.execute("DELETE FROM event WHERE id = ?", (name,))
        self.index.execute("DELETE FROM near WHERE a = ?1 OR b = ?1", (name,))
        for table in ("source", "language"):
            self.index.execute(f"DELETE FROM {table} WHERE event = ?", (name,))

    def _event(self, machine: Event) -> None:
        def quote(document: str, start: int, stop: int) -> str:
            return selected_words(self.session, document, start, stop)

        row = event_row(reviewed_event(self.store, machine, quote), 0)
        marks = ",".join("?" * len(row))
        self.index.execute(f"INSERT INTO event ({','.join(row)}) VALUES ({marks})", list(row.values()))
        name = machine.event_id
        self.index.executemany("INSERT OR IGNORE INTO source VALUES (?, ?)", [(s, name) for s in machine.sources])
        self.index.executemany("INSERT OR IGNORE INTO language VALUES (?, ?)", [(s, name) for s in machine.languages])

    def _document(self, name: str) -> None:
        query = "SELECT number, outcome, reason, key FROM document WHERE id = ? AND current AND hidden IS NULL"
        row = self.store.execute(query, (name,)).fetchone()
        old = self.index.execute("SELECT number FROM document WHERE id = ?", (name,)).fetchone()
        if old:
            self.index.execute("DELETE FROM document WHERE number = ?", (old[0],))
            self.index.execute("DELETE FROM words WHERE rowid = ?", (old[0],))
        document = self.session.document(name) if row else None
        if row is None or document is None:
            return
        events = (
            "SELECT count(DISTINCT event) FROM member JOIN mention ON mention.id = member.mention WHERE document = ?"
        )
        checked = (
            "SELECT json_extract(body, '$.verdict') FROM decision WHERE subject = ? AND act = 'checked' AND undone IS NULL"
            " ORDER BY seq DESC LIMIT 1"
        )
        said = self.store.execute(checked, (name,)).fetchone()
        self.index.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row[0], name, document.source, document.title, document.language, document.published, row[1], row[2],
             len(document.text), self.store.execute(events, (row[0],)).fetchone()[0],
             row[1] == "irrelevant" and is_sampled(name, row[3]), said[0] if said and said[0] != "open" else None),
        )  # fmt: skip
        content = " ".join(tokens(f"{document.title or ''}\n{document.text}"))
        self.index.execute("INSERT INTO words (rowid, content) VALUES (?, ?)", (row[0], content))


def is_sampled(document: str, key: str) -> bool:
    """Whether an irrelevant document is of the random share: by its id and the name of chance that its key file has."""
    drawn = int.from_bytes(sha256(f"{document}\0{key}".encode()).digest()[:8], "big")
    return drawn / 2**64 < SHARE


def event_row(found: Reviewed, near: int) -> dict[str, object]:
    """The row of an event as persons left it."""
    event, place = found.event, found.event.place
    worth = attention(event, near)
    return {
        "id": event.event_id, "record": event.record, "kind": event.kind, "status": event.status, "state": found.state,
        "day": event.date_start, "last": event.date_end, "place": place.name if place else None,
        "within": within_words(place), "iso3": place.country_iso3 if place else None,
        "admin1": place.admin1 if place else None, "level": place.level if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "uncertainty_m": place.uncertainty_m if place else None, "numbers": msgspec.json.encode(_numbers(event)).decode(),
        "languages": ",".join(event.languages), "sources": "; ".join(event.sources), "n_mentions": len(event.mentions),
        "n_independent": event.n_independent, "confidence": event.confidence, "conflicts": len(event.conflicts),
        "near": near, "doubt": worth.doubt, "stake": worth.stake, "attention": worth.value,
        "has_comment": any(d.act == "comment" and d.undone is None for d in found.decisions),
    }  # fmt: skip


def _numbers(event: Event) -> list[list[object]]:
    """[quantity, low, best, high] of each summary that says something."""
    return [
        [n, s.low, s.best, s.high] for n, s in event.summary.items() if (s.low, s.best, s.high) != (None, None, None)
    ]
