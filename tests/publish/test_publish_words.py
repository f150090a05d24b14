import pytest

from khronika.codebook import codebook
from khronika.model import Place
from khronika.publish.words import (
    bounds_words,
    days_words,
    kind_label,
    number_words,
    place_words,
    quantity_label,
    value_words,
    words,
)


def test_every_kind_of_the_codebook_has_one_label_in_one_group() -> None:
    labelled = [kind for group in words().groups.values() for kind in group.kinds]
    assert sorted(labelled) == sorted(codebook().kinds)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (200, 999, "200–999"),
        (301, None, "at least 301"),
        (None, 50, "up to 50"),
        (3, 3, "3"),
        (0, 0, "0"),
        (None, None, ""),
        (12000, 12000, "12\u202f000"),
        (1.5, 1.5, "1.5"),
    ],
)
def test_bounds_are_said_as_people_say_them(low: float | None, high: float | None, said: str) -> None:
    assert bounds_words(low, high) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2022-09-25", "2022-09-25", "25 September 2022"), ("2022-09-30", "2022-10-01", "30 September – 1 October 2022"),
        ("2022-12-31", "2023-01-01", "31 December 2022 – 1 January 2023"), ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-02-01", "2023-02-28", "February 2023"), ("2022-01-01", "2022-12-31", "2022"), ("2022-09-25", None, "25 September 2022"),
        (None, None, ""), ("odd", "odd", "odd"),
    ],
)  # fmt: skip
def test_days_are_said_without_losing_exactness(start: str | None, end: str | None, said: str) -> None:
    assert days_words(start, end) == said


def test_place_names_its_units_once() -> None:
    assert place_words(Place("Incheon", 1, "KOR", "Incheon", None, 1.0, 1.0, "town", 1)) == "Incheon, South Korea"
    assert (
        place_words(Place("Derbent", 1, "RUS", "Dagestan", None, 1.0, 1.0, "near", 1))
        == "near Derbent, Dagestan, Russia"
    )
    assert place_words(None) == ""


def test_unknown_words_are_read_as_written() -> None:
    assert kind_label("protest_on_water") == "Protest on water"
    assert kind_label(None) == "Kind not given"
    assert quantity_label("killed_civilians") == "killed (civilians)"
    assert number_words(9999) == "9999"


def test_values_of_conflicts_are_readable() -> None:
    assert value_words({"low": 3, "high": None, "mentions": ["a", "b"]}) == "low 3, mentions a, b"
    assert value_words(None) == "–"
