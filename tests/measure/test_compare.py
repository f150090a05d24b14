"""Episodes compared by rates per person-year; ratios of totals are refused. Names and counts are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

from khronika.errors import RefusedError, UsageError
from khronika.measure import as_text, compare

BASE = {"population": 2_000_000, "definition": "death in service", "at_risk": "men 18 to 49"}
FIRST = {**BASE, "episode": "first call-up", "count": 40, "start": "2031-01-01", "end": "2031-12-31"}
SECOND = {**BASE, "episode": "second call-up", "count": 60, "start": "2034-03-01", "end": "2034-05-31"}


def test_rates_per_person_year() -> None:
    found = compare([FIRST, SECOND])
    first, second = found.rows
    assert (first.days, second.days) == (365, 92)
    assert first.rate == approx(40 / (2e6 * 365 / 365.25) * 1e5)
    assert first.upper == approx(stats.chi2.ppf(0.975, 82) / 2 / first.person_years * 1e5)
    assert found.reference == "first call-up"
    assert first.ratio is None
    assert second.ratio == approx(60 / 40 * 365 / 92)
    exact = stats.binomtest(60, 100).proportion_ci(method="exact")
    assert second.ratio_lower == approx(exact.low / (1 - exact.low) * 365 / 92)
    assert "second call-up had 5.95 times that rate" in found.sentence
    assert "no ratio here is a bound" in "".join(found.warnings)


def without(row: dict[str, object], *names: str) -> dict[str, object]:
    return {key: value for key, value in row.items() if key not in names}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([FIRST, without(SECOND, "population")], "second call-up has no population at risk; a ratio of totals"),
        ([FIRST, without(SECOND, "end")], "no start or end; a ratio of totals"),
        (
            [FIRST, {**SECOND, "definition": "death or injury"}],
            "differ in definition: death in service, death or injury",
        ),
        ([without(FIRST, "definition"), without(SECOND, "definition")], "definition is not given"),
        ([FIRST, {**SECOND, "at_risk": "everyone"}], "differ in at_risk"),
        ([FIRST, without(SECOND, "at_risk")], "at_risk is not given for every episode"),
        ([FIRST], "a comparison needs two|1 episode"),
        ([FIRST, SECOND, FIRST], "two counts for first call-up"),
        ([FIRST, {**SECOND, "end": "2034-02-01"}], "ends before it starts"),
    ],
)
def test_refusals(rows: list[dict[str, object]], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        compare(rows)


def test_standardised_by_age() -> None:
    young = {"stratum": "18-29", "population": 800_000}
    old = {"stratum": "30-49", "population": 1_200_000}
    rows = [
        {**FIRST, **young, "count": 30},
        {**FIRST, **old, "count": 10},
        {**SECOND, **young},
        {**SECOND, **old, "count": 6},
    ]
    found = compare(rows, standard={"18-29": 1, "30-49": 1})
    first = found.rows[0]
    assert first.standardised == approx((30 / 8e5 + 10 / 1.2e6) / 2 * 365.25 / 365 * 1e5)
    assert first.standardised_lower < first.standardised < first.standardised_upper
    assert "standardised" in as_text(found)
    with pytest.raises(UsageError, match="column stratum"):
        compare([FIRST, SECOND], standard={"18-29": 1})
    with pytest.raises(RefusedError, match="has no people in 50-69"):
        compare(rows, standard={"18-29": 1, "30-49": 1, "50-69": 1})


def test_zero_counts() -> None:
    found = compare([{**FIRST, "count": 0}, SECOND])
    second = found.rows[1]
    assert (second.ratio, second.ratio_upper) == (None, None)
    assert second.ratio_lower > 0
    assert "infinitely many times that rate" in found.sentence
    neither = compare([{**FIRST, "count": 0}, {**SECOND, "count": 0}])
    assert "had none either" in neither.sentence


@given(st.integers(0, 300), st.integers(0, 300), st.integers(2, 50))
def test_order_and_scale(a: int, b: int, scale: int) -> None:
    rows = [{**FIRST, "count": a}, {**SECOND, "count": b}]
    first = compare(rows, "first call-up")
    assert compare(rows[::-1], "first call-up").to_dict() == first.to_dict()
    scaled = compare([{**row, "population": 2_000_000 * scale} for row in rows], "first call-up")
    for one, other in zip(first.rows, scaled.rows, strict=True):
        assert other.rate * scale == approx(one.rate, rel=1e-9)
        assert other.ratio == (None if one.ratio is None else approx(one.ratio, rel=1e-9))
