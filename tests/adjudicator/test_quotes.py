"""The quote check: what is found are words of the text; what is not there is not found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.adjudicator.quotes import find
from khronika.text.clean import Clean
from khronika.text.fold import fold

LETTERS = st.text(st.sampled_from("abcЖжéß3 ,.\n'\"가나ب"), max_size=40)


def found(quote: str, text: str) -> str | None:
    clean = Clean(text)
    span = find(quote, clean.text, fold(clean.text), 0, len(clean.text))
    return clean.source[slice(*clean.to_source(*span))] if span else None


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("marched", "They marched.", "marched"),
        ("“We won”", 'He said "We won" twice', '"We won"'),
        ("blocked a road", "They blocked\n  a road", "blocked\n  a road"),
        ("MARCHED", "they marched", "marched"),
        ("Лиссабон", "в Лиссабоне", "Лиссабон"),
        ("400", "간호사 400명이", "400"),
        ("시위", "대규모시위를", "시위"),
        ("3", "in 2031 3 men", "3"),
    ],
)
def test_a_quote_is_found_as_the_text_writes_it(quote: str, text: str, words: str):
    assert found(quote, text) == words


@pytest.mark.parametrize(
    ("quote", "text"),
    [("3", "in 2031"), ("3", "3,000 men"), ("000", "3,000 men"), ("300", "1.300 men"), ("art", "a party"), ("", "x"),
     ("…", "well…"), ("marched", "They walked."), ("march ed", "marched")],
)  # fmt: skip
def test_parts_of_numbers_and_scraps_of_words_are_not_quotes(quote: str, text: str):
    assert found(quote, text) is None


def test_of_several_the_nearest_whole_word_is_taken():
    text = "Lisboners of Lisbon saw it; later in Lisbon it rained."
    assert find("Lisbon", text, fold(text), 0, len(text), near=45) == (37, 43)
    assert find("Lisbon", text, fold(text), 0, len(text)) == (13, 19)


@given(LETTERS, LETTERS)
def test_whatever_is_found_is_the_quote_up_to_case_marks_and_blanks(quote: str, text: str):
    words = found(quote, text)
    if words is not None:
        assert fold(Clean(words).text).split() == fold(Clean(quote).text).split()


@given(LETTERS, LETTERS, LETTERS)
def test_words_that_stand_by_themselves_are_always_found(before: str, quote: str, after: str):
    text = Clean(f"{before} | {quote.strip()} | {after}").text
    if any(map(str.isalnum, quote)):
        assert found(quote, text) is not None


@given(st.text(), st.text())
def test_any_text_and_any_quote_are_answered(quote: str, text: str):
    words = found(quote, text)
    assert words is None or words in text
