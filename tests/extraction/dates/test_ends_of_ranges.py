"""Nights, ranges and ends: days that lie after a start, or up to the day of publication itself. In several languages."""

from datetime import date

import pytest

from khronika.extraction.dates import read_dates
from khronika.languages import get_pack
from khronika.text.fold import fold

MONDAY, SATURDAY, WEDNESDAY = "2022-09-26", "2022-09-24", "2022-09-28"


def days(language: str, text: str, published: str) -> list[str]:
    pack = get_pack(language)
    assert pack is not None
    found = read_dates(text, fold(text), pack, date.fromisoformat(published))
    return [f"{f.date_start or ''}..{f.date_end or ''}" for f in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The depot burned overnight into Monday"),
        ("en", "The depot burned on the night from Sunday to Monday"),
        ("en", "The depot burned Sunday night into Monday"),
        ("ru", "В ночь на понедельник горел склад"),
        ("ru", "В ночь с воскресенья на понедельник горел склад"),
        ("uk", "Уночі проти понеділка горів склад"),
        ("de", "In der Nacht zum Montag brannte das Lager"),
        ("fr", "Le dépôt a brûlé dans la nuit de dimanche à lundi"),
        ("ar", "احترق المستودع ليلة الأحد-الاثنين"),
    ],
)
def test_the_night_to_the_day_of_publication_is_the_night_just_passed(language: str, text: str) -> None:
    assert days(language, text, MONDAY) == ["2022-09-25..2022-09-26"]


def test_a_night_to_a_weekday_is_otherwise_the_latest_and_may_be_ahead() -> None:
    assert days("ru", "в ночь на воскресенье горел склад", MONDAY) == ["2022-09-24..2022-09-25"]
    assert days("de", "Die Brücke wird in der Nacht zum Montag gesperrt", SATURDAY) == ["2022-09-25..2022-09-26"]
    assert days("en", "on Monday they met", MONDAY) == ["2022-09-19..2022-09-19"]
    assert days("en", "the shelling on Sunday night", MONDAY) == ["2022-09-25..2022-09-25"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "shops shut from Friday to Sunday"),
        ("ru", "лавки закрыты с пятницы по воскресенье"),
        ("fr", "marché fermé de vendredi à dimanche"),
        ("de", "der Markt ist von Freitag bis Sonntag zu"),
        ("es", "cerrado del viernes al domingo"),
        ("ko", "시장은 금요일부터 일요일까지 닫는다"),
        ("ar", "السوق مغلق من الجمعة إلى الأحد"),
    ],
)
def test_a_range_of_weekdays_begins_before_publication_and_may_end_after(language: str, text: str) -> None:
    assert days(language, text, SATURDAY) == ["2022-09-23..2022-09-25"]


def test_a_range_of_weekdays_with_hours_or_ahead() -> None:
    assert days("en", "shops shut from Friday evening to Monday morning", MONDAY) == ["2022-09-23..2022-09-26"]
    assert days("en", "shops will shut from Friday to Sunday", WEDNESDAY) == ["2022-09-30..2022-10-02"]
    assert days("en", "shops shut from 1 September to Sunday", WEDNESDAY) == ["2022-09-01..2022-09-25"]


@pytest.mark.parametrize(
    ("language", "text", "published", "last"),
    [
        ("en", "a curfew until 20 March", "2022-03-15", "2022-03-20"),
        ("ru", "комендантский час до 20 марта", "2022-03-15", "2022-03-20"),
        ("de", "eine Ausgangssperre bis zum 4. Januar", "2022-12-30", "2023-01-04"),
        ("es", "toque de queda hasta el 4 de enero", "2022-12-30", "2023-01-04"),
        ("ko", "20일까지 통행금지", "2022-03-15", "2022-03-20"),
        ("en", "a curfew until Friday", WEDNESDAY, "2022-09-30"),
        ("en", "a curfew until Wednesday", WEDNESDAY, "2022-09-28"),
        ("en", "a curfew until Friday morning", WEDNESDAY, "2022-09-30"),
        ("en", "a curfew until 20 March", "2022-03-25", "2022-03-20"),
        ("en", "a curfew until 3 May 2021", WEDNESDAY, "2021-05-03"),
    ],
)
def test_until_a_day_is_the_coming_one_unless_the_past_one_is_nearer(
    language: str, text: str, published: str, last: str
) -> None:
    assert days(language, text, published) == [f"{last}..{last}"]


