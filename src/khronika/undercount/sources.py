"""An archive as lists: each source is a list, each event is what may be on it. Linkage is the machine's: never assumed good."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from khronika.undercount.cases import KIND, PLACE, Case, Span, divided, span_of
from khronika.undercount.errors import TableError
from khronika.undercount.histories import MOST_LISTS
from khronika.undercount.read import Read
from khronika.undercount.table import from_cases

_Text = tuple[str, str, str]


def read_archive(folder: Path, lists: Sequence[str] = (), by: str | None = None) -> Read:
    """The events of `events.jsonl` by their sources, as records whose linkage must be stated.

    `lists` names the sources to use; without it the archive may have at most six. Figures, what did not occur, events that
    none of them tells, and reprints (mentions.jsonl says whose text it was) are left out. `by` year, place or kind makes strata.
    """
    path, beside = folder / "events.jsonl", folder / "mentions.jsonl"
    mentions = [line for _, line in _lines(beside)] if beside.is_file() else []
    return read_events([line for _, line in _lines(path)], mentions, lists, str(path), by)


def read_events(
    rows: Sequence[Mapping[str, Any]],
    mentions: Iterable[Mapping[str, Any]],
    lists: Sequence[str] = (),
    name: str = "events",
    by: str | None = None,
) -> Read:
    """The same from events and mentions as plain mappings; `name` stands in messages."""
    events = _events(rows, _texts(mentions))
    told = Counter(source for case in events for source in case.on)
    wanted = list(lists) or [name for name, _ in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))]
    if missing := [name for name in wanted if name not in told]:
        raise TableError(name, f"no event has the source {', '.join(missing)}", f"sources: {', '.join(sorted(told))}")
    if not wanted:
        raise TableError(name, "no event names a source", "give sources when reading: --source")
    if len(wanted) > MOST_LISTS:
        most = ", ".join(f"{name} ({told[name]})" for name in wanted[:12])
        raise TableError(
            name, f"has {len(wanted)} sources", f"choose at most {MOST_LISTS} with --lists; largest: {most}"
        )
    held = [case for case in events if case.on.intersection(wanted)]
    strata = {"": held} if by is None else divided(held, by, name)
    return Read([from_cases(cases, wanted, stratum, "events") for stratum, cases in strata.items()], linked=False)


def _events(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, _Text]) -> list[Case]:
    """Each event that occurred, with its sources, without those that only reprinted."""
    found = list[Case]()
    for event in rows:
        if event.get("record") == "event" and event.get("status", "occurred") == "occurred":
            told = [texts[name] for name in event.get("mentions", []) if name in texts]
            on = _own(told) if told else [str(source) for source in event.get("sources", [])]
            found.append(Case(frozenset(on), _when(event), _groups(event)))
    return found


def _when(event: Mapping[str, Any]) -> Span | None:
    first, last = event.get("date_start"), event.get("date_end")
    return span_of(f"{first}/{last or first}") if first else None


def _groups(event: Mapping[str, Any]) -> dict[str, str]:
    """Kind, and place: the region of first order, else the country."""
    place = event.get("place") or {}
    groups = {KIND: event.get("kind"), PLACE: place.get("admin1") or place.get("country_iso3")}
    return {name: str(value) for name, value in groups.items() if value}


def _texts(mentions: Iterable[Mapping[str, Any]]) -> dict[str, _Text]:
    """When, by whom and with which text each mention was published."""
    return {
        str(line.get("id")): (
            str(line.get("published") or "9999"), str(line.get("source") or ""),
            str(line.get("text_group") or line.get("document_hash") or line.get("document")),
        )
        for line in mentions
    }  # fmt: skip


def _own(told: Sequence[_Text]) -> list[str]:
    """Sources with a text of their own: who published a text first; lists that copy are no lists."""
    first: dict[str, str] = {}
    for _, source, text in sorted(told):
        first.setdefault(text, source)
    return sorted({source for source in first.values() if source})


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            yield number, _event(line, f"{path}:{number}")


def _event(line: str, where: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise TableError(where, "is not JSON", "make the archive again with: khronika chronicle") from error
    if not isinstance(given, dict) or not isinstance(given.get("sources", []), list):
        raise TableError(where, "is not an event", "make the archive again with: khronika chronicle")
    return given
