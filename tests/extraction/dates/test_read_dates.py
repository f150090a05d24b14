"""Anchoring: which days an expression means, given when it was published and what was read before it."""

from datetime import date

import pytest

from khronika.extraction.dates import read_dates
from khronika.languages import get_pack
from khronika.model import FoundDate
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)  # a Wednesday


def read(text: str, published: date | None = PUBLISHED, language: str = "en") -> list[FoundDate]:
    pack = get_pack(language)
    assert pack is not None
    return read_dates(text, fold(text), pack, published)


def days(text: str, published: date | None = PUBLISHED, language: str = "en") -> list[str]:
    return [f"{f.date_start or ''}..{f.date_end or ''}" for f in read(text, published, language)]


def test_day_and_month_without_a_year_are_the_latest_not_after_publication() -> None:
    assert days("on 28 September they met") == ["2022-09-28..2022-09-28"]
    assert days("on 29 September they met") == ["2021-09-29..2021-09-29"]


def test_day_and_month_with_a_cue_of_the_future_lie_a_month_ahead_or_nearer_than_the_past_one() -> None:
    assert days("They will march on 1 October.") == ["2022-10-01..2022-10-01"]
    assert days("They will march on 1 December.") == ["2022-12-01..2022-12-01"]
    assert days("They will march on 1 May.") == ["2022-05-01..2022-05-01"]
    assert days("They marched on 1 December.") == ["2021-12-01..2021-12-01"]


def test_leap_day_is_looked_for_in_leap_years() -> None:
    assert days("on 29 February they met") == ["2020-02-29..2020-02-29"]
    assert days("on 30 February they met") == [".."]
    assert read("on 30 February they met")[0].value is None
    assert days("on 30/2 they met") == []


def test_bare_weekday_is_the_latest_before_publication() -> None:
    assert days("on Wednesday they met") == ["2022-09-21..2022-09-21"]


def test_without_publication_relative_dates_stay_open() -> None:
    found = read("On 25 September; on Sunday; yesterday; last week; in May they met.", None)
    assert [f.value for f in found] == ["XXXX-09-25", "XXXX-WXX-7", None, None, "XXXX-05"]
    assert all(f.date_start is f.date_end is f.date_level is None for f in found)


def test_the_day_before_leans_on_the_date_before_it() -> None:
    assert days("On 1 March 2021 they met; the day before, police came.")[1] == "2021-02-28..2021-02-28"
    assert days("2021년 3월 1일 집회가 열렸고 전날 체포됐다", language="ko")[1] == "2021-02-28..2021-02-28"


@pytest.mark.parametrize(
    ("text", "level"),
    [("on 3 May", "day"), ("from 3 to 5 May", "days"), ("last week", "week"), ("in May", "month"), ("in 2021", "year"),
     ("from 3 to 11 May", "month"), ("before 2014", None)],
)  # fmt: skip
def test_level_follows_the_length(text: str, level: str | None) -> None:
    assert [f.date_level for f in read(text)] == [level]


def test_a_range_without_years_may_span_publication() -> None:
    assert days("from 20 September to 5 October") == ["2022-09-20..2022-10-05"]


@pytest.mark.parametrize("text", ["We may march", "They sat in the sun", "a second man", "2,300 people", "1,914 men", "25%", "No. 5",
                                  "version 2.5", "$2014", "Theresa May said", "the 5th brigade", "march 5 miles"])  # fmt: skip
def test_words_and_numbers_that_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["9 25 시위", "2022 9 28", "2 24 침공", "9월드컵", "25명", "일본에서"])
def test_damaged_korean_dates_are_left_unread(text: str) -> None:
    assert read(text, language="ko") == []


@pytest.mark.parametrize("text", ["25일", "25일에", "25일에는", "25일부터", "25일까지", "25일 저녁에", "25일(일)"])
def test_korean_particles_may_follow(text: str) -> None:
    found = read(text, language="ko")
    assert len(found) == 1
    assert "2022-09-25" in (found[0].date_start, found[0].date_end)


def test_the_point_of_a_sentence_is_no_part_of_the_date() -> None:
    assert [f.quote for f in read("They met on 25 September. On Sept. 26 they left.")] == ["25 September", "Sept. 26"]


def test_days_beyond_the_calendar_stay_open() -> None:
    assert days("9999 years ago") == [".."]
    assert days("in the year 1950, 4000 decades ago", date(1, 1, 1))[0] == "1950-01-01..1950-12-31"
