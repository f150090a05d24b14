"""What differs between two releases: new, gone and changed events, and the counts of both. For `khronika diff`.

Reads the files of the two folders alone. Where an event became coarser its old values are not told again.
"""

import csv
import io
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import CannotError
from khronika.release import changes

_SHOWN = ("record", "kind", "date_start", "place_name")


class Change(msgspec.Struct, frozen=True):
    """One field of one event; `old` and `new` are None where the change is one of privacy."""

    event_id: str
    field: str
    old: str | None
    new: str | None
    privacy: bool


class Difference(msgspec.Struct, frozen=True):
    """`added`: rows of events that only the second has; `gone`: those that only the first has, with reason and successor."""

    events_before: int
    events_after: int
    added: list[dict[str, str]]
    gone: list[dict[str, str | None]]
    changed: list[Change]


def difference(first: Path, second: Path) -> Difference:
    """The second release against the first. Raises CannotError: a folder holds no release."""
    before, after = changes.read_before(first), changes.read_before(second)
    told = _deletions(second)
    changed = [
        Change(name, field, None if hidden else old, None if hidden else new, hidden)
        for name, fields in sorted(changes.differences(before, after.events).items())
        for hidden in [changes.is_privacy(before.events[name], after.events[name])]
        for field, old, new in fields
    ]
    return Difference(
        len(before.events), len(after.events),
        [{"event_id": n} | _head(row) for n, row in after.events.items() if n not in before.events],
        [{"event_id": n, **told.get(n, {"reason": None, "merged_into": None})} for n in before.events if n not in after.events],
        changed,
    )  # fmt: skip


def _head(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in _SHOWN if name in row}


def _deletions(folder: Path) -> dict[str, dict[str, str | None]]:
    path = folder / "deletions.csv"
    try:
        rows = csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
        return {r["event_id"]: {"reason": r["reason"] or None, "merged_into": r["merged_into"] or None} for r in rows}
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise CannotError(path, f"is no table of deletions: {error}", "give the folder of a release") from error


def as_lines(found: Difference) -> list[str]:
    """For people: the counts, then a line each."""
    by_event: dict[str, list[Change]] = {}
    for change in found.changed:
        by_event.setdefault(change.event_id, []).append(change)
    moved = f"{len(found.added)} new, {len(found.gone)} gone, {len(by_event)} changed"
    head = f"{found.events_before} before, {found.events_after} after: {moved}"
    return [
        head,
        *(f"+ {r['event_id']}  {'  '.join(r[n] for n in _SHOWN if r.get(n))}" for r in found.added),
        *(f"- {r['event_id']}  {_why(r)}" for r in found.gone),
        *(f"~ {name}  {_field(c)}" for name, many in by_event.items() for c in many),
    ]


def _why(row: dict[str, Any]) -> str:
    return f"{row['reason'] or 'no reason told'}{', now ' + row['merged_into'] if row['merged_into'] else ''}"


def _field(change: Change) -> str:
    if change.privacy:
        return f"{change.field}: coarser or withheld now (privacy)"
    return f"{change.field}: {change.old or 'empty'} -> {change.new or 'empty'}"
