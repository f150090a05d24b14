"""How native values appear in the layouts of others (formats.md 1 to 4): codes, regions, precisions, interactions."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.sources.layout import countries


class Crosswalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of crosswalk.yaml."""

    disorder: dict[str, str]
    disorder_of_sub_event: dict[str, str]
    acled_dropped: dict[str, str]
    acled_other: list[str]
    plover: dict[str, dict[str, Any]]
    plover_events: dict[str, dict[str, Any]]
    plover_contexts: list[str]
    plover_sectors: dict[str, str]
    plover_resolution: dict[str, int]
    inter: dict[str, tuple[int, str]]
    inter_exceptions: dict[str, str]
    geo_precision: dict[str, int]
    where_prec: dict[str, int]
    time_precision: dict[str, int]
    date_prec: dict[str, int]
    ged_type: dict[str, int]
    regions: dict[str, str]
    ged_regions: dict[str, str]


@lru_cache(maxsize=1)
def crosswalk() -> Crosswalk:
    """The crosswalk of this version."""
    return msgspec.yaml.decode(Path(__file__).with_name("crosswalk.yaml").read_bytes(), type=Crosswalk)


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict[str, str]]:
    return {system: {iso3: code for code, iso3 in table.items()} for system, table in countries().items()}


def numeric(iso3: str | None) -> int | None:
    """ISO 3166-1 numeric."""
    code = _codes()["numeric"].get(iso3 or "")
    return int(code) if code else None


def gleditsch_ward(iso3: str | None) -> int | None:
    """Gleditsch-Ward number."""
    code = _codes()["gw"].get(iso3 or "")
    return int(code) if code else None


def region(iso3: str | None) -> str | None:
    """The region of the ACLED-style layout that a country lies in."""
    return next((name for name, members in crosswalk().regions.items() if iso3 and iso3 in members.split()), None)


def disorder_type(event_type: str, sub_event_type: str) -> str:
    """Disorder type of a sub-event."""
    return crosswalk().disorder_of_sub_event.get(sub_event_type) or crosswalk().disorder[event_type]


def interaction(first: str | None, second: str | None) -> tuple[str, str]:
    """Number and text of two actor types, the lower code first; one side alone is followed by 0.

    >>> interaction("protesters", None), interaction("protesters", "state_forces")
    (('60', 'Protesters only'), ('16', 'State forces-Protesters'))
    """
    sides = sorted(crosswalk().inter[side] for side in (first, second) if side)
    if not sides:
        return "", ""
    if len(sides) == 1:
        return f"{sides[0][0]}0", f"{sides[0][1]} only"
    number = f"{sides[0][0]}{sides[1][0]}"
    return number, crosswalk().inter_exceptions.get(number, f"{sides[0][1]}-{sides[1][1]}")
