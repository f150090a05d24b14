"""Accents that a text has lost are given back to the network, letter by letter."""

from hypothesis import given
from hypothesis import strategies as st

from khronika.judge.accents import accented

BARE = "Izmir'de isciler pazartesi gunu ucretlerin odenmesi icin yuruyus duzenledi, polis dort kisiyi gozaltina aldi."


def test_a_turkish_text_without_accents_gets_them_back():
    made = accented(BARE, "tr", BARE)
    assert "yürüyüş düzenledi" in made
    assert "gözaltına aldı" in made


def test_a_text_that_has_accents_anywhere_stays_as_it_is():
    assert accented(BARE, "tr", f"{BARE} Vali açıklama yaptı.") == BARE


def test_a_text_too_short_to_tell_stays_as_it_is():
    assert accented("gunu", "tr", "gunu") == "gunu"


def test_a_language_without_accents_stays_as_it_is():
    assert accented(BARE, "en", BARE * 5) == BARE


@given(st.text(alphabet="abcgiosuIGS .'\nйİ", max_size=200), st.sampled_from(["tr", "fr", "es", "pt", "de"]))
def test_every_offset_stays(text, language):
    whole = "gunu " * 60
    assert len(accented(text, language, whole)) == len(text)
