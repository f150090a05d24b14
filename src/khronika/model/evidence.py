"""Why a lesser reader read a value as it did: what spoke for and against each place, what a date leans on, what a number bounds.

Filled only where it is asked for. The sentences are for people; rule ids, offsets and numbers are for programs.
"""

import msgspec

from khronika.model.mention import ClaimKind, PlaceLevel


class Weight(msgspec.Struct, frozen=True):
    """One reason and what it adds to a sum; `what` is a rule id of a language pack or says the reason in words."""

    what: str
    weight: float


class Candidate(msgspec.Struct, frozen=True):
    """One place that a name may mean. `score` is in powers of ten of people and the sum of `reasons`."""

    geonameid: int | None
    name: str
    admin1: str | None
    country_iso3: str | None
    level: PlaceLevel | None
    taken: bool
    score: float
    reasons: list[Weight]


class PlaceEvidence(msgspec.Struct, frozen=True):
    """`named`: what speaks for its being a place at all, `worth` their sum; `candidates`: which place, likeliest first;
    `verdict`: why one of them was taken, what they share, or nothing."""

    worth: float
    named: list[Weight]
    candidates: list[Candidate]
    verdict: str


class Said(msgspec.Struct, frozen=True):
    """One thing that the words of a time expression say, or that it leans on: its name and its value as text."""

    what: str
    value: str


class DateEvidence(msgspec.Struct, frozen=True):
    """`means`: what sort of expression it is; `said`: what the words give; `anchors`: what the days rest on besides;
    `interval`: how long they are and where they lie from the day of publication, None where they stay open."""

    means: str
    said: list[Said]
    anchors: list[Said]
    interval: str | None


class NumberRead(msgspec.Struct, frozen=True):
    """A number within a quantity's words, before hedges: its document offsets, words, bounds and rule."""

    start: int
    stop: int
    quote: str
    low: float | int | None
    high: float | int | None
    rule: str


class CountEvidence(msgspec.Struct, frozen=True):
    """`numbers`: what the bounds were made of; `kind` and `means`: what the deciding rule makes of them; `unit_rule` read the unit."""

    numbers: list[NumberRead]
    kind: ClaimKind
    means: str
    unit_rule: str | None
    unit_type: str | None
