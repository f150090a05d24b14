"""What holds for any text: spans quote it, ends come after starts, nothing raises."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.extraction.dates import read_dates
from khronika.languages import get_pack
from khronika.text.fold import fold

_ENGLISH = (
    "september may sunday next last three week days night of the from to since before yesterday ago early q1 th pm at"
)
_KOREAN = "9월 25일 년 지난해 전날 사흘 전 부터 까지 새벽 어젯밤 주 말"
_SIGNS = "25 26 2022 1914 31 0 00 12 9999 99999999 20220925 1960s - – / . , : ( ) 's ^ # + $ \ue000 \ue001 \ud800"
_WORDS = st.sampled_from(["", *_ENGLISH.split(), *_KOREAN.split(), *_SIGNS.split()])
_SOUP = st.lists(_WORDS | st.text(max_size=3), max_size=25).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda blank: blank.join(words))
)


@pytest.mark.parametrize("language", ["en", "ko"])
@settings(max_examples=400, deadline=None)
@given(text=st.text(max_size=80) | _SOUP, published=st.none() | st.dates())
def test_spans_quote_the_text_and_ends_follow_starts(language: str, text: str, published: date | None) -> None:
    pack = get_pack(language)
    assert pack is not None
    position = 0
    for found in read_dates(text, fold(text), pack, published):
        assert text[found.start : found.stop] == found.quote != ""
        assert position <= found.start
        position = found.stop
        if found.date_start and found.date_end:
            assert date.fromisoformat(found.date_start) <= date.fromisoformat(found.date_end)
            assert found.date_level is not None
        else:
            assert found.date_level is None
