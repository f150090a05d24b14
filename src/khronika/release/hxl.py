"""The events as a table with HXL tags in its second row (formats.md 7); columns as HDX tags them for like data."""

from collections.abc import Sequence
from typing import Any

from khronika.model import Event
from khronika.publish.words import country_label
from khronika.release.crosswalk import crosswalk, region
from khronika.release.native import happenings

TAGS = {
    "event_id": "#event+code", "date_start": "#date+start", "date_end": "#date+end", "event_type": "#event+type",
    "sub_event_type": "#event+type+sub", "region": "#region+name", "country": "#country+name", "iso3": "#country+code",
    "admin1": "#adm1+name", "admin2": "#adm2+name", "location": "#loc+name", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "geo_precision": "#meta+geo+precision", "source": "#meta+source", "killed_best": "#affected+killed",
    "killed_low": "#affected+killed+min", "killed_high": "#affected+killed+max", "injured_best": "#affected+injured",
    "detained_best": "#affected+detained", "participants_low": "#x_participants+min", "participants_high": "#x_participants+max",
}  # fmt: skip


def rows(events: Sequence[Event]) -> list[list[Any]]:
    """The row of tags, then a row an event."""
    return [list(TAGS.values()), *map(_row, happenings(events))]


def _row(event: Event) -> list[Any]:
    place = event.place
    iso3 = place.country_iso3 if place else None
    size = [
        getattr(event.summary.get(name.rsplit("_", 1)[0]), name.rsplit("_", 1)[1], None) for name in list(TAGS)[-7:]
    ]
    return [
        event.event_id, event.date_start, event.date_end, event.event_type, event.sub_event_type, region(iso3),
        country_label(iso3) if iso3 else None, iso3, place and place.admin1, place and place.admin2, place and place.name,
        place and place.lat, place and place.lon, crosswalk().geo_precision.get((place.level if place else None) or ""),
        event.sources, *size,
    ]  # fmt: skip
