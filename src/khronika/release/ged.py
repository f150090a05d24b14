"""The UCDP GED-style layout, 49 columns (formats.md 3): organised violence with at least one death, place and day known."""

from collections.abc import Sequence
from typing import Any

from khronika.model import Event
from khronika.publish.words import country_label
from khronika.release.acled import LETTERS
from khronika.release.crosswalk import crosswalk, gleditsch_ward, region
from khronika.release.grid import priogrid
from khronika.release.loss import Loss
from khronika.release.native import happenings, shipped

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id",
    "side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_UNORGANISED = ("protesters", "rioters", "civilians", None)
_STATES = ("state_forces", "external_forces")


def rows(events: Sequence[Event], loss: Loss) -> list[list[Any]]:
    """The rows in the order of the release; what does not belong goes to the loss report with its reason."""
    loss.rows_in = len(events)
    made = []
    for event in [*happenings(events), *(e for e in events if e.record != "event")]:
        why = left_out(event)
        if why:
            loss.drop(event.event_id, why)
        else:
            made.append(_row(event))
    return made


def kind_of_violence(event: Event) -> int:
    """1 state-based, 2 non-state, 3 one-sided; 0 where the sides do not tell."""
    code = crosswalk().ged_type.get(shipped(event), 0)
    first, second = _types(event)
    if code == 3:
        return 3
    if second in ("civilians", "protesters"):
        return 3
    armed = [side for side in (first, second) if side not in _UNORGANISED]
    if len(armed) == 2:
        return 1 if any(side in _STATES for side in armed) else 2
    return code if armed else 0


def _types(event: Event) -> tuple[str | None, str | None]:
    kinds = [next((a.type for a in event.actors if a.role == role and a.type), None) for role in ("side_a", "side_b")]
    return kinds[0], kinds[1]


def left_out(event: Event) -> str | None:
    """Why the layout has no row for the event; None where it has."""
    if event.record != "event":
        return "a figure is no event"
    if shipped(event) not in crosswalk().ged_type:
        return "no organised violence"
    if not deaths(event)[4]:
        return "no death in the best estimate"
    if not kind_of_violence(event):
        return "no organised side is told"
    if event.place is None or event.place.level not in crosswalk().where_prec or event.place.lat is None:
        return "no place"
    return None if event.date_start and event.date_level else "no date"


def deaths(event: Event) -> tuple[int, int, int, int, int, int, int]:
    """Dead of side a, of side b, civilians, not assigned; best, high, low. Low <= best <= high, and best is the sum."""
    total, civil = event.summary.get("killed"), event.summary.get("killed_civilians")
    civilians = int((civil.best if civil else None) or 0)
    best = max(int((total.best if total else None) or 0), civilians)
    low = int(total.low) if total and total.low is not None else best
    high = int(total.high) if total and total.high is not None else best
    return 0, 0, civilians, best - civilians, best, max(best, high), min(best, low)


def _row(event: Event) -> list[Any]:
    place, kind = event.place, kind_of_violence(event)
    assert place is not None and place.lat is not None and place.lon is not None
    sides = [_side(event, "side_a"), "Civilians" if kind == 3 else _side(event, "side_b")]
    if kind == 1 and _types(event)[0] not in _STATES and _types(event)[1] in _STATES:
        sides.reverse()
    number = 0
    for char in event.event_id.removeprefix("khr-")[-10:]:
        number = number * 32 + LETTERS.index(char)
    lat, lon = round(place.lat, 4), round(place.lon, 4)
    gw = gleditsch_ward(place.country_iso3)
    days = [f"{day} 00:00:00.000" for day in (event.date_start, event.date_end or event.date_start)]
    return [
        number, event.event_id, int((event.date_start or "0")[:4]), None, "Provisional", kind, None, None, None, None, None,
        " - ".join(s for s in sides if s), None, None, sides[0], None, None, sides[1], event.n_independent, None, event.sources, None,
        None, None, crosswalk().where_prec[place.level or "town"], place.name, None, place.admin1, place.admin2, lat, lon,
        f"POINT ({lon} {lat})", priogrid(lat, lon), country_label(place.country_iso3) if place.country_iso3 else None, gw,
        crosswalk().ged_regions.get(region(place.country_iso3) or ""), 1 if event.date_level == "day" else 2,
        crosswalk().date_prec[event.date_level or "day"], *days, *deaths(event),
        gw if kind == 1 else None, None,
    ]  # fmt: skip


def _side(event: Event, role: str) -> str | None:
    return next((actor.name for actor in event.actors if actor.role == role), None)
