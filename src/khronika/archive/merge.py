"""`archive merge`: take another archive's documents, codings and event ids into this one, each with where it came from.

The other's ledger is kept whole as a capture: both chains stay verifiable. What both have stays as it is here; what
contradicts is told. One transaction: killed anywhere, nothing or all of it was merged.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from khronika.archive import decisions
from khronika.archive.catch_up import catch_up
from khronika.archive.folder import Folder
from khronika.archive.hiding import hidden
from khronika.archive.merge_events import merged_events
from khronika.archive.session import Session
from khronika.archive.snapshot import copied
from khronika.archive.store import Store
from khronika.errors import CannotError, UsageError
from khronika.ledger import Custody, Ledger, Statement, Writing
from khronika.ledger.check import check_ledger
from khronika.ledger.custody import FIELDS
from khronika.model import Problem

_KEEP = "both are kept; decide which counts"


class Merged(msgspec.Struct):
    """Documents taken and known before; events' ids taken; what contradicts. `ledger`: SHA-256 of the other's, kept."""

    documents: int = 0
    known: int = 0
    events: int = 0
    ledger: str = ""
    conflicts: list[Problem] = []


class _Source(msgspec.Struct, frozen=True):
    """The other archive at one moment; `name`: SHA-256 of its ledger; `names`: its documents' ids -> those here."""

    ledger: Ledger
    store: Store
    name: str
    names: dict[str, str]
    state: dict[str, str]


def merge(session: Session, other: Folder) -> Merged:
    """Takes the other archive in. Raises UsageError: it is this one; CannotError: it is broken."""
    if other.root.resolve() == session.folder.root.resolve():
        raise UsageError(f"{other.root} is this archive itself; name another")
    draft = session.folder.incoming / "other.sqlite"
    with Ledger(other.ledger) as live:
        copied(live.connection, draft, [])
    try:
        with Ledger(draft) as ledger:
            faults = list(check_ledger(ledger))
            if faults:
                raise CannotError(other.ledger, f"is broken: {faults[0]}", "restore it; ask: khronika verify")
            content = draft.read_bytes()
            state = {h.document: h.state for h in hidden(ledger)}
            source = _Source(ledger, Store(other), sha256(content).hexdigest(), {}, state)
            return _take(session, source, content)
    finally:
        draft.unlink(missing_ok=True)


def _take(session: Session, source: _Source, content: bytes) -> Merged:
    done = Merged(ledger=source.name, conflicts=[])
    for statement in session.ledger.statements(0, "merge"):
        if statement.values()["ledger"] == source.name:
            done.known = sum(1 for _ in source.ledger.statements(0, "document"))
            return done
    session.ledger.break_seal()
    session.store.put("captures", content)
    for statement in source.ledger.statements(0, "merge"):
        session.store.put("captures", source.store.read("captures", statement.values()["ledger"]))
    new = list(_chosen(session, source, done))
    before = session.ledger.last()
    with session.store.settling(lambda: session.ledger.last() != before), session.ledger.writing() as writing:
        seq, last = source.ledger.last()
        writing.state(
            "merge", source.name, {"ledger": source.name, "seq": seq, "last": last, "carries": _carried(source)}
        )
        for statement in new:
            _state(session, writing, source, statement)
        body = merged_events(source.ledger, session.derived.connection, source.names)
        done.events = len(body["events"])
        writing.state("events", f"merge {source.name}", body)
    catch_up(session.ledger, session.derived)
    done.documents = len(new)
    done.conflicts += _undecided(source)
    return done


def _undecided(source: _Source) -> Iterator[Problem]:
    """What persons decided in the other archive does not count here: its ledger is kept, and the reviewer is told."""
    acts = Counter(s.act for s in source.ledger.statements(0, *decisions.ACTS) if s.act in decisions.ACTS)
    if acts:
        told = ", ".join(f"{number} {act}" for act, number in sorted(acts.items()))
        what = f"decisions of persons in the other archive do not count here ({told}); they stay in its ledger, kept as {source.name}"
        yield Problem(f"ledger {source.name[:12]}", what, "decide again here, or go on in the archive that has them")


def _carried(source: _Source) -> list[str]:
    """Ledgers that the other had taken in before."""
    return [s.values()["ledger"] for s in source.ledger.statements(0, "merge")]


