"""Set the records of one document against each other, one to one, so that their likeness is largest in all.

Decides who is compared with whom, not who is right. The assignment is scipy's, an optional part.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from khronika.errors import MissingExtraError
from khronika.evaluation.agree import best_overlap, same_class, same_passage, same_place, same_words
from khronika.evaluation.compare import compare
from khronika.evaluation.gold import Gold, Pair, Told

LEAST_LIKENESS = 2.1  # the same date, country and status (2.0) do not make two records one


def align(gold: Sequence[Gold], told: Sequence[Told]) -> list[Pair]:
    """Every record once: pairs first, then gold that nothing was told of, then what was told beside gold."""
    wanted, said = sorted(gold, key=_order), sorted(told, key=_order)
    pairs = _assign([[likeness(g, t) for t in said] for g in wanted])
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(Pair(wanted[i], said[j]) for i, j in pairs),
        *(Pair(g, None) for i, g in enumerate(wanted) if i not in rows),
        *(Pair(None, t) for j, t in enumerate(said) if j not in columns),
    ]


def _order(record: Told) -> bytes:
    """Sorts records by their content, so that the order of lines decides nothing."""
    return msgspec.json.encode(record, order="sorted")


def likeness(gold: Gold, told: Told) -> float:
    """How much two records have in common, at most 10.25: kind 3 (2 for its class), place 2 (1 for its province, 0.25 for
    its country), date 1.5 (0.75 in part), claims 1, words 1, source 0.5, group 0.5, both or none told as fact 0.25.
    """
    found = compare(gold, told)
    kind = 3.0 if found["kind"].right else 2.0 * same_class(gold, told)
    overlap, claims = best_overlap(gold, told), found["claims"]
    date = 1.5 if overlap == 1 else 0.75 * (overlap > 0)
    numbers = claims.right / max(claims.wanted, claims.given) if claims.right else 0.0
    names = 0.5 * found["attributed_to"].right + (0.5 * found["group"].right if "group" in found else 0.0)
    status = 0.25 * (gold.is_fact == told.is_fact)
    return kind + _place_likeness(gold, told) + date + numbers + same_passage(gold, told) + names + status


def _place_likeness(gold: Gold, told: Told) -> float:
    if same_place(gold, told):
        return 2.0
    g, t = gold.place, told.place
    if g is None or t is None or not g.country_iso3 or g.country_iso3 != t.country_iso3:
        return 0.0
    return 1.0 if same_words(g.admin1, t.admin1, as_places=True) else 0.25


def _assign(weights: list[list[float]]) -> list[tuple[int, int]]:
    """Rows and columns with the largest sum of weights; those that are too little alike stay alone."""
    if not weights or not weights[0]:
        return []
    table = [[w if w >= LEAST_LIKENESS else 0.0 for w in row] for row in weights]
    rows, columns = _solver()(table, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i][j] > 0]


def _solver() -> Any:
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise MissingExtraError("khronika evaluate", "stats") from error
    return linear_sum_assignment
