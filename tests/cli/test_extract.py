import json
from pathlib import Path

from calls import Khronika


def test_documents_in_mentions_out(khronika: Khronika, documents: Path, tmp_path: Path):
    code, _, _ = khronika("extract", documents, "--out", tmp_path / "m.jsonl", "--report", tmp_path / "r.jsonl")
    mentions = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    report = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert code == 0
    assert [m["document"] for m in mentions] == ["a", "b"]
    assert [(r["document"], r["outcome"]) for r in report] == [("a", "coded"), ("b", "coded"), ("c", "irrelevant")]
    assert all(r["reason"] for r in report)


def test_standard_output_is_the_default(khronika: Khronika, documents: Path):
    _, out, err = khronika("extract", documents)
    assert len([json.loads(line) for line in out.splitlines()]) == 2
    assert "2 coded, 1 irrelevant, 0 failed" in err


def test_a_broken_line_is_named_and_the_others_go_on(khronika: Khronika, tmp_path: Path):
    path = tmp_path / "docs.jsonl"
    path.write_text(
        '{"id": "a", "text": "Nurses marched in Lisbon on Sunday."}\n{"id": \n{"id": "b", "text": 7}\n{"id": "c", "text": "x"}\n'
    )
    code, out, err = khronika("extract", path)
    assert code == 1
    assert len(out.splitlines()) == 1
    assert f"{path}:2" in err
    assert f"{path}:3" in err


def test_a_file_that_is_not_there(khronika: Khronika, tmp_path: Path):
    code, _, err = khronika("extract", tmp_path / "none.jsonl")
    assert code in (1, 3)
    assert "none.jsonl" in err


def test_an_output_that_cannot_be_written(khronika: Khronika, documents: Path, tmp_path: Path):
    code, _, err = khronika("extract", documents, "--out", tmp_path / "no" / "such" / "m.jsonl")
    assert code == 3
    assert "choose another --out" in err


def test_wrong_use_is_two(khronika: Khronika):
    assert khronika("extract")[0] == 2
    assert khronika("extract", "x", "--nonsense")[0] == 2
    assert khronika("nonsense")[0] == 2


def test_the_lesser_commands_print_their_items(khronika: Khronika, documents: Path):
    text = {"a": json.loads(documents.read_text().splitlines()[0])["text"]}
    for command, key in (("places", "geonameid"), ("dates", "value"), ("counts", "low")):
        code, out, _ = khronika(command, documents)
        rows = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert any(row[key] for row in rows)
        for row in rows:
            if row["document"] in text:
                assert text[row["document"]][row["start"] : row["stop"]] == row["quote"]


def test_given_spans_are_resolved_one_by_one(khronika: Khronika, tmp_path: Path):
    path = tmp_path / "docs.jsonl"
    path.write_text(
        json.dumps({"id": "a", "text": "Nurses marched from Lisbon to Braga.", "spans": [[20, 26], [30, 35]]}) + "\n"
    )
    _, out, _ = khronika("places", "--spans", path)
    assert [json.loads(line)["quote"] for line in out.splitlines()] == ["Lisbon", "Braga"]


def test_explained_for_a_person_and_as_json(khronika: Khronika, documents: Path):
    for command, piece in (
        ("places", "which: "),
        ("dates", "rests on: day of publication 2024-05-14"),
        ("counts", "bounds: "),
    ):
        plain = [json.loads(line) for line in khronika(command, documents)[1].splitlines()]
        code, text, _ = khronika(command, documents, "--explain")
        assert code == 0
        assert piece in text
        assert text.count("\n    rule ") >= len(plain) > 0
        full = [json.loads(line) for line in khronika(command, documents, "--explain", "--json")[1].splitlines()]
        assert [{key: row[key] for key in row.keys() - {"rules", "evidence"}} for row in full] == plain
        assert all(row["evidence"] and row["rules"] for row in full)
