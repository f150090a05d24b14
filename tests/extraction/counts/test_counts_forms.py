"""Thousands with digits behind them, heads that come first, asides in what says none, ages in a row."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "quote", "value"),
    [
        ("es", "marcharon 3 mil 500 personas", "3 mil 500", 3500),
        ("pt", "foram 12 mil 40 pessoas", "12 mil 40", 12040),
        ("ru", "вышли 3 тыс. 500 человек", "3 тыс. 500", 3500),
        ("ar", "تجمع 3 آلاف و500 شخص", "3 آلاف و500", 3500),
        ("ar", "تجمع 7 آلاف و 20 شخصا", "7 آلاف و 20", 7020),
        ("tr", "3 bin 500 kişi", "3 bin 500", 3500),
    ],
)
def test_digits_below_a_thousand_go_on_with_it(read, language: str, text: str, quote: str, value: int) -> None:
    (count,) = read(language, text)
    assert (count.quote, count.low, count.unit_type) == (quote, value, "people")


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [("es", "3 mil 2014", [3000]), ("ru", "тысяч 10 паломников", [10000]), ("ar", "3 رجال و500 جندي", [3, 500])],
)
def test_other_digits_behind_a_number_stay_apart(read, language: str, text: str, values: list[int]) -> None:
    assert [c.low for c in read(language, text)] == values


@pytest.mark.parametrize(
    ("text", "unit", "unit_type"),
    [
        ("ألف نازح مخيم", "نازح", "people"),
        ("مئات العمال أمام الوزارة", "العمال", "people"),
        ("3 جنود و 5 مدنيين", "جنود", "soldiers"),
    ],
)
def test_first_noun_is_the_head_where_heads_come_first(read, text: str, unit: str, unit_type: str) -> None:
    count = read("ar", text)[0]
    assert (count.unit, count.unit_type) == (unit, unit_type)


def test_person_behind_the_doers_is_the_one(read) -> None:
    (count,) = read("ar", "اختطف مسلحون طبيبا من منزله")
    assert (count.low, count.unit) == (1, "طبيبا")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Раненых, к счастью, нет."),
        ("ru", "погибших, по предварительным данным, нет"),
        ("uk", "поранених, на щастя, немає"),
        ("tr", "yaralı, neyse ki, yok"),
        ("es", "no hubo, por suerte, heridos"),
        ("en", "There were no, officials said, injuries"),
    ],
)
def test_none_holds_around_an_aside(read, language: str, text: str) -> None:
    (count,) = read(language, text)
    assert (count.low, count.high, count.kind) == (0, 0, "none")


@pytest.mark.parametrize(("language", "text"), [("ru", "раненых, сообщил мэр, нет данных"), ("en", "no, he said, men")])
def test_aside_alone_says_no_none(read, language: str, text: str) -> None:
    assert [c for c in read(language, text) if c.kind == "none"] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "aged 12 and 14"),
        ("en", "ages 12, 14 and 16"),
        ("en", "her 3-year-old and 62-year-old"),
        ("ru", "девочки 12 и 14 лет"),
        ("ru", "62-летняя жительница"),
        ("uk", "3-річний син"),
        ("fr", "âgés de 12 et 14 ans"),
        ("de", "im Alter von 12 und 14 Jahren"),
        ("tr", "12 ve 14 yaşındaki"),
    ],
)
def test_ages_are_no_counts_one_by_one_or_joined(read, language: str, text: str) -> None:
    assert read(language, text) == []


def test_label_does_not_go_on_to_what_is_counted(read) -> None:
    assert [c.low for c in read("en", "under Article 12 and 14 protesters were held")] == [14]


def test_age_behind_a_person_is_a_label(read) -> None:
    found = read("en", "the boy, 12, fell; two boys aged 9 and 11", labels=True)
    assert [(c.low, c.unit_type) for c in found] == [(12, "label"), (2, "people"), (9, "label"), (11, "label")]
