"""When two values are the same."""

import pytest
from gold_case import LVIV, RIVNE, gold, told

from khronika.codebook import codebook
from khronika.evaluation.agree import classes, same_date, same_number, same_passage, same_place, same_words
from khronika.evaluation.gold import Number, Passage, Spot

PROVINCE = Spot("Lviv Oblast", "UKR", "Lviv", 49.8, 24.0, "adm1")
COUNTRY = Spot("Ukraine", "UKR", None, 49.0, 32.0, "country")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the Interior Ministry", "Interior Ministry", True),
        ("Zürich", "zurich", True),
        ("Haki Watch", "civil liberties group Haki Watch", False),
        ("police", "Haki Watch", False),
        ("", "", False),
        ("国防部", "国防省", True),
    ],
)
def test_half_of_all_words_must_be_common(a: str, b: str, same: bool) -> None:
    assert same_words(a, b) is same


def test_units_are_no_part_of_a_name() -> None:
    assert same_words("Rostov Oblast", "Rostov", as_places=True)
    assert not same_words("Rostov Oblast", "Kursk Oblast", as_places=True)


@pytest.mark.parametrize(
    ("in_gold", "said", "same"),
    [
        (LVIV, Spot("Lemberg", "UKR", None, 49.9, 24.1, "town"), True),  # 8 km
        (LVIV, RIVNE, False),
        (LVIV, Spot("Lviv", "UKR"), True),  # no coordinates: name and country
        (LVIV, Spot("Lviv", "POL"), False),
        (LVIV, None, False),
        (PROVINCE, Spot("Lviv region", "UKR", "Lviv", None, None, "adm1"), True),
        (PROVINCE, Spot("Drohobych", "UKR", "Lviv", 49.35, 23.5, "town"), False),  # finer than gold: a guess
        (PROVINCE, COUNTRY, False),
        (COUNTRY, COUNTRY, True),
        (COUNTRY, PROVINCE, False),
        (COUNTRY, LVIV, False),
        (Spot("Azov Sea", None, None, 46.0, 37.0, "sea"), Spot("Sea of Azov", None, None, 46.1, 36.9, "sea"), True),
    ],
)
def test_places_agree_by_the_level_of_gold(in_gold: Spot, said: Spot | None, same: bool) -> None:
    assert same_place(gold(place=in_gold), told(place=said)) is same


def test_another_place_that_gold_accepts_is_right() -> None:
    assert same_place(gold(place=None, alt_places=(RIVNE,)), told(place=RIVNE))


@pytest.mark.parametrize(
    ("first", "last", "said", "same"),
    [
        ("2024-05-12", "2024-05-12", ("2024-05-12", "2024-05-12"), True),
        ("2024-05-12", "2024-05-12", ("2024-05-12", "2024-05-13"), False),  # a day must be met
        ("2024-05-10", "2024-05-13", ("2024-05-12", "2024-05-13"), True),  # half of four days
        ("2024-05-10", "2024-05-13", ("2024-05-13", "2024-05-13"), False),
        ("2024-05-10", None, ("2024-05-10", None), True),
        ("2024-05-12", "2024-05-12", (None, None), False),
        ("2024-05-12", "2024-05-12", ("no", "day"), False),
    ],
)
def test_dates_agree(first: str, last: str | None, said: tuple[str | None, str | None], same: bool) -> None:
    assert same_date(gold(date_start=first, date_end=last), told(date_start=said[0], date_end=said[1])) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (Number("killed", 5, 5), Number("killed_armed", 5, 5), True),
        (Number("killed_police", 5, 5), Number("killed_armed", 5, 5), False),
        (Number("killed", 5, 5), Number("injured", 5, 5), False),
        (Number("killed", 5, None), Number("killed", 5, 5), False),
        (Number("killed", 5, 5, alt_quantities=("injured",)), Number("injured", 5, 5), True),
    ],
)
def test_numbers_agree(a: Number, b: Number, same: bool) -> None:
    assert same_number(a, b) is same


def test_passages_meet_by_offsets_or_by_words() -> None:
    at = {"trigger": [Passage("marched", 10, 17)]}
    assert same_passage(gold(trigger=None, spans=at), told(spans={"trigger": [Passage("hed to", 14, 20)]}))
    assert not same_passage(gold(trigger=None, spans=at), told(spans={"trigger": [Passage("marched", 40, 47)]}))
    assert same_passage(gold(trigger="Marched on"), told(trigger="marched"))


def test_every_kind_has_one_class_and_strategic_ones_are_cut() -> None:
    assert all(len(classes(told(kind=kind))) == 1 for kind in codebook().kinds)
    assert classes(told(kind="flight")).isdisjoint(classes(told(kind="agreement")))
    assert classes(told(kind=None, event_type="Battles")) == classes(told(kind="clash"))
    assert classes(told(kind=None)) == set()
