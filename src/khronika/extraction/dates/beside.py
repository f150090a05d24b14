"""The day beside "for the fourth day": up to which it counts, where the sentence names one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from khronika.extraction.dates.context import Context
from khronika.extraction.dates.grammar import Expression
from khronika.extraction.dates.readings import Calendar, Timed
from khronika.extraction.dates.resolve import Resolved, resolve

Told = tuple[Expression, Resolved]
_SENTENCE_END = re.compile(r"[.;!?…](?=\s|$)")
_ADJACENT = 6


def day_beside(
    folded: str, running: Expression, told: Sequence[Told], following: Expression | None, context: Context
) -> date | None:
    """The day that stands right after the expression, else the last day read before it in its sentence."""
    gap = folded[running.stop : following.start] if following else ""
    if following and len(gap) <= _ADJACENT and not _SENTENCE_END.search(gap):
        after = _day(following, resolve(following.reading, context), context)
        if after:
            return after
    for expression, days in reversed(told):
        if _SENTENCE_END.search(folded, expression.stop, running.start):
            return None
        before = _day(expression, days, context)
        if before:
            return before
    return None


def _day(expression: Expression, days: Resolved, context: Context) -> date | None:
    """The one day that a calendar date means, if it has come."""
    if not isinstance(expression.reading, Calendar | Timed) or days.first is None or days.first != days.last:
        return None
    return days.first if context.published is None or days.first <= context.published else None
