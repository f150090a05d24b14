"""Heterogeneity, latent classes, graphs, and the diagnostics of chains."""

import numpy as np
import pytest
from undercount_tables import FOUR, THREE, drawn, from_curve, table

from khronika.undercount import Settings, average, chao, fit_model, heterogeneity, latent_classes
from khronika.undercount.chains import effective_size, r_hat
from khronika.undercount.gibbs import Chains
from khronika.undercount.graphs import decomposable
from khronika.undercount.hierarchy import independence
from khronika.undercount.latent import summary
from khronika.undercount.populations import Prior, graph_cells
from khronika.undercount.trajectories import Place, place_of, put, slope

TIMES = np.arange(5.0)
CURVES = {
    "Poisson": 0.2 * (2**TIMES - 1),
    "Darroch": 0.4 * TIMES**2 / 2,
    "gamma": 6.0 * (np.log(3.5) - np.log(3.5 + TIMES)) * -1,
}


@pytest.mark.parametrize("name", ["Poisson", "Darroch"])
def test_a_population_that_follows_a_curve_is_found_exactly(name: str) -> None:
    given = from_curve(CURVES[name], [-1.2, -0.9, -1.5, -1.1], 800.0)
    found = next(h for h in heterogeneity(given) if h.name == name)
    assert found.estimate == pytest.approx(given.listed + 800, abs=1e-4)
    ends = found.interval(given)
    assert ends is not None and ends.high is not None and ends.low < found.estimate < ends.high


def test_the_gamma_curve_is_found_exactly() -> None:
    given = from_curve(-CURVES["gamma"], [-0.2, 0.1, -0.4, 0.0], 800.0)
    found = next(h for h in heterogeneity(given) if h.name == "gamma")
    assert found.estimate == pytest.approx(given.listed + 800, abs=1e-4)


def test_chao_is_below_every_curve_that_rises() -> None:
    found = heterogeneity(from_curve(CURVES["Darroch"], [-1.2, -0.9, -1.5, -1.1], 800.0))
    bound = found[0]
    assert bound.name == "Chao" and bound.estimate is not None
    assert all(h.estimate is not None and h.estimate >= bound.estimate - 1e-6 for h in found[1:] if (h.slope or 0) > 0)


def test_chao_without_heterogeneity_uses_all_histories() -> None:
    """Where people on three lists are too few, nothing is left free and the bound is the independence estimate."""
    given = table([300, 250, 100, 200, 80, 65, 1])
    assert chao(given).estimate == pytest.approx(fit_model(given, independence(3)).estimate, rel=1e-6)


def test_latent_classes_find_a_mixture() -> None:
    given = drawn(5000, [[0.1, 0.12, 0.08, 0.1], [0.6, 0.5, 0.7, 0.5]], [0.7, 0.3], 4)
    found = latent_classes(given, Settings(chains=10, burn_in=200, sweeps=100, at_most=1))
    independent = fit_model(given, independence(4)).estimate
    assert found.low < 5000 < found.high
    assert independent is not None and independent < found.low
    assert found.draws.shape == (10, 100) and found.draws.min() >= given.listed


def test_latent_classes_of_independent_lists_stay_near_independence() -> None:
    given = drawn(2000, [0.4, 0.5, 0.35, 0.3], [1.0], 5)
    found = latent_classes(given, Settings(chains=8, burn_in=200, sweeps=100, at_most=1))
    assert found.median == pytest.approx(fit_model(given, independence(4)).estimate, rel=0.1)


def test_the_same_seed_gives_the_same_chains() -> None:
    few = Settings(chains=3, burn_in=20, sweeps=10, tuning=5, steps=4, at_most=1)
    assert (latent_classes(THREE, few).draws == latent_classes(THREE, few).draws).all()


def test_trajectories_and_plain_sweeps_have_one_posterior() -> None:
    """Sweeps alone are right for themselves; moves along the slope must not change what they converge to."""
    moved = latent_classes(THREE, Settings(chains=20, burn_in=300, sweeps=250, steps=15, at_most=1))
    plain = latent_classes(THREE, Settings(chains=20, burn_in=500, sweeps=4000, steps=0, at_most=1))
    for mine, other in zip((moved.low, moved.median, moved.high), (plain.low, plain.median, plain.high), strict=True):
        assert mine == pytest.approx(other, rel=0.05)
    assert moved.effective / moved.draws.size > 4 * plain.effective / plain.draws.size


def test_the_slope_is_the_slope_of_the_posterior() -> None:
    chains = Chains(FOUR, Settings(chains=3))
    for _ in range(5):
        chains.sweep()
    at = Place(np.clip(place_of(chains).chances, -4, 4), np.clip(place_of(chains).sticks, -4, 4))
    found = slope(chains, at)[1]
    for j, k in ((0, 0), (2, 1), (3, 5)):
        assert found.chances[:, j, k] == pytest.approx(_by_hand(chains, at, "chances", (j, k)), abs=1e-4)
    for k in (0, 1, 4):
        assert found.sticks[:, k] == pytest.approx(_by_hand(chains, at, "sticks", (k,)), abs=1e-4)


