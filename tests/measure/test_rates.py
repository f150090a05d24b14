"""Rates of regions: intervals, standardisation, shrinkage, tests, ranks; published examples, refusals, properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

from khronika.errors import RefusedError, UsageError
from khronika.measure import as_text, rates
from khronika.measure.exact import garwood
from khronika.measure.ranks import rank, simultaneous
from khronika.measure.shrink import shrink
from khronika.measure.standard import fay_feuer

# Down's syndrome in Michigan, birth order five and more: Fay and Feuer 1997, table II, after Stark and Mantel 1966
CASES = (0, 8, 63, 112, 262, 295)
BIRTHS = (327, 30666, 123419, 149919, 104088, 34392)
STANDARD = (319933, 931318, 786511, 488235, 237863, 61313)
AGES = ("under 20", "20-24", "25-29", "30-34", "35-39", "40+")


def test_the_example_of_fay_and_feuer() -> None:
    """R's package dsrTest (gamma method) prints 75.52901 (67.70212 to 188.30017) per 100,000."""
    table = [
        {"region": "order 5+", "stratum": a, "count": x, "population": n}
        for a, x, n in zip(AGES, CASES, BIRTHS, strict=True)
    ]
    found = rates(table, standard=dict(zip(AGES, STANDARD, strict=True)), counts="exact").rows[0]
    assert found.standardised == approx(75.52901, abs=5e-6)
    assert (found.standardised_lower, found.standardised_upper) == (
        approx(67.70212, abs=5e-6),
        approx(188.30017, abs=5e-6),
    )


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8))
def test_equal_weights_make_it_exact(counts: list[int]) -> None:
    """Where the standard is proportional to the region, the gamma limits are Garwood's."""
    found, total = fay_feuer(counts, [0.01] * len(counts)), sum(counts)
    assert found.upper == approx(0.01 * stats.chi2.ppf(0.975, 2 * total + 2) / 2, rel=1e-8)
    assert found.lower == approx(0.01 * stats.chi2.ppf(0.025, 2 * total) / 2 if total else 0, rel=1e-8)


def test_one_region() -> None:
    """137 cases over 24.19893 (Welsh nickel workers); the limits by chi-square quantiles: 5.661407 (4.753125 to 6.692709)."""
    found = rates([{"region": "A", "count": 137, "population": 24.19893e3}], per=1000)
    row = found.rows[0]
    assert (row.rate, row.lower, row.upper) == (
        approx(5.661407, abs=1e-6),
        approx(4.753125, abs=1e-6),
        approx(6.692709, abs=1e-6),
    )
    assert (row.rank, row.rank_best, row.rank_worst, row.p) == (1, 1, 1, None)
    assert "was 5.66 per 1,000 people (95 % interval 4.75 to 6.69" in found.sentence


def test_limits_by_exact_arithmetic() -> None:
    """At Garwood's limits of 10 cases, 4.795389 to 18.390356, the Poisson tails are 0.025."""
    lower, upper = (float(limit) for limit in garwood(10))
    assert (lower, upper) == (approx(4.795389, abs=1e-6), approx(18.390356, abs=1e-6))
    assert math.fsum(math.exp(-upper) * upper**k / math.factorial(k) for k in range(11)) == approx(0.025, abs=1e-12)
    assert math.fsum(math.exp(-lower) * lower**k / math.factorial(k) for k in range(10)) == approx(0.975, abs=1e-12)


def regions(counts: list[int], people: int = 100_000) -> list[dict[str, object]]:
    return [{"region": f"R{n:05d}", "count": x, "population": people} for n, x in enumerate(counts)]


def test_zero_counts_keep_an_upper_limit_and_a_warning() -> None:
    found = rates(regions([0, 12, 9]))
    assert (found.rows[0].rate, found.rows[0].lower) == (0, 0)
    assert found.rows[0].upper == approx(3.688879454)
    assert any("no case in R00000: nothing listed is not nothing happened" in w for w in found.warnings)


def test_what_differs_is_controlled_for_many_tests() -> None:
    found = rates(regions([10] * 30 + [60, 0]))
    by = {row.region: row for row in found.rows}
    assert by["R00030"].differs == "above"
    assert sum(row.differs is not None for row in found.rows) <= 2
    p = np.array([row.p for row in found.rows])
    order = np.argsort(p)
    adjusted = np.minimum.accumulate((p[order] * 32 / np.arange(1, 33))[::-1])[::-1]
    assert np.array([row.q for row in found.rows])[order] == approx(np.minimum(adjusted, 1))
    assert any("read q, not p" in w for w in found.warnings)


def test_a_ranking_that_overlaps_says_so() -> None:
    """statistics 3.2, 9: no ranking of regions whose intervals overlap without saying it."""
    close = rates(regions([50, 52, 55, 49]))
    assert "Which one ranks first cannot be told: the intervals of 4 regions admit it" in close.sentence
    assert any("a league table would mislead" in w for w in close.warnings)
    assert {(r.rank_best, r.rank_worst) for r in close.rows} == {(1, 4)}
    apart = rates(regions([1, 500, 40]))
    assert "R00001 surely ranks first" in apart.sentence
    assert [(r.rank, r.rank_best, r.rank_worst) for r in apart.rows] == [(3, 3, 3), (1, 1, 1), (2, 2, 2)]


