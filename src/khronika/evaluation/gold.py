"""What is compared: records that coders wrote (gold) and records that a program told. Frozen nouns, no input or output.

Gold may allow more than one answer (`alt_…`) and may leave a record free to give or to leave out (`optional`).
"""

import re
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from khronika.model import Document

Part = Literal["dev", "aside", "all"]
Days = tuple[int, int]

_NUMBER = re.compile(r"\d+")
_LAST_DAY = date.max.toordinal()


class Spot(msgspec.Struct, frozen=True):
    """A place as compared; `alt_names` are other names that gold accepts."""

    name: str | None = None
    country_iso3: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    level: str | None = None
    alt_names: tuple[str, ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether it says anything: a name, a country or a coordinate."""
        return not (self.name is None and self.country_iso3 is None and self.lat is None)


class Number(msgspec.Struct, frozen=True):
    """A claim as compared: the quantity and its bounds, None meaning open."""

    quantity: str | None = None
    low: float | int | None = None
    high: float | int | None = None
    text: str | None = None
    optional: bool = False
    alt_quantities: tuple[str, ...] = ()

    @property
    def is_bounded(self) -> bool:
        """Whether it has a bound at all; one without any says nothing."""
        return self.low is not None or self.high is not None


class Ratio(msgspec.Struct, frozen=True):
    """A comparison as compared: its bounds, None meaning open."""

    ratio_low: float | int | None = None
    ratio_high: float | int | None = None
    text: str | None = None


class Passage(msgspec.Struct, frozen=True):
    """Words of the text, with offsets where they are known."""

    quote: str = ""
    start: int | None = None
    stop: int | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One record as a program told it: a mention, reduced to what is compared."""

    id: str | None = None
    document: str | None = None
    language: str | None = None
    record: str = "event"
    kind: str | None = None
    event_type: str | None = None
    status: str = "occurred"
    date_start: str | None = None
    date_end: str | None = None
    place: Spot | None = None
    claims: tuple[Number, ...] = ()
    attributed_to: str | None = None
    group: str | None = None
    comparison: Ratio | None = None
    confidence: float | None = None
    trigger: str | None = None
    spans: dict[str, list[Passage]] = {}

    @property
    def is_figure(self) -> bool:
        """A counted aggregate, no happening."""
        return self.record == "figure"

    @property
    def is_fact(self) -> bool:
        """Whether it is told as something that happened."""
        return self.status == "occurred"

    @property
    def days(self) -> Days | None:
        """Its interval of days; None without a date, or with one that is none."""
        return days_between(self.date_start, self.date_end)

    @property
    def triggers(self) -> list[Passage]:
        """The words that tell it."""
        return self.spans.get("trigger") or [Passage(self.trigger or "")]


class Gold(Told, frozen=True, kw_only=True):
    """One record as coders wrote it, with the other answers they accept."""

    optional: bool = False
    alt_kinds: tuple[str, ...] = ()
    alt_status: tuple[str, ...] = ()
    alt_dates: tuple[tuple[str | None, str | None], ...] = ()
    alt_places: tuple[Spot, ...] = ()
    alt_attributed: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str | None, ...]:
        """All kinds that are right."""
        return (self.kind, *self.alt_kinds)


class GoldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One coded text. `flat` marks gold that came as bare records, which are cut by document and language."""

    document: Document
    gold: tuple[Gold, ...]
    register: str | None = None
    flat: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What mentions are assigned by."""
        return (self.document.id, (self.document.language or "") if self.flat else "")

    @property
    def part(self) -> Literal["dev", "aside"]:
        """`aside` where the last number of the id is even: scored, never looked at while rules are made."""
        numbers = _NUMBER.findall(self.document.id)
        return "aside" if numbers and int(numbers[-1]) % 2 == 0 else "dev"


class Pair(NamedTuple):
    """A gold record and what was told of it; None stands where one has no partner."""

    gold: Gold | None
    told: Told | None


def days_between(first: str | None, last: str | None) -> Days | None:
    """The interval as day numbers, an open side reaching to the end of time; None where missing, reversed or no date."""
    try:
        start, stop = (date.fromisoformat(day).toordinal() if day else None for day in (first, last))
    except ValueError:
        return None
    if start is None and stop is None:
        return None
    span = (start or 1, stop or _LAST_DAY)
    return span if span[0] <= span[1] else None
