"""Read how far and which way from a place something lies: "30 km north of X", "X'in 30 kilometre güneyinde".

Stands beside `cues`, after a span is heard to be near. Units and points of the compass are words of the pack. Says nothing
where no figure with a unit stands beside the name; a distance without a bearing has no point.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from khronika.text.fold import fold

_REACH = 72
_GAP = 44  # characters between the unit and a name behind it
_BEHIND = 24  # between the name and a figure behind it
_FURTHEST_KM = 1000.0
_NUMBER = r"(?<![\d.,])(\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+(?:[.,]\d+)?)"
_DIGIT = re.compile(r"\d")
_END = re.compile(r"[.!?;:]\s|\n")


@dataclass(frozen=True, slots=True)
class Measure:
    """Kilometres from the place, and degrees clockwise from north where the text says which way."""

    kilometres: float
    bearing: float | None


class Ruler:
    """The units of length and the points of the compass of one pack; `*` ends a stem."""

    def __init__(self, units: Any, bearings: Any) -> None:
        self._metres = dict(_values(units))
        self._degrees = dict(_values(bearings))
        self._length = re.compile(rf"{_NUMBER}[ \u00a0-]?{_either(self._metres)}") if self._metres else None
        self._way = re.compile(_either(self._degrees)) if self._degrees else None

    def read(self, folded: str, start: int, stop: int, *, behind: bool) -> Measure | None:
        """The measure of the name at start..stop: before it, or behind where the language says it there."""
        if self._length is None:
            return None
        left, before = self._before(folded, start)
        right = _END.split(folded[stop : stop + _REACH])[0]
        after = [m for m in self._length.finditer(right) if m.start() <= _BEHIND][:1]
        if before and not behind:
            return self._measure(before[-1], [left[before[-1].end() :], left, right[:_BEHIND]])
        return self._measure(after[0], [right, left[-_BEHIND:]]) if after else None

    def leading(self, folded: str, start: int) -> Measure | None:
        """A figure before the name with a bearing between the two: that alone says that the place is what is measured from."""
        if not _DIGIT.search(folded, max(0, start - _REACH), start):
            return None
        left, before = self._before(folded, start)
        measure = self._measure(before[-1], [left[before[-1].end() :]]) if before else None
        return measure if measure and measure.bearing is not None else None

    def _before(self, folded: str, start: int) -> tuple[str, list[re.Match[str]]]:
        left = _END.split(folded[max(0, start - _REACH) : start])[-1]
        found = self._length.finditer(left) if self._length else ()
        return left, [m for m in found if len(left) - m.end() <= _GAP]

    def _measure(self, found: re.Match[str], beside: list[str]) -> Measure | None:
        metres = self._meaning(found[2], self._metres)
        distance = _number(found[1]) * metres / 1000 if metres else 0.0
        ways = (match.group() for text in beside for match in self._way.finditer(text)) if self._way else iter(())
        way = next(ways, None)
        bearing = None if way is None else self._meaning(way, self._degrees)
        return Measure(distance, bearing) if 0 < distance <= _FURTHEST_KM else None

    @staticmethod
    def _meaning(word: str, table: Mapping[str, float]) -> float | None:
        stems = (form for form in table if form.endswith("*") and word.startswith(form[:-1]))
        found = word if word in table else max(stems, key=len, default="")
        return table.get(found)


def _values(entries: Any) -> Iterator[tuple[str, float]]:
    """Word or stem -> what it stands for, of entries `is: {value: [words]}`."""
    for entry in entries or ():
        for value, forms in entry["is"].items():
            if value != "__line__":
                yield from ((fold(str(form)), float(value)) for form in forms)


def _either(table: Mapping[str, float]) -> str:
    """A pattern for any of the words, the longest first; a word ends where no letter follows, a stem takes the rest along."""
    forms = sorted(table, key=lambda form: (-len(form), form))
    parts = (re.escape(f[:-1]) + r"\w*" if f.endswith("*") else re.escape(f) + r"(?!\w)" for f in forms)
    return rf"((?<![^\W\d])(?:{'|'.join(parts)}))"


def _number(written: str) -> float:
    """`1,500` and `1.500` are thousands, `2,5` is two and a half."""
    if re.fullmatch(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+", written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))
