"""What one passage says: an event mention or a figure, each value with the characters it was read from.

The shapes are those of the contract, section 4. A missing value is None or an empty list, never 0 or a guess.
"""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

Status = Literal["occurred", "denied", "planned", "hypothetical", "historical"]
DateLevel = Literal["day", "days", "week", "month", "year"]
PlaceLevel = Literal["point", "suburb", "town", "near", "adm2", "adm1", "area", "country", "sea"]
ClaimKind = Literal["exact", "about", "min", "max", "range", "word", "none"]
Role = Literal["side_a", "side_b", "assoc"]


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open interval of code points of the document's text; `text[start:stop] == quote`."""

    start: int
    stop: int
    quote: str


class Place(msgspec.Struct, frozen=True):
    """Where something happened; `lat`, `lon` in WGS84 degrees, `uncertainty_m` a radius in metres."""

    name: str | None = None
    geonameid: int | None = None
    country_iso3: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    level: PlaceLevel | None = None
    uncertainty_m: int | None = None


class Actor(msgspec.Struct, frozen=True):
    """Who took part: an organisation or a role, never a private person's name."""

    name: str
    role: Role
    type: str | None = None


class Claim(msgspec.Struct, frozen=True):
    """One reported number. `low` and `high` are inclusive bounds; None means open."""

    quantity: str
    low: float | int | None
    high: float | int | None
    kind: ClaimKind
    text: str
    speaker: str | None = None


class Comparison(msgspec.Struct, frozen=True):
    """How a figure compares: this figure divided by that of `to`."""

    ratio_low: float | int | None
    ratio_high: float | int | None
    to: str
    text: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One happening (`record` "event") or one counted aggregate (`record` "figure") as one passage tells it."""

    id: str
    document: str
    record: Literal["event", "figure"]
    kind: str | None
    event_type: str | None = None
    sub_event_type: str | None = None
    status: Status
    date_start: str | None = None
    date_end: str | None = None
    date_level: DateLevel | None = None
    place: Place | None = None
    actors: list[Actor] = []
    claims: list[Claim] = []
    attributed_to: str | None = None
    group: str | UnsetType | None = UNSET
    comparison: Comparison | UnsetType | None = UNSET
    topics: list[str] = []
    confidence: float
    language: str | None
    source: str | None = None
    published: str | None = None
    document_hash: str | None = None
    text_group: str | None = None
    spans: dict[str, list[Span]] = {}
    rules: dict[str, str] = {}
    notes: list[str] = []
