"""Reports of events by source: from a table, or from the events that `resolve` writes."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from khronika.measure.read import Given, read
from khronika.measure.rows import Report
from khronika.model import Event, Problem

_SIZES = ("participants", "killed", "detained", "injured")


def read_reports(given: Given, columns: Mapping[str, str] | None) -> tuple[list[Report], list[Problem]]:
    """Reports from a CSV, JSON lines of reports, JSON lines of events, or either as rows in Python."""
    if not isinstance(given, (str, Path)):
        return read([row for item in given for row in _expanded(item)], Report, columns)
    if not _holds_events(given):
        return read(given, Report, columns)
    import json

    rows: list[Any] = []
    for line in Path(given).read_text(encoding="utf-8").splitlines():
        rows.extend(_expanded(json.loads(line)) if line.strip() else ())
    return read(rows, Report, columns)


def _holds_events(path: str | Path) -> bool:
    """Whether the first line is an event as `khronika resolve` writes it."""
    if str(path) == "-" or not Path(path).is_file():
        return False
    with Path(path).open("rb") as lines:
        first = lines.readline()
    return first.lstrip().startswith(b"{") and b'"event_id"' in first and b'"sources"' in first


def _expanded(item: Any) -> Iterator[Any]:
    """One report a source for an event; other rows as they are. Figures are no events."""
    if isinstance(item, Event):
        yield from _of_event(item.event_id, item.record, item.sources, item.place, item.date_start, item.summary)
    elif isinstance(item, dict) and "event_id" in item and "sources" in item:
        keys = ("event_id", "record", "sources", "place", "date_start", "summary")
        yield from _of_event(*(item.get(key) for key in keys))
    else:
        yield item


def _of_event(event: Any, record: Any, sources: Any, place: Any, day: Any, summary: Any) -> Iterable[dict[str, Any]]:
    if record == "figure":
        return
    name = place.get("name") if isinstance(place, dict) else getattr(place, "name", None)
    for source in sources or ():
        yield {"event": event, "source": source, "place": name, "date": day, "size": _size(summary or {})}


def _size(summary: Mapping[str, Any]) -> int | None:
    """The headline of the first quantity that has one: participants, else those harmed."""
    for quantity in _SIZES:
        found = summary.get(quantity)
        best = found.get("best") if isinstance(found, dict) else getattr(found, "best", None)
        if best is not None:
            return int(best)
    return None