def test_until_a_day_counts_from_the_day_read_before() -> None:
    assert days("en", "On 28 March a curfew was imposed until the 3rd", "2022-04-20")[1] == "2022-04-03..2022-04-03"
    assert days("en", "On Tuesday a curfew was imposed until Friday", MONDAY)[1] == "2022-09-23..2022-09-23"
    assert days("fr", "Le 28 mars 2021, couvre-feu jusqu'au 3 avril", "2022-04-20")[1] == "2021-04-03..2021-04-03"
    assert days("en", "In 2014 he left. Now a curfew runs until 20 March", "2022-03-15")[1] == "2022-03-20..2022-03-20"


@pytest.mark.parametrize(
    ("language", "text", "published", "day"),
    [
        ("en", "on Saturday 1 October", WEDNESDAY, "2022-10-01"),
        ("de", "am Samstag, 1. Oktober", WEDNESDAY, "2022-10-01"),
        ("ru", "в пятницу, 24 декабря", WEDNESDAY, "2021-12-24"),
        ("en", "on Sunday, 25 September", WEDNESDAY, "2022-09-25"),
        ("en", "on Friday, 3 May", WEDNESDAY, "2022-05-03"),  # no such Friday nearby: a mistake
        ("en", "on Tuesday (3 May)", WEDNESDAY, "2022-05-03"),
    ],
)
def test_a_weekday_beside_day_and_month_tells_the_year(language: str, text: str, published: str, day: str) -> None:
    assert days(language, text, published) == [f"{day}..{day}"]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The mill burned on the night of 24 to 25 September. The same day people fled.", "2022-09-25"),
        ("ru", "В ночь на 11 мая горела мельница. В тот же день люди ушли.", "2022-05-11"),
        ("de", "In der Nacht zum Sonntag brannte die Mühle. Am selben Tag flohen sie.", "2022-09-25"),
        ("ko", "어젯밤 방앗간이 불탔고 같은 날 떠났다", "2022-09-28"),
    ],
)
def test_the_same_day_after_a_night_is_its_last(language: str, text: str, day: str) -> None:
    assert days(language, text, WEDNESDAY)[1] == f"{day}..{day}"


def test_the_night_before_a_night_counts_from_its_first_day() -> None:
    text = "The mill burned on the night of 10 to 11 September; the night before, they met."
    assert days("en", text, WEDNESDAY)[1] == "2022-09-09..2022-09-10"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on the coming Friday, 24 April, they march"),
        ("ru", "в ближайшую пятницу, 24 апреля, пройдёт марш"),
        ("uk", "у найближчу п'ятницю, 24 квітня, марш"),
        ("de", "am kommenden Freitag, 24. April, ziehen sie los"),
        ("pt", "na próxima sexta-feira, 24 de abril, marcham"),
    ],
)
def test_a_coming_weekday_does_not_swallow_the_day_beside_it(language: str, text: str) -> None:
    assert days(language, text, "2015-04-20") == ["2015-04-24..2015-04-24"]


def test_verbs_in_the_future_make_in_two_weeks_a_day_and_keep_their_accents() -> None:
    assert days("es", "la asamblea votará en dos semanas", "2022-09-26") == ["2022-10-10..2022-10-10"]
    assert days("es", "la asamblea lo compara en dos semanas", "2022-09-26") == [".."]
