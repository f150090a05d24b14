"""What an archive tells the measures: its events with their mentions, and how each document was coded, time after time.

A coder is a set of versions (program, rules, mode) that the ledger names; what two of them say of one document is what
agreement is measured on. Nothing is stated or computed here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from khronika.archive.held import find_mention
from khronika.archive.resolving import current_events
from khronika.archive.session import Session
from khronika.ledger import Ledger, Statement
from khronika.model import Event, Mention

FIELDS = ("record", "kind", "status", "date_start", "date_end")
NONE = "none"
"""What a coder wrote who looked and gave no value: a value of its own."""


class AllHeld(NamedTuple):
    """All events of an archive, all mentions that they rest on, and the judgements of its codings.

    A judgement is `unit, coder, field, value`: of a document whether it tells of an event and of how many, of a place in
    it that two codings found what they made of it.
    """

    events: list[Event]
    mentions: list[Mention]
    judgements: list[dict[str, str]]


def told(session: Session) -> AllHeld:
    """All that an archive tells now."""
    connection = session.derived.connection
    events = list(current_events(connection))
    found = (find_mention(connection, name) for event in events for name in event.mentions)
    query = "SELECT id FROM document WHERE current AND hidden IS NULL ORDER BY number"
    shown = [row[0] for row in connection.execute(query)]
    return AllHeld(events, [m for m in found if m is not None], list(judgements(session.ledger, shown)))


def judgements(ledger: Ledger, documents: Iterable[str], seq: int | None = None) -> Iterator[dict[str, str]]:
    """What each set of versions made of each of the documents; the last coding by a set is the one that counts.

    `seq`: as of that statement.
    """
    names = {s.subject: _coder(s) for s in ledger.statements(0, "versions")}
    wanted = set(documents)
    codings: dict[str, dict[str, dict[str, Any]]] = {}
    for statement in ledger.statements(0, "coding"):
        if seq is not None and statement.seq > seq:
            break
        if statement.subject in wanted:
            body = statement.values()
            coder = names.get(body["versions"], body["versions"][:8])
            codings.setdefault(statement.subject, {})[coder] = body
    for document, by_coder in codings.items():
        yield from _of_document(document, by_coder)
        yield from _of_places(document, by_coder)


def _coder(statement: Statement) -> str:
    """A name for a set of versions that people can read, and that no other set has."""
    body = statement.values()
    return f"khronika {body['khronika']} {body['mode']} {statement.subject[:8]}"


def _of_document(document: str, by_coder: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    for coder, body in by_coder.items():
        if body["outcome"] == "failed":
            continue
        base = {"unit": document, "coder": coder}
        yield {**base, "field": "outcome", "value": body["outcome"]}
        yield {**base, "field": "events", "value": str(sum(m["record"] == "event" for m in body["mentions"]))}


def _of_places(document: str, by_coder: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Fields of mentions whose triggers overlap; where a coder has two there, the first is taken."""
    for start, found in _together(by_coder):
        for coder, mention in found.items():
            base = {"unit": f"{document}:{start}", "coder": coder}
            for field, value in _values(mention):
                yield {**base, "field": field, "value": value}


def _together(by_coder: dict[str, dict[str, Any]]) -> Iterator[tuple[int, dict[str, dict[str, Any]]]]:
    """Each stretch of text that triggers cover, with the mention of each coder in it."""
    spans = sorted(
        (span[0], span[1], coder, mention["id"], mention)
        for coder, body in by_coder.items()
        for mention in body["mentions"]
        if (span := _trigger(mention)) is not None
    )
    first, last, found = 0, -1, dict[str, dict[str, Any]]()
    for start, stop, coder, _, mention in spans:
        if start >= last and found:
            yield first, found
            found = {}
        first, last = (first, max(last, stop)) if found else (start, stop)
        found.setdefault(coder, mention)
    if found:
        yield first, found


def _trigger(mention: dict[str, Any]) -> Sequence[int] | None:
    """Start and stop of the first trigger; mentions without one have no place to be compared at."""
    spans: list[list[int]] = mention["spans"].get("trigger") or []
    return spans[0] if spans else None


def _values(mention: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        yield field, str(mention.get(field) or NONE)
    yield "place", str((mention.get("place") or {}).get("geonameid") or NONE)
    lows: dict[str, int] = {}
    for claim in mention["claims"]:
        if claim["low"] is not None:
            lows[claim["quantity"]] = max(claim["low"], lows.get(claim["quantity"], 0))
    yield from ((quantity, str(low)) for quantity, low in lows.items())
