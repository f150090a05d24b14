"""What the three lesser readers find in a text: toponyms, time expressions, quantities. Offsets are half-open code points."""

from typing import Literal

import msgspec

from khronika.model.evidence import DateEvidence, PlaceEvidence
from khronika.model.mention import ClaimKind, DateLevel, Place, PlaceLevel


class Passage(msgspec.Struct, frozen=True):
    """A stretch of one document (a paragraph) as readers get it: cleaned text, its folded twin of equal length, language.

    `start` is where it begins in the cleaned document; `folded[i]` matches `text[i]`.
    """

    start: int
    text: str
    folded: str
    language: str


class FoundDate(msgspec.Struct, frozen=True):
    """A time expression. `value` is TIMEX3's, None where it stays open; the interval is inclusive ISO days or None.

    `evidence` is there where it was asked for.
    """

    start: int
    stop: int
    quote: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    date_start: str | None
    date_end: str | None
    date_level: DateLevel | None
    rule: str
    evidence: DateEvidence | None = None


class FoundCount(msgspec.Struct, frozen=True):
    """A quantity with bounds. `unit` is the counted noun as written, `unit_type` its class in the pack (people, places …)."""

    start: int
    stop: int
    quote: str
    low: float | int | None
    high: float | int | None
    kind: ClaimKind
    unit: str | None
    rule: str
    unit_type: str | None = None
    unit_start: int | None = None
    unit_stop: int | None = None


class Alternative(msgspec.Struct, frozen=True):
    """Another reading of a toponym with its score."""

    geonameid: int | None
    name: str
    country_iso3: str | None
    score: float


class Offset(msgspec.Struct, frozen=True):
    """The point that a distance and a bearing from a place lead to ("30 km north of X"), WGS84 degrees."""

    lat: float
    lon: float


class FoundPlace(msgspec.Struct, frozen=True):
    """A toponym and the place it is read as. `place` fields are None where the text does not decide.

    `margin` is the best reading's score less the second's; `hint` what the words around it say: `in`, `near`, `from`, `to`,
    `dateline`, `demonym`, `part` (of a longer name), `speaker` (metonymy: "Moscow said") or None; `offset`: where the distance
    that the text measures from the place leads to, None without a bearing.
    """

    start: int
    stop: int
    quote: str
    place: Place
    margin: float
    score: float
    rule: str
    alternatives: list[Alternative] = []
    evidence: PlaceEvidence | None = None  # where it was asked for
    hint: str | None = None
    offset: Offset | None = None

    @property
    def level(self) -> PlaceLevel | None:
        """Level of the place."""
        return self.place.level
