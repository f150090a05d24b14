"""Read the time expressions of one paragraph: patterns find them, the day of publication and neighbours anchor them.

Stands between clean text and `assemble`. Takes one paragraph after the other, since "the day before" leans on the date read
before it.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from khronika.extraction.dates.beside import Told, day_beside
from khronika.extraction.dates.context import Context
from khronika.extraction.dates.grammar import Expression, Grammar, grammar_of
from khronika.extraction.dates.readings import Ahead, Calendar, Night, Open, Range, Reading, Running, Timed
from khronika.extraction.dates.resolve import Resolved, resolve
from khronika.extraction.dates.why import evidence
from khronika.languages import Pack
from khronika.model import FoundDate
from khronika.model.mention import DateLevel

_CUE_BEFORE, _CUE_AFTER, _VERB_BEFORE = 50, 40, 100
_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)")
_LEVELS: tuple[tuple[int, DateLevel], ...] = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))


def read_dates(text: str, folded: str, pack: Pack, published: date | None, *, explain: bool = False) -> list[FoundDate]:
    """All time expressions of a paragraph, in the order of the text, not overlapping; offsets are the paragraph's.

    Args: folded: `khronika.text.fold.fold(text)`; published: the day from which "yesterday" counts, None where unknown;
    explain: give the evidence with each.
    A side of the interval is None where the expression leaves it open ("before 2014" has no first day).
    """
    return read_on(text, folded, pack, Context(published), explain=explain)[0]


def read_on(
    text: str, folded: str, pack: Pack, context: Context, *, explain: bool = False
) -> tuple[list[FoundDate], Context]:
    """As `read_dates`, after other paragraphs: "the same evening" may lean on a date of the one before. Gives the context for
    the next one as well."""
    grammar = grammar_of(pack)
    told: list[Told] = []
    contexts: list[Context] = []
    expressions = grammar.expressions(text, folded)
    for expression, following in zip(expressions, [*expressions[1:], None], strict=False):
        near = context._replace(future=_is_future(grammar, text, folded, expression))
        if isinstance(expression.reading, Running):
            near = near._replace(beside=day_beside(folded, expression, told, following, near))
        days = resolve(expression.reading, near)
        context = _moved(context, expression.reading, days)
        told.append((expression, days))
        contexts.append(near)
    found = [_found(text, expression, days) for expression, days in told]
    if explain:
        found = [_explained(f, e.reading, c) for f, (e, _), c in zip(found, told, contexts, strict=True)]
    return found, context


def _explained(found: FoundDate, reading: Reading, context: Context) -> FoundDate:
    return msgspec.structs.replace(found, evidence=evidence(reading, context))


def _is_future(grammar: Grammar, text: str, folded: str, expression: Expression) -> bool:
    """Whether a cue of the future, or a verb in it, stands in the same clause, behind the expression not after a verb of
    the past. In some languages only "in two weeks" leans on verbs."""
    if grammar.future is None:
        return False
    ahead = isinstance(expression.reading, Ahead)
    after = _CLAUSE_END.split(text[expression.stop : expression.stop + _CUE_AFTER])[0]
    past = grammar.past_verb.search(after) if grammar.past_verb else None
    stop = expression.stop + (past.start() if past else len(after))
    if _has(grammar.future, folded, expression, _CUE_BEFORE, stop):
        return True
    verb = grammar.future_verb if ahead or not grammar.verbs_of_ahead else None
    return verb is not None and _has(verb, text, expression, _VERB_BEFORE if ahead else _CUE_BEFORE, stop)


def _has(cue: re.Pattern[str], text: str, expression: Expression, reach: int, stop: int) -> bool:
    before = _CLAUSE_END.split(text[max(0, expression.start - reach) : expression.start])[-1]
    return cue.search(before) is not None or cue.search(text[expression.stop : stop]) is not None


def _moved(context: Context, reading: Reading, days: Resolved) -> Context:
    """The context for what follows this expression in the paragraph."""
    if days.first is None or days.last is None or (isinstance(reading, Open) and reading.side == "until"):
        return context
    named = _calendar_of(reading)
    names_month = named and (named.month or (named.base and named.base[0] == "month"))
    month = (days.last.year, days.last.month) if names_month else context.month
    ended = isinstance(reading, Night | Running)
    return context._replace(before=(days.first, days.last), month=month, ended=ended)


def _calendar_of(reading: Reading) -> Calendar | None:
    """The calendar date inside a reading, by which bare days after it are read."""
    if isinstance(reading, Timed):
        return _calendar_of(reading.inner) if reading.inner else None
    if isinstance(reading, Range):
        return _calendar_of(reading.last)
    return reading if isinstance(reading, Calendar) and not reading.week else None


def _found(text: str, expression: Expression, days: Resolved) -> FoundDate:
    start, stop = expression.start, expression.stop
    first, last = (d.isoformat() if d else None for d in (days.first, days.last))
    return FoundDate(start, stop, text[start:stop], days.type, days.value, first, last, _level(days), expression.rule)


def _level(days: Resolved) -> DateLevel | None:
    if days.first is None or days.last is None:
        return None
    length = (days.last - days.first).days + 1
    return next((level for most, level in _LEVELS if length <= most), "year")
