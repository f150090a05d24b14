"""Small cells: where few events of a kind share a unit and a period, they are told by country.

Asked for by rules whose kinds single out people. Numbers of persons within an event stay.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from khronika.disclosure.coarsen import coarse_place
from khronika.disclosure.decisions import Decision
from khronika.model import Event


def grown(events: Sequence[Event], least: Mapping[str, int]) -> tuple[list[Event], list[Decision]]:
    """The events, those in small cells by country, and what was done. `least`: event id -> events a cell must hold."""
    made, decisions = list(events), []
    counts = Counter(map(_cell, events))
    for at, event in enumerate(events):
        number = least.get(event.event_id, 0)
        if counts[_cell(event)] < number:
            made[at] = msgspec.structs.replace(event, place=coarse_place(event.place, "country"))
            why = f"fewer than {number} events of its kind there and then"
            decisions.append(Decision(event.event_id, "coarsened", "place", "small_cell", why))
    return made, decisions


def _cell(event: Event) -> tuple[Any, ...]:
    place = event.place
    return event.kind, place and place.country_iso3, place and place.name, event.date_start, event.date_end
