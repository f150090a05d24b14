import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from khronika.text.clean import Clean

NOISE = "\u00ad\u200b\u200e\u200f\ufeff"


def test_plain_text_is_left_as_it_is():
    text = "Nothing to mend here."
    assert Clean(text).text is text


def test_decomposed_hangul_is_composed_and_maps_back_whole():
    text = unicodedata.normalize("NFD", "서울에서")
    clean = Clean(text)
    assert clean.text == "서울에서"
    start, stop = clean.to_source(0, 2)
    assert unicodedata.normalize("NFC", text[start:stop]) == "서울"


def test_soft_hyphens_and_direction_marks_are_dropped():
    assert Clean("de\u00admon\u200bstra\u200etion").text == "demonstration"


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(NOISE))))
def test_every_span_of_the_clean_text_quotes_the_source(text: str):
    clean = Clean(text)
    assert clean.to_source(0, len(clean.text))[1] <= len(text)
    for i in range(len(clean.text)):
        start, stop = clean.to_source(i, i + 1)
        assert 0 <= start < stop <= len(text)
        piece = unicodedata.normalize(
            "NFC",
            "".join(
                c
                for c in text[start:stop]
                if c not in NOISE + "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
            ),
        )
        wrapped = clean.text[i] == " " and piece.strip("\r\n") == ""
        assert wrapped or clean.text[i] in piece


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_clean_text_is_composed(text: str):
    assert unicodedata.is_normalized("NFC", Clean(text).text) or not text


def test_half_a_character_is_replaced_in_place():
    assert Clean("a\ud800b").text == "a\ufffdb"
