"""A search among hierarchical models where there are too many to fit all (six lists)."""

from khronika.undercount.arrays import Floats, np
from khronika.undercount.hierarchy import Model, independence, neighbours, ordered
from khronika.undercount.histories import terms_of
from khronika.undercount.poisson import fit


def stepwise(counts: Floats, lists: int) -> list[Model]:
    """Every model looked at on the way to lower BIC, from independence and from all pairs.

    Each step fits all models one interaction larger or smaller and moves to the lowest BIC until none is lower. `counts`
    is (2^lists,). The ranking of what is returned is left to the caller, who also checks that estimates exist.
    """
    seen: dict[Model, float] = {}
    pairs = ordered([s for s in range(1 << lists) if s.bit_count() <= 2])
    for at in (independence(lists), pairs):
        _descend(at, counts, lists, seen)
    return sorted(seen, key=lambda m: (seen[m], m))


def _descend(at: Model, counts: Floats, lists: int, seen: dict[Model, float]) -> None:
    _score([at], counts, lists, seen)
    while True:
        around = neighbours(at, lists)
        _score([m for m in around if m not in seen], counts, lists, seen)
        best = min(around, key=lambda m: (seen[m], m))
        if seen[best] >= seen[at]:
            return
        at = best


def _score(models: list[Model], counts: Floats, lists: int, seen: dict[Model, float]) -> None:
    """BIC of each, in batches of one number of terms."""
    penalty = float(np.log(counts.sum()))
    for terms in sorted({len(m) for m in models}):
        same = [m for m in models if len(m) == terms]
        fits = fit(np.stack([terms_of(m, lists)[1:] for m in same]), counts[None, 1:])
        seen.update(zip(same, (-2 * fits.log_likelihood + terms * penalty).tolist(), strict=True))
