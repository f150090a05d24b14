import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.extraction.counts import read_counts
from khronika.languages import get_pack
from khronika.text.clean import Clean
from khronika.text.fold import fold

WORDS = st.sampled_from(
    [
        "at",
        "least",
        "40",
        "3,5",
        "1.234",
        "-",
        "/",
        "and",
        "a",
        "an",
        "one",
        "two",
        "hundred",
        "dozen",
        "thousands",
        "of",
        "no",
        "people",
        "명",
        "여",
        "수천",
        "30만",
        "이십",
        "에서",
        "최소",
        "남성",
        "of",
        ",",
        ".",
        "%",
        "$",
        "(",
        ")",
        "between",
        "to",
        "from",
        "or",
        "2",
        "20-30",
        "half",
        "million",
        "없다",
        "사상자는",
        "age",
        "45",
        "police",
        "officers",
        "couple",
        "'her",
        "daughters'",
        "١٢",
        "½",
        "②",
        "\x00",
        "é",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=20).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "ko"]))
def test_every_count_quotes_its_text_and_keeps_its_bounds(text: str, language: str) -> None:
    text = Clean(text).text
    pack = get_pack(language)
    assert pack is not None
    found = read_counts(text, fold(text), pack)
    for count in found:
        assert text[count.start : count.stop] == count.quote
        assert count.low is None or count.high is None or count.low <= count.high
        assert count.low is not None or count.high is not None
        if count.unit is not None:
            assert text[count.unit_start : count.unit_stop] == count.unit
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "piece",
    ["9", "1 ", "a ", "1-", "1,234,", "hundred ", "and one ", "수천", "이십", "at least ", "no ", "한 ", "없", "("],
)
def test_time_grows_with_the_length_of_the_text(language: str, piece: str) -> None:
    pack = get_pack(language)
    assert pack is not None
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    read_counts(text, fold(text), pack)
    assert time.process_time() - start < 8
