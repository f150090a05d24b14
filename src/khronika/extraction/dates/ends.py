"""Where a range ends: the days of its end are those after its start, not the latest before publication."""

from __future__ import annotations

from datetime import date

from khronika.extraction.dates import calendar, recurring
from khronika.extraction.dates.calendar import Days, day
from khronika.extraction.dates.context import Context
from khronika.extraction.dates.readings import Calendar, Narrow, Reading, Timed

_DAYS_LONG = 6


def plain(reading: Reading) -> Reading:
    """A reading without its time of day: a range of evenings is one of days."""
    return reading.inner if isinstance(reading, Timed) and reading.inner else reading


def follows(first: Reading, last: Reading) -> bool:
    """Whether the end is a bare weekday to be counted from the start: from Friday (yesterday, last Friday) to Sunday."""
    counted = isinstance(first, Calendar) and bool(first.weekday or first.base)
    return counted and recurring.is_weekday(last) and not recurring.is_fixed(last)


def until(reading: Reading, context: Context) -> Days | None:
    """The first such day not before the day that was read last, else not before publication; None: the usual rules.

    A curfew till the 20th lasts beyond the day of which is told. Without a date to lean on, a day of a month may also
    be past: the nearer of the two is meant, the coming one beside a cue of the future.
    """
    c = plain(reading)
    month, part = (c.inner, c.part) if isinstance(c, Narrow) else (c, None)
    if isinstance(month, Calendar) and month.month and month == Calendar(month=month.month):
        return _until_month(month, part, context)
    if not isinstance(c, Calendar) or not _is_bare_day(c):
        return None
    told = _told(context)
    start = told or context.published
    if start is None:
        return None
    found = recurring.first_after(c, start if c.day else start - day(1))
    if found is None or told or c.weekday or context.future:
        return found
    past = recurring.calendar_days(c, context)
    return found if past is None or found[0] - start <= start - past[0] else None


def _until_month(c: Calendar, part: str | None, context: Context) -> Days | None:
    """A month, or a part of it, without its year: the next after the day told, else the nearer of past and coming."""
    told = _told(context)
    start = told or context.published
    found = recurring.first_after(c, start) if start else None
    past = recurring.calendar_days(c, context)
    if found and start and not told and not context.future and past and found[0] - start > start - past[1]:
        found = past
    return calendar.third(found, part) if found and part in ("early", "mid", "late") else found


def _is_bare_day(c: Calendar) -> bool:
    """Whether it is a weekday, a day of a month or of some month, and nothing else."""
    return c in (Calendar(weekday=c.weekday), Calendar(day=c.day), Calendar(month=c.month, day=c.day)) and bool(
        c.day or c.weekday
    )


def _told(context: Context) -> date | None:
    """The first day of the date read before; a month or more is no day to count from."""
    if context.before is None or (context.before[1] - context.before[0]).days >= _DAYS_LONG:
        return None
    return context.before[0]
