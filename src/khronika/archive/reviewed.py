"""An event as persons left it: the machine's values, over them what was decided, each with who and when.

The machine's event is never changed; this is computed whenever it is looked at. A value that a person gave has the rule
`review.value`; the last decision about a field counts.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from khronika.archive.decisions import Decision, decisions_about
from khronika.codebook import codebook
from khronika.errors import UsageError
from khronika.geography.current import gazetteer
from khronika.model import Actor, Event, Place, Summary
from khronika.model.mention import ClaimKind, DateLevel, PlaceLevel, Status
from khronika.resolution.headline import level_of_days

RULE = "review.value"
ROLES = ("side_a", "side_b", "assoc")
QUANTITIES = ("participants", "killed", "injured", "detained", "abducted", "displaced", "mobilised", "places")
STATES = ("open", "confirmed", "unsure", "not_event")
Quote = Callable[[str, int, int], str]


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str


class _Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: Status


class _Date(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    date_start: str
    date_end: str | None = None
    date_level: DateLevel | None = None


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By the gazetteer's number, or by coordinates."""

    geonameid: int | None = None
    country_iso3: str | None = None
    lat: float | None = None
    lon: float | None = None
    level: PlaceLevel | None = None
    uncertainty_m: int | None = None


class _Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    low: float | int | None = None
    best: float | int | None = None
    high: float | int | None = None
    kind: ClaimKind | None = None


class _Actors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sort for each of the spans that name them."""

    types: list[str | None]


class Reviewed(msgspec.Struct, frozen=True):
    """`event`: with what persons decided; `machine`: as the machine has it; `changed`: field -> the decision that counts.

    `state`: open, confirmed, unsure, not_event.
    """

    event: Event
    machine: Event
    state: str
    changed: dict[str, Decision]
    decisions: list[Decision]


_SHAPES: dict[str, type[msgspec.Struct]] = {
    "kind": _Kind, "status": _Status, "date": _Date, "place": _Place, "claims": _Number, "actors": _Actors,
}  # fmt: skip


def fields() -> tuple[str, ...]:
    """The fields that a person can give a value."""
    return ("kind", "status", "date", "place", *(f"claims.{q}" for q in QUANTITIES), *(f"actors.{r}" for r in ROLES))


def check_value(field: str, value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The value as it is stated. Raises UsageError where the field is none, or its value is not of its shape."""
    head, _, rest = field.partition(".")
    if head not in _SHAPES or (
        field not in fields() and not (head == "claims" and rest.partition("_")[0] in QUANTITIES)
    ):
        raise UsageError(f"no field {field!r}; one of: {', '.join(fields())}")
    if value is None:
        if head in ("kind", "status"):
            raise UsageError(f"{field} needs a value")
        return None
    try:
        found = msgspec.convert(dict(value), _SHAPES[head])
    except msgspec.ValidationError as error:
        raise UsageError(f"{field}: {error}") from error
    return {k: v for k, v in msgspec.to_builtins(_sound(field, found)).items() if v is not None}


def _sound(field: str, value: msgspec.Struct) -> msgspec.Struct:
    """The value made whole. Raises UsageError where it cannot be."""
    if isinstance(value, _Kind) and value.kind not in codebook().kinds:
        raise UsageError(f"no kind {value.kind!r}; see: khronika codebook")
    if isinstance(value, _Date):
        return _whole_date(value)
    if isinstance(value, _Place):
        return _whole_place(value)
    if isinstance(value, _Number):
        numbers = [n for n in (value.low, value.best, value.high) if n is not None]
        if not numbers or numbers != sorted(numbers) or numbers[0] < 0:
            raise UsageError(f"{field}: give low, best, high in this order, at least one of them, none below 0")
    return value


def _whole_date(value: _Date) -> _Date:
    try:
        first = date.fromisoformat(value.date_start)
        last = date.fromisoformat(value.date_end or value.date_start)
    except ValueError as error:
        raise UsageError(f"date: {error}; write it as 2031-05-03") from error
    if last < first:
        raise UsageError("date: the last day lies before the first")
    level = value.date_level or level_of_days((last - first).days + 1)
    return _Date(first.isoformat(), last.isoformat(), level)


