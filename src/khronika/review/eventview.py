"""All that the page of one event shows: its fields with rule, words and rival claims, its sources, what was decided, its neighbours."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from khronika.archive.decisions import Decision, event_revision
from khronika.archive.held import find_event, mentions_of
from khronika.archive.resolving import why_one
from khronika.archive.reviewed import ROLES, Reviewed, reviewed_event
from khronika.archive.selections import selected_words
from khronika.archive.session import Session
from khronika.explained import RuleEntry, entries_of
from khronika.model import Event, Mention
from khronika.publish.words import place_words
from khronika.review.sourceview import Mark, SourceView, source_view


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """What one mention says of a field. `mark`: place of its words among the marks of its source."""

    source: str
    document: str
    mention: str
    said: str
    low: float | int | None = None
    best: float | int | None = None
    high: float | int | None = None
    kind: str | None = None
    speaker: str | None = None
    rule: str = ""
    confidence: float = 0.0
    quotes: list[str] = []
    anchor: str = ""


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """One value: `name` as decisions call it; `value` as JSON; `by`: the person's decision that gave it; `rules`: entries
    of the packs behind it; `rivals`: what each mention says, `differs`: not all the same, `conflict`: they contradict."""

    name: str
    value: Any
    rule: str
    rules: list[RuleEntry]
    by: Decision | None
    machine: Any
    rivals: list[Rival]
    differs: bool
    conflict: bool
    anchor: str


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """Two mentions weighed: the steps of the sum in bits."""

    a: str
    b: str
    total: float
    threshold: float
    together: bool
    steps: list[tuple[str, str, float, bool]]


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """The page of an event. `revision` must be sent back with a decision."""

    id: str
    revision: str
    state: str
    event: Event
    fields: list[FieldView]
    sources: list[SourceView]
    decisions: list[Decision]
    why: list[PairView]
    attention: dict[str, float]


def event_view(session: Session, name: str, row: sqlite3.Row | None, *, whole: bool = False) -> EventView:
    """The view of an event. Raises UsageError: there is none of that id."""
    connection = session.derived.connection
    machine = find_event(connection, name)
    found = reviewed_event(connection, machine, lambda d, a, b: selected_words(session, d, a, b))
    mentions = mentions_of(connection, machine)
    sources = list(_sources(session, found, mentions, whole))
    return EventView(
        id=machine.event_id, revision=event_revision(connection, machine.event_id), state=found.state,
        event=found.event, fields=list(_fields(found, mentions, sources)), sources=sources,
        decisions=found.decisions, why=_why(connection, machine),
        attention={k: row[k] for k in ("attention", "doubt", "stake", "near")} if row is not None else {},
    )  # fmt: skip


def _sources(session: Session, found: Reviewed, mentions: Sequence[Mention], whole: bool) -> Iterator[SourceView]:
    selected: dict[str, list[Mark]] = {}
    for field, one in found.changed.items():
        for document, start, stop, _ in one.body["spans"]:
            selected.setdefault(document, []).append(Mark(start, stop, field, field, "", True))
    names = dict.fromkeys([*(m.document for m in mentions), *selected])
    for name in names:
        document = session.document(name)
        if document is not None:
            inside = [m for m in mentions if m.document == name]
            yield source_view(document, inside, selected.get(name, ()), whole=whole)


def _fields(found: Reviewed, mentions: Sequence[Mention], sources: Sequence[SourceView]) -> Iterator[FieldView]:
    event, machine = found.event, found.machine
    conflicts = {c.field for c in machine.conflicts}
    now, was = _values(event), _values(machine)
    for name in dict.fromkeys([*now, *was, *found.changed]):
        rivals = list(_rivals(name, mentions, sources))
        rule = event.rules.get(name) or event.rules.get(name.partition(".")[0], "")
        if name.startswith("claims.") and name not in found.changed:
            rule = f"resolve.{now[name]['rule']}" if now.get(name) else ""
        told = [entry for r in rivals for entry in entries_of(r.rule)] if rivals else []
        by = found.changed.get(name)
        anchor = _selected(sources, by)
        yield FieldView(
            name=name, value=now.get(name), rule=rule, rules=list({e.id: e for e in told}.values()), by=by,
            machine=was.get(name), rivals=rivals, anchor=anchor or next((r.anchor for r in rivals if r.anchor), ""),
            differs=len({(r.said, None) if not name.startswith("claims.") else (r.low, r.high) for r in rivals}) > 1,
            conflict=_stated(name) in conflicts or (name == "date" and bool(conflicts & {"date_start", "date_end"})),
        )  # fmt: skip


def _selected(sources: Sequence[SourceView], by: Decision | None) -> str:
    """The anchor of the words that a person selected for a value."""
    spans = by.body["spans"] if by else ()
    field = by.body["field"] if by else ""
    return next((_anchor(sources, s[0], lambda m: m.person and m.field == field) for s in spans), "")


def _stated(name: str) -> str:
    """A field as conflicts name it."""
    return name.removeprefix("claims.")


def _values(event: Event) -> dict[str, Any]:
    """The event's fields as JSON values, in the order of the page; what is not known is None."""
    found: dict[str, Any] = {
        "kind": event.kind, "status": event.status,
        "date": {"date_start": event.date_start, "date_end": event.date_end, "date_level": event.date_level}
        if event.date_start else None,
        "place": msgspec.to_builtins(event.place) if event.place else None,
    }  # fmt: skip
    for quantity, summary in event.summary.items():
        found[f"claims.{quantity}"] = msgspec.to_builtins(summary)
    for role in ROLES:
        actors = [{"name": a.name, "type": a.type} for a in event.actors if a.role == role]
        if actors or role != "assoc":
            found[f"actors.{role}"] = actors or None
    return found


