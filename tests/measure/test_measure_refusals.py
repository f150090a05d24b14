"""What these measures refuse and warn of, and the test that holds each; a test below holds the table to its word.

The numbers are those of a list of what careful statisticians refuse (1 to 11) and warn of; those of other rooms are left
out: 1 to 3, 7 are the under-count's, 10 (its words apart) and 11 belong to spread and forecasts.

| refused | test |
|---|---|
| 4 lists that copy or contain each other taken for independent: warned of before anyone estimates from them | test_coverage.test_a_list_inside_another_is_no_independent_list |
| 4 a reprint counted as a report of its own | test_coverage.test_shares_overlap_and_reprints |
| 5 counts of different periods or definitions compared | test_disparity.test_two_zeros_two_tallies_and_two_definitions_are_refused |
| 5 episodes of different definitions or people at risk | test_compare.test_refusals |
| 5 episodes of an archive that count different kinds | test_measure_archive.test_refusals_of_episodes_of_an_archive |
| 6 a number without an interval | test_measure_refusals.test_no_estimate_is_printed_without_its_interval |
| 6 an interval of alpha that too many draws do not support | test_measure_refusals.test_an_interval_without_support_is_not_printed |
| 8 raw counts called rates | test_rates.test_raw_counts_are_no_rates |
| 8 raw counts on a map | test_measure_commands.test_counts_are_not_mapped |
| 8 a trend of raw counts | test_tallies.test_sources_are_not_added_and_counts_are_no_trend |
| 8 a ratio of two minima called a bound | test_disparity.test_a_ratio_of_minima_is_no_bound |
| 8 the same in a figure, as JSON, on the command line | test_measure_reference.test_the_figure_says_what_the_ratio_is_not |
| 8 a ratio of totals of two episodes | test_compare.test_refusals |
| 9 a ranking whose intervals overlap, without saying so | test_rates.test_a_ranking_that_overlaps_says_so |
| 10 causal words | test_measure_refusals.test_no_causal_word_is_said |
| two tallies of one thing added | test_rates.test_two_tallies_are_not_added |
| a zero where nobody watched | test_coverage.test_refusals |
| agreement of one coder, of no unit with two values, without variation | test_agreement.test_refusals |
| agreement of one coding of an archive | test_measure_archive.test_coders_of_an_archive_are_the_versions_that_coded_it |

| warned of | test |
|---|---|
| capture that depends on the outcome | test_capture.test_what_depends_on_size_is_warned_of |
| cells below 5 | test_disparity.test_small_counts_missing_sources_and_days_are_warned_of |
| cells below 5, of regions and of episodes | test_measure_refusals.test_small_cells_are_warned_of_everywhere |
| zero counts | test_rates.test_zero_counts_keep_an_upper_limit_and_a_warning |
| many regions tested at once | test_rates.test_what_differs_is_controlled_for_many_tests |
| p and interval of different kinds: never made | test_disparity.test_p_and_interval_agree |
| late reports | test_tallies.test_states_are_kept_and_the_latest_is_marked |
| strata added up | test_rates.test_strata_must_match_the_standard |
| a census that is itself doubted | test_measure_refusals.test_a_doubted_census_is_said |
| counts taken on different days, from different or no sources | test_disparity.test_small_counts_missing_sources_and_days_are_warned_of |
"""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from khronika.measure import Result, agreement, as_text, compare, coverage, disparity, rates, tallies

HERE = Path(__file__).parent
EPISODE = {"population": 900, "start": "2031-01-01", "end": "2031-03-01", "definition": "death"}
RESULTS: dict[str, Callable[[], Result]] = {
    "rates": lambda: rates([{"region": n, "count": c, "population": 9000} for n, c in (("A", 3), ("B", 40), ("C", 0))]),
    "disparity": lambda: disparity([{"region": n, "count": c, "population": 9000} for n, c in (("A", 3), ("B", 40))]),
    "compare": lambda: compare([{**EPISODE, "episode": "x", "count": 4}, {**EPISODE, "episode": "y", "count": 9}]),
    "coverage": lambda: coverage([{"event": n % 9, "source": "ABC"[n % 3], "size": 10 * n} for n in range(20)]),
    "tallies": lambda: tallies(
        [{"date": "2031-05-06", "source": "A", "tally_as_of": f"2031-05-0{d}", "count": d} for d in (6, 7)]
    ),
    "agreement": lambda: agreement(
        [{"unit": u, "coder": c, "value": (u + (c == "B" and u > 6)) % 2} for u in range(9) for c in "AB"],
        resamples=100,
    ),
}


