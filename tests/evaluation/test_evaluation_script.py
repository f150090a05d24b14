"""evaluation/report.py writes the report and never lowers a floor."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "evaluation" / "report.py"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluation_report", SCRIPT)
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)
    spec.loader.exec_module(made)
    monkeypatch.setattr(made, "REPORT", tmp_path / "report.md")
    monkeypatch.setattr(made, "FLOORS", tmp_path / "floors.json")
    return made


def test_the_report_names_day_parts_and_gold(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["report.py", "2026-05-03", "--floors", "--languages", "ko,xx"])
    script.main()
    written = script.REPORT.read_text(encoding="utf-8")
    assert "Measured on 2026-05-03" in written
    assert re.search(r"\| measure \| dev, \d+ documents \| aside, \d+ documents \| all, \d+ documents \|", written)
    assert "without a language pack yet: xx" in written
    assert list(script.read_floors(script.FLOORS).languages) == ["ko"]
    before = script.FLOORS.read_bytes()
    script.main()
    assert script.FLOORS.read_bytes() == before
