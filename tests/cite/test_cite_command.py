"""`khronika cite`: a table and reasons for a person, JSON for a program, references in two formats; bad input is told."""

import json
import sys
from pathlib import Path

import pytest
from pybtex.database import parse_file

from khronika.cli.app import run

TEXT = """On 5 May 2031 340 weavers protested in Braga.[1] Of them 9 were held.

[1] Tagus Ledger: Looms at rest, 6 May 2031
"""
REPORT = {
    "id": "s1", "text": "On 5 May 2031 340 weavers protested in Braga.", "published": "2031-05-06",
    "source": "Tagus Ledger", "title": "Looms at rest",
}  # fmt: skip


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps(REPORT) + "\n", encoding="utf-8")
    return path


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run(["cite", *map(str, arguments), "--mode", "fast"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_it_says_verdict_and_reason_of_each_number(
    capsys: pytest.CaptureFixture[str], text: Path, reports: Path, tmp_path: Path
) -> None:
    code, out, err = call(
        capsys, text, "--sources", reports, "--csl", tmp_path / "r.json", "--bibtex", tmp_path / "r.bib"
    )
    assert code == 0, err
    assert "340" in out and "confirmed" in out and "the cited source says the same" in out
    assert "[1] Tagus Ledger. Looms at rest. 2031-05-06" in out
    assert err.strip() == "2 numbers: 1 confirmed, 0 contradicted, 1 unknown; 1 statements, 1 references"
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))[0]["title"] == "Looms at rest"
    assert parse_file(str(tmp_path / "r.bib")).entries["ref1"].fields["year"] == "2031"


def test_json_has_spans_on_both_sides(capsys: pytest.CaptureFixture[str], text: Path, reports: Path) -> None:
    code, out, _ = call(capsys, text, "--sources", reports, "--json")
    told = json.loads(out)
    first = told["numbers"][0]
    assert code == 0 and TEXT[first["start"] : first["stop"]] == first["quote"] == "340"
    spans = [e["span"] for e in first["evidence"] if e["document"] == "s1"]
    assert spans and all(REPORT["text"][s["start"] : s["stop"]] == s["quote"] for s in spans)


def test_an_archive_gives_the_hash_of_the_capture(
    capsys: pytest.CaptureFixture[str], text: Path, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHRONIKA_MODE", "fast")
    archive = tmp_path / "archive"
    assert run(["init", str(archive)]) == 0
    assert run(["add", str(reports), "--archive", str(archive)]) == 0
    assert run(["code", "--archive", str(archive)]) == 0
    capsys.readouterr()
    code, out, err = call(capsys, text, "--archive", archive, "--json")
    told = json.loads(out)
    assert code == 0, err
    assert len(told["references"][0]["capture"]) == 64
    assert told["numbers"][0]["verdict"] == "confirmed"
    assert {e["side"] for e in told["numbers"][0]["evidence"]} == {"archive"}


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [(b"", 1, "the file is empty"), (b"No number.[3]\n\n[1] Ledger: Looms, 6 May 2031\n", 1, "leads to no note")],
)
def test_what_is_wrong_with_the_text_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, code: int, says: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    got, _, err = call(capsys, path)
    assert got == code and says in err


def test_a_missing_file_and_an_unwritable_one_are_told(
    capsys: pytest.CaptureFixture[str], text: Path, tmp_path: Path
) -> None:
    code, _, err = call(capsys, tmp_path / "none.txt")
    assert code == 1 and "none.txt" in err
    code, _, err = call(capsys, text, "--csl", tmp_path / "no" / "r.json")
    assert code == 3 and "choose another file" in err


def test_a_text_may_steer_no_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "steer.txt"
    path.write_text(
        "On 5 May 2031 340\x1b[31m weavers left.[1]\n\n[1] Led\x1b]0;ger: Looms, 6 May 2031\n", encoding="utf-8"
    )
    _, out, _ = call(capsys, path)
    assert "\x1b" not in out or sys.stdout.isatty()
