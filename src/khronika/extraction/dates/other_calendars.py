"""Days of calendars that are not the Gregorian: Islamic, Persian, and the lunisolar one of Korea.

Stands below `resolve`, which hands on what the words say; which year is meant where none is said is decided here. The Persian
calendar is reckoned by persiantools, the Korean lunar one by korean-lunar-calendar (after the tables of the Korea Astronomy
and Space Science Institute, 1000 to 2050); the Islamic one stands in `hijri`. Leap months of the lunar calendar are not read.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from khronika.extraction.dates import hijri

OtherCalendar = Literal["hijri", "persian", "lunar"]
Days = tuple[date, date]
_PERSIAN_EPOCH, _YEARS_AROUND = 621, 3


def days(calendar: OtherCalendar, year: int, month: int, day: int | None) -> Days | None:
    """First and last day of a day or month; None where the calendar has no such day or its tables end."""
    return _READERS[calendar](year, month, day)


def latest(calendar: OtherCalendar, month: int, day: int | None, today: date | None, ahead: bool) -> Days | None:
    """The latest such day or month that has begun, or the next one; None where it is not known from when to count."""
    if today is None:
        return None
    year = year_of(calendar, today)
    found = [d for y in range(year - _YEARS_AROUND, year + _YEARS_AROUND + 1) if (d := days(calendar, y, month, day))]
    if ahead:
        return next((d for d in found if d[1] >= today), None)
    return next((d for d in reversed(found) if d[0] <= today), None)


def year_of(calendar: OtherCalendar, today: date) -> int:
    """About the year of that calendar in which a day lies; one too many or too few at its ends."""
    if calendar == "hijri":
        return (today.year - 622) * 33 // 32
    return today.year - _PERSIAN_EPOCH if calendar == "persian" else today.year


def _persian(year: int, month: int, day: int | None) -> Days | None:
    from persiantools.jdatetime import JalaliDate

    if not JalaliDate.check_date(year, month, day or 1):
        return None
    first: date = JalaliDate(year, month, day or 1).to_gregorian()  # type: ignore[no-untyped-call]
    length = 1 if day else JalaliDate.days_in_month(month, year)
    return first, first + timedelta(days=length - 1)


def _lunar(year: int, month: int, day: int | None) -> Days | None:
    first = _of_lunar(year, month, day or 1)
    if first is None or day:
        return (first, first) if first else None
    thirtieth = _of_lunar(year, month, 30)
    return first, thirtieth or first + timedelta(days=28)


def _of_lunar(year: int, month: int, day: int) -> date | None:
    from korean_lunar_calendar import KoreanLunarCalendar

    calendar = KoreanLunarCalendar()
    if not calendar.setLunarDate(year, month, day, False):
        return None
    return date(calendar.solarYear, calendar.solarMonth, calendar.solarDay)


_READERS: dict[OtherCalendar, Callable[[int, int, int | None], Days | None]] = {
    "hijri": hijri.days,
    "persian": _persian,
    "lunar": _lunar,
}
