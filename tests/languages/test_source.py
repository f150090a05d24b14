from pathlib import Path

import pytest

from khronika.errors import PackError
from khronika.languages.source import read_packs


def pack(root: Path, text: str) -> Path:
    (root / "xx").mkdir()
    (root / "xx" / "pack.yaml").write_text("name: Test\ncode: xx\n")
    (root / "xx" / "triggers.yaml").write_text(text)
    return root


def test_a_broken_file_is_named_with_its_line(tmp_path: Path):
    with pytest.raises(PackError, match=r"xx/triggers\.yaml:[34]"):
        read_packs(pack(tmp_path, "- id: xx.a\n  words: [a]\n  words: [b\n"))


def test_a_key_given_twice_is_a_fault(tmp_path: Path):
    with pytest.raises(PackError, match="given twice"):
        read_packs(pack(tmp_path, "- id: xx.a\n  words: [a]\n  words: [b]\n"))


def test_entries_carry_their_lines_and_words_stay_words(tmp_path: Path):
    rows = read_packs(pack(tmp_path, "- id: xx.a\n  words: [no, on, yes]\n- id: xx.b\n  words: [off]\n"))["xx"][
        "triggers"
    ]
    assert [row["__line__"] for row in rows] == [1, 3]
    assert rows[0]["words"] == ["no", "on", "yes"]
