"""Days of the Persian, Islamic and lunar calendars against days that the world knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.extraction.dates import other_calendars
from khronika.extraction.dates.calendar import add, period_days


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day", "wanted"),
    [
        ("persian", 1357, 11, 22, date(1979, 2, 11)),
        ("persian", 1403, 1, 1, date(2024, 3, 20)),
        ("lunar", 2023, 8, 15, date(2023, 9, 29)),
        ("lunar", 2024, 1, 1, date(2024, 2, 10)),
        ("hijri", 1444, 9, 1, date(2023, 3, 23)),
    ],
)
def test_known_days(calendar: other_calendars.OtherCalendar, year: int, month: int, day: int, wanted: date) -> None:
    assert other_calendars.days(calendar, year, month, day) == (wanted, wanted)


def test_days_that_a_calendar_does_not_have_are_none() -> None:
    assert other_calendars.days("persian", 1402, 12, 30) is None
    assert other_calendars.days("persian", 1403, 12, 30) is not None
    assert other_calendars.days("lunar", 2023, 1, 31) is None
    assert other_calendars.days("lunar", 2300, 1, 1) is None


@settings(deadline=None)
@given(st.integers(1300, 1450), st.integers(1, 12))
def test_persian_months_follow_each_other(year: int, month: int) -> None:
    first = other_calendars.days("persian", year, month, None)
    after = other_calendars.days("persian", year + month // 12, month % 12 + 1, None)
    assert first and after
    assert first[1] + timedelta(days=1) == after[0]


@settings(deadline=None)
@given(st.sampled_from(["hijri", "persian", "lunar"]), st.dates(date(1950, 1, 1), date(2045, 1, 1)), st.integers(1, 12))
def test_the_latest_month_has_begun_and_the_next_has_not_ended(
    calendar: other_calendars.OtherCalendar, today: date, month: int
) -> None:
    past = other_calendars.latest(calendar, month, None, today, ahead=False)
    coming = other_calendars.latest(calendar, month, None, today, ahead=True)
    assert past and coming
    assert past[0] <= today <= coming[1]
    assert (today - past[0]).days < 420


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2045, 1, 1)), st.integers(-300, 300))
def test_working_days_end_on_one_and_count_five_a_week(start: date, n: int) -> None:
    found = add(start, "workday", n)
    if n:
        assert found.isoweekday() <= 5
    step = 1 if n > 0 else -1
    between = (start + timedelta(days=step * i) for i in range(1, abs((found - start).days) + 1))
    assert sum(d.isoweekday() <= 5 for d in between) == abs(n)


def test_feasts_on_a_weekday_of_a_month() -> None:
    assert period_days(2022, "N11-4-4")[0] == date(2022, 11, 24)
    assert period_days(2022, "N5-5-1")[0] == date(2022, 5, 30)
