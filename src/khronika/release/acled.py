"""The ACLED-style layout, 31 columns (formats.md 1): names, codes and labels are its; no row of ACLED is here.

One row an event and day; a death toll over several days is split evenly, the first day takes the odd one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from khronika.model import Event
from khronika.publish.words import country_label, kind_label
from khronika.release.crosswalk import crosswalk, disorder_type, interaction, numeric, region
from khronika.release.loss import Loss
from khronika.release.native import happenings, shipped

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MOST_DAYS = 31
_PEOPLE = ("protesters", "rioters", "civilians")


def row_id(event: Event) -> str:
    """The id of an event in this layout."""
    return layout_id(event.event_id, event.place.country_iso3 if event.place else None)


def layout_id(name: str, iso3: str | None) -> str:
    """`KHR-<ISO3>-<n>`: the number is the end of the event's id, so that it never changes."""
    number = 0
    for char in name.removeprefix("khr-")[-10:]:
        number = number * 32 + LETTERS.index(char)
    return f"KHR-{iso3 or 'XXX'}-{number}"


def rows(
    events: Sequence[Event], coarsened: frozenset[str], stamps: dict[str, tuple[int, str]], loss: Loss
) -> list[list[Any]]:
    """The rows in the order of the release; what has no row goes to the loss report."""
    told = happenings(events)
    loss.rows_in = len(events)
    for event in events:
        if event.record != "event":
            loss.drop(event.event_id, "a figure is no event")
    made = [row for event in told for row in _of(event, event.event_id in coarsened, stamps[event.event_id][1], loss)]
    return sorted(made, key=lambda row: (row[1], row[0]))


def _of(event: Event, coarse: bool, updated: str, loss: Loss) -> Iterator[list[Any]]:
    why = _dropped(event)
    if why:
        loss.drop(event.event_id, why)
        return
    days = _days(event)
    tolls = _deaths(event, len(days), loss)
    for number, (day, deaths) in enumerate(zip(days, tolls, strict=True)):
        name = row_id(event) if len(days) == 1 else f"{row_id(event)}-{number + 1}"
        yield _row(event, name, day, deaths, coarse, updated)


def _dropped(event: Event) -> str | None:
    """Why the layout has no row for the event; None where it has."""
    codes, place = crosswalk(), event.place
    if shipped(event) in codes.acled_dropped:
        return codes.acled_dropped[shipped(event)]
    if not event.event_type or not sub_event(event):
        return "the layout has no such class"
    if event.date_start is None or event.date_level not in codes.time_precision:
        return "no date fine enough"
    if place is None or place.level not in codes.geo_precision or place.lat is None:
        return "no place fine enough"
    return None


def sub_event(event: Event) -> str | None:
    """The sub-event, the kind's own where the event is not finer."""
    return "Other" if shipped(event) in crosswalk().acled_other else event.sub_event_type


def _days(event: Event) -> list[date]:
    """The days that have a row: each of what lasts, else the middle of the interval."""
    first = date.fromisoformat(event.date_start or "")
    last = date.fromisoformat(event.date_end or event.date_start or "")
    length = (last - first).days + 1
    if event.throughout and length <= _MOST_DAYS:
        return [first + timedelta(n) for n in range(length)]
    return [first + timedelta((length - 1) // 2)]


def _deaths(event: Event, days: int, loss: Loss) -> list[int]:
    """The lowest credible number of dead by day; 0 where none is told."""
    summary = event.summary.get("killed")
    best = summary.best if summary else None
    told = [c.low for c in event.claims if c.quantity == "killed" and c.low is not None]
    total = int(min(told)) if told else int(best or 0)
    if summary and best is not None and best != total:
        loss.change(event.event_id, "fatalities", best, total, "acled-like: lowest credible")
    share, odd = divmod(total, days)
    return [share + odd, *[share] * (days - 1)]


def _row(event: Event, name: str, day: date, deaths: int, coarse: bool, updated: str) -> list[Any]:
    sides = _sides(event)
    place, sub = event.place, sub_event(event) or ""
    assert place is not None
    kind = disorder_type(event.event_type or "", sub)
    first, second = sides[0], sides[1]
    return [
        name, day.isoformat(), day.year, crosswalk().time_precision[event.date_level or "day"], kind, event.event_type, sub,
        first[0], first[1], _inter(first[2]), second[0], second[1], _inter(second[2]), interaction(first[2], second[2])[1],
        "Civilians targeted" if _targets(event, second[2]) else None, numeric(place.country_iso3), region(place.country_iso3),
        _country(place.country_iso3), place.admin1, place.admin2, None, place.name, round(place.lat or 0, 4), round(place.lon or 0, 4),
        crosswalk().geo_precision[place.level or "town"], event.sources, None, _notes(event), deaths, _tags(event, coarse),
        int(datetime.fromisoformat(updated.replace("Z", "+00:00")).astimezone(UTC).timestamp()),
    ]  # fmt: skip


def _country(iso3: str | None) -> str | None:
    return country_label(iso3) if iso3 else None


def _inter(side: str | None) -> str | None:
    return crosswalk().inter[side][1] if side in crosswalk().inter else None


def _sides(event: Event) -> tuple[tuple[str | None, list[str], str | None], tuple[str | None, list[str], str | None]]:
    """Name, associates and type of both sides; generic names carry their country."""
    country = _country(event.place.country_iso3 if event.place else None)
    found = []
    for role in ("side_a", "side_b"):
        actors = [a for a in event.actors if a.role == role]
        head = next((a for a in actors if a.type in crosswalk().inter), actors[0] if actors else None)
        others = [a.name for a in actors if a is not head] + (
            [a.name for a in event.actors if a.role == "assoc"] if role == "side_a" else []
        )
        name = f"{head.type.capitalize()} ({country})" if head and head.type in _PEOPLE else head.name if head else None
        found.append((name, others, head.type if head and head.type in crosswalk().inter else None))
    if found[0][0] is None:
        found.reverse()
    return found[0], found[1]


def _targets(event: Event, second: str | None) -> bool:
    return event.event_type == "Violence against civilians" or (
        second == "civilians" and event.event_type in ("Explosions/Remote violence", "Riots")
    )


def _notes(event: Event) -> str:
    place = event.place.name if event.place else None
    return f"On {event.date_start}, {place or 'place not given'}: {kind_label(event.kind)}."


def _tags(event: Event, coarse: bool) -> list[str]:
    said = next((c.text for c in event.claims if c.quantity == "participants" and c.text), None)
    size = event.summary.get("participants")
    best = size.best if size else None
    tags = (
        [f"crowd size={said or (f'around {best}' if best is not None else 'no report')}"]
        if event.event_type in ("Protests", "Riots")
        else []
    )
    return [*tags, *(["location coarsened"] if coarse else [])]
