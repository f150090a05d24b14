"""How cells become values: what is written of a count, thousands, and what is too unclear to be read."""

import json
from pathlib import Path

import pytest

from khronika.errors import CannotError, UsageError
from khronika.measure import rates, save
from khronika.measure.read import read
from khronika.measure.rows import CountRow, counted, positive


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("301", (301, None)), ("301+", (301, "min")), (">=301", (301, "min")), ("≥ 301", (301, "min")), ("at least 3,182", (3182, "min")),
        ("~40", (40, "about")), ("about 40", (40, "about")), ("1 234 567", (1234567, None)), ("1\u202f234", (1234, None)), (301.0, (301, None)),
    ],
)  # fmt: skip
def test_counts(cell: object, value: tuple[int, str | None]) -> None:
    assert counted(cell) == value


@pytest.mark.parametrize("cell", ["12.000", "3.182", "1e", "nan", "inf", "-1", "", "30-40", "many", "1,23", True])
def test_what_is_unclear_is_not_read(cell: object) -> None:
    with pytest.raises(ValueError, match=r"number|below|clear"):
        positive(cell)


def test_numbers_of_python_are_clear() -> None:
    assert (positive(24.198), positive("24.19893"), positive("1e-3")) == (24.198, 24.19893, 0.001)


def test_json_lines_and_other_delimiters(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(
        json.dumps({"region": "A", "count": 3, "population": 90}) + "\n{\n[1]\n\n" + json.dumps({"region": "B"}),
        encoding="utf-8",
    )
    rows, problems = read(path, CountRow)
    assert [row.region for row in rows] == ["A"]
    assert [p.where.rpartition(":")[2] for p in problems] == ["2", "3", "5"]
    path.write_text("\ufeffregion\tcount\nA\t3\nB\t4\t5\n", encoding="utf-8")
    rows, problems = read(path, CountRow)
    assert (rows[0].where, len(problems)) == (f"{path}:2", 1)


def test_tables_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"region,count\nT\xfcbingen,3\n")
    with pytest.raises(CannotError, match="no UTF-8 at byte 14"):
        read(path, CountRow)
    path.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="empty"):
        read(path, CountRow)


def test_no_case_anywhere() -> None:
    found = rates([{"region": name, "count": 0, "population": 1000} for name in "AB"])
    assert [(row.rate, row.p, row.differs) for row in found.rows] == [(0, 1, None), (0, 1, None)]


def test_names_in_any_script_are_drawn_as_text(tmp_path: Path) -> None:
    found = rates([{"region": name, "count": 5, "population": 1000} for name in ("다게스탄", "داغستان", "Дагестан")])
    svg = save(found, tmp_path / "f.svg").read_text(encoding="utf-8")
    assert all(name in svg for name in ("다게스탄", "داغستان", "Дагестан"))
