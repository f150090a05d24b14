"""Invented tables: expected counts of known populations, so that the right answer is exact."""

import numpy as np

from khronika.undercount import InclusionTable
from khronika.undercount.histories import captures, memberships, terms_of

NAMES = ("police", "press", "hospital", "mosque", "hotline", "court")


def table(counts: "np.typing.ArrayLike", names: tuple[str, ...] = NAMES) -> InclusionTable:
    """Counts without the unseen, in the order of histories."""
    given = np.concatenate([[0.0], np.asarray(counts, dtype=np.float64)])
    return InclusionTable(names[: len(given).bit_length() - 1], given)


def from_terms(model: tuple[int, ...], coefficients: list[float]) -> InclusionTable:
    """Expected counts under a log-linear model; the unseen are exp(coefficients[0])."""
    lists = max(model).bit_length()
    means = np.exp(terms_of(model, lists) @ np.array(coefficients))
    return table(means[1:])


def from_curve(curve: "np.typing.NDArray[np.float64]", main: list[float], unseen: float) -> InclusionTable:
    lists = len(main)
    means = np.exp(np.log(unseen) + memberships(lists) @ np.array(main) + curve[captures(lists)])
    return table(means[1:])


def drawn(people: int, chances: "np.typing.ArrayLike", shares: "np.typing.ArrayLike", seed: int) -> InclusionTable:
    """A population of classes: `chances` (classes, lists), `shares` (classes,); people drawn at random."""
    rng, on = np.random.default_rng(seed), np.atleast_2d(np.asarray(chances, dtype=np.float64))
    which = rng.choice(len(on), people, p=np.asarray(shares))
    marks = rng.random((people, on.shape[1])) < on[which]
    counts = np.bincount(marks @ (1 << np.arange(on.shape[1])), minlength=1 << on.shape[1]).astype(np.float64)
    return table(counts[1:])


FOUR = table([130, 110, 45, 96, 40, 37, 16, 70, 30, 24, 11, 22, 9, 9, 5])
THREE = table([60, 50, 20, 40, 16, 13, 6])
