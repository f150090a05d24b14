"""The n-th day of what goes on: from its first day to the day beside it, else to publication."""

from datetime import date

import pytest

from khronika.extraction.dates import read_dates
from khronika.languages import Pack, get_pack
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)  # a Wednesday

MADE_UP = {
    "words": {
        "weekday": {5: ["piatok"], 7: ["nedela"]},
        "month": {9: ["sep"]},
        "nth": {3: ["treti"], 4: ["stvrti"]},
        "unit": {"day": ["den"], "week": ["tyzden"]},
    },
    "patterns": [
        {"id": "xx.date.weekday", "pattern": "{weekday}", "reads": "calendar"},
        {"id": "xx.date.day_month", "pattern": "{day} {month}", "reads": "calendar"},
        {"id": "xx.date.running", "pattern": "({nth}|{count}) {unit} strajku", "reads": "running"},
        {"id": "xx.date.running_on", "pattern": "({nth}|{count}) {unit} v {date}", "reads": "running"},
    ],
}


def read(pack: Pack | None, text: str, published: date | None = PUBLISHED) -> list[str]:
    assert pack is not None
    return [f"{f.date_start or ''}..{f.date_end or ''}" for f in read_dates(text, fold(text), pack, published)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Friday miners stayed out for a third consecutive day."),
        ("ru", "В пятницу шахтёры третий день подряд не вышли на смену."),
        ("uk", "У п'ятницю шахтарі третій день поспіль не вийшли на зміну."),
        ("ko", "금요일 광부들의 파업이 사흘째 이어졌다"),
        ("ar", "دخل إضراب عمال المنجم يوم الجمعة يومه الثالث"),
    ],
)
def test_the_nth_day_ends_on_the_day_named_in_its_sentence(language: str, text: str) -> None:
    assert read(get_pack(language), text) == ["2022-09-23..2022-09-23", "2022-09-21..2022-09-23"]


@pytest.mark.parametrize(
    ("language", "text", "last"),
    [
        ("en", "On Friday they met. Miners stayed out for a third consecutive day.", "2022-09-26..2022-09-28"),
        ("en", "Since Friday the mine is shut, now in its third day.", "2022-09-26..2022-09-28"),
        ("ru", "В пятницу был пожар. Шахтёры третий день подряд бастуют.", "2022-09-26..2022-09-28"),
    ],
)
def test_without_a_day_in_its_sentence_it_ends_at_publication(language: str, text: str, last: str) -> None:
    assert read(get_pack(language), text)[-1] == last


def test_the_same_day_after_the_nth_day_is_the_day_it_ends() -> None:
    text = "On Friday miners stayed out for a third consecutive day. The same day police came."
    assert read(get_pack("en"), text)[-1] == "2022-09-23..2022-09-23"


def test_a_pack_may_write_the_ordinal_and_the_day_with_it() -> None:
    pack = Pack("xx", {"dates": MADE_UP})
    assert read(pack, "treti den strajku") == ["2022-09-26..2022-09-28"]
    assert read(pack, "45 den strajku") == ["2022-08-15..2022-09-28"]
    assert read(pack, "stvrti den v piatok") == ["2022-09-20..2022-09-23"]
    assert read(pack, "treti tyzden v 23 sep") == ["2022-09-09..2022-09-23"]


def test_a_day_right_after_it_goes_before_one_earlier_in_the_sentence() -> None:
    pack = Pack("xx", {"dates": MADE_UP})
    assert read(pack, "nedela, treti den strajku, piatok")[1] == "2022-09-21..2022-09-23"


def test_without_publication_and_without_a_day_it_stays_open() -> None:
    pack = Pack("xx", {"dates": MADE_UP})
    assert read(pack, "treti den strajku", None) == [".."]