def test_ranks_hold_at_once() -> None:
    """Over 400 draws from known rates, all ranks lie in their intervals at once at least 95 % of the time."""
    generator, true = np.random.default_rng(8), np.array([20.0, 22, 30, 45, 46, 80])
    right = rank(true, true, true).rank
    held = 0
    for counts in generator.poisson(true, (400, 6)):
        x = counts.astype(float)
        found = rank(x, *garwood(x, simultaneous(0.95, 6)))
        held += bool(((found.best <= right) & (right <= found.worst)).all())
    assert held >= 380


def test_shrinkage_finds_the_gamma_it_was_drawn_from() -> None:
    generator = np.random.default_rng(3)
    people = generator.uniform(2e4, 3e5, 3000)
    true = generator.gamma(4.0, 5e-5 / 4.0, 3000)
    found = shrink(generator.poisson(true * people).astype(float), people, 0.95)
    assert found is not None
    assert (found.shape, found.common) == (approx(4, rel=0.1), approx(5e-5, rel=0.05))
    assert np.mean((found.lower <= true) & (true <= found.upper)) == approx(0.95, abs=0.015)
    crude = np.mean((found.rate - true) ** 2)
    assert crude < 0.7 * np.mean(true / people)


def test_shrinkage_without_spread_and_with_few_regions() -> None:
    alike = rates(regions([20] * 12))
    assert alike.rows[0].shrunk == approx(20, rel=1e-3)
    assert any("no difference between regions beyond chance" in w for w in alike.warnings)
    few = rates(regions([3, 9]))
    assert few.rows[0].shrunk is None
    assert any("no shrinkage under 10 regions" in w for w in few.warnings)


def test_ten_thousand_regions_are_measured_at_once() -> None:
    generator = np.random.default_rng(1)
    table = [
        {"region": f"R{n}", "count": int(x), "population": 50_000 + n}
        for n, x in enumerate(generator.poisson(generator.gamma(2, 6, 10_000)))
    ]
    found = rates(table)
    assert len(found.rows) == 10_000
    assert all(row.lower <= row.rate <= row.upper for row in found.rows)


def refused(why: str, *arguments: object, **options: object) -> None:
    with pytest.raises(RefusedError, match=why):
        rates(*arguments, **options)  # type: ignore[arg-type]


def test_raw_counts_are_no_rates() -> None:
    """statistics 3.2, 8: no map or list of raw counts called rates of violence."""
    refused("raw counts follow where people live", [{"region": "A", "count": 3}])
    found = rates([{"region": "A", "count": 3}, *regions([5])])
    assert [p.what for p in found.problems] == ["no population at risk for A"]
    assert [row.region for row in found.rows] == ["R00000"]
    refused("no row can be used", [])


def test_strata_must_match_the_standard() -> None:
    table = [{"region": "A", "stratum": s, "count": 3, "population": 100} for s in ("young", "old")]
    refused("no people in middle", table, standard={"young": 1, "old": 1, "middle": 1})
    refused("strata that the standard population has not: old", table, standard={"young": 1})
    with pytest.raises(UsageError, match="column stratum"):
        rates(regions([1]), standard={"young": 1})
    crude = rates(table)
    assert any("these rates are crude" in w for w in crude.warnings)
    assert (crude.rows[0].count, crude.rows[0].population) == (6, 200)


def test_two_tallies_are_not_added() -> None:
    refused("two counts for A: 301 .BBC. and 306 .Mediazona.", [
        {"region": "A", "count": 301, "population": 9999, "source": "BBC"},
        {"region": "A", "count": 306, "population": 9999, "source": "Mediazona"},
    ])  # fmt: skip


tables = st.lists(st.tuples(st.integers(0, 400), st.integers(1_000, 9_000_000)), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(tables, st.randoms(use_true_random=False), st.integers(2, 500))
def test_order_changes_nothing_and_scale_scales(many: list[tuple[int, int]], shuffle: object, scale: int) -> None:
    table = [{"region": f"R{n:03d}", "count": x, "population": p} for n, (x, p) in enumerate(many)]
    first = rates(table)
    mixed = list(table)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert rates(mixed).to_dict() == first.to_dict()
    scaled = rates([{**row, "population": row["population"] * scale} for row in table])  # type: ignore[operator]
    for one, other in zip(first.rows, scaled.rows, strict=True):
        assert (other.rate * scale, other.upper * scale) == (approx(one.rate, rel=1e-9), approx(one.upper, rel=1e-9))
        assert (other.rank, other.rank_best, other.rank_worst) == (one.rank, one.rank_best, one.rank_worst)
        if one.shrunk is not None and other.shrunk is not None:
            assert other.shrunk * scale == approx(one.shrunk, rel=1e-4)


def test_words() -> None:
    said = as_text(rates(regions([1, 500, 40])))
    for part in ("By what was listed, rates of cases", "cannot tell:", "rank", "not when:"):
        assert part in said
