"""Arithmetic of days, months, ISO weeks and periods. Intervals are inclusive pairs of days. Knows no language."""

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FEASTS = {
    "easter": "E{:+}",
    "orthodox": "O{:+}",
    "nth": "N{}",
}  # so many days from Easter Sunday of the western, the eastern churches; N11-4-4: of November the 4th Thursday
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7}
WORKDAY = "workday"  # Monday to Friday; holidays are not known
_FRIDAY = 5


def day(n: int) -> timedelta:
    """n days."""
    return timedelta(days=n)


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_days(year: int, month: int, count: int) -> Days:
    """First and last day of `count` months from that month on."""
    first = date(year, month, 1)
    return first, add(first, "month", count) - day(1)


def week_days(anchor: date) -> Days:
    """Monday to Sunday of the ISO week of a day."""
    monday = anchor - day(anchor.weekday())
    return monday, monday + day(6)


def add(anchor: date, unit: str, n: int) -> date:
    """The day n units away; the 31st becomes the month's last day where there is no 31st."""
    if unit in _DAYS:
        return anchor + day(n * _DAYS[unit])
    if unit == WORKDAY:
        return _workdays_on(anchor, n)
    months = anchor.year * 12 + anchor.month - 1 + n * _MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def _workdays_on(anchor: date, n: int) -> date:
    step = 1 if n > 0 else -1
    weeks, rest = divmod(abs(n), 5)
    found = anchor + day(step * 7 * weeks)
    while rest:
        found += day(step)
        rest -= found.isoweekday() <= _FRIDAY
    while n and found.isoweekday() > _FRIDAY:
        found -= day(step)
    return found


def is_day_unit(unit: str) -> bool:
    """Whether days of the calendar are counted in this unit; hours and minutes are not."""
    return unit in _DAYS or unit in _MONTHS or unit == WORKDAY


def unit_days(anchor: date, unit: str) -> Days:
    """The whole day, ISO week, weekend, month, quarter, year, decade or century that holds a day."""
    if unit in ("day", WORKDAY):
        return anchor, anchor
    if unit == "week":
        return week_days(anchor)
    if unit == "weekend":
        monday, sunday = week_days(anchor)
        return monday + day(5), sunday
    if unit == "month":
        return month_days(anchor.year, anchor.month)
    if unit == "quarter":
        return months_days(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 3)
    years = _MONTHS[unit] // 12
    first = anchor.year // years * years
    return date(first, 1, 1), date(first + years - 1, 12, 31)


def period_days(year: int, period: str) -> Days:
    """Quarter (Q1), half (H2), season (SU), day of Easter's round (E+1) or feast on a weekday (N11-4-4) of a year.

    Winter begins in its December.
    """
    if period[0] in "EO":
        feast = easter(year, western=period[0] == "E") + day(int(period[1:]))
        return feast, feast
    if period[0] == "N":
        return nth_weekday(year, *(int(n) for n in period[1:].split("-", 2)))
    if period[0] == "Q":
        return months_days(year, int(period[1]) * 3 - 2, 3)
    if period[0] == "H" and period[1] in "12":
        return months_days(year, int(period[1]) * 6 - 5, 6)
    return months_days(year, SEASONS[period], 3)


def nth_weekday(year: int, month: int, n: int, weekday: int) -> Days:
    """The n-th such weekday (1 Monday) of a month; n 5: the last."""
    first, last = month_days(year, month)
    found = first + day((weekday - first.isoweekday()) % 7 + 7 * (n - 1))
    found -= day(7 if found > last else 0)
    return found, found


def easter(year: int, western: bool = True) -> date:
    """Easter Sunday, by the rule of Meeus; the eastern one is reckoned in the Julian calendar, 13 days behind."""
    if not western:
        moon = (19 * (year % 19) + 15) % 30
        month, number = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
        return date(year, month, number + 1) + day(13)
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, number = divmod(moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114, 31)
    return date(year, month, number + 1)


def third(days: Days, part: str) -> Days:
    """Early, mid or late part of a period: days 1-10, 11-20, 21- of a month; four months of a year; a week
    is cut at its Thursday; years 0-32, 33-65, 66- of a century; early and late halves
    of a decade and its middle five years. Halves are halves."""
    if part in ("first_half", "second_half"):
        return _half(days, part)
    first, last = days
    length = (last - first).days + 1
    if 28 <= length <= 31:
        cut, later = first + day(9), first + day(19)
    elif 3650 <= length <= 3653:
        return _of_decade(first.year, part)
    elif length > 36500:
        cut, later = (date(first.year + years, 12, 31) for years in (32, 65))
    elif length >= 89:
        months = round(length / 30.44)
        cut, later = (add(first, "month", max(1, months * k // 3)) - day(1) for k in (1, 2))
    elif length == 7:
        cut = later = first + day(2)
    else:
        cut, later = (first + day(max(0, length * k // 3 - 1)) for k in (1, 2))
    bounds = {"early": (first, cut), "mid": (cut + day(1), later), "late": (later + day(1), last)}
    found = bounds[part]
    return found if found[0] <= found[1] else days


def _half(days: Days, part: str) -> Days:
    """The first 15 days of a month and the rest; six months of a year; five years of a decade."""
    first, last = days
    length = (last - first).days + 1
    if 28 <= length <= 31:
        cut = first + day(14)
    elif length > 31:
        cut = add(first, "month", max(1, round(length / 30.44) // 2)) - day(1)
    else:
        cut = first + day((length - 1) // 2)
    halves = (first, cut), (min(cut + day(1), last), last)
    return halves[part == "second_half"]


def _of_decade(year: int, part: str) -> Days:
    start = year + {"early": 0, "mid": 3, "late": 5}[part]
    return date(start, 1, 1), date(start + 4, 12, 31)


def weeks_of(days: Days) -> list[date]:
    """Mondays of the ISO weeks that belong to a period: those whose Thursday lies in it."""
    monday = week_days(days[0])[0]
    if monday + day(3) < days[0]:
        monday += day(7)
    mondays: list[date] = []
    while monday + day(3) <= days[1] and len(mondays) < 5500:
        mondays.append(monday)
        monday += day(7)
    return mondays
