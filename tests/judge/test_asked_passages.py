"""The network is asked only about passages in which something seems to be told."""

import pytest

from khronika.extraction.stream import extract_one, judge_for
from khronika.judge.model import Judge, can_judge
from khronika.model import Document

pytestmark = pytest.mark.skipif(not can_judge(), reason="the careful mode is not installed")

_QUIET = (
    "The new tram line runs from the harbour to the botanical garden and takes eighteen minutes. Tickets cost as much as on the bus.",
    "Bakers in the old town say that rye is in demand again. The mill on the river has bought a second oven for the season.",
    "The library keeps its winter hours until the end of the month. Children may borrow six books at a time, and two films.",
    "Apples were dear this autumn after a wet summer. Growers hope for frost, which keeps the codling moth away.",
)
_TOLD = "On Saturday about 300 nurses marched through Lisbon to demand higher pay, police said."


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every passage that the network is given."""
    given: list[str] = []
    read = Judge.read

    def listening(self, passages, hints=()):
        given.extend(passages)
        return read(self, passages, hints)

    monkeypatch.setattr(Judge, "read", listening)
    return given


def _coded(text: str):
    return extract_one(Document(id="d", text=text, published="2031-05-05"), judge_for("careful"))


def test_a_quiet_text_costs_no_network(asked):
    assert _coded(_QUIET[0]).report.outcome == "irrelevant"
    assert _coded("\n\n".join(_QUIET * 5)).report.outcome == "irrelevant"
    assert asked == []


def test_of_a_long_text_the_network_reads_the_passage_that_tells(asked):
    text = "\n\n".join([*_QUIET * 3, _TOLD, *_QUIET * 3])
    coded = _coded(text)
    assert [(m.kind, m.place and m.place.name) for m in coded.mentions] == [("protest_peaceful", "Lisbon")]
    assert any(_TOLD in passage for passage in asked)
    assert sum(map(len, asked)) < len(text) / 3


def test_a_short_text_is_read_as_a_whole(asked):
    text = f"{_QUIET[3]} {_TOLD}"
    assert _coded(text).report.outcome == "coded"
    assert asked == [text]


_OTHER = "Dockers in Riga went on strike on Friday. The port stood still until the evening."
_FOREIGN = "В воскресенье в Омске прошёл митинг против закрытия больницы."


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_two_reports_in_one_are_read_apart(asked, between):
    first = f"{_TOLD} The march ended at noon."
    _coded(first + between + _OTHER)
    assert asked == [first, _OTHER]


def test_paragraphs_of_one_sentence_are_read_together(asked):
    text = f"{_TOLD}\n\nThe march ended at noon.\n\nNobody was hurt."
    _coded(text)
    assert asked == [text]


def test_sentences_of_two_languages_are_read_apart(asked):
    _coded(f"{_TOLD} {_FOREIGN}")
    assert asked == [_TOLD, _FOREIGN]
