"""Which kinds are found, and which are taken for which. Counts facts told of events; free records are left out."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from khronika.codebook import codebook
from khronika.evaluation.intervals import ratio
from khronika.evaluation.measures import Outcome, is_free, is_said, is_wanted

Kinds = tuple[str | None, str | None]


class KindScore(msgspec.Struct, frozen=True):
    """One kind: how often it stands in gold, was found there, and was told; told for a kind it is not lowers precision."""

    kind: str
    wanted: int
    found: int
    given: int
    recall: float | None
    precision: float | None


class Confusion(msgspec.Struct, frozen=True):
    """How often gold's kind was told as another; gold None is an invention, told None a miss."""

    gold: str | None
    told: str | None
    times: int


def confusions(outcomes: Sequence[Outcome]) -> list[Confusion]:
    """Every cell of the table of kinds that is not 0, the diagonal included, in the codebook's order."""
    counted = Counter(_cells(outcomes))
    return [Confusion(g, t, counted[g, t]) for g, t in sorted(counted, key=lambda c: (_rank(c[0]), _rank(c[1])))]


def kind_scores(cells: Iterable[Confusion]) -> list[KindScore]:
    """Recall and precision of each kind that occurs in gold or was told."""
    wanted, found, given = Counter[str](), Counter[str](), Counter[str]()
    for cell in cells:
        if cell.gold is not None:
            wanted[cell.gold] += cell.times
        if cell.told is not None:
            given[cell.told] += cell.times
        if cell.gold is not None and cell.gold == cell.told:
            found[cell.gold] += cell.times
    return [
        KindScore(k, wanted[k], found[k], given[k], ratio(found[k], wanted[k]), ratio(found[k], given[k]))
        for k in sorted(wanted | given, key=_rank)
    ]


def _cells(outcomes: Iterable[Outcome]) -> Iterable[Kinds]:
    """(gold's kind, kind told) of each fact; another kind that gold accepts counts as gold's own."""
    for pair in (p for outcome in outcomes for p in outcome.events if not is_free(p)):
        gold = pair.gold if is_wanted(pair) else None
        told = pair.told if is_said(pair) else None
        if gold is not None and told is not None:
            yield gold.kind, gold.kind if told.kind in gold.kinds else told.kind
        elif gold is not None or told is not None:
            yield gold.kind if gold else None, told.kind if told else None


def _rank(kind: str | None) -> tuple[int, str]:
    """The codebook's order; kinds it does not know, then none, last."""
    order = list(codebook().kinds)
    return (order.index(kind) if kind in order else len(order) + (kind is None), kind or "")
