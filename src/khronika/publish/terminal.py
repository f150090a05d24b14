"""The chronicle as a table for the terminal, readable at 100 columns. Printing is the caller's."""

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from khronika.model import Event
from khronika.publish.order import events_in_order
from khronika.publish.safety import flat_text
from khronika.publish.words import kind_label, numbers_of


def table(events: Iterable[Event]) -> Table:
    """One row an event (date, place, kind, numbers, independent sources, languages, id), figures after them."""
    rows = events_in_order(events)
    made = _empty_table()
    for event in (event for event in rows if event.record == "event"):
        made.add_row(*_cells(event))
    made.add_section()
    for figure in (event for event in rows if event.record == "figure"):
        made.add_row(*_cells(figure), style="italic")
    return made


def _empty_table() -> Table:
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0, header_style="bold")
    made.add_column("date", no_wrap=True)
    for name in ("place", "kind", "numbers"):
        made.add_column(name, max_width=15, overflow="fold")
    made.add_column("src", justify="right", no_wrap=True)
    made.add_column("lang", max_width=5)
    made.add_column("id", style="dim", overflow="fold")
    return made


def _cells(event: Event) -> list[Text]:
    kind = kind_label(event.kind) if event.record == "event" else f"Figure: {event.group or kind_label(event.kind)}"
    values = (_days(event), _where(event), kind, "\n".join(numbers_of(event)), str(event.n_independent))
    return [_plain(value) for value in (*values, " ".join(event.languages), event.event_id)]


def _where(event: Event) -> str:
    place = event.place
    parts = (place.name, place.admin1, place.country_iso3) if place else ()
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _days(event: Event) -> str:
    if not event.date_start or event.date_start == event.date_end:
        return event.date_start or "–"
    return f"{event.date_start}\n–{event.date_end or ''}"


def _plain(value: str) -> Text:
    """Text without markup and without control characters, which could steer a terminal."""
    return Text("\n".join(flat_text(line) for line in value.split("\n")) or "–")