def test_every_row_of_the_table_has_its_test() -> None:
    rows = [line.split("|")[1:3] for line in (__doc__ or "").splitlines() if re.match(r"\| \S.*\| test_", line)]
    assert len(rows) >= 29
    for what, where in rows:
        module, name = where.strip().split(".")
        tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
        found = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in found, f"{what}: no {name} in {module}"
        checks = [n for n in ast.walk(found[name]) if isinstance(n, (ast.Assert, ast.With)) or "refused" in ast.dump(n)]
        assert checks, f"{what}: {name} checks nothing"


ESTIMATES = {
    "rate": ("lower", "upper"), "standardised": ("standardised_lower", "standardised_upper"),
    "shrunk": ("shrunk_lower", "shrunk_upper"), "ratio": ("lower", "upper"), "alpha": ("lower", "upper"),
    "tenfold": ("tenfold_lower", "tenfold_upper"),
}  # fmt: skip


def without_limits(value: object) -> list[str]:
    """Names of estimates that stand without both limits beside them, anywhere in a result."""
    if isinstance(value, list):
        return [name for item in value for name in without_limits(item)]
    if not isinstance(value, dict):
        return []
    limits = {**ESTIMATES, **({"ratio": ("ratio_lower", "ratio_upper")} if "ratio_lower" in value else {})}
    bare = [name for name, ends in limits.items() if value.get(name) is not None and any(e not in value for e in ends)]
    return [*bare, *(name for item in value.values() for name in without_limits(item))]


@pytest.mark.parametrize("measure", RESULTS)
def test_no_estimate_is_printed_without_its_interval(measure: str) -> None:
    found = RESULTS[measure]()
    assert without_limits(found.to_dict()) == []
    if measure != "tallies":  # counts as they were published are no estimates
        assert re.search(r"interval|%", as_text(found))


def test_the_check_for_limits_can_fail() -> None:
    assert without_limits({"rows": [{"rate": 3.0, "lower": 2.0}]}) == ["rate"]


def test_an_interval_without_support_is_not_printed() -> None:
    """One unit of six differs: many draws have no variation, so no percentile is told."""
    rows = [{"unit": u, "coder": c, "value": "x" if u or c == "A" else "y"} for u in range(6) for c in "AB"]
    found = agreement(rows, resamples=200)
    assert (found.rows[0].lower, found.rows[0].upper) == (None, None)
    assert "no interval: too many draws have no alpha" in found.sentence


CAUSAL = r"\b(caus\w+|because of|leads? to|led to|due to|effect of|driven by|results? in|impact of|explains?)\b"


@pytest.mark.parametrize("measure", RESULTS)
def test_no_causal_word_is_said(measure: str) -> None:
    assert re.findall(CAUSAL, as_text(RESULTS[measure]()), re.IGNORECASE) == []


def test_small_cells_are_warned_of_everywhere() -> None:
    assert "fewer than 5 cases in A" in RESULTS["rates"]().warnings
    assert any("only 4 cases in x" in warning for warning in RESULTS["compare"]().warnings)
    assert any("only 3 cases in A" in warning for warning in RESULTS["disparity"]().warnings)


def test_a_doubted_census_is_said() -> None:
    rows = [{"region": "Dagestan", "count": 301}, {"region": "Moscow", "count": 30}]
    found = disparity(rows, populations="RUS-2021")
    assert any(w.startswith("RUS-2021: independent surveys found") for w in found.warnings)
    assert any("Rosstat" in source for source in found.sources)
