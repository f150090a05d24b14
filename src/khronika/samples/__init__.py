"""Invented reports that ship with Khronika, to try it on. They tell of no real happening; see README.md beside this."""

from importlib.resources import files
from pathlib import Path


def reports_folder() -> Path:
    """The folder of the sample reports. Needs Khronika installed as files, as pip does; not from inside a zip."""
    return Path(str(files("khronika.samples") / "reports"))
