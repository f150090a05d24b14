"""The rows that measures are made from, and how a cell becomes a value. A missing value is None, never 0."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

Kind = Literal["min", "exact", "about", "range"]
T = TypeVar("T")

_GROUPS = re.compile(r"(?<=\d)[ \u00a0\u202f'_,](?=\d{3}(?!\d))")
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}")
_MIN = re.compile(r"^(?:>=|≥|at least|min\.?)\s*(.+)$|^(.+?)\s*\+$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:~|≈|about|ca\.?)\s*(.+)$", re.IGNORECASE)


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A count in a region (and stratum) over `population` people or person-years at risk.

    `kind`: min (what was found, more may exist), exact (a complete register), about; `count_max` an upper limit.
    """

    region: str
    count: int
    kind: Kind = "min"
    population: float | None = None
    count_max: int | None = None
    stratum: str | None = None
    source: str | None = None
    as_of: str | None = None
    period: str | None = None
    definition: str | None = None
    where: str = ""


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """A count over `population` people at risk from `start` to `end` (both days included)."""

    episode: str
    count: int
    kind: Kind = "min"
    population: float | None = None
    start: str | None = None
    end: str | None = None
    definition: str | None = None
    at_risk: str | None = None
    stratum: str | None = None
    source: str | None = None
    as_of: str | None = None
    where: str = ""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """An episode whose cases an archive holds: from `start` to `end`, both included, over `population` people at risk.

    `region`: only events there; `kinds`: only events of these kinds, with blanks between. A `count` is refused.
    """

    episode: str
    start: str
    end: str
    population: float | None = None
    at_risk: str | None = None
    definition: str | None = None
    region: str | None = None
    kinds: str | None = None
    count: int | None = None
    where: str = ""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What one source had counted for one day (and place, and event), as it stood on `tally_as_of`."""

    date: str
    source: str
    tally_as_of: str
    count: int
    kind: Kind = "min"
    place: str | None = None
    event: str | None = None
    where: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One source reporting one event; `reprint_of` names the source it copied."""

    event: str
    source: str
    place: str | None = None
    date: str | None = None
    size: int | None = None
    reprint_of: str | None = None
    where: str = ""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A source watched a place over these days, both included."""

    source: str
    place: str
    start: str
    end: str
    where: str = ""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What one coder wrote for one field of one unit; None was not coded."""

    unit: str
    coder: str
    value: str | None = None
    field: str = "value"
    where: str = ""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """People in one stratum of a standard population, or of one region of a table of populations."""

    name: str
    population: float
    where: str = ""


def counted(cell: Any) -> tuple[int, Kind | None]:
    """A whole number with what was written about it: 301+, >=301, at least 301, ~300."""
    text = str(cell).strip()
    for pattern, kind in ((_MIN, "min"), (_ABOUT, "about")):
        if found := pattern.match(text):
            return whole_number(found[1] if found.lastindex == 1 else found[2]), kind  # type: ignore[return-value]
    return whole_number(text), None


def whole_number(cell: Any) -> int:
    """A whole number not below 0, thousands marked or not."""
    value = positive(cell)
    if not value.is_integer():
        raise ValueError(f"{cell!r} is no whole number")
    return int(value)


def positive(cell: Any) -> float:
    """A finite number not below 0. Text such as 3.182 is refused: it may be thousands, or a decimal."""
    text = _GROUPS.sub("", str(cell).strip())
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", text, re.IGNORECASE):
        raise ValueError(f"{cell!r} is no number")
    if isinstance(cell, str) and _AMBIGUOUS.fullmatch(text):
        raise ValueError(f"{cell!r} may be {text.replace('.', '')} or {float(text):g}; write it so that it is clear")
    value = float(text)
    if value < 0:
        raise ValueError(f"{cell!r} is below 0")
    return value


def day(cell: Any) -> str:
    """A day as 2022-09-25."""
    text = str(cell).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{cell!r} is no day like 2022-09-25") from None


def text_of(cell: Any) -> str:
    """Text without blanks around it."""
    return " ".join(str(cell).split())


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A word of a closed list."""

    def check(cell: Any) -> str:
        word = str(cell).strip().lower()
        if word not in allowed:
            raise ValueError(f"{cell!r} is none of {', '.join(allowed)}")
        return word

    return check
