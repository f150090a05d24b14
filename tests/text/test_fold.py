from hypothesis import given
from hypothesis import strategies as st

from khronika.text.fold import fold, fold_words


def test_case_accents_quotes_and_digits_are_made_one():
    assert fold("İSTANBUL’da «Été» ٤٥") == 'istanbul\'da "ete" 45'


def test_dotless_i_meets_its_capital():
    assert fold("SALDIRI") == fold("saldırı")


def test_cyrillic_short_i_is_a_letter_of_its_own_and_yo_is_not():
    assert fold("Ёлка й") == "елка й"


@given(st.text())
def test_no_offset_moves(text: str):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_keep_their_offsets(text: str):
    folded = fold_words(text)
    assert len(folded) == len(text)
    assert all(word == " " or word == plain for word, plain in zip(folded, fold(text), strict=True))


def test_texts_that_fit_a_page_of_one_byte_fold_as_all_others():
    for page in ("cp1254", "cp1251"):
        text = "".join(bytes([byte]).decode(page, "ignore") for byte in range(256))
        outside = text + "한"  # which no such page holds
        assert fold(text) + "한" == fold(outside)
        assert fold_words(text) + "한" == fold_words(outside)
