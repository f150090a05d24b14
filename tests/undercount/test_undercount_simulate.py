"""The simulation itself: populations are what a scenario says, and hits are counted."""

import numpy as np

from khronika.undercount.doubt import dependence
from khronika.undercount.simulate import SCENARIOS, Scenario, coverage, doubts, main


def test_populations_are_what_the_scenario_says() -> None:
    chance = np.random.default_rng(3)
    plain = Scenario("independent", 40_000, (0.4, 0.5, 0.35)).draw(chance)
    for size, share in zip(plain.sizes().values(), (0.4, 0.5, 0.35), strict=True):
        assert abs(size / 40_000 - share) < 0.015
    pulled = Scenario("dependent", 40_000, (0.4, 0.5, 0.35), pull=1.5).draw(chance)
    odds = dependence(pulled)["A", "B"]
    assert odds is not None and abs(np.log(odds) - 1.5) < 0.15


def test_a_small_run_counts_hits() -> None:
    hits, _ = coverage(SCENARIOS[0], 4, draws=60)
    assert set(hits) >= {"bootstrap, model chosen again", "latent classes", "profile, independence"}
    assert max(hits.values()) <= 4


def test_people_who_differ_are_noticed() -> None:
    chance = np.random.default_rng(5)
    told = [
        doubts(Scenario("classes", 4000, (0.1, 0.12, 0.08, 0.1), classes=((0.7, 0.0), (0.3, 2.5))).draw(chance))
        for _ in range(5)
    ]
    assert sum("a held list is missed" in d for d in told) >= 4


def test_the_command_prints_a_line_for_each_share() -> None:
    said: list[str] = []
    main(["1"], said.append)
    assert {line.split("\t")[0] for line in said} == {s.name for s in SCENARIOS}
