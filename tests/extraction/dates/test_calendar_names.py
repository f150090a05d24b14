"""The names that the build script writes are those in the packs."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


CODES = sorted(p.parent.name for p in (ROOT / "src" / "khronika" / "languages").glob("*/calendar.yaml"))


@pytest.mark.parametrize("code", CODES)
def test_calendar_files_are_what_cldr_says(code: str) -> None:
    spec = importlib.util.spec_from_file_location("build_calendar", ROOT / "tools" / "cldr" / "build_calendar.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    path = ROOT / "src" / "khronika" / "languages" / code / "calendar.yaml"
    assert path.read_text(encoding="utf-8") == tool.calendar_yaml(code)
