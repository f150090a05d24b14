"""From a matched pattern to a reading: the fixed, small set that `reads:` in a pack may name. Knows no language."""

from calendar import monthrange
from collections.abc import Callable

from khronika.extraction.dates import amounts, foreign
from khronika.extraction.dates.fields import fields, shift, year_of
from khronika.extraction.dates.groups import DATES, Groups
from khronika.extraction.dates.readings import (
    Calendar,
    Era,
    Holding,
    Narrow,
    Night,
    Nothing,
    Nth,
    Offset,
    Open,
    Range,
    Reading,
    Recur,
    Timed,
)
from khronika.extraction.dates.recurring import is_weekday

_LEAP_YEAR = 2000
_OLD_DECADE = 30


def _calendar(g: Groups) -> Reading | None:
    if g.fixed.get("nineties"):
        return _nineties(g)
    era = g.one("era", "decade")
    if era:
        return Era(era, 10)
    month = g.one("month", "month_sure", "month_number", "month_two", "month_spelt")
    found = fields(g, g.one("day", "late_day", "day_word"), month, year_of(g))
    if found == Calendar(turn=found.turn, anaphoric=found.anaphoric):
        return None
    is_date = _exists(found) or _names_month(g) or found.year or g.fixed.get("sure")
    return found if is_date else Nothing()


def _names_month(g: Groups) -> bool:
    """Whether a month is named: 30 February is a date, if a wrong one, where 30/2 may be anything."""
    return g.one("month", "month_sure", "month_spelt") is not None


def _nineties(g: Groups) -> Reading | None:
    """A decade said in two digits: the 90s."""
    two = g.one("two")
    return None if two is None or two % 10 else Era(two + (1900 if two >= _OLD_DECADE else 2000), 10)


def _exists(c: Calendar) -> bool:
    """Whether there is such a day in the year, in some year where none is named."""
    return not (c.month and c.day) or c.day <= monthrange(c.year or _LEAP_YEAR, c.month)[1]


