"""The ratio of two rates: the reference case to 1e-6, other references, what is refused, what never changes."""

import json
import math
from decimal import Decimal, localcontext
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

from khronika.errors import RefusedError, UsageError
from khronika.measure import Disparity, as_text, disparity
from khronika.measure.exact import central_p, clopper_pearson, garwood, p_of_equal_rates, ratio_of_rates

TABLE = "region,count,population\nDagestan,301,3182054\nMoscow,30,13010112\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "september.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def rows(**of_moscow: object) -> list[dict[str, object]]:
    return [
        {"region": "Dagestan", "count": 301, "population": 3182054},
        {"region": "Moscow", "count": 30, "population": 13010112, **of_moscow},
    ]


def test_dagestan_and_moscow(table: Path) -> None:
    """R 4.2.2, poisson.test(c(301, 30), c(3182054, 13010112)): 41.02 (28.14 to 61.87); more digits by the test below."""
    found = disparity(table, claimed_ratio=[50], claimed_population_ratio=5)
    assert (found.of.region, found.to.region) == ("Dagestan", "Moscow")
    assert found.ratio == approx(41.02217951046714, abs=1e-6)
    assert (found.lower, found.upper) == (approx(28.14147906, abs=1e-6), approx(61.86991789, abs=1e-6))
    assert found.population_ratio == approx(4.08858932, abs=1e-6)
    assert (found.is_lower_bound, found.lower_bound, found.upper_bound) == (False, None, None)
    assert (found.needed[0].at_estimate, found.needed[0].at_lower) == (
        approx(41.02217951, abs=1e-6),
        approx(28.14147906, abs=1e-6),
    )
    assert found.needed[1].at_estimate == approx(41.02217951 / 50, abs=1e-8)
    assert [(c.of, c.claimed, c.within) for c in found.claims] == [("ratio", 50, True), ("population_ratio", 5, None)]


def test_the_limits_by_exact_arithmetic() -> None:
    """At the limits the binomial tails are 0.025, summed with 60 digits and no library of statistics."""

    def tail(ratio: str, counts: range) -> Decimal:
        odds = Decimal(ratio) * 3182054 / 13010112
        p = odds / (1 + odds)
        return sum((comb(331, k) * p**k * (1 - p) ** (331 - k) for k in counts), Decimal(0))

    with localcontext() as context:
        context.prec = 60
        assert float(tail("28.141479062", range(301, 332))) == approx(0.025, abs=1e-9)
        assert float(tail("61.869917892", range(302))) == approx(0.025, abs=1e-9)


def test_the_words_are_fit_to_print(table: Path) -> None:
    said = as_text(disparity(table, claimed_population_ratio=5))
    for part in (
        "41.0 times as high in Dagestan as in Moscow", "28.1 to 61.9", "at least 301 among 3,182,054",
        "not a lower bound", "41.0 times as likely to be listed", "28.1 times at the lower limit",
        "claimed ratio of populations 5: the table gives 4.09", "cannot tell:", "assumes:", "not when:", "snapshot: khm-",
    ):  # fmt: skip
        assert part in said, part


def test_the_example_of_r() -> None:
    """The example of R's help page, poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)), as R prints it."""
    ratio, lower, upper = ratio_of_rates(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert (ratio, lower, upper) == (
        approx(1.971488, abs=1e-6),
        approx(0.8584264, abs=1e-6),
        approx(4.2772659, abs=1e-6),
    )


def test_limits_against_distributions_of_scipy() -> None:
    for x in (0, 1, 4, 30, 301, 12345):
        lower, upper = garwood(x)
        assert float(upper) == approx(stats.chi2.ppf(0.975, 2 * x + 2) / 2, rel=1e-9)
        assert float(lower) == approx(stats.chi2.ppf(0.025, 2 * x) / 2 if x else 0, rel=1e-9)
    for x, n in ((0, 7), (3, 7), (7, 7), (30, 331)):
        exact = stats.binomtest(x, n).proportion_ci(method="exact")
        assert clopper_pearson(x, n) == (approx(exact.low, abs=1e-9), approx(exact.high, abs=1e-9))


@given(st.integers(1, 400), st.integers(0, 400), st.floats(0.02, 0.98))
def test_p_is_twice_the_smaller_tail(n: int, x: int, share: float) -> None:
    x = min(x, n)
    tails = stats.binom.cdf(x, n, share), stats.binom.sf(x - 1, n, share)
    assert float(central_p(x, n, share)) == approx(min(1, 2 * min(tails)), rel=1e-8, abs=1e-300)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(1, 1e6), st.floats(1, 1e6))
def test_p_and_interval_agree(a: int, b: int, people_a: float, people_b: float) -> None:
    if a + b == 0:
        return
    _, lower, upper = ratio_of_rates(a, people_a, b, people_b)
    p = p_of_equal_rates(a, people_a, b, people_b)
    edge = min(abs(lower - 1), abs((upper or math.inf) - 1))
    if edge > 1e-6:
        assert (lower <= 1 <= (upper or math.inf)) == (p > 0.05)


def test_zero_counts_leave_one_limit() -> None:
    found = disparity(rows(count=0))
    assert (found.ratio, found.upper) == (None, None)
    assert found.lower == approx((0.025 ** (1 / 301)) / (1 - 0.025 ** (1 / 301)) * 13010112 / 3182054, rel=1e-9)
    assert any("no case in Moscow" in warning for warning in found.warnings)
    other = disparity(rows(count=0), of="Moscow", to="Dagestan")
    assert (other.ratio, other.lower) == (0, 0)
    assert other.upper == approx(1 / found.lower)
    assert "infinitely many times" in found.sentence


