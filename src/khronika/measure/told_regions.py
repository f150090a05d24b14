"""The region of each event that an archive tells of: a first-level unit, a country or a place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal

By = Literal["admin1", "country", "place"]
_FIELDS = {"admin1": "admin1", "country": "country_iso3", "place": "name"}


def regions(events: Iterable[Mapping[str, Any]], by: By) -> dict[str, str]:
    """Region of each event that has one, by event id; a name that two countries have is told with its country."""
    places = {str(event.get("event_id")): event.get("place") or {} for event in events}
    countries: dict[str, set[str | None]] = defaultdict(set)
    for place in places.values():
        countries[place.get(_FIELDS[by]) or ""].add(place.get("country_iso3"))
    found = {}
    for event, place in places.items():
        name = place.get(_FIELDS[by])
        if name:
            found[event] = name if len(countries[name]) == 1 else f"{name} ({place.get('country_iso3')})"
    return found