def _chosen(session: Session, source: _Source, done: Merged) -> Iterator[Statement]:
    """The documents that this archive has not, their files staged and names given; the others told."""
    taken: set[str] = set()
    for statement in source.ledger.statements(0, "document"):
        body, name = statement.values(), statement.subject
        query = (
            "SELECT id, hidden FROM document WHERE same = ?1 OR (hidden IS NOT NULL AND (capture = ?2 OR text = ?3))"
            " ORDER BY hidden IS NULL LIMIT 1"
        )
        values = (body["same"], body["capture"], body["text"])
        here = session.derived.connection.execute(query, values).fetchone()
        if source.state.get(name) == "destroyed":
            if here and here[1] is None:
                what = f"was destroyed in the other archive as {name}, and is held here"
                done.conflicts.append(Problem(here[0], what, "destroy it here as well, or leave it"))
        elif here and here[1]:
            done.conflicts.append(Problem(here[0], f"is {here[1]} here; {name} was not taken", "see: khronika verify"))
        elif here:
            source.names[name] = here[0]
            done.known += 1
            done.conflicts += _differing(session, source, name, here[0])
        else:
            source.names[name] = _free(session, name, taken)
            taken.add(source.names[name])
            done.conflicts += _same_place(session, body, source.names[name])
            _stage(session, source, body)
            yield statement


def _differing(session: Session, source: _Source, name: str, here: str) -> Iterator[Problem]:
    one, two = _coding(session.ledger, here), _coding(source.ledger, name)
    if one and two and one.values()["versions"] != two.values()["versions"]:
        yield Problem(here, "was coded by other versions in the other archive; the coding here stays", _KEEP)


def _coding(ledger: Ledger, name: str) -> Statement | None:
    return next((s for s in reversed(ledger.about(name)) if s.act == "coding"), None)


def _same_place(session: Session, body: dict[str, Any], name: str) -> Iterator[Problem]:
    query = "SELECT id FROM document WHERE current AND origin = ?"
    row = session.derived.connection.execute(query, (body["origin"],)).fetchone() if body["origin"] else None
    if row:
        yield Problem(name, f"and {row[0]} are captures of one place with other bytes", _KEEP)


def _free(session: Session, wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    query = "SELECT 1 FROM document WHERE id = ?"
    while name in taken or session.derived.connection.execute(query, (name,)).fetchone():
        count += 1
        name = f"{wanted}~{count}"
    return name


def _stage(session: Session, source: _Source, body: dict[str, Any]) -> None:
    session.store.put("captures", source.store.read("captures", body["capture"]))
    session.store.put("texts", source.store.read("texts", body["text"]))
    session.store.put_key(source.store.read("keys", body["key"]), body["key"])


def _state(session: Session, writing: Writing, source: _Source, statement: Statement) -> None:
    """Custody row, document, coding, seal: as the other said them, with where and when it did."""
    body, name = statement.values(), source.names[statement.subject]
    row = source.ledger.row(body["capture_id"], body["capture"])
    if row is None:
        raise CannotError(source.ledger.path, f"has no custody row of {statement.subject}", "ask: khronika verify")
    new = writing.record(Custody(**{field: getattr(row, field) for field in FIELDS}))
    writing.state(
        "document", name,
        {**body, "supersedes": source.names.get(body["supersedes"]), "capture_id": new.capture_id,
         "custody": new.row_sha256, "merged": _origin(source, statement)},
    )  # fmt: skip
    coding = _coding(source.ledger, statement.subject)
    if coding is not None:
        said = coding.values()
        _versions(session, writing, source, said["versions"])
        mentions = [{**m, "id": name + m["id"].removeprefix(statement.subject)} for m in said["mentions"]]
        writing.state("coding", name, {**said, "mentions": mentions, "merged": _origin(source, coding)})
    if source.state.get(statement.subject) == "sealed":
        last = [s for s in source.ledger.about(statement.subject) if s.act == "seal"][-1]
        writing.state("seal", name, {**last.values(), "merged": _origin(source, last)})


def _origin(source: _Source, statement: Statement) -> dict[str, object]:
    return {"ledger": source.name, "seq": statement.seq, "agent": statement.agent, "at": statement.at}


def _versions(session: Session, writing: Writing, source: _Source, name: str) -> None:
    if not session.ledger.about(name):
        (said,) = [s for s in source.ledger.about(name) if s.act == "versions"][:1]
        writing.state("versions", name, said.values())
