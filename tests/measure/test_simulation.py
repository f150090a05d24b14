"""Coverage by simulation, small: exact intervals hold at least 95 %, others 93 to 97 % under their own model.

The margins below are three standard errors of the share that a draw of this size shows.
"""

from collections.abc import Callable, Iterator

import pytest
from simulation import (
    Held,
    alphas_hold,
    discoveries,
    garwood_holds,
    ranks_hold,
    ratios_hold,
    shrunken_hold,
    standardised_hold,
)

AT_LEAST_95 = (garwood_holds, ratios_hold, standardised_hold, ranks_hold, discoveries)


@pytest.mark.parametrize("simulate", AT_LEAST_95, ids=lambda f: f.__name__)
def test_exact_intervals_hold_at_least_95_per_cent(simulate: Callable[[int], Iterator[Held]]) -> None:
    draws = 1000
    error = 3 * (0.95 * 0.05 / draws) ** 0.5
    assert [held for held in simulate(draws) if held.share < 0.95 - error] == []


def test_shrunken_intervals_hold_as_the_page_says() -> None:
    """93 to 97 per cent from 30 regions on; about 92 at ten, which the page says: there not under 88, by what 60 tables show."""
    shares = {held.case: held.share for held in shrunken_hold(2400, sizes=(30, 100, 1000))}
    assert len(shares) == 3
    assert {case: share for case, share in shares.items() if not 0.93 <= share <= 0.97} == {}
    (ten,) = shrunken_hold(600, sizes=(10,))
    assert 0.88 <= ten.share <= 0.96


def test_alpha_holds_with_enough_units() -> None:
    """The page says 92 to 94 per cent with so few resamples; three standard errors of a hundred draws below the least of that."""
    (held,) = alphas_hold(100, resamples=150, sizes=(300,))
    assert held.share >= 0.93 - 3 * (0.95 * 0.05 / 100) ** 0.5
