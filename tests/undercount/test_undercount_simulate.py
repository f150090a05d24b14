"""The simulation itself: populations are what a scenario says, and hits are counted."""

import numpy as np
import pytest

from khronika.undercount.doubt import dependence
from khronika.undercount.gibbs import Settings
from khronika.undercount.histories import captures
from khronika.undercount.populations import POPULATIONS, Curve, LogLinear, People, Prior, graph_cells, latent_cells
from khronika.undercount.simulate import coverage, doubts, main

QUICK = Settings(chains=4, burn_in=40, sweeps=20, tuning=10, steps=4, at_most=1)


def test_people_are_what_the_population_says() -> None:
    chance = np.random.default_rng(3)
    _, plain = People("independent", 40_000, (0.4, 0.5, 0.35)).draw(chance)
    for size, share in zip(plain.sizes().values(), (0.4, 0.5, 0.35), strict=True):
        assert abs(size / 40_000 - share) < 0.015
    _, pulled = People("dependent", 40_000, (0.4, 0.5, 0.35), pull=1.5).draw(chance)
    odds = dependence(pulled)["A", "B"]
    assert odds is not None and abs(np.log(odds) - 1.5) < 0.15


def test_a_curve_gives_the_captures_it_says() -> None:
    """Two lists that are as likely, on a Darroch curve: on both over on one is exp(2 slope - slope / 2) over 2."""
    _, table = Curve("curve", "Darroch", 400_000, (0.0, 0.0), 0.4).draw(np.random.default_rng(4))
    by_captures = np.bincount(captures(2), weights=table.counts)
    assert by_captures[2] / by_captures[1] == pytest.approx(np.exp(0.8 - 0.2) / 2, rel=0.02)


def test_a_log_linear_population_has_its_size_and_its_margins() -> None:
    people, table = LogLinear("two depend", (0, 1, 2, 4, 3), (7.0, -1.0, -0.5, -0.8, 0.9)).draw(
        np.random.default_rng(4)
    )
    unseen = np.exp(7.0)
    means = unseen * np.array([1, *np.exp([-1.0, -0.5, -0.6, -0.8, -1.8, -1.3, -1.4])])
    assert people == round(means.sum()) and table.counts[0] == 0
    assert (np.abs(table.counts[1:] - means[1:]) < 5 * np.sqrt(means[1:])).all()


@pytest.mark.parametrize("cells", [latent_cells, graph_cells])
def test_cells_of_a_prior_are_chances(cells: object) -> None:
    chance = np.random.default_rng(5)
    for _ in range(50):
        found = cells(4, chance)  # type: ignore[operator]
        assert found.shape == (16,) and found.min() >= 0 and found.sum() == pytest.approx(1)


def test_a_list_is_as_likely_as_not_under_the_prior_of_latent_classes() -> None:
    chance = np.random.default_rng(6)
    on = np.mean([latent_cells(3, chance)[[1, 3, 5, 7]].sum() for _ in range(3000)])
    assert on == pytest.approx(0.5, abs=0.03)


def test_a_prior_draws_tables_that_a_reader_would_measure() -> None:
    size, table = Prior("prior", 3, graph_cells).draw(np.random.default_rng(7))
    assert 300 <= table.listed <= 5000 and size >= table.listed


def test_a_small_run_counts_hits() -> None:
    held, _ = coverage(POPULATIONS[0], 4, draws=60, latent=QUICK)
    assert set(held) >= {"bootstrap, model chosen again", "latent classes", "profile, independence", "Darroch"}
    assert all(0 <= hits <= many <= 4 for hits, many in held.values())
    assert held["profile, independence"] == (4, 4)


def test_people_who_differ_are_noticed() -> None:
    chance = np.random.default_rng(5)
    two = People("classes", 4000, (0.1, 0.12, 0.08, 0.1), classes=((0.7, 0.0), (0.3, 2.5)))
    told = [doubts(two.draw(chance)[1]) for _ in range(5)]
    assert sum("a held list is missed" in d for d in told) >= 4


def test_the_command_prints_a_line_for_each_share() -> None:
    said: list[str] = []
    main(["1", "fast", "independent lists", "Darroch curve"], said.append)
    assert {line.split("\t")[0] for line in said} == {"independent lists", "Darroch curve"}
    assert not any("latent classes" in line for line in said)
