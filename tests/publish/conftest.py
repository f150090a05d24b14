"""What the tests of this room share: the invented chronicle, written once."""

from pathlib import Path

import pytest
from chronicle_case import Case, large_case, small_case

from khronika.publish import write_chronicle


@pytest.fixture
def case() -> Case:
    return small_case()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the small chronicle; read only."""
    out = tmp_path_factory.mktemp("small")
    write_chronicle(out, **small_case().arguments())
    return out


@pytest.fixture(scope="session")
def page(written: Path) -> str:
    return (written / "chronicle.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a chronicle with 20 events; read only."""
    out = tmp_path_factory.mktemp("large")
    write_chronicle(out, **large_case().arguments())
    return out
