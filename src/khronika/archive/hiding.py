"""Seal a document (kept and proven, not shown) or destroy it (key, capture, text and all that is derived go; one line stays).

The statement comes first: killed after it, the next writer takes away the files that no statement names any more, and
the derived store takes the act up. Blocks that a file leaves on a disk are the system's: encrypt the disk.
"""

from collections.abc import Iterator, Sequence

import msgspec

from khronika.archive import catch_up
from khronika.archive.forgetting import forget
from khronika.archive.overlap import shares_words
from khronika.archive.resolving import resolve_dirty
from khronika.archive.session import Session, named_files
from khronika.archive.store import SHELVES
from khronika.errors import UsageError
from khronika.ledger import Ledger

ACTS = {"seal": "sealed", "unseal": "shown", "destroy": "destroyed"}


class Hidden(msgspec.Struct, frozen=True):
    """A document that is not shown: by which statement, when (UTC), why."""

    document: str
    state: str
    seq: int
    at: str
    reason: str


def hidden(ledger: Ledger) -> list[Hidden]:
    """What is sealed or destroyed, in the order of the acts."""
    last = {s.subject: s for s in ledger.statements(0, *ACTS) if s.act in ACTS}
    found = [Hidden(s.subject, ACTS[s.act], s.seq, s.at, s.values()["reason"]) for s in last.values()]
    return sorted((h for h in found if h.state != "shown"), key=lambda h: h.seq)


def seal(session: Session, name: str, reason: str) -> None:
    """Keeps a document and shows it no more. Raises UsageError: no such document, or it is hidden already."""
    _known(session, name, None)
    _refuse_words(session, [name], reason)
    _state(session, "seal", [name], {"reason": reason})


def unseal(session: Session, name: str, reason: str) -> None:
    """Shows a sealed document again; `code` brings its events back. Raises UsageError: it is not sealed."""
    _known(session, name, "sealed")
    _state(session, "unseal", [name], {"reason": reason})


def destroy(session: Session, name: str, reason: str, with_twins: bool = False) -> list[str]:
    """Destroys a document; gives what else stands at its place, earlier and later captures: they are likely to say the same.

    `with_twins`: also the documents that share its capture or its text. Raises UsageError: no such document, it has
    twins and they were not included, or the reason holds words of it.
    """
    state = _known(session, name, None, "sealed")
    twins = _twins(session, name)
    if twins and not with_twins:
        raise UsageError(f"{name} shares bytes or text with {', '.join(twins)}; destroy them as well with --with-twins")
    names = [name, *twins]
    if state is None:
        _refuse_words(session, names, reason)
    others = sorted(set(_at_its_place(session, name)) - set(names))
    _state(session, "destroy", names, {"reason": reason})
    return others


def _known(session: Session, name: str, *states: str | None) -> str | None:
    """How a document is hidden. Raises UsageError where it is none of the states."""
    row = session.derived.connection.execute("SELECT hidden FROM document WHERE id = ?", (name,)).fetchone()
    if row is None:
        raise UsageError(f"no document {name!r} in this archive; `khronika show ID` names the documents of an event")
    if row[0] not in states:
        raise UsageError(f"{name} is {row[0] or 'shown'} already")
    return str(row[0]) if row[0] else None


def _refuse_words(session: Session, names: Sequence[str], reason: str) -> None:
    """The ledger keeps the reason for ever, so it must not quote what is to be forgotten."""
    for document in map(session.document, names):
        if document and shares_words(reason, document.text, document.title or "", document.source or ""):
            raise UsageError("the reason holds words of the document; say it without them, for it stays in the ledger")


def _twins(session: Session, name: str) -> list[str]:
    query = (
        "SELECT other.id FROM document AS one JOIN document AS other"
        " ON (other.capture = one.capture OR other.text = one.text) AND other.id != one.id"
        " WHERE one.id = ? AND other.hidden IS NOT 'destroyed' ORDER BY other.number"
    )
    return [row[0] for row in session.derived.connection.execute(query, (name,))]


def _at_its_place(session: Session, name: str) -> Iterator[str]:
    query = (
        "SELECT other.id FROM document AS one JOIN document AS other ON other.origin = one.origin AND other.id != one.id"
        " WHERE one.id = ? AND other.hidden IS NOT 'destroyed'"
    )
    yield from (row[0] for row in session.derived.connection.execute(query, (name,)))


def _state(session: Session, act: str, names: Sequence[str], body: dict[str, object]) -> None:
    """Ledger, files, derived store, in this order."""
    with session.ledger.writing() as writing:
        for name in names:
            writing.state(act, name, body)
    if act == "destroy":
        _remove_files(session, set(names))
    catch_up.catch_up(session.ledger, session.derived)
    resolve_dirty(session)
    forget(session.derived)


def _remove_files(session: Session, names: set[str]) -> None:
    """Files of destroyed documents that no other document needs."""
    named = named_files(session.ledger)
    for name in names:
        (body,) = [s.values() for s in session.ledger.about(name) if s.act == "document"]
        for shelf, key in zip(SHELVES, ("capture", "text", "key"), strict=True):
            if body[key] not in named[shelf]:
                session.store.place(shelf, body[key]).unlink(missing_ok=True)
