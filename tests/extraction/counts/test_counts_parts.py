"""Parts of a whole and of a multiplier, mixed numbers, labels that are none, counters made of number words."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "quote", "value"),
    [
        ("en", "nine in ten dockers", "nine in ten", 0.9),
        ("fr", "un habitant sur quatre attend", "un habitant sur quatre", 0.25),
        ("fr", "trois foyers sur cinq", "trois foyers sur cinq", 0.6),
        ("de", "jeder dritte Fahrer fehlte", "jeder dritte", 0.333333),
        ("ru", "каждая седьмая школа", "каждая седьмая", 0.142857),
        ("uk", "кожного третього затриманого", "кожного третього", 0.333333),
        ("tr", "her on haneden ikisi", "her on haneden ikisi", 0.2),
        ("en", "two thirds of a million", "two thirds of a million", 666667),
        ("es", "tres cuartos de millón de votos", "tres cuartos de millón", 750000),
        ("de", "fünf und drei Viertel Millionen", "fünf und drei Viertel Millionen", 5750000),
        ("es", "un billón y medio millón", "un billón y medio millón", 1000000500000),
        ("tr", "bir buçuk milyon kişi", "bir buçuk milyon", 1500000),
        ("en", "1.5e6 votes", "1.5e6", 1500000),
    ],
)
def test_parts_and_mixed_numbers_are_one_value(read, language: str, text: str, quote: str, value: float) -> None:
    count = read(language, text)[0]
    assert (count.quote, count.low, count.high) == (quote, value, value)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("tr", "üç bine kadar", None, 3000),
        ("tr", "üç bin kadar", 3000, 3000),
        ("de", "acht- bis zwölftausend Menschen", 8000, 12000),
        ("fr", "une bonne cinquantaine de mineurs", 50, None),
        ("ar", "تجاوز عدد الجرحى 80", 80, None),
        ("uk", "до тисячі людей", None, 1000),
    ],
)
def test_bounds_follow_case_hyphen_and_wildcard(read, language: str, text: str, low: float, high: float) -> None:
    (count,) = read(language, text)
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize(
    ("language", "text", "lows"),
    [
        ("es", "el 12 por ciento", [12]),
        ("pt", "onze por cento dos presos", [11]),
        ("fr", "70 pour cent des voix", [70]),
        ("pt", "o total passou de 12 para 19 mortos", [12, 19]),
        ("tr", "sayı 12'den 19'a yükseldi", [12, 19]),
        ("ru", "по статье 20.3.3 судят двоих", [2]),
        ("ru", "в части 2,5 тысячи солдат", [2500]),
        ("en", "a crowd of 2000 miners in 1999", [2000]),
        ("pt", "venceu por 3 a 1", []),
        ("es", "bajó de 3 a 1", [3, 1]),
        ("es", "arrasaron un pueblo", []),
        ("ko", "운전자(23)가 숨졌다", []),
        ("de", "der Fahrer, 23, schwieg", []),
    ],
)
def test_labels_scores_and_counters_count_nothing(read, language: str, text: str, lows: list[float]) -> None:
    assert [c.low for c in read(language, text)] == lows


def test_duals_of_persons_are_added_up(read) -> None:
    assert [(c.quote, c.low) for c in read("ar", "قتل شخصان وطفلان")] == [("شخصان وطفلان", 4)]


def test_joiner_grown_to_a_number_is_no_part_of_it(read) -> None:
    (count,) = read("ar", "بين ثلاثمئة وأربعمئة رجل")
    assert (count.low, count.high) == (300, 400)
