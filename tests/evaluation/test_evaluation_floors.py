"""Floors: they rise by themselves, fall only by hand, and hold for one gold."""

from pathlib import Path

import pytest
from gold_case import document, gold, told

from khronika.errors import CannotError
from khronika.evaluation import Floors, GoldSet, check, evaluate, raised, read_floors, write_floors
from khronika.evaluation.intervals import Scores

COUNT = 40


@pytest.fixture
def measured(tmp_path: Path) -> tuple[GoldSet, dict[str, Scores], dict[str, Scores]]:
    """Gold of 40 documents, half of them quiet; scores with three quarters and with half of the events told."""
    path = tmp_path / "gold.yaml"
    path.write_text("the gold", encoding="utf-8")
    made = tuple(document(*([gold()] if n % 2 else []), name=f"d-{n:02}") for n in range(COUNT))
    well, badly = (
        evaluate(made, [told(document=f"d-{n:02}") for n in range(1, COUNT, 2)][:many]).groups for many in (15, 8)
    )
    return GoldSet(made, {"en": (path,)}), well, badly


def test_a_floor_is_half_an_interval_under_what_was_measured(
    measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]],
) -> None:
    gold_set, well, _ = measured
    floor, events = raised(well, gold_set, Floors(languages={})).languages["en"], well["en"].measures["events"]
    assert floor.least["events"] == pytest.approx(events.score - (events.high - events.low) / 2, abs=0.001)
    assert floor.most["false_alarms"] == pytest.approx(0.161 / 2, abs=0.001)  # Wilson, 0 of 20
    assert floor.documents == COUNT


def test_the_gate_opens_and_shuts(measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]]) -> None:
    gold_set, well, badly = measured
    floors = raised(well, gold_set, Floors(languages={}))
    assert check(well, gold_set, floors) == []
    assert [p.what.split(" ")[0] for p in check(badly, gold_set, floors)] == ["events", "slots"]


def test_floors_rise_and_never_fall(measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]]) -> None:
    gold_set, well, badly = measured
    low = raised(badly, gold_set, Floors(languages={}))
    high = raised(well, gold_set, low)
    assert high.languages["en"].least["events"] > low.languages["en"].least["events"]
    assert raised(badly, gold_set, high) == high


def test_changed_gold_shuts_the_gate_until_a_person_accepts_it(
    measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]],
) -> None:
    gold_set, well, _ = measured
    floors = raised(well, gold_set, Floors(languages={}))
    gold_set.files["en"][0].write_text("other gold", encoding="utf-8")
    assert "not that of the floors" in str(check(well, gold_set, floors)[0])
    assert raised(well, gold_set, floors) == floors


def test_a_language_without_floors_is_not_let_through(
    measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]],
) -> None:
    gold_set, well, _ = measured
    assert "has no floors" in str(check(well, gold_set, Floors(languages={}))[0])


def test_floors_are_written_and_read(
    tmp_path: Path, measured: tuple[GoldSet, dict[str, Scores], dict[str, Scores]]
) -> None:
    gold_set, well, _ = measured
    floors, path = raised(well, gold_set, Floors(languages={})), tmp_path / "floors.json"
    write_floors(floors, path)
    assert read_floors(path) == floors
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(CannotError, match=r"floors\.json"):
        read_floors(path)
