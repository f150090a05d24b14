import json
from pathlib import Path

import pytest
from calls import Khronika

from khronika.cli.app import run


@pytest.fixture
def khronika(capfdbinary: pytest.CaptureFixture[bytes]) -> Khronika:
    """Runs a command; gives exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = run([str(a) for a in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Two reports of one march, a denial and a match, as JSON lines."""
    rows = [
        {
            "id": "a",
            "text": "About 300 nurses marched through Lisbon on Sunday, police said.",
            "published": "2024-05-14",
            "source": "Tide Wire",
        },
        {
            "id": "b",
            "text": "지난 12일 리스본에서 간호사 400명이 시위를 벌였다.",
            "published": "2024-05-14",
            "source": "새벽통신",
        },
        {"id": "c", "text": "The striker scored two goals in the second half of the match.", "published": "2024-05-14"},
    ]
    path = tmp_path / "docs.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path
