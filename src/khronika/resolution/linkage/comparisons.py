"""Comparisons as a user writes them: a column and the levels at which two values can agree, best first.

    {"surname": "name", "born": "date", "town": "exact"}
    [{"column": "surname", "levels": ["exact", {"jaro_winkler": 0.92}]}, …]

The first level is always `exact`; what meets no level is `else`; where a value is missing nothing is said.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from khronika.errors import UsageError
from khronika.resolution.linkage.measures import EXPECTED_COLUMNS, MEASURES, NEEDED

ELSE, ONCE = "else", " once"


class AgreementLevel(msgspec.Struct, frozen=True):
    """One level: a measure of `measures.MEASURES` and its bound, which `exact` does not have."""

    measure: str
    bound: float = 0.0

    @property
    def name(self) -> str:
        """`exact`, or the measure with its bound."""
        return self.measure if self.measure == "exact" else f"{self.measure} {self.bound:g}"

    @property
    def says(self) -> str:
        """What two values that meet the level have in common."""
        return MEASURES[self.measure].says.format(f"{self.bound:g}")


class ColumnComparison(msgspec.Struct, frozen=True):
    """A comparison of one column (of two for points: latitude, longitude).

    `there`: the columns' names in the other table, where they differ. `reads`: text, number, day, point, year, month or
    day_of_month. `term_frequency`: equal values count for as much as they are rare.
    """

    columns: tuple[str, ...]
    levels: tuple[AgreementLevel, ...]
    reads: str
    there: tuple[str, ...] = ()
    term_frequency: bool = True

    @property
    def name(self) -> str:
        """The columns, and the part of a date that is compared."""
        part = f".{self.reads}" if self.reads in ("year", "month", "day_of_month") else ""
        return ",".join(self.columns) + part

    @property
    def tells_once(self) -> bool:
        """Whether levels of likeness are two: a value that stands once in the table may be a slip of the other."""
        return self.term_frequency and self.reads == "text"

    @property
    def met_levels(self) -> list[tuple[AgreementLevel, bool]]:
        """All levels above `else`, and whether one of the values stands once."""
        below = [
            (level, once) for level in self.levels[1:] for once in ((False, True) if self.tells_once else (False,))
        ]
        return [(self.levels[0], False), *below]

    @property
    def level_names(self) -> list[str]:
        """Names of all levels, `else` last."""
        return [*(f"{level.name}{ONCE if once else ''}" for level, once in self.met_levels), ELSE]


Given = Mapping[str | tuple[str, ...], Any] | Iterable[Mapping[str, Any] | ColumnComparison]
_EXACT: tuple[Any, ...] = ("exact",)
READY: dict[str, tuple[Any, ...]] = {
    "exact": _EXACT,
    "name": (*_EXACT, {"jaro_winkler": 0.92}, {"jaro_winkler": 0.88}, {"jaro_winkler": 0.7}),
    "digits": (*_EXACT, {"edits": 1}),
    "day": (*_EXACT, {"days": 1}, {"days": 3}, {"days": 7}, {"days": 31}),
    "number": (*_EXACT, {"ratio": 0.9}, {"ratio": 0.5}),
    "point": (*_EXACT, {"km": 5}, {"km": 25}, {"km": 100}),
    "year": _EXACT,
    "month": _EXACT,
    "day_of_month": _EXACT,
}
_DATE_PARTS = ("year", "month", "day_of_month")
_KEYS = ("column", "levels", "there", "term_frequency")


def read_comparisons(given: Given) -> list[ColumnComparison]:
    """Comparisons of what a user wrote. Raises UsageError where a level, a key or a bound is not as it should be.

    >>> [c.name for c in read_comparisons({"born": "date"})]
    ['born.year', 'born.month', 'born.day_of_month']
    """
    entries = [{"column": k, "levels": v} for k, v in given.items()] if isinstance(given, Mapping) else given
    made = [comparison for entry in entries for comparison in _read_entry(entry)]
    names = [comparison.name for comparison in made]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or not made:
        raise UsageError(f"comparisons: {f'{repeated[0]} is there twice' if repeated else 'none given'}")
    return made


def _read_entry(entry: Mapping[str, Any] | ColumnComparison) -> list[ColumnComparison]:
    if isinstance(entry, ColumnComparison):
        return [entry]
    unknown = [key for key in entry if key not in _KEYS]
    if unknown or not entry.get("column") or not entry.get("levels"):
        raise UsageError(f"comparison {dict(entry)}: give column and levels; further keys: there, term_frequency")
    levels = entry["levels"]
    if levels == "date":
        return [_comparison(entry, READY[part], part) for part in _DATE_PARTS]
    if isinstance(levels, str):
        if levels not in READY:
            raise UsageError(f"comparison of {entry['column']}: {levels!r} is none of {', '.join((*READY, 'date'))}")
        return [_comparison(entry, READY[levels], levels if levels in NEEDED else None)]
    return [_comparison(entry, levels, None)]


def _comparison(entry: Mapping[str, Any], given: Iterable[Any], reads: str | None) -> ColumnComparison:
    columns, there = _columns(entry["column"]), _columns(entry.get("there") or ())
    levels = tuple(_level(one, columns) for one in given)
    sorts = {MEASURES[level.measure].sort for level in levels if level.measure != "exact"}
    where = f"comparison of {', '.join(columns)}"
    if len(sorts) > 1:
        raise UsageError(f"{where}: measures of {' and '.join(sorted(sorts))} do not go together")
    if [level.measure == "exact" for level in levels] != [True, *(False for _ in levels[1:])]:
        raise UsageError(f"{where}: the first level is exact, and no other")
    reads = reads or (sorts.pop() if sorts else "text")
    if reads != "text" and len(columns) != EXPECTED_COLUMNS.get(reads, 1):
        raise UsageError(f"{where}: a {reads} is read from {EXPECTED_COLUMNS.get(reads, 1)} column(s)")
    if there and len(there) != len(columns):
        raise UsageError(f"{where}: there names {len(there)} column(s) instead of {len(columns)}")
    return ColumnComparison(columns, levels, reads, there, bool(entry.get("term_frequency", True)))


def _columns(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(str(column) for column in given)


def _level(given: Any, columns: tuple[str, ...]) -> AgreementLevel:
    if isinstance(given, AgreementLevel):
        given = {given.measure: given.bound}
    if given == "exact":
        return AgreementLevel("exact")
    if isinstance(given, Mapping) and len(given) == 1:
        ((measure, bound),) = given.items()
        if measure in MEASURES and isinstance(bound, (int, float)) and bound >= 0:
            return AgreementLevel(measure, float(bound))
    measures = ", ".join(f"{{{m!r}: bound}}" for m in MEASURES if m != "exact")
    raise UsageError(f"comparison of {', '.join(columns)}: level {given!r} is neither 'exact' nor one of {measures}")
