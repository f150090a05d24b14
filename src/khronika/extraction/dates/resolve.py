"""From a reading to days: set against the day of publication, the dates read before, and cues of the future.

Without a day of publication what leans on it stays open: its TIMEX3 value has X where the text says nothing, or is
None.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, NamedTuple

from khronika.extraction.dates import calendar, ends, other_calendars, recurring, timex
from khronika.extraction.dates.calendar import Days, day
from khronika.extraction.dates.context import Context
from khronika.extraction.dates.readings import (
    Ahead,
    Calendar,
    Era,
    Foreign,
    Holding,
    Length,
    Narrow,
    Night,
    Nth,
    Offset,
    Open,
    Range,
    Reading,
    Recur,
    Running,
    Span,
    Timed,
    Window,
)

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
_VAGUE_UNITS = {"day": 7, "week": 4, "month": 6, "year": 5, "decade": 3}


class Resolved(NamedTuple):
    """TIMEX3 type and value, first and last day; None where open."""

    type: Kind
    value: str | None
    first: date | None
    last: date | None


def resolve(reading: Reading, context: Context) -> Resolved:
    """The days that a reading means in its context. Days beyond the calendar (year 10000) leave it open."""
    try:
        return _RESOLVERS[type(reading)](reading, context)
    except (OverflowError, ValueError):
        return Resolved("DATE", None, None, None)


def _days(reading: Reading, context: Context) -> Days | None:
    found = resolve(reading, context)
    return (found.first, found.last) if found.first and found.last else None


def _calendar(c: Calendar, context: Context) -> Resolved:
    days = recurring.calendar_days(c, context)
    if days is None:
        return Resolved("DATE", timex.open_value(c), None, None)
    return Resolved("DATE", timex.value_of(days, c.period, c.base[0] if c.base else None), *days)


def _era(era: Era, context: Context) -> Resolved:
    digits = 2 if era.years == 100 else 3
    return Resolved("DATE", f"{era.first:04}"[:digits], date(era.first, 1, 1), date(era.first + era.years - 1, 12, 31))


def _offset(o: Offset, context: Context) -> Resolved:
    start = _days(o.start, context) if o.start else context.anchor(o.anaphoric)
    if start is None or not calendar.is_day_unit(o.unit) or (not o.start and context.unmoored(o.anaphoric, o.sign)):
        return Resolved("DATE", None, None, None)
    from_day = start[1] if o.sign > 0 and o.unit == "day" else start[0]
    far, near = (calendar.add(from_day, o.unit, o.sign * n) for n in (o.high, o.low))
    exact = o.unit in ("day", calendar.WORKDAY) or o.start is not None or (o.sign > 0 and not o.anaphoric)
    first, last = sorted((far, near))
    if not exact or o.low != o.high:
        first, last = calendar.unit_days(first, o.unit)[0], calendar.unit_days(last, o.unit)[1]
    return Resolved("DATE", timex.value_of((first, last), None, None), first, last)


def _window(w: Window, context: Context) -> Resolved:
    today = context.published
    if today is None or not calendar.is_day_unit(w.unit):
        return Resolved("DATE", None, None, None)
    if w.unit in ("quarter", "decade", "century"):
        return _whole_units(w, today)
    if w.sign > 0:
        days = today + day(0 if w.today else 1), calendar.add(today, w.unit, w.n or _VAGUE_UNITS.get(w.unit, 1))
    elif w.n is None and w.unit == "day":
        days = today - day(6), today
    else:
        days = calendar.add(today, w.unit, -(w.n or _VAGUE_UNITS.get(w.unit, 1))), today
    if w.n and not w.today and w.unit != calendar.WORKDAY:
        return Resolved("DURATION", timex.duration(w.n, w.unit), *days)
    return Resolved("DATE", timex.value_of(days, None, None), *days)


def _running(r: Running, context: Context) -> Resolved:
    inner = _days(r.inner, context) if r.inner else None
    last = inner[1] if inner else context.beside or context.published
    if last is None or (r.inner and not inner) or not calendar.is_day_unit(r.unit):
        return Resolved("DATE", None, None, None)
    days = calendar.add(last, r.unit, -r.before), last
    return Resolved("DATE", timex.value_of(days, None, None), *days)


def _whole_units(w: Window, today: date) -> Resolved:
    """The last two quarters, the next two decades: whole ones before or after the running one."""
    n = w.n or _VAGUE_UNITS.get(w.unit, 2)
    start = calendar.unit_days(today, w.unit)[0]
    ends = (start, calendar.add(start, w.unit, -n)) if w.sign < 0 else (
        calendar.add(start, w.unit, n + 1), calendar.add(start, w.unit, 1))  # fmt: skip
    days = ends[1], ends[0] - day(1)
    return Resolved("DATE", timex.value_of(days, None, None), *days)


def _range(r: Range, context: Context) -> Resolved:
    days = _between(r, context)
    if days is None:
        first, last = (resolve(end, context) for end in r)
        value = f"{first.value}/{last.value}" if first.value and last.value else None
        one_open = context.published is None and (first.first is None) != (last.last is None)
        return Resolved("DATE", value, *(first.first, last.last) if one_open else (None, None))
    return Resolved("DATE", timex.value_of(days, None, None), *days)


def _between(r: Range, context: Context) -> Days | None:
    """First day of the first to last day of the last; each lends the other the year and month that it lacks."""
    first, last = recurring.lend(ends.plain(r.first), ends.plain(r.last))
    begin, end = _days(first, context), _days(last, context)
    if ends.follows(first, last) and isinstance(last, Calendar):
        end = recurring.first_after(last, begin[0]) if begin else None
    elif recurring.is_fixed(last) or recurring.is_weekday(last):
        if end and isinstance(first, Calendar):
            begin = recurring.last_before(first, end, context)
    elif begin and isinstance(last, Calendar):
        end = recurring.first_after(last, begin[0])
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def _open(o: Open, context: Context) -> Resolved:
    other = ends.until(o.inner, context) if o.side == "until" else ends.soon(o.inner, context)
    days = other or _days(o.inner, context)
    if days is None:
        return Resolved("DATE", None, None, None)
    first, last = None, None
    if o.side in ("since", "after"):
        first = days[0] if o.side == "since" else days[1] + day(1)
        last = context.published if context.published and context.published >= first else None
    else:
        last = days[1] if o.side == "until" else days[0] - day(1)
    value = f"{first or '..'}/{last or '..'}"
    if o.side == "until":  # the days that are the end; of "until the end of the year" the last one
        first = last if isinstance(o.inner, Narrow) and o.inner.part == "late" else days[0]
    return Resolved("DATE", value, first, last)


def _narrow(n: Narrow, context: Context) -> Resolved:
    whole = resolve(n.inner, context)
    if whole.first is None or whole.last is None:
        return Resolved("DATE", whole.value, None, None)
    days, today = (whole.first, whole.last), context.published
    if n.part == "earlier":
        running = today and days[0] <= today <= days[1]
        days = (days[0], today) if running and today else calendar.third(days, "early")
    elif n.part == "later":
        running = today and days[0] <= today <= days[1]
        days = (today, days[1]) if running and today else calendar.third(days, "late")
    else:
        days = calendar.third(days, n.part)
    half = {"first_half": "-H1", "second_half": "-H2"}.get(n.part, "")
    is_year = half and whole.value is not None and len(whole.value) == len("2022")
    return Resolved("DATE", f"{whole.value}{half}" if is_year else whole.value, *days)


def _nth(n: Nth, context: Context) -> Resolved:
    whole = _days(n.inner, context)
    days = recurring.nth_days(n.n, n.unit, n.many, whole) if whole else None
    if days is None:
        return Resolved("DATE", None, None, None)
    return Resolved("DATE", timex.value_of(days, None, n.unit), *days)


def _foreign(f: Foreign, context: Context) -> Resolved:
    year, today = f.year, context.published
    if f.years is not None and today:
        year = other_calendars.year_of(f.calendar, today) + f.years
    if year:
        days = other_calendars.days(f.calendar, year, f.month, f.day)
    else:
        days = other_calendars.latest(f.calendar, f.month, f.day, context.published, context.future)
    return Resolved("DATE", timex.value_of(days, None, None) if days else None, *(days or (None, None)))


def _holding(h: Holding, context: Context) -> Resolved:
    inner = _days(h.inner, context)
    if inner is None:
        return Resolved("DATE", None, None, None)
    days = calendar.unit_days(inner[0], h.unit)
    return Resolved("DATE", timex.value_of(days, None, h.unit), *days)


def _span(s: Span, context: Context) -> Resolved:
    start = _days(s.start, context)
    if start is None or not calendar.is_day_unit(s.unit):
        return Resolved("DATE", None, None, None)
    days = start[0], calendar.add(start[0], s.unit, s.n) - day(1)
    return Resolved("DATE", timex.value_of(days, None, s.unit), *days)


def _ahead(a: Ahead, context: Context) -> Resolved:
    if context.future and calendar.is_day_unit(a.unit):
        return _offset(Offset(a.n, a.n, a.unit, 1), context)
    if a.narrative and context.before and calendar.is_day_unit(a.unit):
        return _offset(Offset(a.n, a.n, a.unit, 1, anaphoric=True), context)
    return _length(Length(a.n, a.unit), context)


def _timed(t: Timed, context: Context) -> Resolved:
    if t.inner is None:
        return Resolved("TIME", t.clock, None, None)
    inner = resolve(t.inner, context)
    one_day = inner.value if inner.value and (inner.first == inner.last) else None
    return Resolved("TIME", one_day + t.clock if one_day else None, inner.first, inner.last)


def _night(n: Night, context: Context) -> Resolved:
    inner = resolve(n.inner, context._replace(today=n.before, ended=False))
    if inner.first is None or inner.last is None:
        return Resolved("TIME", None, None, None)
    first, last = inner.first, inner.last
    if first == last:
        first, last = (first - day(1), last) if n.before else (first, last + day(1))
    return Resolved("TIME", f"{first}TNI", first, last)


def _length(length: Length, context: Context) -> Resolved:
    value = timex.duration(length.n, length.unit)
    if length.rest:
        more = timex.duration(length.rest.n, length.rest.unit).removeprefix("P")
        value += more.removeprefix("T") if "T" in value else more
    return Resolved("DURATION", value, None, None)


def _recur(r: Recur, context: Context) -> Resolved:
    return Resolved("SET", timex.recurring(r), None, None)


_RESOLVERS: dict[type[Any], Callable[[Any, Context], Resolved]] = {
    Calendar: _calendar, Era: _era, Offset: _offset, Window: _window, Running: _running, Range: _range, Open: _open, Narrow: _narrow,
    Nth: _nth, Foreign: _foreign, Holding: _holding, Span: _span, Ahead: _ahead, Timed: _timed, Night: _night, Length: _length,
    Recur: _recur,
}  # fmt: skip
