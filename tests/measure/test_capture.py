"""How likely a source is to report what others reported: by hand, by simulation, and what is said of it."""

import numpy as np
import pytest
from pytest import approx
from scipy import optimize

from khronika.measure import as_text, coverage
from khronika.measure.capture import captures, logistic


def test_shares_of_what_the_others_have() -> None:
    found = captures({"A": {"1", "2", "3"}, "B": {"2", "3", "4", "5"}, "C": {"5"}}, {})
    assert [(c.source, c.others, c.captured) for c in found] == [("A", 4, 2), ("B", 4, 3), ("C", 5, 1)]
    assert found[0].share == 0.5
    assert (found[0].lower, found[0].upper) == (approx(0.0675860, abs=1e-6), approx(0.9324140, abs=1e-6))
    alone = captures({"A": {"1"}}, {})[0]
    assert (alone.others, alone.share, alone.lower, alone.tenfold) == (0, None, None, None)


def test_the_slope_is_that_of_a_general_optimiser() -> None:
    generator = np.random.default_rng(2)
    x = generator.normal(size=200)
    y = (generator.random(200) < 1 / (1 + np.exp(-0.4 - 0.9 * x))).astype(float)
    minus = lambda at: np.logaddexp(0, at[0] + at[1] * x).sum() - (y * (at[0] + at[1] * x)).sum()  # noqa: E731
    other = optimize.minimize(minus, [0, 0], method="BFGS", options={"gtol": 1e-9})
    found = logistic(x, y)
    assert found is not None
    assert found.value == approx(other.x[1], abs=1e-6)


def test_no_slope_where_sizes_divide_events_without_a_rest() -> None:
    x = np.array([0.0, 0, 0, 1, 1, 1])
    assert logistic(x, np.array([0.0, 0, 0, 1, 1, 1])) is None


def reports(seed: int, slope: float, events: int = 250) -> list[dict[str, object]]:
    """Two sources that report apart from each other, A with chances that rise with the size."""
    generator = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for event in range(events):
        size = int(10 ** generator.uniform(0, 4))
        chances = {"A": 1 / (1 + np.exp(1 - slope * (np.log10(size) - 2))), "B": 0.5}
        rows += [
            {"event": event, "source": s, "size": size} for s, chance in chances.items() if generator.random() < chance
        ]
    return rows


@pytest.mark.parametrize("slope", [0.0, 1.2])
def test_the_interval_of_the_slope_holds_the_truth_about_as_often_as_it_says(slope: float) -> None:
    hits = 0
    for seed in range(150):
        of_a = next(c for c in coverage(reports(seed, slope)).captures if c.source == "A")
        assert of_a.tenfold_lower is not None and of_a.tenfold_upper is not None
        hits += of_a.tenfold_lower <= np.exp(slope) <= of_a.tenfold_upper
    assert 0.90 <= hits / 150 <= 0.99


def test_what_depends_on_size_is_warned_of() -> None:
    """statistics 3.2: capture that depends on the outcome."""
    found = coverage(reports(1, 1.5))
    assert any("depends on the size of the event: A (" in w for w in found.warnings)
    assert not any("depends on the size" in w for w in coverage(reports(3, 0.0)).warnings)
    assert "others' events" in as_text(found)
