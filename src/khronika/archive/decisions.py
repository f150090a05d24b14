"""What persons decided, as the derived store shows it: one row a statement of the acts below, and pairs that were judged.

The ledger holds no words, so neither do these rows: a span is `[document, start, stop, keyed hash]`. Writing is
`reviewing`; what an event looks like with its decisions is `reviewed`.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from khronika.ledger import Statement
from khronika.model import Mention
from khronika.resolution import Judgement
from khronika.resolution.judgements import Verdict

TABLES = """
CREATE TABLE decision (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, agent TEXT NOT NULL, act TEXT NOT NULL,
  subject TEXT NOT NULL, body TEXT NOT NULL, undone INTEGER);
CREATE INDEX decision_subject ON decision (subject);
CREATE TABLE judged (seq INTEGER NOT NULL, document TEXT NOT NULL, a TEXT NOT NULL, other TEXT NOT NULL, b TEXT NOT NULL,
  verdict TEXT NOT NULL);
CREATE INDEX judged_document ON judged (document);
CREATE INDEX judged_other ON judged (other);
CREATE INDEX judged_seq ON judged (seq);
"""
ACTS = ("verdict", "value", "comment", "judgement", "missed", "checked", "undo")
_mention = msgspec.json.Decoder(Mention)


class Anchor(msgspec.Struct, frozen=True, array_like=True):
    """Which mention is meant: its id at the time, and where its trigger stands, by which it is found in a later coding."""

    mention: str
    start: int
    stop: int

    @property
    def document(self) -> str:
        """The mention's document."""
        return self.mention.rpartition("#")[0]


class Decision(msgspec.Struct, frozen=True):
    """One statement of a person. `undone`: number of the statement that took it back."""

    seq: int
    at: str
    agent: str
    act: str
    subject: str
    body: dict[str, Any]
    undone: int | None = None


class JudgedPair(msgspec.Struct, frozen=True):
    """Two mentions that a person judged, by the ids that they have now."""

    a: str
    b: str
    verdict: Verdict
    agent: str
    at: str


def anchor_of(mention: Mention) -> Anchor:
    """The anchor of a mention of today."""
    found = mention.spans.get("trigger") or mention.spans.get("claims[0]") or mention.spans.get("place")
    start, stop = (found[0].start, found[0].stop) if found else (-1, -1)
    return Anchor(mention.id, start, stop)


def take_decision(connection: sqlite3.Connection, statement: Statement) -> None:
    """A person decided something."""
    values = (statement.seq, statement.at, statement.agent, statement.act, statement.subject, statement.body)
    connection.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, NULL)", values)


def take_judgement(connection: sqlite3.Connection, statement: Statement) -> None:
    """A person judged mentions to be of one happening, of two, or could not tell."""
    take_decision(connection, statement)
    _enter_pairs(connection, statement.seq, statement.values())


def take_missed(connection: sqlite3.Connection, statement: Statement) -> None:
    """A person told of a happening that the machine missed; the document's mentions must be entered again."""
    take_decision(connection, statement)
    _ask_again(connection, statement.subject)


def take_undo(connection: sqlite3.Connection, statement: Statement) -> None:
    """A decision was taken back."""
    take_decision(connection, statement)
    seq = statement.values()["undoes"]
    row = connection.execute("SELECT act, subject FROM decision WHERE seq = ?", (seq,)).fetchone()
    connection.execute("UPDATE decision SET undone = ? WHERE seq = ?", (statement.seq, seq))
    if row and row[0] == "missed":
        _ask_again(connection, row[1])
    if row and row[0] == "judgement":
        for pair in _pairs_where(connection, "judged.seq = ?", (seq,)):
            make_dirty(connection, (pair.a, pair.b))
        connection.execute("DELETE FROM judged WHERE seq = ?", (seq,))


def _ask_again(connection: sqlite3.Connection, document: str) -> None:
    connection.execute("UPDATE document SET missing = 1 WHERE id = ? AND current AND coding IS NOT NULL", (document,))


def _enter_pairs(connection: sqlite3.Connection, seq: int, body: Mapping[str, Any]) -> None:
    for verdict in ("same", "different", "unsure"):
        for one, two in body.get(verdict, ()):
            a, b = msgspec.convert(one, Anchor), msgspec.convert(two, Anchor)
            row = (seq, a.document, msgspec.json.encode(a), b.document, msgspec.json.encode(b), verdict)
            connection.execute("INSERT INTO judged VALUES (?, ?, ?, ?, ?, ?)", row)


