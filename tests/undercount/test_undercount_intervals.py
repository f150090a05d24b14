"""Intervals: profile, bootstrap that chooses the model again, and whether they hold the truth as often as they say."""

import numpy as np
import pytest
from undercount_tables import FOUR, THREE, drawn, table

from khronika.undercount import all_models, bootstrap, fit_all, fit_model, profile, weights
from khronika.undercount.bootstrap import bca, choose
from khronika.undercount.hierarchy import independence, name_of
from khronika.undercount.histories import terms_of
from khronika.undercount.resampling import from_models, from_table


def test_the_profile_interval_ends_where_the_likelihood_has_fallen_by_half_of_the_quantile() -> None:
    """Two lists: the profile over whole sizes, from the hypergeometric likelihood of the overlap maximised by hand."""
    found = profile(table([60, 40, 20]), independence(2), 240.0)
    from scipy.special import gammaln, xlogy

    def likelihood(size: float) -> float:
        n1, n2, listed = 80, 60, 120
        unseen = size - listed
        return float(
            gammaln(size + 1) - gammaln(unseen + 1)
            + xlogy(n1, n1 / size) + xlogy(size - n1, 1 - n1 / size) + xlogy(n2, n2 / size) + xlogy(size - n2, 1 - n2 / size)
        )  # fmt: skip

    best = likelihood(240.0)
    assert found.high is not None
    for end in (found.low, found.high):
        assert best - likelihood(end) == pytest.approx(3.841459 / 2, abs=1e-3)
    assert found.low < 240 < found.high


def test_a_profile_without_upper_end_says_so() -> None:
    assert profile(table([900, 800, 0, 700, 1, 0, 0]), (0, 1, 2, 4, 3, 6), 1e6, 0.999).high is None


def test_the_same_seed_gives_the_same_interval() -> None:
    first, second = (bootstrap(THREE, all_models(3), draws=300, seed=7) for _ in range(2))
    assert (first.low, first.high) == (second.low, second.high)
    assert first.draws.shape == first.confidence.shape == (300,)


def test_each_draw_is_of_the_estimated_population_and_has_its_best_model() -> None:
    tables = from_table(FOUR, 954.0, (), 400, seed=3)
    assert abs(tables.sum(axis=1).mean() - FOUR.listed) < 3
    spread = np.sqrt(954 * (FOUR.listed / 954) * (1 - FOUR.listed / 954))
    assert tables.sum(axis=1).std() == pytest.approx(spread, rel=0.15)
    chosen = choose(tables, 4, all_models(4))
    for i in (0, 9, 19):
        best = fit_all(FOUR.with_counts(tables[i]))[0]
        assert chosen.estimates[i] == pytest.approx(best.estimate, rel=1e-6)
        assert name_of(all_models(4)[chosen.model[i]], FOUR.lists) == best.name


def test_draws_from_models_have_their_means_in_the_shares_of_their_weights() -> None:
    one = all_models(4)[0]
    tables = from_models(FOUR, 0.0, [one], 4000, seed=3)
    fitted = fit_all(FOUR)
    best = next(f for f in fitted if f.model == one)
    means = np.exp(terms_of(one, 4) @ best.coefficients)
    assert tables[:, 0].max() == 0
    assert tables.mean(axis=0)[1:] == pytest.approx(means[1:], abs=4 * np.sqrt(means[1:].max() / 4000))
    mixed = from_models(FOUR, 0.0, all_models(4), 4000, seed=3).mean(axis=0)
    shares = weights([f.bic for f in fitted])
    expected = sum(w * np.exp(terms_of(f.model, 4) @ f.coefficients) for f, w in zip(fitted, shares, strict=True))
    assert mixed[1:] == pytest.approx(expected[1:], abs=4 * np.sqrt(expected[1:].max() / 4000))


def test_a_cell_whose_mean_vanished_stays_empty_in_draws_from_its_model() -> None:
    given = table([60, 50, 0, 40, 16, 13, 0])
    apart = (0, 1, 2, 4, 3)
    tables = from_models(given, 0.0, [apart], 200)
    assert fit_model(given, apart).vanished == 2 and not tables[:, [3, 7]].any() and tables[:, 1].all()


def test_people_drawn_from_the_table_bring_its_noise_along() -> None:
    """Of 40 populations without dependence: draws from the table choose a term that is not there more often than draws from
    the models do, by sign test (27 of 40 have less than a chance in fifty)."""
    more = 0
    for seed in range(40):
        given = drawn(1000, [0.4, 0.5, 0.35], [1.0], seed)
        plain = name_of(independence(3), given.lists)
        left = [
            bootstrap(given, all_models(3), draws=300, seed=seed, resample=how).chosen.get(plain, 0)
            for how in (from_table, from_models)
        ]
        more += left[0] < left[1]
    assert more >= 27


def test_no_interval_begins_below_the_people_listed() -> None:
    given = drawn(60, [0.6, 0.7, 0.65], [1.0], 2)
    found = bootstrap(given, all_models(3), draws=300)
    assert found.draws.min() < given.listed <= found.low and found.confidence.min() >= given.listed


def test_choosing_again_widens_the_interval() -> None:
    """Where two classes of people make lists depend on each other, several models fit about as well."""
    given = drawn(3000, [[0.1, 0.12, 0.08, 0.1], [0.6, 0.5, 0.7, 0.5]], [0.7, 0.3], 4)
    fixed = bootstrap(given, [fit_all(given)[0].model], draws=400)
    again = bootstrap(given, all_models(4), draws=400)
    assert again.high - again.low > 1.2 * (fixed.high - fixed.low)
    assert len(again.chosen) > 3 and sum(again.chosen.values()) == 400


def test_bca_of_a_symmetric_statistic_is_the_percentile_interval() -> None:
    values = np.arange(1001.0)
    ends = bca(values, 500.0, np.array([499.0, 501.0]), np.array([1.0, 1.0]), np.array([0.025, 0.975]))
    assert ends == pytest.approx([25, 975], abs=1)


def test_draws_without_estimate_leave_the_interval_open() -> None:
    found = bootstrap(table([60, 50, 1, 40, 0, 0, 0]), all_models(3)[:1], draws=400)
    assert found.without_estimate > 20 and found.high == np.inf


@pytest.mark.parametrize("chances", [(0.3, 0.4, 0.25)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(chances: tuple[float, ...]) -> None:
    """60 populations of 1,000: of 95 % intervals 50 or more hold the truth (less than once in 2,000 by chance if 95 %)."""
    told = [(drawn(1000, chances, [1.0], seed), seed) for seed in range(60)]
    by_profile = by_bootstrap = 0
    for given, seed in told:
        found = fit_all(given)[0]
        ends = profile(given, independence(3), float(_independent(given)))
        by_profile += ends.low <= 1000 <= (ends.high or np.inf)
        boot = bootstrap(given, all_models(3), draws=200, seed=seed)
        by_bootstrap += boot.low <= 1000 <= boot.high
        assert found.estimate is not None
    assert by_profile >= 50 and by_bootstrap >= 50


def _independent(given: object) -> float:
    from khronika.undercount import InclusionTable, fit_model

    assert isinstance(given, InclusionTable)
    estimate = fit_model(given, independence(3)).estimate
    assert estimate is not None
    return estimate
