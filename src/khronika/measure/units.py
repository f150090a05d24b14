"""Judgements as the counts of values by unit that alpha is computed from; the order of coders and units is lost."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from khronika.errors import RefusedError
from khronika.measure.rows import Judgement

if TYPE_CHECKING:
    import numpy.typing as npt


class Units(NamedTuple):
    """`counts[u, v]`: coders who gave unit u the value `domain[v]`; units with one value are left out and counted."""

    counts: "npt.NDArray[np.int64]"
    domain: list[Any]
    single: int
    coders: int


def arrange(rows: Sequence[Judgement], measurement: str, order: Sequence[str]) -> Units:
    """Counts of one field. Words on an ordinal scale need their order; interval and ratio need numbers."""
    domain, value_of = _domain(sorted({row.value or "" for row in rows}), measurement, order)
    place = {value: at for at, value in enumerate(domain)}
    by_unit: dict[str, Counter[int]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, Counter())[place[value_of[row.value or ""]]] += 1
    pairable = [by_unit[unit] for unit in sorted(by_unit) if by_unit[unit].total() > 1]
    counts = np.array([[of[at] for at in range(len(domain))] for of in pairable], dtype=np.int64)
    return Units(counts, domain, len(by_unit) - len(pairable), len({row.coder for row in rows}))


def _domain(values: Sequence[str], measurement: str, order: Sequence[str]) -> tuple[list[Any], dict[str, Any]]:
    """Distinct values as alpha takes them, and the one that each written value stands for."""
    if measurement == "nominal":
        return list(values), {value: value for value in values}
    if measurement == "ordinal" and order:
        if lacking := [value for value in values if value not in order]:
            raise RefusedError(f"no place in the order for {', '.join(lacking)}", "name all values, lowest first")
        return list(range(len(order))), {value: at for at, value in enumerate(order)}
    numbers = {value: _number(value, measurement) for value in values}
    return sorted(set(numbers.values())), numbers


def _number(value: str, measurement: str) -> float:
    try:
        number = float(value)
    except ValueError:
        then = (
            "give --order, lowest first; the alphabet is none" if measurement == "ordinal" else "use nominal or ordinal"
        )
        raise RefusedError(f"{value!r} is no number on a scale of level {measurement}", then) from None
    if not np.isfinite(number) or (measurement == "ratio" and number < 0):
        raise RefusedError(f"{value!r} has no place on a scale of level {measurement}", "use interval, or correct it")
    return number
