"""Inclusion histories as numbers: bit j of a history says whether list j holds the person; history 0 is the unseen."""

from functools import lru_cache

from khronika.undercount.arrays import Floats, Ints, np

MOST_LISTS = 6


@lru_cache(maxsize=16)
def memberships(lists: int) -> Ints:
    """Shape (2^lists, lists): 1 where the history of this row is on the list of this column. Row 0 is the unseen."""
    histories: Ints = np.arange(1 << lists, dtype=np.int64)
    return (histories[:, None] >> np.arange(lists)) & 1


@lru_cache(maxsize=16)
def captures(lists: int) -> Ints:
    """Shape (2^lists,): on how many lists each history is."""
    return np.asarray(memberships(lists).sum(axis=1), dtype=np.int64)


def members(subset: int) -> tuple[int, ...]:
    """The lists in a subset, from a bit mask.

    >>> members(0b101)
    (0, 2)
    """
    return tuple(j for j in range(subset.bit_length()) if subset >> j & 1)


def terms_of(subsets: tuple[int, ...], lists: int) -> Floats:
    """Design of 0 and 1, shape (2^lists, terms): a term counts in every history that holds all its lists.

    The unseen are the reference: their row is 1 for the intercept (subset 0) and 0 elsewhere, so that the intercept is
    the logarithm of the expected number of unseen.
    """
    histories = np.arange(1 << lists)[:, None]
    wanted = np.array(subsets)
    return np.asarray((histories & wanted) == wanted, dtype=np.float64)
