"""Lengths behind a date that a story counts from it, and a winter that lies in two years."""

from datetime import date

import pytest

from khronika.extraction.dates import read_dates
from khronika.languages import all_packs
from khronika.text.fold import fold


def last(language: str, text: str, published: date = date(2024, 5, 15)) -> tuple[str | None, str | None]:
    found = read_dates(text, fold(text), all_packs()[language], published)[-1]
    return found.date_start, found.date_end


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("ru", "3 мая его увели, а через три дня отпустили.", "2024-05-06"),
        ("uk", "3 травня його забрали, а через три дні відпустили.", "2024-05-06"),
        ("ru", "3 мая он уехал и будет дома через три дня.", "2024-05-18"),
    ],
)
def test_a_length_behind_a_date_counts_from_it_in_a_story(language: str, text: str, day: str) -> None:
    assert last(language, text) == (day, day)


def test_a_length_without_a_date_before_it_stays_open() -> None:
    assert last("ru", "Его увели, а через три дня отпустили.") == (None, None)
    assert last("en", "On 3 May he was seized and in three days they had his name.") == (None, None)


@pytest.mark.parametrize(
    ("published", "first"),
    [(date(2024, 5, 15), "2023-12-01"), (date(2024, 1, 9), "2023-12-01"), (date(2024, 10, 9), "2024-12-01")],
)
def test_this_winter_is_the_nearest(published: date, first: str) -> None:
    assert last("ru", "Этой зимой было холодно.", published)[0] == first
