"""What must hold for any text: quotes are the text, spans do not overlap, the same text gives the same answer."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.geography import read_places, resolve_spans
from khronika.model import Passage
from khronika.text.fold import fold

WORDS = st.sampled_from(
    [
        "Kyiv",
        "Paris",
        "Texas",
        "in",
        "near",
        "the",
        ",",
        "(",
        ")",
        "-",
        ".",
        "’s",
        "U.S.",
        "MAY",
        "São Paulo",
        "서울에서",
        "다게스탄의",
        "마을",
        "Хартум",
        "الخرطوم",
        "北京",
        "İzmir",
        "Tex.",
        "'",
        '"',
        "é",
        "e\u0301",
        "\u00ad",
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=14).map("".join), st.text(max_size=60)
)
LANGUAGES = st.sampled_from(["en", "ko", "xx"])


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES)
def test_quotes_are_the_text_and_do_not_overlap(text: str, language: str) -> None:
    found = read_places(text, language)
    assert all(text[f.start : f.stop] == f.quote for f in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))
    assert found == read_places(text, language)


@settings(max_examples=60, deadline=None)
@given(TEXTS, LANGUAGES, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4))
def test_given_spans_are_answered_one_by_one(text: str, language: str, spans: list[tuple[int, int]]) -> None:
    found = resolve_spans([Passage(0, text, fold(text), language)], spans)
    assert [(f.start, f.stop) for f in found] == spans