# What is refused: statistics that a careful person does not print, each with its reason


def refused(why: str, *arguments: object, **options: object) -> None:
    with pytest.raises(RefusedError, match=why) as caught:
        disparity(*arguments, **options)  # type: ignore[arg-type]
    assert caught.value.exit_code == 3
    assert caught.value.then


def test_a_ratio_of_minima_is_no_bound() -> None:
    refused("no lower bound.*no upper limit", rows(), bound="lower")
    refused("no upper bound", rows(), bound="upper")
    refused("no lower bound.*estimate", [{**rows()[0], "kind": "about"}, rows(count_max=60)[1]], bound="lower")


def test_an_upper_limit_of_the_other_count_gives_a_bound() -> None:
    found = disparity(rows(count_max=60), bound="lower")
    assert found.lower_bound == approx((301 / 3182054) / (60 / 13010112))
    assert not found.is_lower_bound
    assert "lower bound of what happened per head is 20.5 times" in found.sentence
    assert "This is not a lower bound of the ratio of true rates" in found.sentence
    complete = disparity(rows(kind="exact"))
    assert complete.is_lower_bound
    assert complete.lower_bound == complete.ratio


def test_counts_without_people_are_no_rates() -> None:
    refused("no population at risk for Moscow", rows(population=None))
    refused("no population at risk for Moscow", rows(population=0))
    refused("30 cases among 20 people", rows(population=20))


def test_two_zeros_two_tallies_and_two_definitions_are_refused() -> None:
    refused("both counts are 0", [{**rows()[0], "count": 0}, rows(count=0)[1]])
    twice = [*rows(), {"region": "Dagestan", "count": 306, "population": 3182054, "source": "Tide Wire"}]
    refused("two counts for Dagestan: 301.*306 .Tide Wire", twice)
    refused("differ in period", [{**rows()[0], "period": "2022-09"}, rows(period="2022")[1]])
    refused("differ in definition", rows(definition="died of wounds"))
    refused("count_max 3 of Moscow is under", rows(count_max=3))


def test_one_source_is_taken_when_named() -> None:
    both = [{**row, "source": s, "count": row["count"] + extra} for s, extra in (("A", 0), ("B", 5)) for row in rows()]  # type: ignore[operator]
    assert disparity(both, source="B").of.count == 306
    mixed = disparity([both[0], both[3]])
    assert any("different sources" in warning for warning in mixed.warnings)
    assert mixed.sources == ["A", "B"]


def test_small_counts_missing_sources_and_days_are_warned_of() -> None:
    found = disparity([{**rows()[0], "as_of": "2022-09-20"}, rows(count=4, as_of="2022-09-25")[1]])
    said = "\n".join(found.warnings)
    for part in ("only 4 cases in Moscow", "no source is named", "different days", "how much was missed is unknown"):
        assert part in said


def test_faults_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("region,count,population\nA,30.5,100\nB,-2,100\nC,30+,1 000\nD,≥5,900\nE,,5\n", encoding="utf-8")
    found = disparity(path)
    assert [(p.where.rpartition(":")[2], p.what) for p in found.problems] == [
        ("2", "count: '30.5' is no whole number"),
        ("3", "count: '-2' is below 0"),
        ("6", "no count"),
    ]
    assert (found.of.region, found.of.population) == ("C", 1000)
    with pytest.raises(UsageError, match=r"no region 'A'.*t.csv:2"):
        disparity(path, of="A", to="C")
    with pytest.raises(UsageError, match="no column people"):
        disparity(path, columns={"population": "people"})


def test_wrong_use() -> None:
    with pytest.raises(UsageError, match="name the two"):
        disparity([*rows(), {"region": "Tver", "count": 3, "population": 9}])
    with pytest.raises(UsageError, match="the same"):
        disparity(rows(), of="Moscow", to="Moscow")


counts = st.integers(0, 5000)
people = st.integers(10_000, 10_000_000)


@given(counts, people, counts, people, st.integers(2, 1000))
def test_order_and_scale(a: int, people_a: int, b: int, people_b: int, scale: int) -> None:
    """The order of rows changes nothing, not even the snapshot; a common scale of populations changes no ratio."""
    if a + b == 0:
        return
    two = [{"region": "A", "count": a, "population": people_a}, {"region": "B", "count": b, "population": people_b}]
    first = disparity(two)
    assert disparity(two[::-1]).to_dict() == first.to_dict()
    scaled = disparity([{**row, "population": row["population"] * scale} for row in two], first.of.region)  # type: ignore[operator]
    assert scaled.lower == approx(first.lower, rel=1e-9)
    assert scaled.of.rate == approx(first.of.rate / scale, rel=1e-9)
    assert scaled.snapshot != first.snapshot


def test_rows_are_a_table() -> None:
    arrow = disparity(rows()).table().to_arrow()
    assert arrow.column("region").to_pylist() == ["Dagestan", "Moscow"]
    assert arrow.column("rate").to_pylist()[0] == approx(9.4592989, abs=1e-6)


def test_json_carries_all(table: Path) -> None:
    found = disparity(table)
    again = json.loads(json.dumps(found.to_dict()))
    assert again["ratio"] == found.ratio
    assert again["bound_says"] in found.sentence
    assert isinstance(found, Disparity)
