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
    shares = {held.case: held.share for held in shrunken_hold(6000)}
    assert 0.93 <= shares["shrunken, 100 regions"] <= 0.97
    assert 0.93 <= shares["shrunken, 1000 regions"] <= 0.97


def test_alpha_holds_with_enough_units() -> None:
    shares = {held.case: held.share for held in alphas_hold(100, resamples=150)}
    error = 3 * (0.95 * 0.05 / 100) ** 0.5
    assert shares["alpha, 300 units"] >= 0.93 - error
