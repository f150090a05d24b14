"""Measures over counts that a careful statistician would sign: rates, disparity, agreement, tallies, comparison, coverage.

Each verb reads a table, refuses or computes, and gives a result with rows, sentence, method, warnings and snapshot.
Needs the extra `stats`; verbs are loaded when first used, so that the rest of Khronika starts without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from khronika.errors import MissingExtraError

if TYPE_CHECKING:
    from khronika.measure.alpha import Agreement, agreement
    from khronika.measure.arrow import arrow_tables, save_arrow
    from khronika.measure.derived import verify
    from khronika.measure.episodes import Comparison, compare
    from khronika.measure.figure import save
    from khronika.measure.maps import save_map
    from khronika.measure.overlap import Coverage, coverage
    from khronika.measure.populations import read_populations
    from khronika.measure.ratios import Disparity, disparity
    from khronika.measure.regional import Rates, rates
    from khronika.measure.result import Method, Result
    from khronika.measure.series import Tallies, tallies
    from khronika.measure.text import as_text

_HOMES = {
    "Agreement": "alpha",
    "Comparison": "episodes",
    "Coverage": "overlap",
    "Disparity": "ratios",
    "Method": "result",
    "Rates": "regional",
    "Result": "result",
    "Tallies": "series",
    "agreement": "alpha",
    "arrow_tables": "arrow",
    "as_text": "text",
    "compare": "episodes",
    "coverage": "overlap",
    "disparity": "ratios",
    "rates": "regional",
    "read_populations": "populations",
    "save": "figure",
    "save_arrow": "arrow",
    "save_map": "maps",
    "tallies": "series",
    "verify": "derived",
}
__all__ = [
    "Agreement",
    "Comparison",
    "Coverage",
    "Disparity",
    "Method",
    "Rates",
    "Result",
    "Tallies",
    "agreement",
    "arrow_tables",
    "as_text",
    "compare",
    "coverage",
    "disparity",
    "rates",
    "read_populations",
    "save",
    "save_arrow",
    "save_map",
    "tallies",
    "verify",
]


def __getattr__(name: str) -> Any:
    """A verb, loaded when first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'khronika.measure' has no attribute {name!r}")
    return load(_HOMES[name], name)


def load(module: str, name: str) -> Any:
    """One name of one module of this room; says what to install where scipy and its like are missing."""
    try:
        home = import_module(f"khronika.measure.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("khronika"):
            raise
        raise MissingExtraError("khronika measure", "stats") from error
    found = getattr(home, name)
    if name in _HOMES:
        globals()[name] = found
    return found
