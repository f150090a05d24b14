"""Agreement of coders: the published example, the interval over units, what is refused."""

from collections import Counter
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from khronika.errors import RefusedError, UsageError
from khronika.measure import agreement, as_text

# Four coders, twelve units: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C
CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
PUBLISHED = [
    {"unit": u, "coder": f"coder {c}", "value": value}
    for c, values in enumerate(CODERS)
    for u, value in enumerate(values)
]


@pytest.mark.parametrize(
    ("measurement", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example(measurement: str, alpha: float) -> None:
    row = agreement(PUBLISHED, measurement, resamples=200).rows[0]  # type: ignore[arg-type]
    assert row.alpha == approx(alpha, abs=5e-4)
    assert row.lower is not None
    assert row.upper is not None
    assert row.lower < row.alpha < row.upper <= 1
    assert (row.units, row.single, row.coders, row.values) == (11, 1, 4, 5)


def test_nominal_to_the_digit() -> None:
    """By hand from the coincidence matrix: diagonal 7, 10, 8, 4, 3 of 40 values."""
    row = agreement(PUBLISHED, resamples=100).rows[0]
    observed = 40 - (7 + 10 + 8 + 4 + 3)
    totals = np.array([9, 13, 10, 5, 3])
    expected = (40**2 - (totals**2).sum()) / 39
    assert row.alpha == approx(1 - observed / expected, abs=1e-9)


def by_pairs(rows: list[dict[str, object]], measurement: str) -> float:
    """Alpha from its definition: disagreement of all pairs within units over that of all pairs of values, no library."""
    units: dict[object, list[float]] = {}
    for row in rows:
        if row["value"] is not None:
            units.setdefault(row["unit"], []).append(float(str(row["value"])))
    pairable = [values for values in units.values() if len(values) > 1]
    every = sorted(value for values in pairable for value in values)
    many = Counter(every)

    def distance(a: float, b: float) -> float:
        if measurement == "ordinal":
            low, high = min(a, b), max(a, b)
            between = sum(n for value, n in many.items() if low <= value <= high)
            return 0 if a == b else (between - (many[a] + many[b]) / 2) ** 2
        if measurement == "ratio":
            return ((a - b) / (a + b)) ** 2 if a + b else 0
        return (a - b) ** 2 if measurement == "interval" else float(a != b)

    observed = sum(
        sum(distance(a, b) for a, b in permutations(values, 2)) / (len(values) - 1) for values in pairable
    ) / len(every)  # fmt: skip
    expected = sum(distance(a, b) for a, b in permutations(every, 2)) / len(every) / (len(every) - 1)
    return 1 - observed / expected


LEVELS = ("nominal", "ordinal", "interval", "ratio")


@pytest.mark.parametrize("measurement", LEVELS)
def test_the_published_example_to_the_digit(measurement: str) -> None:
    row = agreement(PUBLISHED, measurement, resamples=100).rows[0]  # type: ignore[arg-type]
    assert row.alpha == approx(by_pairs(PUBLISHED, measurement), abs=1e-9)


judged = st.lists(st.lists(st.none() | st.integers(0, 6), min_size=2, max_size=4), min_size=2, max_size=12)


@settings(max_examples=25, deadline=None)
@given(judged, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_alpha_follows_its_definition_in_any_order(units: list[list[int | None]], level: str, chance: Random) -> None:
    rows: list[dict[str, object]] = [
        {"unit": u, "coder": f"coder {c}", "value": value} for u, of in enumerate(units) for c, value in enumerate(of)
    ]
    told = [[value for value in of if value is not None] for of in units]
    if len({value for of in told if len(of) > 1 for value in of}) < 2:
        return
    found = agreement(rows, level, resamples=100)  # type: ignore[arg-type]
    assert found.rows[0].alpha == approx(by_pairs(rows, level), abs=1e-9)
    mixed = list(rows)
    chance.shuffle(mixed)
    assert agreement(mixed, level, resamples=100).to_dict() == found.to_dict()  # type: ignore[arg-type]


def coded(values: dict[str, list[object]], field: str = "kind") -> list[dict[str, object]]:
    return [
        {"unit": u, "coder": coder, "field": field, "value": v}
        for coder, of in values.items()
        for u, v in enumerate(of)
    ]


def simulated(units: int, right: float, seed: int) -> list[dict[str, object]]:
    generator = np.random.default_rng(seed)
    true = generator.integers(0, 4, units)
    return coded(
        {c: [str(t if generator.random() < right else generator.integers(0, 4)) for t in true] for c in ("A", "B", "C")}
    )


def test_the_interval_narrows_with_units() -> None:
    few, many = (agreement(simulated(n, 0.85, 5), resamples=300).rows[0] for n in (40, 640))
    width = lambda row: row.upper - row.lower  # noqa: E731
    assert width(many) == approx(width(few) / 4, rel=0.5)
    assert many.alpha == approx(0.85**2, abs=0.05)


def test_the_interval_covers_in_simulation() -> None:
    """Alpha of three coders who each know the value with chance 0.85 and else guess is 0.7225."""
    held = 0
    for seed in range(60):
        row = agreement(simulated(120, 0.85, seed), resamples=200).rows[0]
        held += row.lower <= 0.7225 <= row.upper
    assert held >= 52


def test_fields_have_their_own_levels() -> None:
    rows = coded({"A": [1, 2, 3, 4], "B": [1, 2, 3, 5]}, "size") + coded(
        {"A": ["x", "y", "x", "y"], "B": ["x", "y", "y", "y"]}
    )
    found = agreement(rows, {"size": "ratio"}, resamples=100)
    assert [(row.field, row.measurement) for row in found.rows] == [("kind", "nominal"), ("size", "ratio")]
    assert found.sources == ["A", "B"]
    assert any("fewer than 30 units" in w for w in found.warnings)


def test_words_on_a_scale_need_their_order() -> None:
    rows = coded({"A": ["low", "mid", "high", "low"], "B": ["low", "high", "high", "mid"]})
    with pytest.raises(RefusedError, match="'high' is no number"):
        agreement(rows, "ordinal")
    with pytest.raises(RefusedError, match="no place in the order for mid"):
        agreement(rows, "ordinal", order=["low", "high"])
    by_words = agreement(rows, "ordinal", order=["low", "mid", "high"], resamples=100).rows[0].alpha
    numbers = coded({"A": [1, 2, 3, 1], "B": [1, 3, 3, 2]})
    assert by_words == approx(agreement(numbers, "ordinal", resamples=100).rows[0].alpha)


def test_refusals() -> None:
    for rows, why in (
        (coded({"A": [1, 2]}), "needs two coders"),
        ([{"unit": 1, "coder": "A", "value": 1}, {"unit": 2, "coder": "B", "value": 2}], "no unit was coded by two"),
        (coded({"A": ["x"] * 5, "B": ["x"] * 5}), "all values are the same"),
        (coded({"A": [1, 2], "B": [1, 2]}) + coded({"A": [3]}), "coded kind of unit 0 twice"),
    ):
        with pytest.raises(RefusedError, match=why):
            agreement(rows)
    with pytest.raises(UsageError, match="no level of measurement"):
        agreement(PUBLISHED, "cardinal")  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="level ratio"):
        agreement(coded({"A": [-1, 2], "B": [1, 2]}), "ratio")


def test_one_field_without_variation_is_said_beside_the_others() -> None:
    rows = coded({"A": [1, 2, 1], "B": [1, 2, 2]}) + coded({"A": ["x"] * 3, "B": ["x"] * 3}, "status")
    found = agreement(rows, resamples=100)
    assert [row.alpha is None for row in found.rows] == [False, True]
    assert "status: agreement is undefined (all values are the same" in found.sentence
    assert "undefined" in as_text(found)


def test_order_changes_nothing() -> None:
    assert agreement(PUBLISHED[::-1], resamples=100).to_dict() == agreement(PUBLISHED, resamples=100).to_dict()


def test_the_verdict_follows_the_lower_limit() -> None:
    good = agreement(simulated(400, 0.99, 2), resamples=200)
    assert "which bears conclusions" in good.sentence
    bad = agreement(simulated(400, 0.5, 2), resamples=200)
    assert "on which no conclusion should rest" in bad.sentence
