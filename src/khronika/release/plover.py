"""PLOVER records as JSON lines, and the POLECAT-style table of 40 columns (formats.md 4). Acts of one event share `link`."""

from collections.abc import Iterator, Sequence
from typing import Any

from khronika.model import Actor, Event
from khronika.publish.words import country_label
from khronika.release.crosswalk import crosswalk
from khronika.release.loss import Loss
from khronika.release.native import happenings, shipped
from khronika.release.tool import VERSION

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip


def records(events: Sequence[Event], coarsened: frozenset[str], loss: Loss) -> list[dict[str, Any]]:
    """A record an act; events of kinds that PLOVER has not, without a date or an actor go to the loss report."""
    loss.rows_in = len(events)
    made: list[dict[str, Any]] = []
    for event in [*happenings(events), *(e for e in events if e.record != "event")]:
        why = _left_out(event)
        if why:
            loss.drop(event.event_id, why)
        else:
            made += _acts(event, event.event_id in coarsened)
    loss.rows_out = len(made)
    return made


def _left_out(event: Event) -> str | None:
    if event.record != "event":
        return "a figure is no event"
    if shipped(event) not in crosswalk().plover:
        return "the scheme has no such event"
    return None if event.date_start else "no date"


def _acts(event: Event, coarse: bool) -> Iterator[dict[str, Any]]:
    code = crosswalk().plover[shipped(event)]
    acts = [(code, ("side_a", "side_b"))]
    if code.get("more"):
        acts.append((code["more"], ("side_b", "side_a")))
    for number, (act, roles) in enumerate(acts, 1):
        yield _record(event, act, roles, number, coarse)


def _record(event: Event, act: dict[str, Any], roles: tuple[str, str], number: int, coarse: bool) -> dict[str, Any]:
    known = crosswalk().plover_events[act["event"]]
    iso3 = event.place.country_iso3 if event.place else None
    contexts = [t for t in [*event.topics, act.get("context")] if t in crosswalk().plover_contexts]
    mode = act.get("mode")
    return {
        "id": f"{event.event_id}#{number}", "link": event.event_id, "has_event": True, "date": event.date_start,
        "enddate": event.date_end or event.date_start, "event": [act["event"]], "mode": [mode] if mode else [],
        "context": list(dict.fromkeys(contexts)),
        "quad_code": known["quad"], "event_scale": float(known.get("modes", {}).get(mode, known["score"])),
        "actor": _parties(event, roles[0], iso3), "recipient": _parties(event, roles[1], iso3), "event_loc": _location(event, coarse),
        "size": {name: summary.best for name, key in (("dead", "killed"), ("injured", "injured"), ("arrested", "detained"))
                 if (summary := event.summary.get(key)) and summary.best is not None},
        "cite_info": {"coder": f"khronika {VERSION}", "codebook": "plover-base-2.0", "publication": "; ".join(event.sources),
                      "language": "; ".join(event.languages)},
        "coder": "khronika", "comment": "",
    }  # fmt: skip


def _parties(event: Event, role: str, iso3: str | None) -> list[dict[str, str]]:
    return [
        {
            "code": iso3 or "",
            "sector": _sector(actor),
            "entity_text": actor.name,
            "identifier_id": "",
            "identifier_text": "",
        }
        for actor in event.actors
        if actor.role == role
    ]


def _sector(actor: Actor) -> str:
    return crosswalk().plover_sectors.get(actor.type or "", "UNK")


def _location(event: Event, coarse: bool) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    return {
        "resolved_place": place.name, "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon,
        "city": place.name if place.level in ("town", "suburb", "near", "point") else "", "district": place.admin2 or "",
        "province": place.admin1 or "", "country": country_label(place.country_iso3) if place.country_iso3 else "",
        "country_code": place.country_iso3 or "", "resolution": crosswalk().plover_resolution.get(place.level or ""),
        "coarsened": coarse,
    }  # fmt: skip


def polecat_rows(made: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """The same records as rows of the table."""
    return [_polecat(record) for record in made]


def _polecat(record: dict[str, Any]) -> list[Any]:
    place = record["event_loc"] or {}
    cite = record["cite_info"]
    return [
        record["id"], record["date"], record["event"][0], (record["mode"] or [None])[0], record["event_scale"], record["quad_code"],
        record["context"], *_party(record["actor"]), *_party(record["recipient"]), place.get("resolved_place"), place.get("city"),
        place.get("district"), place.get("province"), place.get("country"), place.get("lat"), place.get("lon"), place.get("geonameid"),
        None, None, cite["publication"], None, None, None, None, cite["language"], VERSION,
    ]  # fmt: skip


def _party(parties: Sequence[dict[str, str]]) -> list[Any]:
    """Name, country, COW number, first sector, all sectors, title, raw name, Wikipedia id."""
    if not parties:
        return [None] * 8
    sectors = [p["sector"] for p in parties]
    names = [p["entity_text"] for p in parties]
    return [names, parties[0]["code"], None, sectors[0], sectors, None, names, None]
