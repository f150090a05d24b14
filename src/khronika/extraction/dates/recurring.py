"""Which of the recurring days is meant: of all 25 Septembers or Sundays the latest before publication, unless words say
otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from khronika.extraction.dates import calendar
from khronika.extraction.dates.calendar import Days, day
from khronika.extraction.dates.context import Context
from khronika.extraction.dates.readings import Calendar, Reading

_TOLERANCE = 31
_SEASON = 184
_QUARTER = 92
_YEARS_BACK = 9
_FITS_BACK, _FITS_AHEAD = 800, 366
_STEPS = {"last": -1, "this": 0, "next": 1}


def is_fixed(reading: Reading) -> bool:
    """Whether the words alone, or the words and the day of publication, fix the year."""
    return not isinstance(reading, Calendar) or bool(reading.year or reading.base or reading.turn)


def calendar_days(c: Calendar, context: Context) -> Days | None:
    """First and last day of a calendar reading; None where there is no such day or nothing to count from."""
    if c.base:
        return _from_base(c, context)
    if c.year:
        return _in_year(c, c.year - 1 if _is_winter_before(c, context) else c.year)
    if c.period or c.month or c.week:
        return _yearly(c, context)
    if c.day:
        return _day_of_month(c, context)
    return _weekday(c, context) if c.weekday else None


def _is_winter_before(c: Calendar, context: Context) -> bool:
    """ "Winter 2022" in a text of September 2022 is the one that began in 2021."""
    return c.period == "WI" and bool(context.published and c.year and date(c.year, 12, 1) > context.published)


def _in_year(c: Calendar, year: int) -> Days | None:
    """The reading within a known year."""
    if c.period:
        return calendar.period_days(year, c.period)
    if c.week:
        return calendar.week_days(date.fromisocalendar(year, c.week, 1))
    if not c.month:
        return date(year, 1, 1), date(year, 12, 31)
    if not c.day:
        return calendar.month_days(year, c.month)
    return _exact(year, c.month, c.day)


def _exact(year: int, month: int, number: int) -> Days | None:
    if not 1 <= number <= calendar.month_days(year, month)[1].day:
        return None
    return date(year, month, number), date(year, month, number)


def _from_base(c: Calendar, context: Context) -> Days | None:
    """Yesterday; September of last year; Monday of next week; the 3rd of this month."""
    anchor, base = context.anchor(c.anaphoric), c.base
    if anchor is None or base is None or context.unmoored(c.anaphoric, base[1]):
        return None
    unit, n = base
    if unit == "weekend" and c.turn == "past":
        n = 0 if context.future or anchor[0].isoweekday() > 5 else -1
    if unit == "weekend" and c.turn == "coming":
        n = 1 if anchor[0].isoweekday() > 5 else 0
    late = n > 0 or (n == 0 and c.anaphoric and context.ended)
    start = anchor[1] if late else anchor[0]
    days = calendar.unit_days(calendar.add(start, unit, n), unit)
    if c.month or c.period or c.week:
        return _in_year(c, days[0].year)
    if c.day:
        return _exact(days[0].year, days[0].month, c.day)
    if c.weekday and days[0] < days[1]:
        return _one(next(d for d in _walk(days[0], 1) if d.isoweekday() == c.weekday))
    return days


def _yearly(c: Calendar, context: Context) -> Days | None:
    """A day, month, season or week that comes once a year."""
    today = context.published
    if today is None:
        return None
    years = range(today.year - _YEARS_BACK, today.year + _YEARS_BACK + 1)
    options = [d for d in (_in_year(c, y) for y in years) if d]
    fitting = _of_weekday(options, c, today)
    if fitting and not c.turn:
        return min(fitting, key=lambda d: abs((d[0] - today).days))
    if c.week and not c.turn:
        return [
            d for d in options if d[0].isocalendar()[0] <= today.isocalendar()[0] and (d[0] - today).days <= _SEASON
        ][-1]
    options = [d for d in fitting if abs((d[0] - today).days) <= _FITS_AHEAD] or options
    if c.turn == "this" and c.period == "WI" and not context.future:
        return min(options, key=lambda d: max((d[0] - today).days, (today - d[1]).days))  # it lies in two years
    if c.turn == "this":
        return next((d for d in options if d[0].year == today.year), None)
    past = [d for d in options if (d[1] < today if c.turn in ("last", "past") else d[0] <= today)]
    coming = [d for d in options if d[0] > today]
    if c.turn in ("next", "coming"):
        return coming[0] if coming else None
    if context.future and coming and _is_near(coming[0], past, c, today):
        return coming[0]
    return past[-1] if past else None


def _is_near(coming: Days, past: list[Days], c: Calendar, today: date) -> bool:
    """Whether a coming day of which words of the future tell is a month (a season) ahead, or nearer than the past one."""
    if past and past[-1][1] >= today:
        return False
    ahead = (coming[0] - today).days
    return ahead <= (_TOLERANCE if c.day else _SEASON) or (
        ahead <= _SEASON and bool(past) and ahead < (today - past[-1][1]).days
    )


def _of_weekday(options: list[Days], c: Calendar, today: date) -> list[Days]:
    """Those of one day in several years that fall on the weekday said beside it, of which the nearest is meant.

    None within two years back and one ahead: the weekday is taken for a mistake.
    """
    if not (c.weekday and c.day):
        return []
    fitting = (d for d in options if d[0].isoweekday() == c.weekday)
    return [d for d in fitting if -_FITS_BACK < (d[0] - today).days < _FITS_AHEAD]


def _day_of_month(c: Calendar, context: Context) -> Days | None:
    """A bare day: in the month named before it, else the latest such day; with a weekday see there."""
    if c.weekday and not c.turn:
        return _weekday_of_month(c, context)
    if context.month and not c.turn:
        found = _exact(*context.month, c.day or 0)
        if found:
            return found
    today = context.published
    if today is None:
        return None
    forward = c.turn in ("next", "coming") or (context.future and not c.turn)
    step = 1 if forward else -1
    start = today if not c.turn else today + day(step)
    for d in _walk(start, step, 800):
        if d.day == c.day:
            return _one(d)
    return None


def _weekday_of_month(c: Calendar, context: Context) -> Days | None:
    """Friday the 13th: the latest within a quarter, else the next within a month, else the latest."""
    today = context.published
    if today is None:
        return None
    past, coming = (next((d for d in _walk(today, step, 800) if d.day == c.day and d.isoweekday() == c.weekday), None)
                    for step in (-1, 1))  # fmt: skip
    is_old = past is None or (today - past).days > _QUARTER
    if coming and (coming - today).days <= _TOLERANCE and (context.future or is_old):
        return _one(coming)
    return _one(past) if past else None


def _weekday(c: Calendar, context: Context) -> Days | None:
    """A weekday: the latest before publication; of last, this or next week; the next with a cue of the future.

    "The following Monday" counts from the day read before.
    """
    today = context.before[1] if c.anaphoric and context.before else context.published
    if today is None:
        return None
    if c.turn in _STEPS:
        monday = calendar.week_days(today)[0] + day(7 * _STEPS[c.turn])
        return _one(monday + day((c.weekday or 1) - 1))
    step = 1 if c.turn == "coming" or (context.future and c.turn != "past") else -1
    start = today if context.today and step < 0 and not c.turn else today + day(step)
    return _one(next(d for d in _walk(start, step) if d.isoweekday() == c.weekday))


def _walk(start: date, step: int, most: int = 10) -> Iterator[date]:
    for i in range(most):
        yield start + day(i * step)


def _one(d: date) -> Days:
    return d, d


def lend(first: Reading, last: Reading) -> tuple[Reading, Reading]:
    """The two ends of a range, each with the month that only the other names: from 3 to 5 May; 3 May to the 5th."""
    if not isinstance(first, Calendar) or not isinstance(last, Calendar):
        return first, last
    if first.day and not first.month and last.month and not first.base:
        first = first._replace(month=last.month, year=last.year, base=last.base)
    if last.day and not last.month and first.month and not last.base and last.day > first.day if first.day else False:
        last = last._replace(month=first.month, year=first.year, base=first.base)
    return first, last


def last_before(c: Calendar, end: Days, context: Context) -> Days | None:
    """The latest days of a reading that begin not after the end of a range."""
    return calendar_days(c, context if is_fixed(c) else Context(end[1], context.before))


def first_after(c: Calendar, start: date) -> Days | None:
    """The first days of a reading that end not before the start of a range."""
    if c.day and not c.month:
        return next((_one(d) for d in _walk(start, 1, 62) if d.day == c.day), None)
    if c.weekday and not c.day:
        return next((_one(d) for d in _walk(start + day(1), 1) if d.isoweekday() == c.weekday), None)
    options = (_in_year(c, start.year + i) for i in range(_YEARS_BACK))
    return next((d for d in options if d and d[1] >= start), None)


def is_weekday(reading: Reading) -> bool:
    """Whether it is a weekday and nothing else."""
    return isinstance(reading, Calendar) and bool(reading.weekday) and not reading.day


def nth_days(n: int, unit: str, count: int, whole: Days) -> Days | None:
    """The n-th unit of a period and `count - 1` more; weeks are ISO weeks whose Thursday lies in it."""
    if unit == "week":
        mondays = calendar.weeks_of(whole)
        begin = n - 1 if n > 0 else len(mondays) + n - (count - 1)
        if not 0 <= begin < len(mondays):
            return None
        return mondays[begin], mondays[min(begin + count, len(mondays)) - 1] + day(6)
    if unit.startswith("weekday"):
        length = (whole[1] - whole[0]).days + 1
        fitting = [d for d in _walk(whole[0], 1, length) if d.isoweekday() == int(unit[-1])]
        return _one(fitting[n - 1 if n > 0 else n]) if -len(fitting) <= n <= len(fitting) else None
    if unit == "weekend":
        saturdays = nth_days(n, "weekday 6", 1, whole)
        return (saturdays[0], saturdays[0] + day(1 + 7 * (count - 1))) if saturdays else None
    if unit not in ("day", "month", "quarter", "year"):
        return None
    if n > 0:
        first = calendar.add(whole[0], unit, n - 1)
        found = first, calendar.add(first, unit, count) - day(1)
    else:
        first = calendar.add(whole[1] + day(1), unit, n - (count - 1))
        found = first, calendar.add(first, unit, count) - day(1)
    return found if whole[0] <= found[0] and found[1] <= whole[1] else None
