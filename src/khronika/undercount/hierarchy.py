"""Hierarchical log-linear models: with an interaction of lists come all interactions of fewer of them.

Every model holds the main effects; none holds the interaction of all lists, for which no cell is left to estimate it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from khronika.undercount.histories import members

Model = tuple[int, ...]
ALL_MODELS_TO = 5


def independence(lists: int) -> Model:
    """The model of main effects alone."""
    return (0, *(1 << j for j in range(lists)))


def ordered(subsets: Sequence[int] | frozenset[int]) -> Model:
    """Terms by size, then by lists."""
    return tuple(sorted(subsets, key=_rank))


@lru_cache(maxsize=4)
def all_models(lists: int) -> tuple[Model, ...]:
    """All hierarchical models: 1 for two lists, 8, 113 and 6,893 for three, four and five.

    Six lists have 7,785,061; see `stepwise`.
    """
    if not 2 <= lists <= ALL_MODELS_TO:
        raise ValueError(f"all models are listed for two to {ALL_MODELS_TO} lists, not {lists}")
    return tuple(ordered(m) for m in _grown(frozenset(independence(lists)), 2, lists))


def _grown(model: frozenset[int], size: int, lists: int) -> Iterator[frozenset[int]]:
    """The model, and all models with further interactions of `size` lists and more."""
    yield model
    if size >= lists:
        return
    free = [s for s in _subsets(lists, size) if _faces(s) <= model]
    for many in range(1, len(free) + 1):
        for chosen in combinations(free, many):
            yield from _grown(model | frozenset(chosen), size + 1, lists)


@lru_cache(maxsize=1 << 10)
def _rank(subset: int) -> tuple[int, tuple[int, ...]]:
    return subset.bit_count(), members(subset)


@lru_cache(maxsize=64)
def _subsets(lists: int, size: int) -> list[int]:
    return [sum(1 << j for j in chosen) for chosen in combinations(range(lists), size)]


@lru_cache(maxsize=1 << 10)
def _faces(subset: int) -> frozenset[int]:
    return frozenset({subset & ~(1 << j) for j in members(subset)})


def neighbours(model: Model, lists: int) -> list[Model]:
    """Models one interaction larger or smaller."""
    held, full = frozenset(model), (1 << lists) - 1
    larger = [held | {s} for s in range(full) if s not in held and _faces(s) <= held]
    smaller = [held - {s} for s in generators(model) if s.bit_count() > 1]
    return [ordered(m) for m in [*larger, *smaller]]


def generators(model: Model) -> list[int]:
    """The largest interactions, which name a model."""
    return [s for s in model if s and not any(s != other and s & other == s for other in model)]


def name_of(model: Model, lists: Sequence[str]) -> str:
    """A model in the usual notation.

    >>> name_of((0, 1, 2, 4, 3), ["EXH", "ABA", "HRW"])
    '[EXH*ABA] [HRW]'
    """
    largest = sorted(generators(model), key=lambda s: (-s.bit_count(), members(s)))
    return " ".join("[" + "*".join(lists[j] for j in members(s)) + "]" for s in largest)
