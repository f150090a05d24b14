"""evaluation/places_dates_counts.py: the page is made from the committed figures, and the measures beside peers are right."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from khronika.evaluation.found import SpanGold, SpanScore
from khronika.model import Document

EVALUATION = Path(__file__).parents[2] / "evaluation"


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EVALUATION))
    yield


def load(name: str) -> ModuleType:
    return import_module(name)


def test_the_page_says_what_the_committed_figures_say() -> None:
    made = load("places_dates_counts")
    assert made.PAGE.read_text(encoding="utf-8") == made.page(made.read_figures()), "run the script's command again"


def test_the_figures_are_of_this_gold() -> None:
    made, figures = load("places_dates_counts").read_figures(), load("peer_figures")
    for reader, languages in figures.LANGUAGES.items():
        assert list(made[reader]) == list(languages)
        for language in languages:
            assert made[reader][language]["gold"] == figures.gold_hash(reader, language)
            counted = [made[reader][language][who]["sentences"] for who in ("ours", "theirs")]
            assert counted == [len(figures.sentences(reader, language))] * 2


def gold(*items: dict[str, object]) -> SpanGold:
    return SpanGold(Document("a", "In May 2031 they met on the 3rd for two days.", published="2031-06-01"), list(items))


MONTH = {
    "type": "DATE",
    "date_start": "2031-05-01",
    "date_end": "2031-05-31",
    "start": 3,
    "stop": 11,
    "quote": "May 2031",
}
LENGTH = {"type": "DURATION", "value": "P2D", "start": 36, "stop": 44, "quote": "two days"}


def told(day: str, start: int = 3) -> dict[str, object]:
    return {"type": "DATE", "value": day, "date_start": day, "date_end": day, "start": start, "stop": start + 8}


def test_a_day_within_the_interval_is_right_by_the_kinder_measure_alone() -> None:
    figures = load("peer_figures")
    for day, inside in (("2031-05-17", 1.0), ("2031-06-01", 0.0)):
        made = figures.figures("dates", [gold(MONTH)], [[told(day)]])
        assert (made["span"][0], made["value"][0], made["inside"][0]) == (1.0, 0.0, inside)


def test_durations_are_free_in_the_kinder_measure() -> None:
    figures = load("peer_figures")
    made = figures.figures("dates", [gold(MONTH, LENGTH)], [[told("2031-05-17"), told("2031-05-30", 36)]])
    assert made["inside"][0] == 1.0
    assert made["value"][0] == 0.0


def test_numbers_in_words_are_compared_without_hedges() -> None:
    figures = load("peer_figures")
    items = [
        {"quote": "at least a dozen", "low": 12, "high": None, "kind": "min", "start": 0, "stop": 16},
        {"quote": "hundreds", "low": 200, "high": 999, "kind": "word", "start": 20, "stop": 28},
        {"quote": "40", "low": 40, "high": 40, "kind": "exact", "start": 30, "stop": 32},
    ]
    said = [{"low": 12.0, "high": 12.0, "start": 9, "stop": 16}, {"low": 40.0, "high": 40.0, "start": 30, "stop": 32}]
    made = figures.figures("counts", [gold(*items)], [said])
    assert made["words"][0::3] == [1.0, 1]
    assert made["bounds"][0::3] == [0.333, 3]


def test_intervals_hold_the_score_and_shrink_with_more_sentences() -> None:
    figures = load("peer_figures")
    each = [SpanScore(1, 1, 1, right) for right in (0, 1, 1, 1)]
    few, many = (figures.drawn(each * times, lambda score: score.value_f1) for times in (5, 50))
    for score, low, high in (few, many):
        assert score == 0.75
        assert low < score < high
    assert many[2] - many[1] < few[2] - few[1]


def test_changed_gold_needs_the_peers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = load("peer_figures")
    monkeypatch.setitem(figures.LANGUAGES, "counts", ("pt",))
    known = load("places_dates_counts").read_figures()["counts"]
    monkeypatch.setattr(figures, "gold_hash", lambda reader, language: "another")
    with pytest.raises(SystemExit, match="give --env"):
        figures.measure("counts", None, known)


def test_digits_between_number_words_are_read_by_the_custom_of_the_language() -> None:
    peer = load("peer_readings")
    assert [peer._digits(m.group(), "en") for m in peer.DIGITS.finditer("1,200 left, 2.5 million of 30")] == [
        1200,
        2.5,
        30,
    ]
    assert [peer._digits(m.group(), "de") for m in peer.DIGITS.finditer("1.200 und 2,5 von 12.500")] == [
        1200,
        2.5,
        12500,
    ]


def test_spans_of_an_article_leave_demonyms_and_unplaced_names_free() -> None:
    figures = load("peer_figures")

    class Top:
        def __init__(self, start: int, stop: int, demonym: bool) -> None:
            self.start, self.stop, self.demonym = start, stop, demonym

    class Article:
        id, day = "a", None
        text = "They marched in Lisbon and in Porto."
        toponyms = (Top(16, 22, False),)
        unplaced = ((30, 35),)

    assert figures._spans(Article()) == SpanScore(1, 1, 1, 1)
    Article.unplaced = ()
    assert figures._spans(Article()) == SpanScore(1, 2, 1, 1)
