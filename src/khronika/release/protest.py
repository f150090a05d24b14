"""`protest.csv`: demonstrations with those detained, and its series of tallies (formats.md 9.2). What is not told is empty.

A tally rises for days after the event: each source's number keeps the day on which it was told, and the last of them
says whether it stands above the one before. Whether a gathering was authorised is not read from texts in this version.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.disclosure import View
from khronika.model import Event, Mention
from khronika.publish.words import country_label
from khronika.release.crosswalk import crosswalk
from khronika.release.loss import Loss
from khronika.release.native import happenings, shipped

COLUMNS = (
    "event_id", "date", "country", "region", "city", "kind", "authorised", "topic", "organiser", "detained_low", "detained_high",
    "detained_best", "detained_named", "participants_low", "participants_high", "participants_rule", "injured_low",
    "injured_high", "police_stations", "tally_as_of", "revision", "sources_n",
)  # fmt: skip
TALLIES = ("event_id", "tally_as_of", "source_id", "detained_low", "detained_high", "still_rising")
UNKNOWN = "unknown"
_CITIES = ("point", "suburb", "town", "near")


def rows(view: View, stamps: Mapping[str, tuple[int, str]], loss: Loss) -> list[list[Any]]:
    """A row a demonstration, in the order of the release; the rest goes to the loss report."""
    loss.rows_in = len(view.events)
    told = {m.id: m for m in view.mentions}
    made = []
    for event in view.events:
        if event.record != "event":
            loss.drop(event.event_id, "a figure is no event")
        elif not _is_protest(event):
            loss.drop(event.event_id, "no demonstration")
    for event in filter(_is_protest, happenings(view.events)):
        if event.date_start != event.date_end:
            days = f"{event.date_start}/{event.date_end}"
            loss.change(event.event_id, "date", days, event.date_start, "first day of the interval")
        made.append(_row(event, told, stamps[event.event_id][0]))
    return made


def tally_rows(view: View) -> list[list[Any]]:
    """A row a number of detained, by event and the day on which it was told; the latest says whether it is a rise."""
    told = {m.id: m for m in view.mentions}
    return [row for event in filter(_is_protest, happenings(view.events)) for row in _series(event, told)]


def _is_protest(event: Event) -> bool:
    code = crosswalk().plover.get(shipped(event))
    return event.record == "event" and code is not None and code["event"] == "PROTEST"


def _row(event: Event, told: Mapping[str, Mention], revision: int) -> list[Any]:
    place, size = event.place, event.summary.get("participants")
    tallies = _series(event, told)
    return [
        event.event_id, event.date_start, country_label(place.country_iso3) if place and place.country_iso3 else None,
        place and place.admin1, place.name if place and place.level in _CITIES else None, shipped(event), UNKNOWN, event.topics,
        None, *_bounds(event, "detained", "low", "high", "best"), None, *_bounds(event, "participants", "low", "high"),
        size and size.rule, *_bounds(event, "injured", "low", "high"), None, tallies[-1][1] if tallies else None, revision,
        len(event.sources),
    ]  # fmt: skip


def _bounds(event: Event, quantity: str, *names: str) -> list[Any]:
    return [getattr(event.summary.get(quantity), name, None) for name in names]


def _series(event: Event, told: Mapping[str, Mention]) -> list[list[Any]]:
    found = [(m.published[:10], m.document, c.low, c.high) for c in event.claims
             if c.quantity == "detained" and (m := told.get(c.mention)) and m.published]  # fmt: skip
    found.sort(key=lambda row: (row[0], row[2] or 0, row[1]))
    return [[event.event_id, *row, _rises(found) if row is found[-1] else None] for row in found]


def _rises(found: Sequence[tuple[str, str, Any, Any]]) -> bool | None:
    """Whether the last day's number stands above all that were told on earlier days; None where there is no earlier day."""
    last = found[-1]
    earlier = [row[2] for row in found if row[0] < last[0] and row[2] is not None]
    return last[2] > max(earlier) if earlier and last[2] is not None else None
