"""One sentence over each event, made of its values and nothing else, and the notes on how exact day and place are."""

from khronika.model import Event, Place
from khronika.publish.words import comparison_words, days_words, kind_label, numbers_of, place_words, words

NOT_ONE_DAY = {
    "days": "on one of these days",
    "week": "at some time in this week",
    "month": "at some time in this period",
    "year": "at some time in this period",
}


def headline(event: Event) -> str:
    """`Strike in Incheon, South Korea, on 3 May 2023: 200–999 participants.`"""
    return _figure(event) if event.record == "figure" else _happening(event)


def _happening(event: Event) -> str:
    where = place_words(event.place)
    preposition = "" if where.startswith("near ") else "at " if _level(event) in ("point", "sea") else "in "
    spot = f" {preposition}{where}" if where else ", place not given"
    numbers = numbers_of(event)
    return f"{kind_label(event.kind)}{spot}{_when(event)}" + (f": {', '.join(numbers)}" if numbers else "") + "."


def _figure(event: Event) -> str:
    counted = ", ".join(numbers_of(event)) or "number not given"
    who = event.group or kind_label(event.kind)
    where = place_words(event.place)
    days = days_words(event.date_start, event.date_end)
    tail = [part for part in (where, days, comparison_words(event.comparison) if event.comparison else "") if part]
    return f"{who}: {counted}" + (f" ({'; '.join(tail)})" if tail else "") + "."


def _level(event: Event) -> str | None:
    return event.place.level if event.place else None


def _when(event: Event) -> str:
    days = days_words(event.date_start, event.date_end)
    if not days:
        return ", date not given"
    return f", {'on ' if event.date_level == 'day' else 'lasting ' if event.throughout else ''}{days}"


def when_note(event: Event) -> str:
    """How the interval is meant: `throughout`, or a day somewhere in it; empty for a single day."""
    if event.throughout:
        return "throughout"
    return "" if event.date_start == event.date_end else NOT_ONE_DAY.get(event.date_level or "", "")


def coarse_note(place: Place | None) -> str:
    """A word of warning under places that are no settlement: `somewhere in it`."""
    coarse = place is not None and place.level in ("adm2", "adm1", "area", "country", "sea")
    return "somewhere in it" if coarse else ""


def where_note(place: Place | None) -> str:
    """How exact the place is: `a settlement, within 5 km`."""
    if place is None or place.level is None:
        return ""
    label = words().levels.get(place.level, place.level)
    return f"{label}, within {_radius(place.uncertainty_m)}" if place.uncertainty_m else label


def _radius(metres: int) -> str:
    return f"{metres} m" if metres < 1000 else f"{metres / 1000:.3g} km" if metres < 1e6 else f"{metres // 1000} km"
