"""Count independent sources: a translation, a reprint and two reports of one outlet are one.

Two documents are one source where their texts are (equal bytes, or one `text_group`), where one outlet published both,
or where they tell the same numbers, days and places in the same order: wire copy keeps these in any language.
"""

from collections.abc import Iterable, Sequence

from khronika.model import Mention
from khronika.resolution.cases import Batch
from khronika.resolution.compare import is_telling
from khronika.text.fold import fold

LEAST_VALUES = 3  # a shared sequence shorter than this is no sign of copying

Marks = tuple[tuple[object, ...], ...]


def source_marks(batch: Batch) -> list[Marks]:
    """For each mention what marks its source; mentions that share a mark are not independent."""
    wires = _wires(batch)
    marks: list[Marks] = []
    for mention, case in zip(batch.mentions, batch.cases, strict=True):
        own: list[tuple[object, ...]] = [("document", case.document), ("text", case.unit)]
        if mention.source:
            own.append(("outlet", fold(mention.source).strip()))
        if case.document in wires:
            own.append(("wire", wires[case.document]))
        marks.append(tuple(own))
    return marks


def _wires(batch: Batch) -> dict[int, tuple[object, ...]]:
    """Document -> its numbers, days and places in order, where they are enough to know a copy by."""
    values: dict[int, list[object]] = {}
    language: dict[int, str | None] = {}
    for mention, case in zip(batch.mentions, batch.cases, strict=True):
        if language.setdefault(case.document, mention.language) == mention.language:
            cell = batch.cells[case.cell]
            values.setdefault(case.document, []).extend(
                [
                    *((c.quantity, c.low, c.high) for c in case.claims),
                    *([(cell.start, cell.end)] if cell.start >= 0 else []),
                    cell.spot,
                ]
            )
    return {document: tuple(found) for document, found in values.items() if _is_wire(found)}


def _is_wire(values: Sequence[object]) -> bool:
    """At least three values, one of them a number that two reporters would hardly both arrive at."""
    numbers = [v for v in values if isinstance(v, tuple) and len(v) == 3]
    telling = any(low == high and is_telling(low) for _, low, high in numbers) or len(numbers) >= LEAST_VALUES
    return len(values) >= LEAST_VALUES and telling


def independent_groups(marks: Iterable[Marks]) -> list[int]:
    """For each of an event's mentions the number of its independent source, counted from 0 in their order."""
    parent: dict[tuple[object, ...], tuple[object, ...]] = {}
    firsts: list[tuple[object, ...]] = []
    for own in marks:
        firsts.append(own[0])
        for mark in own:
            parent[_root(parent, mark)] = _root(parent, own[0])
    numbers: dict[tuple[object, ...], int] = {}
    return [numbers.setdefault(_root(parent, first), len(numbers)) for first in firsts]


def _root(parent: dict[tuple[object, ...], tuple[object, ...]], mark: tuple[object, ...]) -> tuple[object, ...]:
    while parent.setdefault(mark, mark) != mark:
        mark = parent[mark]
    return mark


def joint_confidence(mentions: Sequence[Mention], groups: Sequence[int]) -> float:
    """Chance that at least one independent source is right, capped at 0.99; of one source its surest mention counts."""
    best: dict[int, float] = {}
    for mention, group in zip(mentions, groups, strict=True):
        best[group] = max(best.get(group, 0.0), min(max(mention.confidence, 0.0), 1.0))
    wrong = 1.0
    for confidence in best.values():
        wrong *= 1.0 - confidence
    return min(round(1.0 - wrong, 4), 0.99)
