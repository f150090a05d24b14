"""Log-linear models: which there are, what they fit, and when they say nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from undercount_tables import FOUR, THREE, from_terms, table

from khronika.undercount import all_models, fit_all, fit_model, name_of, near_best, weights
from khronika.undercount.existence import support
from khronika.undercount.hierarchy import independence, neighbours, ordered
from khronika.undercount.histories import terms_of
from khronika.undercount.poisson import fit
from khronika.undercount.stepwise import stepwise

COUNTS = st.lists(st.integers(1, 400), min_size=7, max_size=7)


@pytest.mark.parametrize(("lists", "many"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_all_hierarchical_models_are_listed_once(lists: int, many: int) -> None:
    models = all_models(lists)
    assert len(models) == len(set(models)) == many
    full = (1 << lists) - 1
    for model in models[:200]:
        held = set(model)
        assert full not in held and held >= set(independence(lists))
        assert all((s & ~(1 << j)) in held for s in held for j in range(lists) if s >> j & 1)


def test_neighbours_are_the_models_one_interaction_away() -> None:
    models = set(all_models(4))
    for model in list(models)[::10]:
        expected = {m for m in models if len(set(m) ^ set(model)) == 1}
        assert set(neighbours(model, 4)) == expected


def test_a_model_is_named_by_its_largest_interactions() -> None:
    assert name_of(ordered({0, 1, 2, 4, 8, 3, 5, 6, 7, 9}), ["a", "b", "c", "d"]) == "[a*b*c] [a*d]"


def test_a_population_that_follows_a_model_is_found_exactly() -> None:
    model = ordered({0, 1, 2, 4, 8, 3, 12})
    found = fit_model(from_terms(model, [np.log(700.0), -1.0, -1.4, -0.8, -1.2, 0.9, 0.5]), model)
    listed = from_terms(model, [np.log(700.0), -1.0, -1.4, -0.8, -1.2, 0.9, 0.5]).counts.sum()
    assert found.estimate == pytest.approx(round(listed) + 700, abs=1e-5)


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_the_largest_model_of_three_lists_has_a_closed_form(counts: list[int]) -> None:
    """Without the interaction of all three: unseen = odd histories over even ones (Fienberg 1972)."""
    found = fit_model(
        table(counts), all_models(3)[-1] if len(all_models(3)[-1]) == 7 else ordered({0, 1, 2, 4, 3, 5, 6})
    )
    a, b, ab, c, ac, bc, abc = (float(x) for x in counts)
    assert found.estimate == pytest.approx(sum(counts) + a * b * c * abc / (ab * ac * bc), rel=1e-5)


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_fitted_margins_are_the_observed_ones(counts: list[int]) -> None:
    """The likelihood equations of a log-linear model; they hold at no other point."""
    model = ordered({0, 1, 2, 4, 3})
    found, design = fit_model(table(counts), model), terms_of(model, 3)[1:]
    assert design.T @ np.exp(design @ found.coefficients) == pytest.approx(design.T @ np.array(counts), rel=1e-6)


def test_fits_equal_those_of_a_general_optimiser() -> None:
    for model in all_models(4)[::17]:
        design, counts = terms_of(model, 4)[1:], FOUR.counts[1:]

        def minus(theta: np.ndarray, design: np.ndarray = design, counts: np.ndarray = counts) -> float:
            return float(np.exp(design @ theta).sum() - counts @ design @ theta)

        def slope(theta: np.ndarray, design: np.ndarray = design, counts: np.ndarray = counts) -> np.ndarray:
            return np.asarray(design.T @ (np.exp(design @ theta) - counts))

        start = np.linalg.lstsq(design, np.log(counts), rcond=None)[0]
        other = optimize.minimize(minus, start, jac=slope, method="BFGS", options={"gtol": 1e-8})
        assert fit_model(FOUR, model).estimate == pytest.approx(FOUR.listed + np.exp(other.x[0]), rel=1e-5)


def test_many_tables_at_once_are_fitted_as_one_by_one() -> None:
    design = terms_of(all_models(4)[50], 4)[1:]
    many = np.random.default_rng(1).poisson(20, (30, 15)) + 1.0
    together = fit(design, many)
    for i in (0, 13, 29):
        assert together.coefficients[i] == pytest.approx(fit(design, many[i : i + 1]).coefficients[0], abs=1e-7)


def test_the_order_of_lists_does_not_matter() -> None:
    turned = [sum((h >> j & 1) << (3 - j) for j in range(4)) for h in range(16)]
    best, other = fit_all(FOUR)[0], fit_all(FOUR.with_counts(FOUR.counts[turned]))[0]
    assert (best.estimate, best.bic) == (pytest.approx(other.estimate), pytest.approx(other.bic))


def test_the_ranking_is_by_bic_and_weights_sum_to_one() -> None:
    models = fit_all(FOUR)
    assert len(models) == 113 and [f.bic for f in models] == sorted(f.bic for f in models)
    shares = weights([f.bic for f in models])
    assert shares.sum() == pytest.approx(1) and shares[0] == shares.max()
    assert all(f.bic <= models[0].bic + 10 for f in near_best(models))
    assert models[0].bic == pytest.approx(-2 * models[0].log_likelihood + len(models[0].model) * np.log(FOUR.listed))


def test_the_standard_error_is_that_of_the_information() -> None:
    """Two lists of equal standing: the variance of the independence estimate (Bishop, Fienberg, Holland 1975) plus unseen."""
    counts = table([60, 40, 20])
    found = fit_model(counts, independence(2))
    unseen = 60 * 40 / 20
    assert found.estimate == pytest.approx(120 + unseen)
    assert found.error == pytest.approx(np.sqrt(unseen + unseen**2 * (1 / 60 + 1 / 40 + 1 / 20)), rel=1e-6)


def test_a_pair_that_never_meets_has_an_extended_estimate() -> None:
    """With its own interaction at minus infinity, the pair's cells drop out and the others still tell of the unseen."""
    found = fit_model(table([60, 50, 0, 40, 16, 13, 0]), ordered({0, 1, 2, 4, 3}))
    assert found.vanished == 2
    alone = fit(terms_of((0, 1, 2, 4), 3)[[1, 2, 4, 5, 6]], np.array([[60.0, 50, 40, 16, 13]]))
    assert found.estimate == pytest.approx(179 + np.exp(alone.coefficients[0, 0]), rel=1e-6)