def _rivals(name: str, mentions: Sequence[Mention], sources: Sequence[SourceView]) -> Iterator[Rival]:
    head, _, rest = name.partition(".")
    for mention in mentions:
        common: dict[str, Any] = {
            "source": mention.source or mention.document, "document": mention.document, "mention": mention.id,
            "confidence": mention.confidence,
        }  # fmt: skip
        for key, said, more in _said(head, rest, mention):
            spans = mention.spans.get(key, [])
            anchor = _anchor(
                sources, mention.document, lambda m, key=key, of=mention.id: (m.key, m.mention) == (key, of)
            )
            yield Rival(
                **common, said=said, rule=_rule(mention, key), quotes=[s.quote for s in spans], anchor=anchor, **more
            )


def _said(head: str, rest: str, mention: Mention) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(key of its spans, what is said, numbers) of one mention for a field."""
    if head == "kind" and mention.kind:
        yield "trigger", mention.kind, {}
    elif head == "status":
        yield "status", mention.status, {}
    elif head == "date" and mention.date_start:
        last = mention.date_end if mention.date_end != mention.date_start else None
        yield "date", mention.date_start + (f" – {last}" if last else ""), {}
    elif head == "place" and mention.place:
        yield "place", place_words(mention.place), {}
    elif head == "claims":
        for n, c in enumerate(mention.claims):
            if c.quantity == rest:
                point = c.low if c.low == c.high else None
                yield f"claims[{n}]", c.text, {"low": c.low, "best": point, "high": c.high, "kind": c.kind,
                                               "speaker": c.speaker or mention.attributed_to}  # fmt: skip
    elif head == "actors":
        for n, actor in enumerate(mention.actors):
            if actor.role == rest:
                yield f"actors[{n}]", actor.name, {"kind": actor.type}


def _rule(mention: Mention, key: str) -> str:
    head = key.partition("[")[0]
    return (
        mention.rules.get(key)
        or mention.rules.get(head)
        or (mention.rules.get("kind", "") if head == "trigger" else "")
    )


def _anchor(sources: Sequence[SourceView], document: str, fits: Any) -> str:
    """`s{n}-w{m}` of the first mark that fits."""
    for n, source in enumerate(sources):
        if source.document == document:
            return next((f"s{n}-w{k}" for k, mark in enumerate(source.marks) if fits(mark)), "")
    return ""


def _why(connection: sqlite3.Connection, event: Event) -> list[PairView]:
    found = why_one(connection, event) if len(event.mentions) > 1 else []
    return [pair_view(pair) for pair in found[:12]]


def pair_view(pair: Any) -> PairView:
    """An explanation of `resolve` for the page."""
    steps = [(s.level, s.sentence, s.weight, s.never) for s in pair.steps]
    return PairView(a=pair.mentions[0], b=pair.mentions[1], total=pair.total, threshold=pair.threshold,
                    together=pair.together, steps=steps)  # fmt: skip
