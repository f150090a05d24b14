"""What another coding changes: a list for a person and for a program. Compares two derived stores, and changes neither."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from khronika.archive.resolving import current_events
from khronika.model import Event, Problem

_LEFT_OUT = ("mentions", "episode", "claims")


class Changed(msgspec.Struct, frozen=True):
    """An event with the fields that differ: name -> value before and after."""

    event_id: str
    fields: dict[str, tuple[Any, Any]]


class Revision(msgspec.Struct):
    """What another coding changes.

    `read`: documents coded again; `documents`: how many codings would be stated; `codings`: documents whose values come out
    otherwise than the ledger says; `gone`: id -> the event that takes its place, or None. `notes`: captures that give
    another text or other pages today (looked for by `replay --compare` alone).
    """

    versions: str
    documents: int
    changed: list[Changed]
    gone: dict[str, str | None]
    new: list[str]
    accepted: bool = False
    read: int = 0
    codings: list[str] = []
    notes: list[Problem] = []

    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.changed or self.gone or self.new or self.documents or self.codings)

    def lines(self) -> Iterator[str]:
        """The list for a person."""
        yield from (f"coding   {name}" for name in self.codings)
        for event in self.changed:
            for name, (old, new) in event.fields.items():
                yield f"changed  {event.event_id}  {name}: {_short(old)} -> {_short(new)}"
        yield from (f"gone     {old}" + (f"  now part of {new}" if new else "") for old, new in self.gone.items())
        yield from (f"new      {name}" for name in self.new)


def _short(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def compared(counts: sqlite3.Connection, pending: sqlite3.Connection, versions: str) -> Revision:
    """The differences of two derived stores: the one that counts, and a pending one with its tables `body` and `compared`."""
    before = {e.event_id: e for e in current_events(counts)}
    stated = pending.execute("SELECT count(*) FROM body").fetchone()[0]
    revision = Revision(versions, stated, [], {}, [])
    revision.read = pending.execute("SELECT count(*) FROM compared").fetchone()[0]
    query = "SELECT document FROM compared WHERE differs ORDER BY document"
    revision.codings = [name for (name,) in pending.execute(query)]
    seen = set()
    for event in current_events(pending):
        seen.add(event.event_id)
        if event.event_id not in before:
            revision.new.append(event.event_id)
        elif fields := _differing(before[event.event_id], event):
            revision.changed.append(Changed(event.event_id, fields))
    aliases = dict(pending.execute("SELECT old, new FROM alias"))
    revision.gone = {name: aliases.get(name) for name in before if name not in seen}
    return revision


def _differing(old: Event, new: Event) -> dict[str, tuple[Any, Any]]:
    """Fields that differ; numbers of mentions and what follows from other fields are left out."""
    one, two = msgspec.to_builtins(old), msgspec.to_builtins(new)
    return {name: (one[name], two[name]) for name in one if name not in _LEFT_OUT and one[name] != two[name]}
