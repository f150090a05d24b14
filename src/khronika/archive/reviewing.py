"""A person's decisions, written: each is one statement in the ledger, then shown in the derived store.

Who decides says what was seen (`decisions.event_revision`); where it changed meanwhile, nothing is written and
ChangedError says so. No words of a document enter the ledger: words are `[document, start, stop]`, kept with a keyed hash.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any, Literal

import msgspec

from khronika.archive import decisions as kept
from khronika.archive.catch_up import catch_up
from khronika.archive.decisions import anchor_of, event_revision
from khronika.archive.held import find_event, mentions_of
from khronika.archive.overlap import shares_words
from khronika.archive.resolving import resolve_dirty
from khronika.archive.reviewed import check_value
from khronika.archive.session import Session
from khronika.archive.telling import enter_again, next_id
from khronika.archive.wordless import wordless
from khronika.errors import ChangedError, UsageError
from khronika.ledger import Statement
from khronika.model import Mention

VerdictOfEvent = Literal["confirmed", "not_event", "unsure", "open"]
Stretch = tuple[str, int, int]
LONGEST = 2000  # characters of a comment


def give_verdict(session: Session, event: str, verdict: VerdictOfEvent, seen: str | None) -> Statement:
    """Says whether an event is right as it stands, is none, or cannot be told. Raises UsageError, ChangedError."""
    name = _seen(session, event, seen)
    return _state(session, "verdict", name, {"verdict": verdict})


def change_value(
    session: Session,
    event: str,
    field: str,
    value: Mapping[str, Any] | None,
    words: Sequence[Stretch],
    seen: str | None,
) -> Statement:
    """Gives a field of an event another value, read from `words`; None: there is none. Raises UsageError, ChangedError."""
    name = _seen(session, event, seen)
    body = {"field": field, "value": check_value(field, value), "spans": [_marked(session, s) for s in words]}
    return _state(session, "value", name, body)


def comment(session: Session, event: str, words: str, spans: Sequence[Stretch] = ()) -> Statement:
    """Says something of an event. Raises UsageError where it is empty, too long, or quotes a source."""
    found = find_event(session.derived.connection, event)
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise UsageError(f"a comment has 1 to {LONGEST} characters")
    for document in {m.document for m in mentions_of(session.derived.connection, found)}:
        text = session.document(document)
        if text is not None and shares_words(said, text.text, text.title or ""):
            raise UsageError(
                "the comment quotes a source; the ledger keeps it for ever, so say it in words of your own"
            )
    return _state(session, "comment", found.event_id, {"words": said, "spans": [_marked(session, s) for s in spans]})


def merge(session: Session, one: str, other: str, seen: Mapping[str, str]) -> Statement:
    """Says that two events are one happening. Raises UsageError, ChangedError."""
    a, b = (_seen(session, name, seen.get(name)) for name in (one, other))
    if a == b:
        raise UsageError("these two are one event already")
    first, second = _anchors(session, a), _anchors(session, b)
    body = {"same": [[first[0], anchor] for anchor in (*first[1:], *second)]}
    return _judge(session, a, body | {"events": [a, b]})


def keep_apart(
    session: Session, one: str, other: str, verdict: Literal["different", "unsure"], seen: Mapping[str, str]
) -> Statement:
    """Says that two events are two happenings, or that nobody can tell. Raises UsageError, ChangedError."""
    a, b = (_seen(session, name, seen.get(name)) for name in (one, other))
    if a == b:
        raise UsageError("these two are one event; split it")
    pairs = [list(pair) for pair in product(_anchors(session, a), _anchors(session, b))]
    return _judge(session, a, {verdict: pairs, "events": [a, b]})


def split(session: Session, event: str, off: Sequence[str], seen: str | None) -> Statement:
    """Parts an event: the mentions `off` are another happening than the rest. Raises UsageError, ChangedError."""
    name = _seen(session, event, seen)
    anchors = _anchors(session, name)
    parts = [[a for a in anchors if (a.mention in off) is chosen] for chosen in (False, True)]
    if not all(parts) or len(parts[1]) != len(set(off)):
        raise UsageError("choose some mentions of the event, and not all of them")
    same = [list(pair) for part in parts for pair in combinations(part, 2)]
    return _judge(session, name, {"same": same, "different": [list(p) for p in product(*parts)], "events": [name]})


def tell_missed(session: Session, mention: Mention) -> str:
    """Adds a happening that the machine missed, as a mention of a document; gives the id of its event. Raises UsageError."""
    document = session.document(mention.document)
    if document is None:
        raise UsageError(f"no document {mention.document!r} is shown in this archive")
    if not mention.spans.get("trigger"):
        raise UsageError("select the words that tell of it")
    for name, spans in mention.spans.items():
        if any(document.text[s.start : s.stop] != s.quote for s in spans):
            raise UsageError(f"the words for {name} do not stand there")
    named = msgspec.structs.replace(mention, id=next_id(session, mention.document))
    _state(session, "missed", named.document, {"mentions": [wordless(named, _secret(session, named.document))]})
    enter_again(session, named.document)
    resolve_dirty(session)
    return find_event(session.derived.connection, named.id).event_id if mention.status == "occurred" else ""


def check_document(session: Session, document: str, verdict: Literal["irrelevant", "relevant", "open"]) -> Statement:
    """Says of a document that the machine found irrelevant whether it tells of something. Raises UsageError."""
    if session.document(document) is None:
        raise UsageError(f"no document {document!r} is shown in this archive")
    return _state(session, "checked", document, {"verdict": verdict})


def undo(session: Session, seq: int) -> Statement:
    """Takes a decision back. Raises UsageError: there is none of that number, or it was taken back."""
    found = kept.decision(session.derived.connection, seq)
    if found is None or found.act == "undo":
        raise UsageError(f"statement {seq} is no decision that can be taken back")
    if found.undone is not None:
        raise UsageError(f"statement {seq} was taken back by statement {found.undone}")
    said = _state(session, "undo", found.subject, {"undoes": seq})
    if found.act == "missed":
        enter_again(session, found.subject)
    resolve_dirty(session)
    return said


def _seen(session: Session, event: str, seen: str | None) -> str:
    """The event's present id, if it is what was seen; `seen` None: whatever it is."""
    connection = session.derived.connection
    name = find_event(connection, event).event_id
    if seen is not None and seen != event_revision(connection, name):
        raise ChangedError(name)
    return name


