"""Where the user's own data lie: gazetteers, packs of languages, a codebook."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """The folder that KHRONIKA_HOME names, else the usual one of the system for data of programs; it need not exist."""
    given = os.environ.get("KHRONIKA_HOME")
    if given:
        return Path(given)
    usual = Path(os.path.expanduser("~"))  # noqa: PTH111 (never fails, unlike Path.home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or usual / "AppData" / "Local") / "khronika"
    if sys.platform == "darwin":
        return usual / "Library" / "Application Support" / "khronika"
    return Path(os.environ.get("XDG_DATA_HOME") or usual / ".local" / "share") / "khronika"
