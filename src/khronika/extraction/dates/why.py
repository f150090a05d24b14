"""Why an expression means these days: what its words give, and what its interval would lose without each anchor.

Asks `resolve` again with one part of the context taken away at a time, so that it cannot say otherwise than `resolve` does.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from khronika.extraction.dates.context import Context
from khronika.extraction.dates.readings import Nothing, Reading
from khronika.extraction.dates.resolve import resolve
from khronika.model.evidence import DateEvidence, Said

ANCHORS = {
    "published": "day of publication",
    "before": "date read before it",
    "month": "month read before it",
    "future": "a word of the future beside it",
    "ended": "a night or a lasting thing read before it",
    "beside": "day beside it in the sentence",
}
_READINGS = tuple(kind for kind in Reading.__args__ if kind is not Nothing)


def evidence(reading: Reading, context: Context) -> DateEvidence:
    """What sort of expression it is, what its words say, and which anchors its days rest on."""
    anchors = _anchors(reading, context)
    told = [Said(ANCHORS[name], _text(getattr(context, name))) for name in anchors]
    return DateEvidence(_means(reading), list(_said(reading)), told, _interval(reading, context, anchors))


def _interval(reading: Reading, context: Context, anchors: Sequence[str]) -> str | None:
    """How long the interval is and where it lies from the day of publication, if it rests on that."""
    days = resolve(reading, context)
    if days.first is None or days.last is None:
        return None
    length = (days.last - days.first).days + 1
    told = f"{length} days" if length > 1 else f"1 day, weekday {days.first.isoweekday()}"
    if "published" not in anchors or context.published is None:
        return told
    before, after = (context.published - days.last).days, (days.first - context.published).days
    if before <= 0 and after <= 0:
        return f"{told}, the day of publication among them" if length > 1 else f"{told}, the day of publication"
    side, gap = ("ends", before) if before > 0 else ("begins", after)
    where = "before" if before > 0 else "after"
    return f"{told}, {side} {gap} day{'s' if gap > 1 else ''} {where} the day of publication"


def _means(reading: Reading) -> str:
    """The first paragraph of what the reading is, as its class says it."""
    told = inspect.getdoc(type(reading)) or type(reading).__name__
    return " ".join(told.split("\n\n", 1)[0].split())


def _said(reading: Reading, within: str = "") -> Iterator[Said]:
    """The fields that are given, those of readings inside it under their field's name."""
    for name, value in reading._asdict().items():
        if isinstance(value, _READINGS):
            yield Said(f"{within}{name}", type(value).__name__.lower())
            yield from _said(value, f"{within}{name}.")
        elif value not in (None, False):
            yield Said(f"{within}{name}", _text(value))


def _anchors(reading: Reading, context: Context) -> list[str]:
    """The parts of the context without which the days would be others; where one would do for another, each that would do."""
    days, bare = resolve(reading, context), Context()
    given = [name for name in ANCHORS if getattr(context, name)]
    needed = [name for name in given if resolve(reading, _with(context, name, bare)) != days]
    if needed or resolve(reading, bare) == days:
        return needed
    return [name for name in given if resolve(reading, _with(bare, name, context)) == days]


def _with(context: Context, name: str, other: Context) -> Context:
    """The context with one part of the other."""
    return context._replace(**{name: getattr(other, name)})


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(dict.fromkeys(map(_text, value)))
    if isinstance(value, date):
        return value.isoformat()
    return "yes" if value is True else str(value)