def judged_pairs(connection: sqlite3.Connection, documents: Iterable[str]) -> list[JudgedPair]:
    """Pairs of which a mention stands in one of the documents; those that no mention fits any more wait and are left out."""
    if connection.execute("SELECT 1 FROM judged LIMIT 1").fetchone() is None:
        return []
    names = sorted(set(documents))
    found: dict[tuple[str, str, str, str], JudgedPair] = {}
    for name in names:
        for pair in _pairs_where(connection, "judged.document = ?1 OR judged.other = ?1", (name,)):
            found[pair.a, pair.b, pair.agent, pair.at] = pair
    return list(found.values())


def _pairs_where(connection: sqlite3.Connection, condition: str, values: tuple[object, ...]) -> list[JudgedPair]:
    query = f"SELECT a, b, verdict, agent, at FROM judged JOIN decision USING (seq) WHERE {condition} ORDER BY seq"
    found = []
    for a, b, verdict, agent, at in connection.execute(query, values).fetchall():
        one, two = _present(connection, a), _present(connection, b)
        if one and two:
            found.append(JudgedPair(one, two, verdict, agent, at))
    return found


def _present(connection: sqlite3.Connection, anchor: bytes) -> str | None:
    """The mention that an anchor means now: that of its id, or else another of its document, whose trigger stands there."""
    wanted = msgspec.json.decode(anchor, type=Anchor)
    query = "SELECT mention.content FROM mention JOIN document ON number = document WHERE document.id = ? ORDER BY mention.id"
    fitting = []
    for (content,) in connection.execute(query, (wanted.document,)):
        now = anchor_of(_mention.decode(content))
        if (now.start, now.stop) == (wanted.start, wanted.stop):
            fitting.append(now.mention)
    return wanted.mention if wanted.mention in fitting else next(iter(fitting), None)


def judgements_within(connection: sqlite3.Connection, mentions: Mapping[str, Mention]) -> list[Judgement]:
    """What persons judged of pairs among these mentions, for `resolve`."""
    pairs = judged_pairs(connection, (m.document for m in mentions.values()))
    return [
        Judgement(a=p.a, b=p.b, judgement=p.verdict, agent=p.agent, at=p.at)
        for p in pairs
        if p.a in mentions and p.b in mentions
    ]


def make_dirty(connection: sqlite3.Connection, mentions: Iterable[str]) -> None:
    """The blocks of these mentions must be resolved again."""
    query = "INSERT OR IGNORE INTO dirty SELECT block FROM mention WHERE id = ? AND block IS NOT NULL"
    connection.executemany(query, [(name,) for name in mentions])


def decisions_about(connection: sqlite3.Connection, event: str) -> list[Decision]:
    """What was decided of an event, under this id and those that became it, the first first."""
    query = (
        "SELECT * FROM decision WHERE subject = ?1 OR subject IN (SELECT old FROM alias WHERE new = ?1) ORDER BY seq"
    )
    return [_decision(row) for row in connection.execute(query, (event,))]


def decision(connection: sqlite3.Connection, seq: int) -> Decision | None:
    """The decision of that number."""
    row = connection.execute("SELECT * FROM decision WHERE seq = ?", (seq,)).fetchone()
    return _decision(row) if row else None


def decisions(connection: sqlite3.Connection, *acts: str) -> list[Decision]:
    """All decisions of these acts that hold."""
    query = f"SELECT * FROM decision WHERE undone IS NULL AND act IN ({','.join('?' * len(acts))}) ORDER BY seq"
    return [_decision(row) for row in connection.execute(query, acts)]


def _decision(row: tuple[Any, ...]) -> Decision:
    seq, at, agent, act, subject, body, undone = row
    return Decision(seq, at, agent, act, subject, msgspec.json.decode(body), undone)


def event_revision(connection: sqlite3.Connection, event: str) -> str:
    """What an event is now, as a short name: another one once its values, members or decisions change. Empty: unknown."""
    row = connection.execute("SELECT digest FROM event WHERE id = ? AND state = 'current'", (event,)).fetchone()
    if row is None:
        return ""
    query = "SELECT max(seq) FROM decision WHERE subject = ?1 OR subject IN (SELECT old FROM alias WHERE new = ?1)"
    last = connection.execute(query, (event,)).fetchone()[0] or 0
    return f"{row[0][:12]}.{last}"
