"""What an archive tells: its events and mentions, from a folder, a file of events, or a chronicle in Python.

Only reading stands here; `told_rows` makes the rows of a measure from it. Mentions are looked for beside the events.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from khronika.errors import CannotError, UsageError
from khronika.measure.read import Given, Telling
from khronika.model import Event, Mention, Problem

EVENTS, MENTIONS = "events.jsonl", "mentions.jsonl"


class Told(NamedTuple):
    """Events and mentions as the lines of their files hold them; `mentions` by id, None where none are there.

    `judgements`: what each coding said of each unit, None where only the last coding is there.
    """

    events: list[dict[str, Any]]
    mentions: dict[str, dict[str, Any]] | None
    problems: list[Problem]
    judgements: list[dict[str, Any]] | None = None

    def occurred(self) -> list[dict[str, Any]]:
        """Events that happened, without those planned or denied."""
        return [event for event in self.events if event.get("status", "occurred") == "occurred"]


def told_by(given: Given, mentions: Given | None = None) -> tuple[Given, Told | None]:
    """What an archive tells, None where `given` is a table of another sort; and `given` itself, still unread."""
    if isinstance(given, (str, Path)):
        path = Path(given)
        events = path / EVENTS if path.is_dir() else path
        if path.is_dir() and not events.is_file():
            then = "give a table, the folder of a chronicle, or an archive (in Python: kh.Archive(folder))"
            raise CannotError(path, f"no {EVENTS} in this folder", then)
        if not _holds_events(events):
            return given, None
        beside = events.with_name(MENTIONS)
        return given, _told(events, mentions if mentions is not None else beside if beside.is_file() else None)
    held: Any = given.told() if isinstance(given, Telling) else given
    if hasattr(held, "events") and hasattr(held, "mentions"):
        made = _told(held.events, held.mentions)
        return held, made._replace(judgements=getattr(held, "judgements", None))
    rows = iter(held)
    first = list(_some(rows))
    again = list(chain(first, rows))
    is_told = bool(first) and (isinstance(first[0], Event) or (isinstance(first[0], Mapping) and _is_event(first[0])))
    return again, _told(again, mentions) if is_told else None


def _some(rows: Iterable[Any]) -> Iterable[Any]:
    for row in rows:
        yield row
        return


def _is_event(row: Mapping[str, Any]) -> bool:
    return "event_id" in row and "sources" in row


def _holds_events(path: Path) -> bool:
    """Whether the first line is an event as `khronika resolve` writes it."""
    if str(path) == "-" or not path.is_file():
        return False
    with path.open("rb") as lines:
        first = lines.readline()
    return first.lstrip().startswith(b"{") and b'"event_id"' in first and b'"sources"' in first


def _told(events: Given, mentions: Given | None) -> Told:
    problems: list[Problem] = []
    rows = [row for row in _plain(events, problems) if row.get("record") != "figure"]
    if mentions is None:
        return Told(rows, None, problems)
    return Told(rows, {str(row.get("id")): row for row in _plain(mentions, problems)}, problems)


def _plain(given: Given, problems: list[Problem]) -> list[dict[str, Any]]:
    """Lines or objects as plain mappings; a line that is none becomes a problem."""
    rows: list[dict[str, Any]] = []
    item: Any
    if isinstance(given, Telling):
        raise UsageError("an archive stands where its mentions are asked for; give it alone")
    if not isinstance(given, (str, Path)):
        for item in given:
            rows.append(msgspec.to_builtins(item) if isinstance(item, (Event, Mention)) else dict(item))
        return rows
    for number, line in enumerate(_lines(given), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("no JSON object")
            rows.append(row)
        except ValueError as error:
            problems.append(Problem(f"{given}:{number}", f"no event or mention: {error}", "the line is left out"))
    return rows


def _lines(path: str | Path) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), f"give a file such as {MENTIONS}") from error


def needs_mentions(told: Told, measure: str) -> dict[str, dict[str, Any]]:
    """The mentions; says where they belong if there are none."""
    if told.mentions is None:
        raise UsageError(
            f"{measure} of events needs their mentions; give the folder that holds {EVENTS} and {MENTIONS}"
        )
    return told.mentions
