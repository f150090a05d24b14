"""A dateline behind a sentence begins a second report; nothing else moves. The texts are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.text.clean import Clean
from khronika.text.sentences import paragraphs
from khronika.text.wrapping import apart


@pytest.mark.parametrize(
    "second",
    [
        "LIMA, 3 May - Nurses marched on Sunday.",
        "NEW DELHI (Agency) — Nurses marched on Sunday.",
        "ОДЕСА – У неділю пройшов мітинг.",
        "ŞANLIURFA, 3 Mayıs — Pazar günü miting yapıldı.",
    ],
)
def test_a_dateline_begins_a_report(second: str) -> None:
    text = f"Nobody was hurt. {second}"
    found = [text[a:b] for a, b in paragraphs(Clean(text).text)]
    assert found == ["Nobody was hurt.", second]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was hurt. The union - all of it - went home.",
        "THE MARCH IS OVER. LIMA - NURSES WENT HOME.",
        "They came from LIMA - and went home.",
        "It was late. Lima - the capital - slept.",
    ],
)
def test_other_dashes_begin_nothing(text: str) -> None:
    assert len(list(paragraphs(Clean(text).text))) == 1


@given(st.text(alphabet="AbC. -—,\n»5", max_size=120))
def test_no_offset_moves(text: str) -> None:
    made = apart(text)
    assert len(made) == len(text)
    assert made.split() == text.split()
