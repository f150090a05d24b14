"""ViEWS-style panels (formats.md 10): country-months and grid-cell-months. Dead as in the GED-style layout, by its types.

A zero is written where somebody watched and nothing was told; only the user knows who watched (`Watched`). A month or
place that nobody is known to have watched has no row, unless an event was told of it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from khronika.errors import UsageError
from khronika.model import Event
from khronika.release import ged
from khronika.release.crosswalk import gleditsch_ward
from khronika.release.grid import month_id, priogrid
from khronika.release.loss import Loss

OUTCOMES = ("ged_sb", "ged_ns", "ged_os", "events", "protests", "riots", "detained_best")
CM = ("month_id", "gwcode", "iso3", *OUTCOMES)
PGM = ("month_id", "priogrid_gid", *OUTCOMES)
_FINE = ("point", "suburb", "town", "near", "adm2", "adm1")
_TYPES = {1: "ged_sb", 2: "ged_ns", 3: "ged_os"}


class Watched(NamedTuple):
    """One country watched from the first to the last month, both included (month_id)."""

    iso3: str
    first: int
    last: int


def watched_months(path: Path) -> list[Watched]:
    """The table `iso3,first,last` (months as 2031-05). Raises UsageError with the line."""
    made = []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); give a CSV iso3,first,last in UTF-8") from error
    with io.StringIO(text, newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            try:
                made.append(Watched(row["iso3"], month_id(row["first"]), month_id(row["last"])))
            except (KeyError, TypeError, ValueError) as error:
                raise UsageError(f"{path}:{number}: write iso3,first,last with months as 2031-05") from error
    return made


def cm_rows(events: Sequence[Event], watched: Sequence[Watched], loss: Loss) -> list[list[Any]]:
    """Month, Gleditsch-Ward number, ISO code, outcomes; by month and country."""
    cells: dict[tuple[int, Any], list[int]] = {}
    for event in _dated(events, loss):
        iso3 = event.place.country_iso3 if event.place else None
        if iso3 is None:
            loss.drop(event.event_id, "no country")
        else:
            _add(cells.setdefault((month_id(event.date_start or ""), iso3), [0] * len(OUTCOMES)), event)
    for one in watched:
        for month in range(one.first, one.last + 1):
            cells.setdefault((month, one.iso3), [0] * len(OUTCOMES))
    return [[month, gleditsch_ward(iso3), iso3, *values] for (month, iso3), values in sorted(cells.items())]


def pgm_rows(events: Sequence[Event], watched: Sequence[Watched], loss: Loss) -> list[list[Any]]:
    """Month, cell, outcomes. Zeros for cells that hold an event of a watched country, in its other watched months."""
    cells: dict[tuple[int, int], list[int]] = {}
    known: dict[int, set[str]] = {}
    for event in _dated(events, loss):
        place = event.place
        if place is None or place.level not in _FINE or place.lat is None or place.lon is None:
            loss.drop(event.event_id, "its place is coarser than a first-order region")
            continue
        gid = priogrid(place.lat, place.lon)
        known.setdefault(gid, set()).add(place.country_iso3 or "")
        _add(cells.setdefault((month_id(event.date_start or ""), gid), [0] * len(OUTCOMES)), event)
    for gid, month in _watched_cells(known, watched):
        cells.setdefault((month, gid), [0] * len(OUTCOMES))
    return [[month, gid, *values] for (month, gid), values in sorted(cells.items())]


def _watched_cells(known: dict[int, set[str]], watched: Sequence[Watched]) -> Iterator[tuple[int, int]]:
    for gid, countries in known.items():
        for one in watched:
            if one.iso3 in countries:
                yield from ((gid, month) for month in range(one.first, one.last + 1))


def _dated(events: Iterable[Event], loss: Loss) -> Iterator[Event]:
    """The events that lie in one month; over two months the first counts and is told, what is coarser is dropped."""
    for event in events:
        loss.rows_in += 1
        start, end = event.date_start, event.date_end or event.date_start
        if event.record != "event":
            loss.drop(event.event_id, "a figure is no event")
        elif start is None or end is None or event.date_level in (None, "year"):
            loss.drop(event.event_id, "no date finer than a year")
        else:
            if start[:7] != end[:7]:
                loss.change(event.event_id, "month", f"{start}/{end}", start[:7], "month of the first day")
            yield event


def _add(cell: list[int], event: Event) -> None:
    detained = event.summary.get("detained")
    told = {"events": 1, "protests": event.event_type == "Protests", "riots": event.event_type == "Riots",
            "detained_best": (detained.best if detained else None) or 0}  # fmt: skip
    if ged.left_out(event) is None:
        told[_TYPES[ged.kind_of_violence(event)]] = ged.deaths(event)[4]
    for at, name in enumerate(OUTCOMES):
        cell[at] += int(told.get(name, 0))
