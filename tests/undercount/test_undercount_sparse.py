"""Generated sparse tables: either refused, or a number that one case does not move much, or a warning that it does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from undercount_tables import table

from khronika.undercount import InclusionTable, Options, RefusedError, fit_all, measure, record, sentence, warnings
from khronika.undercount.histories import terms_of

QUICK = Options(draws=200, latent=None, graphs=False)
SPARSE = st.one_of(
    st.lists(st.integers(0, 4), min_size=7, max_size=7),
    st.lists(st.sampled_from([0, 0, 1, 3, 30, 90]), min_size=7, max_size=7),
)


def lowest_bic(counts: np.ndarray) -> float | None:
    """The lowest-BIC estimate of three lists, each table by itself (not the batched fits of the bootstrap)."""
    return fit_all(InclusionTable(("A", "B", "C"), counts))[0].estimate


def one_case_changed(counts: np.ndarray) -> list[float | None]:
    found = []
    for history in range(1, 8):
        for change in (1, -1):
            changed = counts.copy()
            changed[history] += change
            if changed[history] >= 0 and changed.sum():
                found.append(lowest_bic(changed))
    return found


@given(SPARSE)
@settings(max_examples=60, deadline=None)
def test_a_sparse_table_is_refused_or_its_jumps_are_told(counts: list[int]) -> None:
    if not sum(counts):
        return
    given_table = table(counts, ("A", "B", "C"))
    try:
        found = measure(given_table, options=QUICK)
    except RefusedError as refused:
        assert refused.reasons and all(refused.reasons)
        return
    moved = one_case_changed(given_table.counts)
    worst = max(max(m / found.estimate, found.estimate / m) if m is not None else np.inf for m in moved)
    told = " ".join(warnings(found))
    if worst > 2.001:
        assert record(found)["estimate"] is None and "do not support one number" in sentence(found)
    if worst > 1.101:
        assert "one case more or less" in told


@given(SPARSE)
@settings(max_examples=60, deadline=None)
def test_no_number_is_given_that_the_likelihood_does_not_hold(counts: list[int]) -> None:
    """By a programme of its own: the unseen are bounded from above and below by cells whose mean stays above 0, or not."""
    if not sum(counts):
        return
    given_table = table(counts, ("A", "B", "C"))
    for fitted in fit_all(given_table):
        design, cells = terms_of(fitted.model, 3), given_table.counts[1:]
        kept = design[1:][fitted.kept]
        free = linprog(
            design[0], A_eq=kept, b_eq=np.zeros(len(kept)), bounds=[(-1, 1)] * design.shape[1], method="highs"
        )
        assert (fitted.estimate is not None) == (abs(free.fun) < 1e-9)
        assert fitted.kept[cells > 0].all()


@pytest.mark.parametrize(
    "counts", [[1, 0, 0, 0, 0, 0, 0], [5, 4, 1, 0, 0, 0, 0], [9, 8, 0, 7, 0, 0, 0], [0, 0, 0, 0, 0, 0, 6]]
)
def test_tables_that_tell_nothing_are_refused(counts: list[int]) -> None:
    with pytest.raises(RefusedError):
        measure(table(counts, ("A", "B", "C")), options=QUICK)
