"""Invented tables: expected counts of known populations, so that the right answer is exact."""

import numpy as np

from khronika.undercount import InclusionTable, from_histories
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

# People killed in Kosovo, March to June 1999, on the lists of four sources, as published by P. Ball, W. Betts, F. Scheuren,
# J. Dudukovich and J. Asher, "Killings and Refugee Flow in Kosovo March-June 1999" (2002)
KOSOVO = table([1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27], ("EXH", "ABA", "OSCE", "HRW"))

# 68 snowshoe hares on six occasions, as published: D. L. Otis, K. P. Burnham, G. C. White and D. R. Anderson, "Statistical
# Inference from Capture Data on Closed Animal Populations", Wildlife Monographs 62 (1978); R. M. Cormack, Biometrics 45 (1989)
_CAUGHT = (
    "111111x2 110010 110001 101100 101010 101000 100111 100100x2 100010x2 100001 100000x3 011111 011101x2 "
    "011011 011001x2 010111 010101x3 010100x3 010011 010010x3 010001 010000x6 001101 001011 001001x2 "
    "001000x5 000111 000110 000101x4 000100x3 000011x2 000010x4 000001x4 "
)


def _hare() -> InclusionTable:
    rows = [word.partition("x") for word in _CAUGHT.split()]
    return from_histories([f"day {j}" for j in range(1, 7)], [([*map(int, h)], int(many or 1)) for h, _, many in rows])


HARE = _hare()
