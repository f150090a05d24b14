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