def test_a_model_without_finite_estimate_says_so() -> None:
    """Every pair that could tell of the unseen is empty."""
    found = fit_model(table([60, 50, 0, 40, 0, 0, 0]), independence(3))
    assert found.estimate is None and "fitted mean of 0" in (found.why_not or "")
    assert all(f.estimate is None for f in fit_all(table([60, 50, 0, 40, 0, 0, 0])))


def test_existence_under_independence() -> None:
    """Lists without any overlap push every overlap to 0; one overlap of each list with another is enough."""
    design = terms_of(independence(3), 3)
    apart = support(design[1:], np.array([5.0, 4, 0, 3, 0, 0, 0]), design[0])
    assert apart.kept.tolist() == [True, True, False, True, False, False, False]
    assert not apart.exists and not apart.identified
    chained = support(design[1:], np.array([5.0, 4, 0, 3, 1, 1, 0]), design[0])
    assert chained.exists and chained.identified


@given(st.lists(st.integers(0, 2), min_size=15, max_size=15))
@settings(max_examples=30, deadline=None)
def test_existence_is_what_the_fit_shows(counts: list[int]) -> None:
    """Where the programme keeps every cell the likelihood has a maximum with no mean near 0; else some mean vanishes."""
    if not sum(counts):
        return
    design = terms_of(ordered({0, 1, 2, 4, 8, 3, 6, 12}), 4)
    found = support(design[1:], np.array(counts, dtype=np.float64), design[0])
    means = fit(design[1:], np.array([counts], dtype=np.float64)).means[0]
    assert ((means < 1e-4) == ~found.kept).all()


def test_a_search_by_steps_ends_where_no_neighbour_is_better() -> None:
    found = stepwise(FOUR.counts, 4)
    bic = {f.model: f.bic for f in fit_all(FOUR)}
    best = min(found, key=lambda m: bic[m])
    assert all(bic[m] >= bic[best] for m in neighbours(best, 4))


def test_three_lists_that_look_independent() -> None:
    best = fit_all(THREE)[0]
    assert best.model == independence(3)
    assert best.name == "[police] [press] [hospital]"
