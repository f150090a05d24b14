"""Gold in its layouts, and the parts it falls in."""

import hashlib
import json
from pathlib import Path

import pytest
from gold_case import document

from khronika.errors import CannotError
from khronika.evaluation import GoldSet, of_part, read_gold, read_told
from khronika.evaluation.read import as_told
from khronika.model import Claim, Mention, Place

YAML = """
- id: en-e-001
  language: en
  published: 2024-05-14
  register: wire
  text: "Nurses marched in Lviv on Sunday."
  gold:
    - {record: event, kind: protest_peaceful, status: occurred, trigger: marched, date_start: 2024-05-12,
       date_end: 2024-05-12, date_level: day, place: {name: Lviv, country_iso3: UKR, lat: null}, claims: [],
       attributed_to: null, alt_dates: [[2024-05-11, 2024-05-12]]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def test_yaml_and_json_lines_say_the_same(folder: Path, tmp_path: Path) -> None:
    from_yaml = read_gold([folder]).documents
    gold = {"record": "event", "kind": "protest_peaceful", "status": "occurred", "trigger": "marched",
            "date_start": "2024-05-12", "date_end": "2024-05-12", "place": {"name": "Lviv", "country_iso3": "UKR"},
            "alt_dates": [["2024-05-11", "2024-05-12"]]}  # fmt: skip
    row = {"id": "en-e-001", "language": "en", "published": "2024-05-14", "register": "wire",
           "text": "Nurses marched in Lviv on Sunday.", "gold": [gold]}  # fmt: skip
    lines = tmp_path / "b" / "gold.jsonl"
    lines.parent.mkdir()
    lines.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert read_gold([lines]).documents == from_yaml
    assert from_yaml[0].gold[0].alt_dates == (("2024-05-11", "2024-05-12"),)


def test_bare_records_are_cut_by_document_and_language(tmp_path: Path) -> None:
    rows = [{"document": "seed", "language": code, "record": "event", "kind": "clash"} for code in ("en", "ko", "en")]
    path = tmp_path / "flat.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [(d.key, len(d.gold)) for d in read_gold([path]).documents] == [(("seed", "en"), 2), (("seed", "ko"), 1)]


@pytest.mark.parametrize(
    ("name", "part"), [("en-e-001", "dev"), ("en-e-012", "aside"), ("ko-2-q-7", "dev"), ("x", "dev")]
)
def test_even_numbers_are_set_aside(name: str, part: str) -> None:
    assert document(name=name).part == part


def test_the_parts_together_are_all() -> None:
    made = [document(name=f"d-{i}") for i in range(5)]
    assert len(of_part(made, "dev")) + len(of_part(made, "aside")) == len(of_part(made, "all")) == 5


def test_the_hash_is_that_of_the_files_by_name(folder: Path) -> None:
    (folder / "b.yaml").write_text(YAML.replace("001", "002"), encoding="utf-8")
    found: GoldSet = read_gold([folder / "b.yaml", folder / "a.yaml"])
    whole = (folder / "a.yaml").read_bytes() + (folder / "b.yaml").read_bytes()
    assert found.sha256("en") == hashlib.sha256(whole).hexdigest()
    assert found.languages() == ["en"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (YAML + YAML, "there twice"),
        (YAML.replace("kind: protest_peaceful", "kind: [a]"), "Expected"),
        ("just words", "not a list"),
        ("- {id: a, gold: 3}", "gold is no list"),
        ("- {id: a", "a.yaml"),
    ],
)
def test_broken_gold_ends_the_run_and_names_the_file(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CannotError, match=says):
        read_gold([tmp_path])


def test_a_missing_file_an_empty_folder_and_a_broken_line_are_said(tmp_path: Path) -> None:
    with pytest.raises(CannotError, match="no gold in this folder"):
        read_gold([tmp_path])
    with pytest.raises(CannotError, match=r"none\.jsonl"):
        read_gold([tmp_path / "none.jsonl"])
    (tmp_path / "m.jsonl").write_text("{}\n{\n")
    with pytest.raises(CannotError, match=r"m\.jsonl:2"):
        read_told(tmp_path / "m.jsonl")


def test_a_mention_keeps_what_is_compared() -> None:
    made = Mention(
        id="d#1", document="d", record="event", kind="clash", status="denied", date_start="2024-05-12", confidence=0.5,
        place=Place(name="Lviv", geonameid=7), claims=[Claim("killed", 2, None, "min", "two")], language="en",
    )  # fmt: skip
    told = as_told(made)
    assert (told.status, told.kind, told.date_start, told.place.name) == ("denied", "clash", "2024-05-12", "Lviv")
    assert (told.claims[0].low, told.claims[0].high, told.group) == (2, None, None)
