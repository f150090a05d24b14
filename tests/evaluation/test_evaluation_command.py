"""`khronika evaluate` from the outside."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from khronika.cli.app import run
from khronika.evaluation import Floors, raised, read_gold, write_floors
from khronika.evaluation.report import evaluate, tell

Run = Callable[..., tuple[int, str, str]]
TEXTS = {
    "en-e-001": ("Nurses marched through Lviv on 12 May 2024.", [
        {"record": "event", "kind": "protest_peaceful", "status": "occurred", "date_start": "2024-05-12", "date_end": "2024-05-12",
         "place": {"name": "Lviv", "country_iso3": "UKR", "level": "town"}, "trigger": "marched"}]),
    "en-q-003": ("The striker scored twice in the second half.", []),
    "en-q-004": ("A quiet day of rain.", []),
}  # fmt: skip


@pytest.fixture
def khronika(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = run(["evaluate", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    rows = [{"id": i, "language": "en", "published": "2024-05-14", "text": t, "gold": g} for i, (t, g) in TEXTS.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_it_runs_the_extractor_and_prints_tables(khronika: Run, gold: Path) -> None:
    code, out, _ = khronika(gold)
    assert code == 0
    assert "all: 3 documents" in out
    assert "calibration error" in out


def test_a_part_and_json(khronika: Run, gold: Path) -> None:
    found = json.loads(khronika(gold, "--part", "dev", "--json")[1])
    assert (found["part"], found["scores"]["documents"]) == ("dev", 2)
    assert found["scores"]["measures"]["events"]["score"] == 1.0


def test_mentions_of_a_file_and_a_baseline(khronika: Run, gold: Path, tmp_path: Path) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_text("")
    found = json.loads(khronika(gold, "--mentions", empty, "--baseline", "words", "--json")[1])
    assert found["scores"]["measures"]["events"]["score"] == 0.0
    assert found["gains"]["events"]["gain"] < 0


def test_a_page_is_written(khronika: Run, gold: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert khronika(gold, "--html", page, "--quiet")[:2] == (0, "")
    assert "Evaluation on gold.jsonl" in page.read_text(encoding="utf-8")


def test_the_gate_decides_the_exit_code(khronika: Run, gold: Path, tmp_path: Path) -> None:
    read, floors = read_gold([gold]), tmp_path / "floors.json"
    write_floors(raised(evaluate(read.documents, tell(read.documents)[0]).groups, read, Floors(languages={})), floors)
    assert khronika(gold, "--gate", floors, "--quiet")[0] == 0
    empty = tmp_path / "none.jsonl"
    empty.write_text("")
    code, _, err = khronika(gold, "--gate", floors, "--mentions", empty, "--quiet")
    assert code == 1
    assert "events 0.000 is under its floor" in err


def test_wrong_use_ends_with_2(khronika: Run, gold: Path, tmp_path: Path) -> None:
    assert khronika(gold, "--gate", "floors.json", "--part", "dev")[0] == 2
    flat = tmp_path / "flat.jsonl"
    flat.write_text('{"document": "seed", "language": "en", "record": "event", "kind": "clash"}\n')
    code, _, err = khronika(flat)
    assert code == 2
    assert "--mentions" in err


def test_mentions_of_other_documents_are_a_problem(khronika: Run, gold: Path, tmp_path: Path) -> None:
    other = tmp_path / "m.jsonl"
    other.write_text('{"id": "x#1", "document": "x", "kind": "clash"}\n')
    code, _, err = khronika(gold, "--mentions", other)
    assert code == 1
    assert "1 mentions are of documents without gold" in err


def test_without_the_extra_it_says_what_to_install(khronika: Run, gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    code, _, err = khronika(gold)
    assert code == 3
    assert "pip install 'khronika[stats]'" in err