def _anchors(session: Session, event: str) -> list[kept.Anchor]:
    connection = session.derived.connection
    return [anchor_of(m) for m in mentions_of(connection, find_event(connection, event))]


def _secret(session: Session, document: str) -> Any:
    row = session.derived.connection.execute("SELECT key FROM document WHERE id = ?", (document,)).fetchone()
    return session.secret(document, row[0])


def _marked(session: Session, words: Stretch) -> list[object]:
    """A span with the keyed hash of its words. Raises UsageError where it does not lie in a document that is shown."""
    name, start, stop = words
    document = session.document(name)
    if document is None or not 0 <= start < stop <= len(document.text):
        raise UsageError(f"no words {start}:{stop} in {name!r}")
    return [name, start, stop, _secret(session, name).mark(document.text[start:stop])]


def _judge(session: Session, subject: str, body: Mapping[str, Any]) -> Statement:
    said = _state(session, "judgement", subject, body)
    resolve_dirty(session)
    return said


def _state(session: Session, act: str, subject: str, body: Mapping[str, Any]) -> Statement:
    """The statement first; then the derived store takes it up, as it would after a kill."""
    with session.ledger.writing() as writing:
        said = writing.state(act, subject, msgspec.to_builtins(dict(body)))
    catch_up(session.ledger, session.derived)
    return said
