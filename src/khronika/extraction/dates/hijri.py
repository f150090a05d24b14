"""Days of the Islamic calendar: the months of Umm al-Qura as far as they are published, tabular months beyond.

Source: the month lengths of Umm al-Qura, 1365 to 1500 AH, as given by the package hijridate (MIT licence). Where the month
began by sight of the moon it may have been a day earlier or later.
"""

from datetime import date, timedelta

_FIRST_YEAR, _FIRST_DAY = 1365, date(1945, 12, 5)
_EPOCH = date(622, 7, 19)
# Three digits a year: a bit a month, 1 where it has 30 days.
_LONG_MONTHS = (
    "aabaaaaaaaabab6aaaa5754b555ab3aa64ea95baaa555aaab4ab655aaaaab2ecab2ab6aaaabab4aab2aba2baa6b4aba5"
    "5aaab5556d2b54aea57526e936aaad555aa5b52ba95b49ba4db25d52daa5ad4aea56d4bd23d91da95b4ab5a56d2b693b"
    "49b6556a9754b6a56caad555b29b92ba95d4ada55aaab595749764baa5b52b6a56d2ae9572a75535a95d49ba4dd26d53"
    "5aaaad4b6a57527a95b4ab5536c9ae4b6a96b4ada55d25d92dc96d4ad6556d2b693749b64d72ab54b6a5752b6956b2ad"
    "94dc95d4aea56caad5556c97"
)
_YEARS = len(_LONG_MONTHS) // 3


def month_length(year: int, month: int) -> int:
    """29 or 30 days."""
    if 0 <= year - _FIRST_YEAR < _YEARS:
        at = 3 * (year - _FIRST_YEAR)
        return 29 + (int(_LONG_MONTHS[at : at + 3], 16) >> (12 - month) & 1)
    return 29 + (month % 2 or (month == 12 and (11 * year + 14) % 30 < 11))


def first_day(year: int, month: int) -> date:
    """The day on which the month begins in the calendar of today."""
    if 0 <= year - _FIRST_YEAR < _YEARS:
        before = [(y, m) for y in range(_FIRST_YEAR, year) for m in range(1, 13)] + [(year, m) for m in range(1, month)]
        return _FIRST_DAY + timedelta(days=sum(month_length(y, m) for y, m in before))
    return _EPOCH + timedelta(days=354 * (year - 1) + (11 * year + 3) // 30 + 29 * (month - 1) + month // 2)


def days(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """First and last day of a day or month; None where the month has no such day."""
    length = month_length(year, month)
    if day is not None and not 1 <= day <= length:
        return None
    start = first_day(year, month)
    if day is None:
        return start, start + timedelta(days=length - 1)
    return start + timedelta(days=day - 1), start + timedelta(days=day - 1)
