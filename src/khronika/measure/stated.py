"""What a ledger keeps of a result so that it can be derived again: how it was asked for, and its numbers without words.

A measure changes its words more often than its numbers, and libraries differ in the last digits; so numbers are compared
to one in a million, counts exactly, and words not at all. Whoever holds a ledger calls `content` when it states a result
and `faults` when it verifies; this room knows no archive.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from khronika.measure.derived import derive_again, measure_of
from khronika.measure.read import Given
from khronika.measure.result import Result

CLOSE = 1e-6
_WORDS = frozenset(("method", "sentence", "problems", "reading", "settings", "snapshot", "sources", "warnings"))
Number = bool | int | float | None


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """One result as it is kept. `version` is the method's; `populations` those that were given as a mapping."""

    measure: str
    version: int
    settings: dict[str, Any]
    reading: dict[str, Any]
    populations: dict[str, float] | None = None
    numbers: list[bool | int | float | None]


def content(found: Result, populations: Mapping[str, float] | None = None, *, has_table: bool = False) -> bytes:
    """The bytes to keep: sorted JSON. `has_table`: populations came from a table that is kept beside it."""
    reading = dict(found.reading)
    if has_table or populations is not None:
        reading.pop("populations", None)
    stated = Stated(
        measure=found.method.measure, version=found.method.version, settings=found.settings, reading=reading,
        populations=dict(populations) if populations is not None else None, numbers=list(numbers(found.to_dict())),
    )  # fmt: skip
    return msgspec.json.encode(stated, order="deterministic")


def numbers(value: Any) -> Iterator[Number]:
    """All numbers of a result in the order of the names of its fields; a missing value is one too, a word is none."""
    if isinstance(value, dict):
        for name in sorted(value.keys() - _WORDS):
            yield from numbers(value[name])
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif not isinstance(value, str):
        yield value


def faults(kept: bytes, snapshot: str, given: Given, tables: Mapping[str, Given]) -> str | None:
    """What does not come out as it was stated, in words; None: it does. Raises what the measure raises.

    `given` is what the result was made from, `tables` other tables by the name of their option.
    """
    stated = msgspec.json.decode(kept, type=Stated)
    if stated.version != measure_of(stated.measure).version:
        return None  # an earlier method is not this one; `is_comparable` tells whoever has to know
    more: dict[str, Any] = {"populations": stated.populations} if stated.populations is not None else {}
    again = derive_again(stated.measure, stated.settings, stated.reading, given, {**more, **tables})
    if again.snapshot != snapshot:
        return f"is made from other rows now ({again.snapshot})"
    now = list(numbers(again.to_dict()))
    if len(now) != len(stated.numbers):
        return f"has {len(now)} numbers, {len(stated.numbers)} were stated"
    wrong = [(old, new) for old, new in zip(stated.numbers, now, strict=True) if not alike(old, new)]
    return f"{len(wrong)} of its numbers differ: {wrong[0][0]} was stated, {wrong[0][1]} comes out" if wrong else None


def is_comparable(kept: bytes) -> bool:
    """Whether the method that made it is of the version that is here."""
    stated = msgspec.json.decode(kept, type=Stated)
    return stated.version == measure_of(stated.measure).version


def alike(one: Number, other: Number) -> bool:
    """Counts and missing values exactly, other numbers to one in a million."""
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-12)
    return one == other
