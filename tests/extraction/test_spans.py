"""Every span quotes its text, whatever the text: emoji, marks, jamo, right-to-left, long lines, no last newline."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.extraction.stream import extract_one, extract_one_safely
from khronika.model import Document, Mention

SENTENCES = [
    "Hundreds protested in Lviv on Sunday.",
    "Police arrested at least 40 people in Minsk, according to the union.",
    "지난 일요일 부산에서 노동자 수백 명이 시위를 벌였다.",
    "A drone strike killed two people near Mekelle on 3 May.",
    "قُتل ثلاثة أشخاص في الخرطوم",
    "👩‍👩‍👧 🇺🇦 Farmers blocked the highway near Nantes!",
    "e\u0301te\u0301 a\u0308 \u1112\u1161\u11ab\u1100\u1173\u11af",
]
PIECES = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES).map(lambda s: unicodedata.normalize("NFD", s)),
    st.text(max_size=40),
)


def check(document: Document, mentions: list[Mention]) -> None:
    for mention in mentions:
        assert mention.spans["trigger"]
        for spans in mention.spans.values():
            for span in spans:
                assert document.text[span.start : span.stop] == span.quote
                assert span.start < span.stop


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=8), st.sampled_from([" ", "\n", "\n\n", "", "\u2028", "\u200b", " \u202e"]))
def test_every_span_quotes_its_text(pieces: list[str], joint: str):
    document = Document(id="d", text=joint.join(pieces), published="2024-05-14")
    check(document, extract_one(document).mentions)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_text_breaks_the_reader(text: str):
    assert extract_one_safely(Document(id="d", text=text)).report.outcome != "failed"


def test_a_megabyte_in_one_line():
    text = ("Word after word of nothing much. " * 15_000 + "Hundreds protested in Lviv on Sunday. ") * 2
    document = Document(id="d", text=text, published="2024-05-14")
    assert len(text) > 900_000
    mentions = extract_one(document).mentions
    assert mentions
    check(document, mentions)
