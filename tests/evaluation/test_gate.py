"""The gate: each language reaches its floors on the gold they were measured on."""

from pathlib import Path

import pytest

from khronika.cli.app import run
from khronika.evaluation import read_floors

EVALUATION = Path(__file__).parents[2] / "evaluation"
FLOORS = EVALUATION / "floors.json"


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("language", sorted(read_floors(FLOORS).languages))
def test_the_gate_is_open(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["evaluate", str(EVALUATION / "gold" / language), "--gate", str(FLOORS), "--quiet"])
    assert code == 0, capsys.readouterr().err
