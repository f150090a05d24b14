"""Spellings and scripts of one name meet in their skeletons; other names do not."""

import doctest

import pytest

import khronika.geography.geo
import khronika.geography.sound
from khronika.geography.sound import romanise, skeletons, sounds

SAME = [
    ("Makhachkala", "Mahachkala", "Махачкала", "마하치칼라"),
    ("Ruzayevka", "Ruzaevka", "Рузаевка", "루자예프카"),
    ("Uryupinsk", "Урюпинск", "우류핀스크"),
    ("Ust-Ilimsk", "Усть-Илимск", "우스트일림스크", "우스트-일림스크"),
    ("Kabardino-Balkaria", "카바르디노-발카리아"),
    ("Pyongyang", "평양"),
    ("Yakutsk", "Якутск", "야쿠츠크"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_skeleton(names: tuple[str, ...]) -> None:
    assert set.intersection(*(set(skeletons(name)) for name in names))


def test_j_may_be_a_vowel() -> None:
    assert set(skeletons("Endirej")) & set(skeletons("엔디레이"))


@pytest.mark.parametrize(("a", "b"), [("Moscow", "Minsk"), ("Kazan", "Kyiv"), ("Тула", "Тверь"), ("부산", "서울")])
def test_other_names_do_not_meet(a: str, b: str) -> None:
    assert not set(skeletons(a)) & set(skeletons(b))


def test_sounds_keep_vowels_apart_from_consonant_classes() -> None:
    assert sounds("Махачкала") == "MaHaCKaRa"
    assert romanise("") == sounds("") == ""


@pytest.mark.parametrize("module", [khronika.geography.sound, khronika.geography.geo], ids=lambda m: m.__name__)
def test_examples_in_docstrings_run(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
