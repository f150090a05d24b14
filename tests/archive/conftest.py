from pathlib import Path

import pytest
from archive_case import Clock

from khronika.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive whose time the test owns."""
    return Archive.init(tmp_path / "ar", clock=Clock())
