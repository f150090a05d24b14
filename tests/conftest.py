"""Rules are tested by themselves: the trained judge speaks only in tests marked `careful`."""

import os

import pytest

os.environ["KHRONIKA_MODE"] = "fast"


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mode that users have who installed the extra."""
    monkeypatch.setenv("KHRONIKA_MODE", "careful")
