"""A language is data: made-up languages with cases, clitics and another order are read without a line of code."""

from datetime import date

from khronika.extraction.dates import read_dates
from khronika.languages import Pack
from khronika.text.fold import fold

PUBLISHED = date(2022, 9, 28)

CASES = {
    "words": {
        "month": {5: ["maj", "maja", "maju"], 9: ["sep", "sepa"]},
        "weekday": {7: ["nedel", "nedelu"]},
        "shift": {"day -1": ["vcera"], "week -1": ["lonina"]},
        "number": {3: ["tri"]},
        "units": {"day": ["dni"]},
    },
    "weak": {"month": ["maju"]},
    "parts": {"y": "[ {year}( r.|r.|)]"},
    "patterns": [
        {"id": "xx.date.day_month", "pattern": "{day}[.] {month}{y}", "reads": "calendar"},
        {"id": "xx.date.night", "pattern": "v noc na {day}-e[ {month}]", "reads": "night", "with": {"before": True}},
        {"id": "xx.date.weekday", "pattern": "<v >{weekday}", "reads": "calendar"},
        {"id": "xx.date.ago", "pattern": "{number} {units} nazad", "reads": "offset"},
        {"id": "xx.date.shift", "pattern": "{shift}", "reads": "calendar"},
        {"id": "xx.date.range", "pattern": "s {date} po {date}", "reads": "range"},
    ],
}

CLITICS = {
    "words": {"month": {2: ["فبراير", "شباط"]}, "weekday": {7: ["الأحد"]}},
    "prefixes": ["و", "ب", "ل"],
    "patterns": [
        {"id": "yy.date.day_month", "pattern": "{day} {month}[(/| ){month}][ {year}]", "reads": "calendar"},
        {"id": "yy.date.weekday", "pattern": "[يوم ]{weekday}", "reads": "calendar"},
    ],
}

ENDINGS = {
    "words": {"month": {5: ["mayıs"], 9: ["eylül"]}, "weekday": {7: ["pazar"]}},
    "endings": ["de", "da", "den", "e", "ın"],
    "patterns": [
        {"id": "zz.date.day_month", "pattern": "{day} {month}[ {year}]", "reads": "calendar"},
        {"id": "zz.date.weekday", "pattern": "{weekday}[ günü]", "reads": "calendar"},
    ],
}


def read(dates: dict[str, object], text: str) -> list[tuple[str, str | None]]:
    pack = Pack("xx", {"dates": dates})
    return [(f.quote, f.value) for f in read_dates(text, fold(text), pack, PUBLISHED)]


def test_cases_are_forms_in_the_list() -> None:
    assert read(CASES, "Oni byli 25. sepa 2021 r. tut i 3 maja") == [
        ("25. sepa 2021 r", "2021-09-25"),
        ("3 maja", "2022-05-03"),
    ]


def test_patterns_reach_weekdays_relative_days_nights_and_ranges() -> None:
    assert read(CASES, "v nedelu") == [("nedelu", "2022-09-25")]
    assert read(CASES, "tri dni nazad, vcera") == [("tri dni nazad", "2022-09-25"), ("vcera", "2022-09-27")]
    assert read(CASES, "lonina") == [("lonina", "2022-W38")]
    assert read(CASES, "s 3 maja po 5 maja") == [("s 3 maja po 5 maja", "2022-05-03/2022-05-05")]
    assert read(CASES, "v noc na 11-e sepa") == [("v noc na 11-e sepa", "2022-09-10TNI")]


def test_clitics_and_other_digits_are_read() -> None:
    assert read(CLITICS, "في ٢٤ شباط/فبراير ٢٠٢٢ بدأت") == [("٢٤ شباط/فبراير ٢٠٢٢", "2022-02-24")]
    assert read(CLITICS, "والأحد") == [("الأحد", "2022-09-25")]
    assert read(CLITICS, "خالأحد") == []


def test_endings_may_be_glued_and_other_letters_may_not() -> None:
    assert read(ENDINGS, "25 Eylülde ve Pazar günü") == [("25 Eylül", "2022-09-25"), ("Pazar günü", "2022-09-25")]
    assert read(ENDINGS, "3 Mayısta") == []


def test_a_language_without_dates_reads_none() -> None:
    assert read({}, "25 September 2022") == []
