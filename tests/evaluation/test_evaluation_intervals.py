"""Intervals over documents."""

import pytest
from gold_case import CLASH, document, gold, told

from khronika.evaluation.compare import Count
from khronika.evaluation.intervals import gains, percentiles, score, wilson
from khronika.evaluation.measures import Tally, score_document

GOOD: Tally = {"events": Count(1, 1, 1)}
BAD: Tally = {"events": Count(0, 1, 1)}


def test_percentiles_are_rounded_outward() -> None:
    assert percentiles(range(1, 101)) == (3, 98)
    assert percentiles([]) is None


def test_the_interval_holds_the_score_and_never_moves() -> None:
    found = score([GOOD] * 30 + [BAD] * 30).measures["events"]
    assert found.score == 0.5
    assert found.low is not None and found.high is not None
    assert 0.36 < found.low < 0.40 and 0.60 < found.high < 0.64  # 0.5 ± 1.96 · sqrt(0.25 / 60)
    assert found == score([GOOD] * 30 + [BAD] * 30).measures["events"]


def test_more_documents_narrow_the_interval() -> None:
    few, many = (score([GOOD, BAD] * n).measures["events"] for n in (10, 200))
    assert many.high - many.low < (few.high - few.low) / 3


def test_none_of_sixty_does_not_promise_zero() -> None:
    tallies = [score_document(document(name=f"q-{i}"), []).tally for i in range(60)]
    found = score(tallies).measures["false_alarms"]
    assert (found.score, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.0602, abs=1e-4)


@pytest.mark.parametrize(
    ("times", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (263, 263, 0.9856, 1.0)]
)
def test_wilson_at_the_ends_and_in_the_middle(times: int, of: int, low: float, high: float) -> None:
    """By hand with z² = 3.8415: of none in n the upper end is z² / (n + z²), of all the lower end n / (n + z²)."""
    assert wilson(times, of) == pytest.approx((low, high), abs=5e-4)


def test_a_gain_is_judged_on_the_same_draws() -> None:
    same = gains([GOOD, BAD] * 20, [GOOD, BAD] * 20, ["events"])["events"]
    assert (same.gain, same.low, same.high) == (0.0, 0.0, 0.0)
    more = gains([GOOD] * 40, [GOOD, BAD] * 20, ["events"])["events"]
    assert more.before == 0.5 and more.gain == 0.5 and more.low > 0.3


def test_nothing_to_measure_has_no_score() -> None:
    found = score([score_document(document(gold()), [told(CLASH)]).tally]).measures["figures"]
    assert (found.score, found.low, found.precision) == (None, None, None)
