"""`khronika diff`: new, gone and changed events, for people and as JSON; nothing of what became coarse is told again."""

import json
from pathlib import Path

import msgspec
import pytest
from release_case import MAKHACHKALA, make_view

from khronika.cli.app import run
from khronika.disclosure import View
from khronika.errors import CannotError
from khronika.release import release_files, write_release
from khronika.release.difference import difference

LATER = "2031-07-31T00:00:00Z"
GONE, INTO = f"khr-{202:0>26}", f"khr-{201:0>26}"


@pytest.fixture
def second(view: View, release: Path, tmp_path: Path) -> Path:
    """A later release: one event merged into another, one changed."""
    less = make_view(without=202)
    events = [msgspec.structs.replace(e, n_independent=9) if e.event_id == INTO else e for e in less.events]
    write_release(
        tmp_path / "b",
        release_files(msgspec.structs.replace(less, events=events), "sample", LATER, release, {GONE: INTO}),
    )
    return tmp_path / "b"


def test_gone_and_changed_are_told_with_reason_and_values(release: Path, second: Path) -> None:
    found = difference(release, second)
    assert found.gone == [{"event_id": GONE, "reason": "duplicate", "merged_into": INTO}]
    assert [(c.event_id, c.field, c.old, c.new) for c in found.changed] == [(INTO, "n_independent", "1", "9")]
    assert [r["event_id"] for r in difference(second, release).added] == [GONE]
    assert found.events_before == found.events_after + 1


def test_a_release_does_not_differ_from_itself(release: Path) -> None:
    found = difference(release, release)
    assert (found.added, found.gone, found.changed) == ([], [], [])


def test_what_became_coarse_is_not_told_again(view: View, release: Path, tmp_path: Path) -> None:
    (one,) = [e for e in view.events if e.event_id == INTO]
    assert one.place == MAKHACHKALA
    place = msgspec.structs.replace(MAKHACHKALA, name="Dagestan", lat=42.0, lon=47.0, level="adm1")
    coarse = [msgspec.structs.replace(e, place=place) if e is one else e for e in view.events]
    now = msgspec.structs.replace(view, events=coarse, coarsened=view.coarsened | {INTO})
    write_release(tmp_path / "b", release_files(now, "sample", LATER, release))
    found = difference(release, tmp_path / "b")
    assert {c.event_id for c in found.changed} == {INTO}
    assert {(c.old, c.new, c.privacy) for c in found.changed} == {(None, None, True)}
    assert {c.field for c in found.changed} >= {"place_name", "lat", "lon"}


def test_the_command_tells_people_and_programs(release: Path, second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(release), str(second)]) == 0
    told = capsys.readouterr().out
    assert f"- {GONE}  duplicate, now {INTO}" in told
    assert f"~ {INTO}  n_independent: 1 -> 9" in told
    assert run(["diff", str(release), str(second), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gone"][0]["event_id"] == GONE


def test_a_folder_without_a_release_is_an_error(release: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotError, match="no release"):
        difference(release, tmp_path)
