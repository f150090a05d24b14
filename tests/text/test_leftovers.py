"""What pages and printed columns leave in a text is read over; what is quoted is the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.extraction.stream import extract_one
from khronika.model import Document
from khronika.text.clean import Clean
from khronika.text.wrapping import unwrapped


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<p>About 300 marched.</p><p>Seven were held.</p>", "\nAbout 300 marched.\n\nSeven were held.\n"),
        ("They mar<b>ch</b>ed &amp; sang&#33;", "They marched & sang!"),
        ("Der Markt&shy;platz", "Der Marktplatz"),
        ("the demon-\nstrators left", "the demonstrators left"),
        ("a < b and c > d; AT&T; <redacted> &nosuch;", "a < b and c > d; AT&T; <redacted> &nosuch;"),
        ("Baden-\nBaden", "Baden-\nBaden"),
    ],
)
def test_tags_entities_and_cut_words_are_read_over(source, read):
    assert Clean(source).text == read


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<br/>", "&amp;", "é", "e\u0301", "mar", "-\n", " ", "\n", "42", "й"])
    ).map("".join)
)
def test_every_word_of_the_clean_text_has_its_place_in_the_source(source):
    clean = Clean(source)
    for at, char in enumerate(clean.text):
        start, stop = clean.to_source(at, at + 1)
        assert 0 <= start < stop <= len(source)
        assert char.isspace() or char in "&é" or char in source[start:stop]


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        (
            "Police broke up a\nmarch in Lima on\nSunday and held\nnine.",
            "Police broke up a march in Lima on Sunday and held nine.",
        ),
        ("LIMA\nPolice broke up a march.", "LIMA\nPolice broke up a march."),
        ("He left.\nPolice came.", "He left.\nPolice came."),
        ("Lyon: 300\nParis: 200\nNice: 150", "Lyon: 300\nParis: 200\nNice: 150"),
        ("- first item\n- second item\n- third item", "- first item\n- second item\n- third item"),
        ("одна строка\r\nпродолжается здесь", "одна строка  продолжается здесь"),
    ],
)
def test_only_line_ends_that_wrap_become_blanks(wrapped, joined):
    assert unwrapped(wrapped) == joined


@given(st.text(alphabet="aB .\n\r-가", max_size=80))
def test_unwrapping_moves_nothing(text):
    assert len(unwrapped(text)) == len(text)


def test_the_end_of_a_tag_is_no_more_than():
    text = "<p>In Porto on Sunday a march was held.</p><p>200 nurses took part, police said.</p>"
    [found] = extract_one(Document(id="d", text=text, published="2031-05-05")).mentions
    assert [(c.quantity, c.low, c.high) for c in found.claims] == [("participants", 200, 200)]


def test_the_next_day_leans_on_the_paragraph_before():
    text = "On 3 May about 300 nurses marched through Lisbon.\n\nThe next day dockers blocked the port of Porto for two hours."
    days = [m.date_start for m in extract_one(Document(id="d", text=text, published="2031-05-20")).mentions]
    assert days == ["2031-05-03", "2031-05-04"]
