"""The version of Khronika that a release was made by, as it is installed."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("khronika")
    except PackageNotFoundError:
        return "unknown"


VERSION = _installed()