def _compact(g: Groups) -> Reading | None:
    n = g.one("compact")
    return Calendar(n // 10000, n // 100 % 100, n % 100)


def _days(g: Groups) -> Reading | None:
    """Several days, of one month or two: 25 and 26 September, Sept. 25 - Oct. 2."""
    days, months, years = g.all("day"), g.all("month", "month_number"), g.all("year", "two")
    year = year_of(g)
    first = fields(g, days[0], months[0] if months else None, year)
    last_year = years[-1] if len(years) == 2 and years[-1] >= 1000 else year
    last = Calendar(last_year, months[-1] if months else None, days[-1], base=first.base)
    if len(months) < 2 and days[0] >= days[-1]:
        return None
    if g.fixed.get("neighbours") and days[-1] - days[0] >= len(days):
        return None
    turns = len(years) == 1 and len(months) > 1 and months[0] > months[-1]
    both = Range(first._replace(year=None) if turns else first, last)
    return Night(both) if g.fixed.get("night") else both


def _months(g: Groups) -> Reading | None:
    """June to August 2021; the year may be said once."""
    months, years = g.all("month", "month_number"), g.all("year")
    if len(months) != 2 or len(years) > 2:
        return None
    first = Calendar(years[0] if len(years) == 2 else None, months[0])
    return Range(first, Calendar(years[-1] if years else None, months[1]))


def _years(g: Groups) -> Reading | None:
    """2014 to 2018, 2014-18."""
    first, last = [*g.all("year", "two"), 0, 0][:2]
    last += first // 100 * 100 if last < 100 else 0
    return Range(Calendar(first), Calendar(last)) if first < last else None


def _century(g: Groups) -> Reading | None:
    n = g.one("number", "nth", "roman")
    return Era((n - 1) * 100, 100) if n and 2 <= n <= 21 else None


def _week(g: Groups) -> Reading | None:
    n = g.one("number", "nth")
    return fields(g, None, None, year_of(g))._replace(week=n, turn=None) if n and 1 <= n <= 53 else None


def _range(g: Groups) -> Reading | None:
    ends = g.all(*DATES) or [Calendar(weekday=w) for w in g.all("weekday", "weekday_short")]
    if len(ends) == 1:
        other = _other_end(g)
        if not isinstance(ends[0], Calendar) or other is None:
            return None
        ends.append(other)
        if g.fixed.get("reverse"):
            ends.reverse()
    if g.fixed.get("neighbours") and not _follow(ends[0], ends[1]):
        return None
    both = Range(ends[0], ends[1])
    return Night(both) if g.fixed.get("night") else both


def _follow(first: Reading, last: Reading) -> bool:
    """Whether both are weekdays and the second is the day after the first: Saturday and Sunday."""
    if not (isinstance(first, Calendar) and isinstance(last, Calendar) and is_weekday(first) and is_weekday(last)):
        return False
    return (last.weekday or 0) == (first.weekday or 0) % 7 + 1


def _other_end(g: Groups) -> Calendar | None:
    """The end of a range that is only a number, or the day of publication: between now and 5 May."""
    day, year, shift = g.one("day"), g.one("year"), g.fixed.get("shift")
    if shift:
        return fields(g, None, None, None)
    return None if day is None and year is None else Calendar(year=year, day=day)


def _open(g: Groups) -> Reading | None:
    inner = g.one(*DATES)
    if isinstance(inner, Timed) and g.fixed["side"] in ("before", "after"):
        return inner
    return Open(g.fixed["side"], inner)


def _part(g: Groups) -> Reading | None:
    inner = g.one(*DATES) or fields(g, None, g.one("month", "month_number"), year_of(g))
    return Narrow(g.one("part", "part_noun", "part_of_year", "part_of_month", "part_of_week"), inner)


def _nth(g: Groups) -> Reading | None:
    named = sorted(g.all(*DATES), key=is_weekday)
    inner = named[0] if named else Calendar(year_of(g), g.one("month", "month_number"), base=shift(g))
    many, unit = amounts.amount(g)
    n = g.one("nth", "count")
    many = 1 if g.one("nth") is None and not g.one("duration") else many
    weekday = g.one("weekday")
    if n and len(named) > 1:
        weekday = named[1].weekday if is_weekday(named[1]) else None
    if n and (weekday or len(named) > 1):
        return Nth(n, f"weekday {weekday}", inner) if weekday else None
    return Nth(n, unit, inner, many or 1) if n and unit else None


def _weekday_in(g: Groups) -> Reading | None:
    """A weekday of the week that another expression means: Monday two weeks ago, Friday of the first week of May."""
    named = sorted(g.all(*DATES), key=is_weekday)
    weekday = g.one("weekday", "weekday_sure") or (
        named[-1].weekday if len(named) == 2 and is_weekday(named[-1]) else None
    )
    if not weekday or not isinstance(named[0], Offset | Nth | Holding | Calendar):
        return None
    if isinstance(named[0], Calendar) and (named[0].base or ("",))[0] != "week" and not named[0].week:
        return None
    if isinstance(named[0], Offset) and named[0].unit in ("day", "decade", "century"):
        return None
    return Nth(1, f"weekday {weekday}", Holding("week", named[0]))


def _time(g: Groups) -> Reading | None:
    inner, known = g.one(*DATES[:5]), g.one("time", "timed")
    if isinstance(inner, Calendar) and not (inner.day or inner.weekday or (inner.base or ("",))[0] == "day"):
        return None
    if isinstance(inner, Timed):
        inner = inner.inner
    if isinstance(known, Timed):
        return Timed(known.clock, inner or known.inner)
    hour, half = g.one("hour", "clock_word", "hour_before", "hour_said"), g.one("half")
    if hour is None:
        return Timed(f"T{g.one('daypart')}", inner or _moment(g)) if g.one("daypart") else None
    hour = hour % 12 + 12 * half if half is not None and 1 <= hour <= 12 else hour
    said = g.one("minute")
    minute = said if said is not None else 30 if g.fixed.get("half_past") else 0
    return Timed(f"T{hour:02}:{minute:02}", inner or _moment(g))


def _moment(g: Groups) -> Reading | None:
    """The day that the pattern itself names beside a time: this morning, the 14th at 9."""
    named = g.all("shift", "which", "day", "month", "month_number", "weekday", "weekday_of", "year") or g.fixed.get(
        "shift"
    )
    return _calendar(g) if named else None


def _night(g: Groups) -> Reading | None:
    inner = g.one(*DATES) or fields(g, g.one("day", "day_word"), g.one("month", "month_number"), year_of(g))
    return Night(inner, bool(g.fixed.get("before")))


def _recur(g: Groups) -> Reading | None:
    weekday, daypart = g.one("weekday", "weekdays"), g.one("daypart", "dayparts", "daypart_each")
    month, day, timed = g.one("month", "month_sure", "month_number"), g.one("day", "day_word"), g.one("time")
    clock = timed.clock if isinstance(timed, Timed) else f"T{daypart}" if daypart else None
    many = g.fixed.get("many") or g.one("number") or 1
    season = g.one("season")
    if weekday or month or day or clock or season:
        return Recur(weekday=weekday, clock=clock, month=month, day=day, season=season)
    unit = g.one("unit", "units", "often", "every_in", "counter", "clock")
    unit, many = g.one("length") or (unit, many)
    return Recur(unit=unit, many=many) if many == int(many) else None


def _recur_at(g: Groups) -> Reading | None:
    """A set of days with a time of day: every Friday at nine; daily in the evening."""
    known, timed, daypart = g.one("set"), g.one("time"), g.one("daypart")
    day = g.one("day_of_month", "other_date")
    if isinstance(known, Recur) and known.unit == "year" and known.many == 1 and isinstance(day, Calendar):
        is_plain = day == Calendar(month=day.month, day=day.day)
        return Recur(month=day.month, day=day.day) if is_plain else None
    clock = timed.clock if isinstance(timed, Timed) else f"T{daypart}" if daypart else None
    if not isinstance(known, Recur) or known.clock or known.month or (known.unit or "day") != "day" or known.many != 1:
        return None
    return known._replace(clock=clock, unit=None)


def _join(g: Groups) -> Reading | None:
    """Two readings of one day beside each other: Friday (25 September); last week on Monday."""
    ends = [e for e in g.all(*DATES) if isinstance(e, Calendar)]
    if len(ends) != 2:
        return None
    first, second = ends
    said = {name: value for name, value in first._asdict().items() if value}
    more = {name: value for name, value in second._asdict().items() if value}
    base = first.base or second.base
    if base and base[0] != "year" and (first.month or second.month or first.period or second.period):
        return None
    return None if said.keys() & more.keys() else Calendar(**said, **more)


def _none(g: Groups) -> Reading | None:
    return Nothing()


INTERPRETERS: dict[str, Callable[[Groups], Reading | None]] = {
    "calendar": _calendar, "compact": _compact, "days": _days, "months": _months, "years": _years, "century": _century,
    "week": _week, "range": _range, "open": _open, "part": _part, "nth": _nth, "time": _time, "night": _night,
    "recur": _recur, "recur_at": _recur_at, "foreign": foreign.foreign, "join": _join, "weekday_in": _weekday_in, "none": _none,
    "holding": amounts.holding, "span": amounts.span, "ahead": amounts.ahead, "offset": amounts.offset,
    "length": amounts.length, "lengths": amounts.lengths, "more": amounts.more, "window": amounts.window, "running": amounts.running,
}  # fmt: skip
