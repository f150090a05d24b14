import json
from pathlib import Path

from calls import Khronika


def test_mentions_in_events_out(khronika: Khronika, documents: Path, tmp_path: Path):
    khronika("extract", documents, "--out", tmp_path / "m.jsonl")
    code, out, err = khronika("resolve", tmp_path / "m.jsonl")
    assert code == 0
    assert [sorted(json.loads(line)["mentions"]) for line in out.splitlines()] == [["a#1", "b#1"]]
    assert "2 mentions: 1 events" in err


def test_a_line_that_is_no_mention_is_named(khronika: Khronika, tmp_path: Path):
    path = tmp_path / "m.jsonl"
    path.write_text('{"id": 7}\n')
    code, _, err = khronika("resolve", path)
    assert code == 1
    assert f"{path}:1" in err


def test_weights_are_estimated_kept_and_used(khronika: Khronika, documents: Path, tmp_path: Path):
    mentions, kept = tmp_path / "m.jsonl", tmp_path / "w.json"
    khronika("extract", documents, "--out", mentions)
    code, first, err = khronika("resolve", mentions, "--estimate", "--weights", kept)
    assert code == 0 and "prior.country" in err
    assert json.loads(kept.read_text())["mentions"] == 2
    code, second, _ = khronika("resolve", mentions, "--weights", kept)
    assert code == 0 and second == first
    kept.write_text("{}")
    code, _, err = khronika("resolve", mentions, "--weights", kept)
    assert code == 3 and "--estimate" in err


def test_without_mentions_it_is_about_an_archive(khronika: Khronika, documents: Path, tmp_path: Path):
    assert khronika("resolve")[0] == 2
    assert khronika("resolve", documents, "--shipped")[0] == 2
    assert khronika("resolve", documents, "--estimate")[0] == 2
    folder = tmp_path / "ar"
    khronika("init", folder)
    assert khronika("resolve", "--estimate", "--archive", folder)[0] == 2
    khronika("add", documents, "--archive", folder)
    khronika("code", "--mode", "fast", "--archive", folder)
    code, _, err = khronika("resolve", "--estimate", "--archive", folder)
    assert code == 0 and "estimated from 2 mentions" in err and "statement" in err
    assert khronika("resolve", "--shipped", "--archive", folder)[0] == 0
    assert khronika("verify", folder)[0] == 0
