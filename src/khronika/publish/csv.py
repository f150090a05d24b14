"""`events.csv`: one event a row in native columns, for people who have a spreadsheet and nothing else.

Conventions: formats.md 0.2. An empty cell is a missing value. Quantities with a group suffix (`killed_civilians`) have
no column here; they are in `events.jsonl`.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from khronika.codebook import codebook
from khronika.model import Event, Place
from khronika.publish.order import events_in_order
from khronika.publish.safety import flat_text
from khronika.publish.words import conflict_words

QUANTITIES = ("participants", "killed", "injured", "detained", "abducted", "displaced", "mobilised", "places")
ROLES = ("side_a", "side_b", "assoc")
BOUNDS = ("low", "best", "high")
COLUMNS = (
    "event_id", "record", "kind", "event_type", "sub_event_type", "date_start", "date_end", "date_level", "throughout",
    "episode", "place_name", "geonameid", "country_iso3", "admin1", "admin2", "lat", "lon", "geo_level",
    "uncertainty_m", *ROLES, *(f"{quantity}_{bound}" for quantity in QUANTITIES for bound in BOUNDS),
    "topics", "n_mentions", "n_independent", "sources", "languages", "confidence", "conflicts",
)  # fmt: skip
_SAME_NAME = ("event_id", "record", "kind", "event_type", "sub_event_type", "date_start", "date_end", "date_level",
              "throughout", "episode", "n_independent", "confidence")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_chunks(events: Iterable[Event]) -> Iterator[bytes]:
    """The file in UTF-8, header first, rows in the order of the chronicle."""
    yield _line(COLUMNS)
    for event in events_in_order(events):
        row = csv_row(event)
        yield _line([row[column] for column in COLUMNS])


def csv_row(event: Event) -> dict[str, str]:
    """Column -> cell as it is written, before quoting."""
    values: dict[str, Any] = {column: getattr(event, column) for column in _SAME_NAME}
    values["kind"] = codebook().shipped(event.kind)
    values |= _place_cells(event.place or Place())
    values |= {role: _joined(actor.name for actor in event.actors if actor.role == role) for role in ROLES}
    for quantity in QUANTITIES:
        summary = event.summary.get(quantity)
        values |= {f"{quantity}_{bound}": getattr(summary, bound, None) for bound in BOUNDS}
    values |= {name: _joined(getattr(event, name)) for name in ("topics", "sources", "languages")}
    values["n_mentions"] = len(event.mentions)
    values["conflicts"] = _joined(conflict_words(conflict) for conflict in event.conflicts)
    return {column: cell(values[column]) for column in COLUMNS}


def _place_cells(place: Place) -> dict[str, Any]:
    same = ("geonameid", "country_iso3", "admin1", "admin2", "lat", "lon", "uncertainty_m")
    return {"place_name": place.name, "geo_level": place.level, **{name: getattr(place, name) for name in same}}


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


def cell(value: Any) -> str:
    """One value as a CSV cell: numbers bare, truth as true/false, text made harmless for spreadsheets."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return repr(value) if isinstance(value, float) else safe_text(str(value))


def safe_text(value: str) -> str:
    """One line of text; what a spreadsheet would run as a formula gets an apostrophe."""
    flat = flat_text(value)
    return f"'{flat}" if value.startswith(_FORMULA) or flat.startswith(_FORMULA) else flat


def _line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(list(cells))
    return buffer.getvalue().encode("utf-8")
