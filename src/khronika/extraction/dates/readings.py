"""What a time expression says, before anybody knows when it was written: the nouns between patterns and days.

A reading holds only what the words give. `resolve` sets it against the day of publication.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from khronika.extraction.dates.other_calendars import OtherCalendar

Unit = str  # day, week, weekend, month, quarter, year, decade, century; hour, minute, second
Turn = Literal["last", "this", "next", "past", "coming"]


class Calendar(NamedTuple):
    """Fields of a calendar date, each as far as it is said.

    `base`: (unit, n): the day, week, month or year n away from the anchor in which the other fields lie. `turn` picks
    among recurring ones: `last`/`this`/`next` count weeks and years, `past`/`coming` are the nearest. `period` is
    Q1..Q4, H1, H2, SP, SU, FA, WI. `anaphoric`: the anchor is the date read before, not the day of publication.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    base: tuple[Unit, int] | None = None
    period: str | None = None
    week: int | None = None
    turn: Turn | None = None
    anaphoric: bool = False


class Era(NamedTuple):
    """A decade or century: its first year and its length."""

    first: int
    years: int


class Offset(NamedTuple):
    """A point `low`..`high` units away from the anchor, from the date read before, or from another reading."""

    low: int
    high: int
    unit: Unit
    sign: int
    start: Reading | None = None
    anaphoric: bool = False


class Window(NamedTuple):
    """The n units up to the anchor (sign -1) or after it (sign 1); n None: a few. `today`: with the anchor itself."""

    n: int | None
    unit: Unit
    sign: int
    today: bool = False


class Running(NamedTuple):
    """The n-th day (week) of what goes on: from `before` = n - 1 units before a day to that day.

    The day is `inner`, else a date beside it in the sentence, else the day of publication.
    """

    before: int
    unit: Unit
    inner: Reading | None = None


class Range(NamedTuple):
    """From one reading to another, both inclusive."""

    first: Reading
    last: Reading


class Open(NamedTuple):
    """A range with one end: `since`, `after`, `until`, `before` a reading."""

    side: Literal["since", "after", "until", "before"]
    inner: Reading


class Narrow(NamedTuple):
    """A part of a period: `early`, `mid`, `late` thirds, halves; `earlier`, `later`: up to or from the anchor."""

    part: Literal["early", "mid", "late", "first_half", "second_half", "earlier", "later"]
    inner: Reading


class Nth(NamedTuple):
    """The n-th (negative: from the end) unit of a period, or `many` units from there."""

    n: int
    unit: Unit
    inner: Reading
    many: int = 1


class Foreign(NamedTuple):
    """A day or month of another calendar; year None: the latest; `years`: of the year so many years away."""

    calendar: OtherCalendar
    year: int | None
    month: int
    day: int | None
    years: int | None = None


class Holding(NamedTuple):
    """The whole unit that holds a day: the week of 5 May."""

    unit: Unit
    inner: Reading


class Span(NamedTuple):
    """n units from a day on, that day included."""

    n: int
    unit: Unit
    start: Reading


class Ahead(NamedTuple):
    """`in two days`: a point in the future where a cue of the future stands near, else a length of time.

    `narrative`: else so long after the date read before, where the language tells so (3 мая увели, через три дня отпустили).
    """

    n: int
    unit: Unit
    narrative: bool = False


class Timed(NamedTuple):
    """A time of day (`T14:30`, `TMO`) of a reading, or alone."""

    clock: str
    inner: Reading | None = None


class Night(NamedTuple):
    """A night: from the day of `inner` to the day after, or (`before`) from the day before to that day."""

    inner: Reading
    before: bool = False


class Length(NamedTuple):
    """A duration; n None: some; one and a half months are 1.5. `rest`: what is added, two years and three months."""

    n: float | None
    unit: Unit
    rest: Length | None = None


class Recur(NamedTuple):
    """A set: every such weekday, month, day of a month or time of day, or every `many` such units.

    `clock`: `T09:00`, `TNI`.
    """

    unit: Unit | None = None
    weekday: int | None = None
    many: int = 1
    clock: str | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None


class Nothing(NamedTuple):
    """Looks like a date and is none: keeps others from reading it."""


Reading = (
    Calendar | Era | Offset | Window | Running | Range | Open | Narrow | Nth | Foreign | Holding | Span | Ahead | Timed | Night
    | Length | Recur | Nothing
)  # fmt: skip


def tags(reading: Reading) -> frozenset[str]:
    """Classes under which a template may take this reading up again."""
    if isinstance(reading, Length | Ahead):
        return frozenset({"duration"})
    if isinstance(reading, Timed):
        return frozenset({"date", "timed"} if reading.inner else {"time"})
    if isinstance(reading, Calendar):
        return frozenset({"date", _kind(reading)})
    if isinstance(reading, Recur):
        return frozenset({"set"})
    if isinstance(reading, Nothing | Open | Range | Window | Running):
        return frozenset({"closed"})
    return frozenset({"date", "other_date"})


def _kind(reading: Calendar) -> str:
    if reading == Calendar(weekday=reading.weekday, turn=reading.turn):
        return "weekdate"
    if reading.day:
        return "day_of_month"
    return "year_date" if reading == Calendar(year=reading.year) else "other_date"
