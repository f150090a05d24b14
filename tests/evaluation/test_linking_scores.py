"""Scores of joining are those that a person counts by hand; extracted mentions are matched to the coded ones they tell."""

import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.evaluation import read_floors
from khronika.model import Mention, Place, Span

EVALUATION = Path(__file__).parents[2] / "evaluation"


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EVALUATION))


def load(name: str) -> ModuleType:
    return import_module(name)


def test_b_cubed_of_a_torn_and_a_mixed_event() -> None:
    scores = load("linking_scores")
    happening = {"a": "h1", "b": "h1", "c": "h1", "d": "h2"}
    found = scores.shares(scores.Grouping(happening, {"a": "e1", "b": "e1", "c": "e2", "d": "e2"}))
    assert found == {"a": (1.0, 2 / 3), "b": (1.0, 2 / 3), "c": (0.5, 1 / 3), "d": (0.5, 1.0)}
    whole = scores.b_cubed(found)
    assert (whole.precision, whole.recall) == (0.75, pytest.approx(2 / 3))
    assert whole.f1 == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))


def test_a_mention_not_found_costs_recall_and_a_stranger_costs_precision() -> None:
    scores = load("linking_scores")
    found = scores.shares(scores.Grouping({"a": "h1", "b": "h1"}, {"a": "e1"}, {"e1": 1}))
    assert found == {"a": (0.5, 0.5), "b": (None, 0.0)}
    assert (scores.b_cubed(found).precision, scores.b_cubed(found).recall) == (0.5, 0.25)


def test_pairs_are_counted_by_their_languages() -> None:
    scores = load("linking_scores")
    grouping = scores.Grouping(
        {"a": "h1", "b": "h1", "c": "h2", "d": "h2"}, {"a": "e1", "b": "e1", "c": "e1", "d": "e2"}
    )
    counted = scores.pairs(grouping, {"a": "ru", "b": "en", "c": "en", "d": "en"})
    assert counted == {
        ("en", "ru"): scores.Pairs(right=1, merged=1),
        ("en", "en"): scores.Pairs(merged=1, apart=1),
    }
    whole = scores.total(counted.values())
    assert (whole.precision, whole.recall) == (pytest.approx(1 / 3), 0.5)


def test_the_main_event_of_a_happening_holds_most_of_it() -> None:
    scores = load("linking_scores")
    grouping = scores.Grouping({"a": "h1", "b": "h1", "c": "h1"}, {"a": "e9", "b": "e9", "c": "e1"})
    assert scores.main_events(grouping, ["h1", "h2"]) == {"h1": "e9"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_scores_lie_between_nothing_and_all_and_gold_itself_has_all(labels: list[tuple[int, int]]) -> None:
    scores = load("linking_scores")
    happening = {str(i): f"h{h}" for i, (h, _) in enumerate(labels)}
    told = scores.b_cubed(
        scores.shares(scores.Grouping(happening, {str(i): f"e{e}" for i, (_, e) in enumerate(labels)}))
    )
    assert 0 < told.f1 <= 1 and 0 < told.precision <= 1 and 0 < told.recall <= 1
    same = scores.b_cubed(scores.shares(scores.Grouping(happening, happening)))
    assert (same.precision, same.recall, same.f1) == (1, 1, 1)


def mention(trigger: tuple[int, int], kind: str, lat: float = 10.0) -> Mention:
    return Mention(
        id=f"m{trigger[0]}", document="en-l-900", record="event", kind=kind, status="occurred",
        date_start="2020-01-02", date_end="2020-01-02", place=Place(name="X", lat=lat, lon=10.0), confidence=1.0,
        language="en", spans={"trigger": [Span(*trigger, "x" * (trigger[1] - trigger[0]))]},
    )  # fmt: skip


def test_extracted_mentions_are_matched_by_trigger_then_by_kind_place_and_day() -> None:
    gold, linking = load("linking_gold"), load("linking")

    def told(number: int, start: int, kind: str):
        return gold.Told(
            id=f"en-l-900#{number}", happening="h1", record="event", kind=kind, status="occurred", trigger="x" * 5,
            start=start, stop=start + 5, date_start=date(2020, 1, 2), date_end=date(2020, 1, 3), date_level="days",
            place=Place(name="X", lat=10.1, lon=10.0), claims=[], attributed_to=None,
        )  # fmt: skip

    report = gold.Report(
        id="en-l-900", language="en", published=date(2020, 1, 3), source="s", register="wire", difficulty="easy",
        text="x" * 99, gold=[told(1, 0, "strike"), told(2, 20, "clash")],
    )  # fmt: skip
    by_trigger, by_day = mention((3, 9), "clash"), mention((50, 55), "clash")
    assert linking.aligned([report], [by_day, by_trigger]) == {"m3": "en-l-900#1", "m50": "en-l-900#2"}
    assert linking.aligned([report], [mention((50, 55), "clash", lat=20.0)]) == {}


def test_single_reports_of_the_half_set_aside_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["linking.py", "--part", "aside", "--worst"])
    with pytest.raises(SystemExit) as stopped:
        load("linking").main()
    assert stopped.value.code == 2


def test_joining_reaches_its_floor_on_the_gold_it_was_measured_on() -> None:
    gold, linking, scores = load("linking_gold"), load("linking"), load("linking_scores")
    floor = read_floors(EVALUATION / "floors.json").linking
    assert floor is not None and floor.sha256 == gold.sha256()
    part = gold.read_linking().part(floor.part)
    grouping, _, _ = linking.run(part, "gold")
    assert scores.b_cubed(scores.shares(grouping)).f1 >= floor.least["b_cubed"]
    joined = sum(scores.is_joined(grouping, near.first, near.second) for near in part.near_misses)
    assert joined <= floor.most["near_misses"]


def test_setting_the_floors_of_languages_keeps_that_of_joining(tmp_path: Path) -> None:
    from khronika.evaluation import raised, read_gold, write_floors

    (tmp_path / "gold.yaml").write_text("[]", encoding="utf-8")
    floors = read_floors(EVALUATION / "floors.json")
    write_floors(raised({}, read_gold([tmp_path / "gold.yaml"]), floors), tmp_path / "floors.json")
    assert read_floors(tmp_path / "floors.json") == floors
