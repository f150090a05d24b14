"""What changed since the release before: revisions, corrections, deletions. Read from the files of that release alone.

Without a release before, every event is revision 1 and nothing is corrected.
"""

import csv
import io
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from khronika.errors import CannotError
from khronika.release.dialect import cell

CORRECTIONS = ("correction_id", "event_id", "revision_from", "revision_to", "corrected_at", "field", "old_value", "new_value",
               "reason", "source_ids", "release")  # fmt: skip
DELETIONS = ("event_id_cnty", "event_id", "deleted_timestamp", "reason", "merged_into")
_OWN = ("revision", "updated_at")


class Before(NamedTuple):
    """The release before: events by id, its corrections and deletions as they stand."""

    events: dict[str, dict[str, str]]
    corrections: list[list[str]]
    deletions: list[list[str]]


def read_before(folder: Path | None) -> Before:
    """The release in the folder; an empty one where none is given. Raises CannotError."""
    if folder is None:
        return Before({}, [], [])
    try:
        rows = {
            r["event_id"]: r
            for r in csv.DictReader(io.StringIO((folder / "events.csv").read_text("utf-8"), newline=""))
        }
        return Before(rows, _body(folder / "corrections.csv"), _body(folder / "deletions.csv"))
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise CannotError(
            folder, f"is no release: {error}", "give the folder of an earlier release with --since"
        ) from error


def _body(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))[1:]


def differences(before: Before, now: Mapping[str, Mapping[str, str]]) -> dict[str, list[tuple[str, str, str]]]:
    """Event id -> its changed fields with old and new value, of events that were there before."""
    found = {}
    for name, row in now.items():
        old = before.events.get(name)
        if old is not None:
            fields = [f for f in row if f in old and f not in _OWN]
            found[name] = [(f, old[f], row[f]) for f in fields if old[f] != row[f]]
    return found


def stamps(before: Before, now: Mapping[str, Mapping[str, str]], at: str) -> dict[str, tuple[int, str]]:
    """Revision and time of last change of each event: as before where nothing changed."""
    changed = differences(before, now)
    made = {}
    for name in now:
        old = before.events.get(name)
        if old is None:
            made[name] = (1, at)
        else:
            made[name] = (int(old["revision"]) + 1, at) if changed[name] else (int(old["revision"]), old["updated_at"])
    return made


def corrections(before: Before, now: Mapping[str, Mapping[str, str]], at: str, release: str) -> list[list[Any]]:
    """The corrections before, and a row for each field changed since. Where an event became coarser the old value is not told."""
    made: list[list[Any]] = [*before.corrections]
    for name, fields in differences(before, now).items():
        revision = int(before.events[name]["revision"])
        hidden = is_privacy(before.events[name], now[name])
        for field, old, new in fields:
            number = sha256(f"{name}\0{revision}\0{field}\0{release}".encode()).hexdigest()[:16]
            shown = (None, None, "privacy") if hidden else (old, new, "new_source")
            made.append([f"cor-{number}", name, revision, revision + 1, at, field, *shown, None, release])
    return made


def is_privacy(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether the event lost its sources or became coarse: then its old values are not told."""
    bared = old.get("n_mentions") != "0" and new.get("n_mentions") == "0"
    return bared or new.get("geo_coarsened") == "true"


def deletions(
    before: Before,
    now: Mapping[str, Mapping[str, str]],
    at: str,
    layout_ids: Mapping[str, str],
    merged: Mapping[str, str],
    withheld: Collection[str] = (),
) -> list[list[Any]]:
    """The deletions before, and a row for each event that is there no more; `merged`: the event that holds it now;
    `withheld`: events that the policy keeps back."""
    known = {row[1] for row in before.deletions}
    made: list[list[Any]] = [row for row in before.deletions if row[1] not in now]
    for name in sorted(set(before.events) - set(now) - known):
        into = merged.get(name)
        why = "duplicate" if into else "privacy" if name in withheld else "not_an_event"
        made.append([layout_ids.get(name), name, at, why, into])
    return made


def as_cells(columns: tuple[str, ...], row: list[Any]) -> dict[str, str]:
    """A row as it reads in the file."""
    return {name: cell(value) for name, value in zip(columns, row, strict=True)}
