import json
from pathlib import Path

import pytest
from calls import Khronika

from khronika.samples import reports_folder


@pytest.fixture
def chronicle(khronika: Khronika, documents: Path, tmp_path: Path) -> Path:
    assert khronika("chronicle", documents, "--out", tmp_path / "out", "--quiet")[0] == 0
    return tmp_path / "out"


def event_ids(folder: Path) -> list[str]:
    return [json.loads(line)["event_id"] for line in (folder / "events.jsonl").read_text().splitlines()]


def test_reports_of_one_march_in_two_languages_are_one_event(chronicle: Path):
    (event,) = [json.loads(line) for line in (chronicle / "events.jsonl").read_text().splitlines()]
    assert event["languages"] == ["en", "ko"]
    assert event["n_independent"] == 2
    assert {c["low"] for c in event["claims"]} == {300, 400}


def test_events_show_and_explain_read_the_folder(khronika: Khronika, chronicle: Path):
    (wanted,) = event_ids(chronicle)
    assert "Lisbon" in khronika("events", "--archive", chronicle)[1]
    shown = khronika("show", wanted, "--archive", chronicle)[1]
    assert "[marched" in shown
    assert "Tide Wire" in shown
    explained = khronika("explain", wanted, "--archive", chronicle)[1]
    assert "en.protest" in explained
    assert "a#1" in explained
    assert "b#1" in explained


def test_the_beginning_of_an_id_is_enough(khronika: Khronika, chronicle: Path):
    assert khronika("show", event_ids(chronicle)[0][:10], "--archive", chronicle)[0] == 0
    assert khronika("show", "a#1", "--archive", chronicle)[0] == 0


def test_an_unknown_id_says_what_to_do(khronika: Khronika, chronicle: Path):
    code, _, err = khronika("show", "khr-0000", "--archive", chronicle)
    assert code == 2
    assert "khronika events" in err


def test_a_folder_without_events_says_what_to_do(khronika: Khronika, tmp_path: Path):
    code, _, err = khronika("events", "--archive", tmp_path)
    assert code == 2
    assert "khronika chronicle" in err


def test_two_runs_write_the_same_bytes(khronika: Khronika, documents: Path, tmp_path: Path, chronicle: Path):
    khronika("chronicle", documents, "--out", tmp_path / "again", "--quiet")
    for path in chronicle.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_bad_files_in_a_folder_are_listed_and_the_rest_is_done(khronika: Khronika, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Nurses marched through Lisbon on 12 May 2024.")
    (folder / "cyrillic.txt").write_bytes("Жители города посадили вдоль реки липы и клены.".encode("cp1251"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "broken.jsonl").write_text('{"id": "x", "text": \n')
    code, out, err = khronika("chronicle", folder, "--out", tmp_path / "out")
    assert code == 1
    assert "Lisbon" in out
    for name in ("empty.txt", "picture.txt", "broken.jsonl:1"):
        assert name in err
    assert "cyrillic.txt" not in err
    assert len(event_ids(tmp_path / "out")) == 1


def test_the_shipped_samples_make_a_chronicle(khronika: Khronika, tmp_path: Path):
    code, out, err = khronika("chronicle", reports_folder(), "--out", tmp_path / "out")
    outcomes = [json.loads(line)["outcome"] for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
    events = [json.loads(line) for line in (tmp_path / "out" / "events.jsonl").read_text().splitlines()]
    assert code == 0
    assert outcomes.count("coded") >= 12
    assert outcomes.count("irrelevant") >= 3
    assert "failed" not in outcomes
    assert sum(e["languages"] == ["en", "ko"] for e in events) >= 3
    assert (tmp_path / "out" / "chronicle.html").stat().st_size > 10_000
    assert "explain" in err
    assert "Gda" in out