def _whole_place(value: _Place) -> _Place:
    if value.geonameid is not None:
        found = gazetteer().by_id(value.geonameid)
        if found is None:
            raise UsageError(f"place: no place {value.geonameid} in the gazetteer")
        return _Place(geonameid=value.geonameid, level=value.level or found.level)
    has_point = value.lat is not None and value.lon is not None
    if has_point and not (-90 <= (value.lat or 0) <= 90 and -180 <= (value.lon or 0) <= 180):
        raise UsageError("place: latitude lies between -90 and 90, longitude between -180 and 180")
    if not has_point and not value.country_iso3:
        raise UsageError("place: give a number of the gazetteer, coordinates or a country")
    return value


def place_of(value: Mapping[str, Any], name: str | None) -> Place:
    """The place that a decision names; `name`: the source's words, for what the gazetteer does not have."""
    found = gazetteer().by_id(value["geonameid"]) if value.get("geonameid") else None
    if found is None:
        return msgspec.convert({"name": name, **value}, Place)
    return Place(
        name=found.name, geonameid=found.geonameid, country_iso3=found.country_iso3, admin1=found.admin1,
        admin2=found.admin2, lat=found.lat, lon=found.lon, level=value.get("level") or found.level,
        uncertainty_m=value.get("uncertainty_m") or found.uncertainty_m,
    )  # fmt: skip


def review(event: Event, decisions: Sequence[Decision], quote: Quote) -> Reviewed:
    """The event with the decisions about it. `quote` gives the words of a document's span."""
    state: str = "open"
    changed: dict[str, Decision] = {}
    now = event
    for one in decisions:
        if one.undone is not None:
            continue
        if one.act == "verdict":
            state = one.body["verdict"]
        elif one.act == "value":
            changed[one.body["field"]] = one
            now = _with_value(now, one, quote)
    return Reviewed(now, event, state, changed, list(decisions))


def _with_value(event: Event, one: Decision, quote: Quote) -> Event:
    field, value, spans = one.body["field"], one.body["value"], one.body["spans"]
    head, _, rest = field.partition(".")
    words = [quote(document, start, stop) for document, start, stop, _ in spans]
    rules = {**event.rules, field: RULE}
    if head == "kind":
        kind = codebook().kinds[value["kind"]]
        labels = {"event_type": kind.event_type, "sub_event_type": kind.sub_event_type}
        return replace(event, kind=value["kind"], rules=rules, **labels)
    if head == "status":
        return replace(event, status=value["status"], rules=rules)
    if head == "date":
        gone = {"date_start": None, "date_end": None, "date_level": None}
        return replace(event, rules=rules, **(value or gone))
    if head == "place":
        return replace(event, rules=rules, place=place_of(value, words[0] if words else None) if value else None)
    if head == "actors":
        return replace(event, rules=rules, actors=_actors(event, rest, value, words))
    summary = {name: s for name, s in event.summary.items() if name != rest}
    if value is not None:
        summary[rest] = Summary(value.get("low"), value.get("best"), value.get("high"), RULE, 1)
    return replace(event, rules=rules, summary=dict(sorted(summary.items())))


def _actors(event: Event, role: str, value: Mapping[str, Any] | None, words: Sequence[str]) -> list[Actor]:
    kept = [actor for actor in event.actors if actor.role != role]
    types = (value or {}).get("types", ())
    wanted: Literal["side_a", "side_b", "assoc"] = role  # type: ignore[assignment]
    return [*kept, *(Actor(name, wanted, sort) for name, sort in zip(words, types, strict=False))]


def reviewed_event(connection: sqlite3.Connection, event: Event, quote: Quote) -> Reviewed:
    """As `review`, with the decisions that the store has."""
    return review(event, decisions_about(connection, event.event_id), quote)
