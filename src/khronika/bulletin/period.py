"""The days that a bulletin is about, and those before it that it compares with. Reads no clock."""

from datetime import date, timedelta

import msgspec

from khronika.errors import UsageError
from khronika.model import Event


class Period(msgspec.Struct, frozen=True):
    """Days from `since` to `until`, both in it."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days + 1

    def before(self) -> "Period":
        """The period that is as long and ends the day before."""
        return Period(self.since - timedelta(self.days), self.since - timedelta(1))

    def holds(self, event: Event) -> bool:
        """Whether all days on which it may have happened lie in the period."""
        first, last = event.date_start, event.date_end or event.date_start
        return bool(first and last) and self.since.isoformat() <= str(first) and str(last) <= self.until.isoformat()

    def touches(self, event: Event) -> bool:
        """Whether it may have happened in the period or not: its days lie in it and outside."""
        first, last = event.date_start, event.date_end or event.date_start
        if not first or not last or self.holds(event):
            return False
        return first <= self.until.isoformat() and last >= self.since.isoformat()


def last_week(today: date) -> Period:
    """The last whole week, Monday to Sunday, before a day."""
    monday = today - timedelta(today.weekday() + 7)
    return Period(monday, monday + timedelta(6))


def read_period(since: str | None, until: str | None, today: date) -> Period:
    """The period given; the last whole week where none is. Raises UsageError."""
    if since is None and until is None:
        return last_week(today)
    if since is None or until is None:
        raise UsageError("give both --since and --until, or neither for the last whole week")
    try:
        found = Period(date.fromisoformat(since), date.fromisoformat(until))
    except ValueError as error:
        raise UsageError(f"--since {since!r} and --until {until!r} must be days such as 2031-06-30") from error
    if found.until < found.since:
        raise UsageError(f"the period ends ({until}) before it begins ({since})")
    try:
        found.before()
    except OverflowError as error:
        raise UsageError(f"no period of that length lies before {since}") from error
    return found
