"""Where a range ends: the days of its end are those after its start, not the latest before publication."""

from __future__ import annotations

from datetime import date

from khronika.extraction.dates import recurring
from khronika.extraction.dates.calendar import Days, day, third
from khronika.extraction.dates.context import Context
from khronika.extraction.dates.readings import Calendar, Narrow, Reading, Timed

_DAYS_LONG = 6
_SOON, _LONG_AGO = 31, 300
_PARTS = ("early", "mid", "late", "first_half", "second_half")


def plain(reading: Reading) -> Reading:
    """A reading without its time of day: a range of evenings is one of days."""
    return reading.inner if isinstance(reading, Timed) and reading.inner else reading


def follows(first: Reading, last: Reading) -> bool:
    """Whether the end is a bare weekday to be counted from the start: from Friday (yesterday, last Friday) to Sunday."""
    counted = isinstance(first, Calendar) and bool(first.weekday or first.base)
    return counted and recurring.is_weekday(last) and not recurring.is_fixed(last)


def until(reading: Reading, context: Context) -> Days | None:
    """The first such day or month not before the day that was read last, else not before publication; None: the usual rules.

    A curfew till the 20th lasts beyond the day of which is told. Without a date to lean on, a day of a month may also
    be past: the nearer of the two is meant, the coming one beside a cue of the future.
    """
    c = plain(reading)
    if isinstance(c, Narrow) and c.part in _PARTS:
        whole = until(c.inner, context)
        return third(whole, c.part) if whole else None
    if not isinstance(c, Calendar) or not _is_bare_day(c):
        return None
    told = _told(context)
    start = told or context.published
    if start is None:
        return None
    found = recurring.first_after(c, start - day(1) if c.weekday else start)
    if found is None or told or c.weekday or context.future:
        return found
    past = recurring.calendar_days(c, context)
    return found if past is None or found[0] - start <= start - past[1] else None


def soon(reading: Reading, context: Context) -> Days | None:
    """The coming such day, if it is a few weeks ahead and the past one nearly a year ago: "from 1 October" in September."""
    c = plain(reading)
    if not isinstance(c, Calendar) or not _is_bare_day(c) or not c.month or context.published is None:
        return None
    coming = recurring.first_after(c, context.published + day(1))
    past = recurring.calendar_days(c, context)
    if coming is None or past is None or (coming[0] - context.published).days > _SOON:
        return None
    return coming if (context.published - past[1]).days > _LONG_AGO else None


def _is_bare_day(c: Calendar) -> bool:
    """Whether it is a weekday, a day of a month, a month or a day of it, and nothing else."""
    return c in (Calendar(weekday=c.weekday), Calendar(month=c.month, day=c.day)) and c != Calendar()


def _told(context: Context) -> date | None:
    """The first day of the date read before; a month or more is no day to count from."""
    if context.before is None or (context.before[1] - context.before[0]).days >= _DAYS_LONG:
        return None
    return context.before[0]
