"""The fast mode with the shallow judge: what no list names is found, every value stays tied to characters, quiet stays quiet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.extraction import shallow
from khronika.extraction.stream import extract_one
from khronika.model import Document, Mention

QUIET = "The museum of clocks in Lyon opens a new hall on Sunday. Visitors are shown how the city once told the time."
SENTENCES = [
    "Hundreds of people marched in Lisbon on Sunday, and police fired tear gas.",
    "Vecinos de Valparaíso levantaron barricadas el lunes.",
    "В Харькове 12 мая ранены трое жителей.",
    "The film about the strike opens on Friday in Paris.",
    "Nobody was hurt.",
    "Gestern wurde in Leipzig ein Auto angezündet.",
]


def told(text: str, published: str = "2024-05-14") -> list[Mention]:
    return extract_one(Document(id="a", text=text, published=published)).mentions


def test_a_quiet_text_stays_quiet() -> None:
    assert told(QUIET) == []


def test_the_shallow_judge_finds_more_than_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(SENTENCES)
    before = sum(len(told(text)) for text in texts)
    monkeypatch.setattr("khronika.extraction.stream.asked", lambda reading: frozenset())
    assert before >= sum(len(told(text)) for text in texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.text(max_size=30))
def test_every_value_quotes_the_text_and_two_runs_agree(sentences: list[str], noise: str) -> None:
    text = " ".join([*sentences, noise])
    found = told(text)
    assert found == told(text)
    for mention in found:
        assert mention.spans["trigger"]
        for spans in mention.spans.values():
            assert all(text[s.start : s.stop] == s.quote for s in spans)
        assert set(mention.rules) >= {"trigger", "kind"}
        assert mention.confidence is not None and 0 <= mention.confidence <= 1


def test_a_candidate_of_the_judge_says_so() -> None:
    found = [m for text in SENTENCES for m in told(text) if m.rules["trigger"] == shallow.TELLING]
    for mention in found:
        assert mention.rules["kind"] == "shallow.kind"
