import json
import random
from pathlib import Path

import msgspec
import pytest
from chronicle_case import Case

from khronika.errors import CannotError
from khronika.model import Document, Event, Mention
from khronika.publish import outcome_line, write_chronicle

NAMES = [
    "documents.jsonl",
    "mentions.jsonl",
    "events.jsonl",
    "report.jsonl",
    "events.csv",
    "events.geojson",
    "chronicle.html",
]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_named_in_the_order_written_and_nothing_else_is_left(tmp_path: Path, case: Case) -> None:
    made = write_chronicle(tmp_path / "new" / "folder", **case.arguments())
    assert [path.name for path in made] == NAMES
    assert sorted(contents(tmp_path / "new" / "folder")) == sorted(NAMES)


def test_same_input_in_any_order_gives_the_same_bytes(tmp_path: Path, case: Case, written: Path) -> None:
    for rows in (case.documents, case.mentions, case.events, case.reports):
        random.Random(7).shuffle(rows)
    write_chronicle(tmp_path, **case.arguments())
    write_chronicle(tmp_path, **case.arguments())
    assert contents(tmp_path) == contents(written)


@pytest.mark.parametrize(("name", "shape"), [("documents", Document), ("mentions", Mention), ("events", Event)])
def test_json_lines_give_back_what_was_written(written: Path, case: Case, name: str, shape: type) -> None:
    lines = (written / f"{name}.jsonl").read_bytes().splitlines()
    read = [msgspec.json.decode(line, type=shape) for line in lines]
    assert len(read) == len(getattr(case, name))
    assert {str(one) for one in read} == {str(one) for one in getattr(case, name)}


def test_events_are_sorted_by_day_then_id_and_undated_ones_are_last(written: Path) -> None:
    rows = [json.loads(line) for line in (written / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    keys = [(row["date_start"] or "9999", row["event_id"]) for row in rows]
    assert keys == sorted(keys)


def test_event_lines_have_the_shape_of_the_contract(written: Path) -> None:
    first = json.loads((written / "events.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert {
        "event_id",
        "kind",
        "place",
        "claims",
        "summary",
        "mentions",
        "n_independent",
        "languages",
        "conflicts",
    } <= set(first)
    assert first["summary"]["participants"]["rule"] == "median-of-independent"


def test_lone_surrogate_survives_as_an_escape(tmp_path: Path) -> None:
    document = Document(id="d1", text="half a pair: \ud83d")
    write_chronicle(tmp_path, documents=[document], mentions=[], events=[], reports=[], title="\ud83d")
    assert json.loads((tmp_path / "documents.jsonl").read_text(encoding="utf-8"))["text"] == document.text


def test_empty_chronicle_has_all_files(tmp_path: Path) -> None:
    made = write_chronicle(tmp_path, documents=[], mentions=[], events=[], reports=[], title="Nothing")
    assert [path.name for path in made] == NAMES
    assert "No event was found" in (tmp_path / "chronicle.html").read_text(encoding="utf-8")


def test_folder_that_is_a_file_is_an_error_that_says_what_to_do(tmp_path: Path, case: Case) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(CannotError, match="--out"):
        write_chronicle(tmp_path / "out", **case.arguments())


def test_interrupted_writing_leaves_the_old_file(tmp_path: Path) -> None:
    from khronika.publish.files import write_whole

    def broken():
        yield b"half"
        raise OSError("disk full")

    write_whole(tmp_path / "a", [b"old"])
    with pytest.raises(CannotError, match="disk full"):
        write_whole(tmp_path / "a", broken())
    assert contents(tmp_path) == {"a": b"old"}


def test_outcomes_are_said_in_one_line(case: Case) -> None:
    assert outcome_line(case.reports) == "8 coded, 1 irrelevant, 1 failed"
