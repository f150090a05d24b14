"""Values of TIMEX3 for days, weeks, months, years, durations, and for dates of which the text leaves something open."""

from calendar import monthrange

from khronika.extraction.dates import calendar
from khronika.extraction.dates.calendar import Days
from khronika.extraction.dates.readings import Calendar, Recur

_LEAP_YEAR = 2000
_LETTERS = {
    "day": "D",
    "workday": "BD",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "hour": "TH",
    "minute": "TM",
    "second": "TS",
}


def value_of(days: Days, period: str | None, unit: str | None) -> str:
    """The shortest value that means exactly these days; an interval of two days with `/` where none does."""
    first, last = days
    if period and first != last:
        return f"{first.year:04}-{period}"
    if first == last:
        return first.isoformat()
    if unit == "quarter" and days == calendar.unit_days(first, "quarter"):
        return f"{first.year:04}-Q{(first.month + 2) // 3}"
    for name, text in (("week", "{0}-W{1:02}"), ("weekend", "{0}-W{1:02}-WE")):
        if days == calendar.unit_days(first, name):
            return text.format(*first.isocalendar())
    if days == calendar.unit_days(first, "month"):
        return f"{first:%Y-%m}"
    for name, digits in (("year", 4), ("decade", 3), ("century", 2)):
        if days == calendar.unit_days(first, name):
            return f"{first.year:04}"[:digits]
    return f"{first}/{last}"


def open_value(c: Calendar) -> str | None:
    """The value of a date that could not be anchored; None where nothing of it is said, and for 30 February."""
    if c.month and c.day and c.day > monthrange(c.year or _LEAP_YEAR, c.month)[1]:
        return None
    if c.base or c.anaphoric or (c.turn and c.weekday):
        return None
    year = f"{c.year:04}" if c.year else "XXXX"
    if c.period:
        return None if c.period[0] in "EON" else f"{year}-{c.period}"
    if c.week:
        return f"{year}-W{c.week:02}"
    if c.weekday and not c.day:
        return f"XXXX-WXX-{c.weekday}"
    if not (c.month or c.day):
        return None
    month = f"{c.month:02}" if c.month else "XX"
    return f"{year}-{month}" + (f"-{c.day:02}" if c.day else "")


def duration(n: float | None, unit: str) -> str:
    """`P3D`, `PT2H`; X where the number is open."""
    letter = _LETTERS.get(unit, "X")
    amount = "X" if n is None else f"{n:g}"
    return f"PT{amount}{letter[1]}" if letter[0] == "T" else f"P{amount}{letter}"


def recurring(r: Recur) -> str:
    """`XXXX-WXX-5`, `XXXX-05-01`, `XXXX-XX-XXTNI` for days that come again, else the length between two: `P2W`."""
    clock = r.clock or ""
    if r.weekday:
        return f"XXXX-WXX-{r.weekday}{clock}"
    if r.month or r.day or clock:
        month, day = f"{r.month:02}" if r.month else "XX", f"{r.day:02}" if r.day else "XX"
        return f"XXXX-{month}-{day}{clock}" if r.day or clock else f"XXXX-{month}"
    if r.season:
        return f"XXXX-{r.season}"
    if r.unit == "weekend" and r.many == 1:
        return "XXXX-WXX-WE"
    return duration(r.many, r.unit or "day")