def _by_hand(chains: Chains, at: Place, part: str, where: tuple[int, ...]) -> np.ndarray:
    ends = []
    for change in (1e-5, -1e-5):
        parts = {"chances": at.chances.copy(), "sticks": at.sticks.copy()}
        parts[part][(slice(None), *where)] += change
        ends.append(slope(chains, Place(**parts))[0])
    return (ends[0] - ends[1]) / 2e-5


def test_a_place_is_where_it_was_put() -> None:
    chains = Chains(FOUR, Settings(chains=4, seed=3))
    for _ in range(10):
        chains.sweep()
    chances, weights = chains.chances.copy(), chains.weights.copy()
    put(chains, place_of(chains))
    assert chains.chances == pytest.approx(chances, rel=1e-9)
    assert chains.weights == pytest.approx(weights, rel=1e-9, abs=1e-15)


def test_chains_that_disagree_are_run_on_to_a_limit() -> None:
    short = Settings(chains=4, burn_in=20, sweeps=5, tuning=5, steps=2, at_most=3)
    found = latent_classes(FOUR, short)
    assert found.draws.shape == (4, 15) and not found.agrees


def test_diagnostics_of_chains_that_agree_and_that_do_not() -> None:
    rng = np.random.default_rng(8)
    good = rng.normal(size=(8, 1000))
    assert r_hat(good) < 1.01 and effective_size(good) == pytest.approx(8000, rel=0.15)
    assert r_hat(good + np.arange(8)[:, None]) > 1.5
    walk = np.zeros((8, 4000))
    for i in range(1, 4000):
        walk[:, i] = 0.9 * walk[:, i - 1] + rng.normal(size=8)
    assert effective_size(walk) == pytest.approx(32000 * 0.1 / 1.9, rel=0.25)
    assert not summary(1000 + 50 * (good + np.arange(8)[:, None])).agrees
    assert summary(1000 + good).agrees


@pytest.mark.parametrize(("lists", "many"), [(3, 7), (4, 60), (5, 821)])
def test_all_decomposable_graphs_but_the_complete_one(lists: int, many: int) -> None:
    graphs = decomposable(lists)
    assert len(graphs) == len({g.steps for g in graphs}) == many
    assert all((1 << lists) - 1 not in g.cliques for g in graphs)


def test_the_square_is_not_decomposable() -> None:
    assert not any(set(g.cliques) == {0b0011, 0b0110, 0b1100, 0b1001} for g in decomposable(4))


def test_the_posterior_of_two_lists_is_the_one_written_out() -> None:
    """Independence of two lists with Beta margins: N! / unseen! times two beta functions times 1/N."""
    from scipy.special import betaln, gammaln

    found = average(table([30, 25, 15]), delta=0.25)
    size = found.sizes
    weight = gammaln(size + 1) - gammaln(size - 70 + 1) - np.log(size)
    weight += betaln(45.5, size - 45 + 0.5) + betaln(40.5, size - 40 + 0.5)
    expected = np.exp(weight - weight.max())
    assert found.chance == pytest.approx(expected / expected.sum(), abs=1e-12)
    assert len(found.graphs) == 1


def test_graphs_are_averaged_by_their_chances() -> None:
    found = average(FOUR)
    assert sum(chance for _, chance, _ in found.graphs) == pytest.approx(1)
    assert found.mean == pytest.approx(sum(chance * mean for _, chance, mean in found.graphs), rel=1e-9)
    assert FOUR.listed <= found.low < found.median < found.high and found.at_edge < 1e-3
    assert found.draws(500, 1).mean() == pytest.approx(found.mean, rel=0.1)


@pytest.mark.parametrize(("level", "seed"), [(0.95, 1), (0.95, 2), (0.8, 3), (0.5, 4)])
def test_limits_over_graphs_hold_the_level_and_no_more_than_they_must(level: float, seed: int) -> None:
    """Also where much of the chance is that nobody is unseen, so that nothing can be cut off below."""
    given = Prior("prior", 3, graph_cells).draw(np.random.default_rng(seed))[1]
    for counts in (given, drawn(400, [0.9, 0.85, 0.92, 0.9], [1.0], seed)):
        found = average(counts, level)
        within = (found.sizes >= found.low) & (found.sizes <= found.high)
        held, last = found.chance[within].sum(), found.chance[found.sizes == found.high][0]
        assert level <= held + 1e-12 and held - last < level
        assert found.chance[found.sizes < found.low].sum() <= (1 - level) / 2
