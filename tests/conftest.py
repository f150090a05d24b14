"""Rules are tested by themselves: the trained judge speaks only in tests marked `careful`. The tester's own places stay out."""

import os
import tempfile

import pytest

os.environ["KHRONIKA_MODE"] = "fast"
_EMPTY = tempfile.TemporaryDirectory(prefix="khronika-tests-")
os.environ["KHRONIKA_HOME"] = _EMPTY.name
os.environ.pop("KHRONIKA_GAZETTEER", None)


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mode that users have who installed the extra."""
    monkeypatch.setenv("KHRONIKA_MODE", "careful")
