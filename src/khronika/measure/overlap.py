"""Which source reports what: overlap by size and place, reprints, and days that were watched without any event.

Shares are of the events that anyone listed, never of all that happened. A zero is written only where a source watched.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from khronika.errors import RefusedError
from khronika.measure.capture import Capture, captures
from khronika.measure.overlap_pairs import Pair, Slice, classes, pairs, sizes, slices
from khronika.measure.overlap_words import METHOD, sentence, warnings
from khronika.measure.read import Given, read
from khronika.measure.result import Result, how_read, named, snapshot_id
from khronika.measure.rows import Report, Watch
from khronika.measure.told_rows import Choice, read_rows
from khronika.table import Table

LEVEL = 0.95


class SourceShare(msgspec.Struct, frozen=True, kw_only=True):
    """Events one source reported itself; `share` of the events that any source listed; `alone`: by no other source."""

    source: str
    events: int
    share: float
    alone: int
    reprints: int


class Watched(msgspec.Struct, frozen=True):
    """Events that a source reported for a place and a day on which it watched; 0 is a real zero."""

    source: str
    place: str
    date: str
    events: int


class Coverage(Result, frozen=True, kw_only=True):
    """Shares of sources, their overlap, slices by size and place, and days watched where a watch list was given."""

    rows: list[SourceShare]
    pairs: list[Pair]
    slices: list[Slice]
    captures: list[Capture]
    panel: list[Watched]
    outside: int

    def table(self) -> Table[Any]:
        """Days watched, where a watch list was given; else a row a source."""
        return Table(Watched, self.panel) if self.panel else Table(SourceShare, self.rows)

    def tables(self) -> dict[str, Table[Any]]:
        """Sources, pairs, slices, captures, and days watched."""
        return {
            "rows": Table(SourceShare, self.rows), "pairs": Table(Pair, self.pairs), "slices": Table(Slice, self.slices),
            "captures": Table(Capture, self.captures), "panel": Table(Watched, self.panel),
        }  # fmt: skip


def coverage(
    given: Given, watched: Given | None = None, *, zeros: bool = False, columns: Mapping[str, str] | None = None,
    quantity: str | None = None, mentions: Given | None = None,
) -> Coverage:  # fmt: skip
    """Coverage by source from a table with `event, source` (and `place, date, size, reprint_of`), or from an archive.

    `watched` is a table with `source, place, start, end`. `zeros` insists on days without events, which need it. Of an
    archive the size is `quantity`, or the first that is told: participants, killed, detained, injured.
    """
    reports, problems = read_rows(given, Report, columns, None, Choice(quantity=quantity), mentions)
    if zeros and watched is None:
        raise RefusedError(
            "a day without reports may be one that nobody watched, so it is no zero",
            "say who watched where and when with --watched: source, place, start, end",
        )
    if not reports:
        raise RefusedError("no report can be read" + "".join(f"; {p}" for p in problems), "give event and source")
    watches, more = read(watched, Watch) if watched is not None else ([], [])
    own = [report for report in reports if not report.reprint_of]
    by_source, groups = _by(own), classes(own)
    panel, outside = _panel(own, watches)
    settings: dict[str, Any] = {"watched": [msgspec.structs.replace(w, where="") for w in _sorted(watches)]}
    settings = msgspec.to_builtins(settings)
    found = Coverage(
        method=METHOD, sentence="", n=len({r.event for r in reports}), n_of="events that any source listed", level=LEVEL,
        sources=named(r.source for r in reports), warnings=[], settings=settings,
        snapshot=snapshot_id(METHOD, reports, settings), problems=[*problems, *more],
        reading=how_read(columns=dict(columns or {}), quantity=quantity), rows=_shares(reports, by_source),
        pairs=pairs(by_source, groups), slices=slices(by_source, groups), captures=captures(by_source, sizes(own), LEVEL),
        panel=panel, outside=outside,
    )  # fmt: skip
    return msgspec.structs.replace(found, sentence=sentence(found), warnings=warnings(found))


def _sorted(watches: Iterable[Watch]) -> list[Watch]:
    return sorted(watches, key=lambda w: (w.source, w.place, w.start, w.end))


def _by(reports: Iterable[Report]) -> dict[str, set[str]]:
    """Events by source, sources in order of their names."""
    events: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        events[report.source].add(report.event)
    return dict(sorted(events.items()))


def _shares(reports: Sequence[Report], by_source: Mapping[str, set[str]]) -> list[SourceShare]:
    every = len({report.event for report in reports})
    reprints: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.reprint_of:
            reprints[report.source].add(report.event)
    made = []
    for source in sorted({*by_source, *reprints}):
        events = by_source.get(source, set())
        others = set[str]().union(*(of for name, of in by_source.items() if name != source))
        made.append(
            SourceShare(
                source=source, events=len(events), share=len(events) / every, alone=len(events - others),
                reprints=len(reprints.get(source, set()) - events),
            )
        )  # fmt: skip
    return made


def _panel(reports: Sequence[Report], watches: Sequence[Watch]) -> tuple[list[Watched], int]:
    """Every source, place and day watched with its number of events, and how many reports lie outside the watch."""
    cells = {(watch.source, watch.place, day) for watch in watches for day in _days(watch)}
    events: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    outside = 0
    for report in reports if watches else ():
        cell = (report.source, report.place or "", report.date or "")
        if cell in cells:
            events[cell].add(report.event)
        else:
            outside += 1
    return [Watched(*cell, len(events.get(cell, ()))) for cell in sorted(cells)], outside


def _days(watch: Watch) -> list[str]:
    first, last = date.fromisoformat(watch.start), date.fromisoformat(watch.end)
    if last < first:
        raise RefusedError(f"{watch.where}: the watch ends before it starts", "correct start and end")
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
