"""Disputed territory: as shipped, as the sources have it, and by rules of one's own."""

from pathlib import Path

import pytest

from khronika.archive.folder import Folder
from khronika.errors import CannotError, UsageError
from khronika.geography.current import opened
from khronika.geography.filed import within
from khronika.geography.gazetteer import Gazetteer

SIMFEROPOL, LAAYOUNE, KYIV = 693805, 2462881, 703448
MINE = """rules:
  - {id: mine.crimea, country: RUS, units: [UA.11, UA.20]}
  - {id: mine.town, country: XK, places: [703448]}
  - {id: mine.ring, country: MA, from: [EH], within: [[27.667, -13.3], [27.667, -8.667], [21.0, -8.667], [20.7, -17.2], [27.667, -13.8]]}
"""


def filed(monkeypatch: pytest.MonkeyPatch, how: str) -> Gazetteer:
    monkeypatch.setenv("KHRONIKA_GAZETTEER", "none")
    monkeypatch.setenv("KHRONIKA_POLICY", how)
    return opened()


def homes(places: Gazetteer) -> list[str | None]:
    found = [places.by_id(place) for place in (SIMFEROPOL, LAAYOUNE, KYIV)]
    return [place.country_iso3 if place else None for place in found]


def test_the_shipped_policy_is_in_force_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert homes(filed(monkeypatch, "")) == homes(filed(monkeypatch, "recognised")) == ["UKR", "ESH", "UKR"]


def test_the_sources_may_be_followed_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    places = filed(monkeypatch, "sources")
    assert places.filed_by_sources
    for row, country, _ in places.filed_by_sources:
        assert places.country_row[row] == country
    assert any(places.country_of(row) == "ISR" for row, _, _ in places.filed_by_sources)  # the Golan


def test_rules_of_ones_own_move_units_places_and_what_lies_in_a_ring(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    places = filed(monkeypatch, str(tmp_path / "mine.yaml"))
    assert homes(places) == ["RUS", "MAR", "XKX"]
    crimea = places.unit_number("UA.11")
    assert crimea is not None
    assert places.country_of(crimea) == "RUS"
    assert homes(filed(monkeypatch, "recognised")) == ["UKR", "ESH", "UKR"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: 3", "is no policy"),
        ("a: [", "is no policy"),
        ("rules: [{id: x}]", "no country"),
        ("rules: [{country: QQ}]", "'QQ' is not known"),
        ("rules: [{country: RUS, units: [UA.99]}]", "'UA.99' is not known"),
    ],
)
def test_a_broken_file_of_rules_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    with pytest.raises(CannotError, match=says):
        filed(monkeypatch, str(tmp_path / "mine.yaml"))


def test_a_policy_that_is_not_there_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="is not there"):
        filed(monkeypatch, "nowhere.yaml")


def test_a_point_inside_a_ring() -> None:
    square = [[0, 0], [0, 10], [10, 10], [10, 0]]
    assert [within(point, square) for point in ((5, 5), (5, 15), None)] == [True, False, False]


def test_an_archives_settings_choose_and_the_variable_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    (tmp_path / "khronika.toml").write_text('layout = 1\nname = "a"\npolicy = "mine.yaml"\n', "utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert homes(filed(monkeypatch, "")) == ["RUS", "MAR", "XKX"]
    assert homes(filed(monkeypatch, "recognised")) == ["UKR", "ESH", "UKR"]
    assert Folder(tmp_path).read_settings().policy == "mine.yaml"


@pytest.mark.parametrize(("said", "what"), [("policy = 3", "no text"), ("policy =", "khronika.toml")])
def test_settings_that_say_no_policy_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, what: str
) -> None:
    (tmp_path / "khronika.toml").write_text(said, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotError, match=what):
        filed(monkeypatch, "")
