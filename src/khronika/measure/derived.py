"""Derive a result again from its table: whoever doubts a number can make it anew, and see whether it is the same."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from khronika.errors import CannotError, UsageError
from khronika.measure import load
from khronika.measure.read import Given
from khronika.measure.result import Method, Result

_VERBS = {
    "disparity": "ratios", "rates": "regional", "agreement": "alpha", "tallies": "series", "compare": "episodes",
    "coverage": "overlap",
}  # fmt: skip
_METHODS = {
    "disparity": "ratio_words",
    "rates": "regional_words",
    "agreement": "alpha_words",
    "coverage": "overlap_words",
}
_NOT_OPTIONS = ("seed", "populations")


def verify(result: Result | Mapping[str, Any] | str | Path, given: Given, **options: Any) -> list[str]:
    """Names of the fields that differ when the result is derived again from this table; none: it is the same.

    `result` is a result, its JSON object, or a file that holds it. `options` are those a result cannot write down,
    such as populations that were given as a mapping.
    """
    old = _built(result)
    measure = old.get("method", {}).get("measure")
    if measure not in _VERBS:
        raise UsageError(f"no result of a measure that can be derived again ({measure!r})")
    again = derive_again(measure, old["settings"], old.get("reading", {}), given, options)
    new = _plain(again.to_dict())
    return sorted(name for name in {*old, *new} - {"problems", "reading"} if old.get(name) != new.get(name))


def derive_again(
    measure: str, settings: Mapping[str, Any], reading: Mapping[str, Any], given: Given, options: Mapping[str, Any]
) -> Result:
    """The result that these settings give of this table; `options` come before what was read."""
    asked = {name: value for name, value in settings.items() if name not in _NOT_OPTIONS and value is not None}
    made: Result = load(_VERBS[measure], measure)(given, **{**asked, **reading, **options})
    return made


def measure_of(measure: str) -> Method:
    """The method of a measure as it is now."""
    found: Method = load(_METHODS.get(measure, _VERBS[measure]), "METHOD")
    return found


def _built(result: Result | Mapping[str, Any] | str | Path) -> dict[str, Any]:
    if isinstance(result, Result):
        return _plain(result.to_dict())
    if isinstance(result, Mapping):
        return _plain(dict(result))
    try:
        found = json.loads(Path(result).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotError(result, str(error), "give the JSON that --json printed") from error
    return found if isinstance(found, dict) else {}


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """As JSON gives it back, so that lists and numbers compare alike."""
    plain: dict[str, Any] = json.loads(msgspec.json.encode(value))
    return plain
