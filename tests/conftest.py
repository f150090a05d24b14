"""Rules are tested by themselves: the trained judge speaks only in tests marked `careful`. The tester's own places stay out."""

import atexit
import os
import shutil
import tempfile

import pytest

os.environ["KHRONIKA_MODE"] = "fast"
os.environ["KHRONIKA_HOME"] = tempfile.mkdtemp(prefix="khronika-tests-")
atexit.register(shutil.rmtree, os.environ["KHRONIKA_HOME"], ignore_errors=True)
os.environ.pop("KHRONIKA_GAZETTEER", None)


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mode that users have who installed the extra."""
    monkeypatch.setenv("KHRONIKA_MODE", "careful")
