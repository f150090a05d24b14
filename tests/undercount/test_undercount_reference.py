"""Two published tables with published answers; `undercount_tables` says where they are from.

The answers are those of the publications and packages (Ball and others 2002; the R packages LCMCR and Rcapture, the latter
by Baillargeon and Rivest 2007) or come from R 4.2.2. KHRONIKA_STATISTICS may name a folder with the packages' own copies,
kosovo.csv and hare.csv: then these are compared with what stands here.
"""

import os
from pathlib import Path

import pytest
from undercount_tables import HARE, KOSOVO

from khronika.undercount import (
    Settings,
    all_models,
    bootstrap,
    fit_all,
    held_lists,
    heterogeneity,
    highest_order,
    latent_classes,
    profile,
    read_csv,
)

FOLDER = os.environ.get("KHRONIKA_STATISTICS")


@pytest.mark.skipif(not FOLDER, reason="KHRONIKA_STATISTICS names no folder")
def test_the_tables_are_those_of_the_packages() -> None:
    for name, here in (("kosovo", KOSOVO), ("hare", HARE)):
        given = read_csv(Path(FOLDER or "") / f"{name}.csv").tables[0]
        assert (given.listed, given.counts.tolist()) == (here.listed, here.counts.tolist())


def test_the_best_models() -> None:
    best, second = fit_all(KOSOVO)[:2]
    assert best.estimate == pytest.approx(10356.51896, abs=1e-5)
    assert second.estimate == pytest.approx(12741, abs=1)
    assert second.bic - best.bic == pytest.approx(0.08, abs=0.005)


def test_the_interval_with_the_model_chosen_again() -> None:
    found = bootstrap(KOSOVO, all_models(4), draws=2000)
    assert found.low == pytest.approx(6950, rel=0.05) and found.high == pytest.approx(18010, rel=0.05)


def test_the_interval_of_the_best_model_as_if_known() -> None:
    best = fit_all(KOSOVO)[0]
    ends = profile(KOSOVO, best.model, best.estimate or 0.0)
    assert (ends.low, ends.high) == (pytest.approx(9002, rel=2e-3), pytest.approx(12122, rel=2e-3))


def test_the_latent_classes() -> None:
    found = latent_classes(KOSOVO, Settings())
    assert found.median == pytest.approx(10440, rel=0.02)
    assert found.low == pytest.approx(9081, rel=0.05) and found.high == pytest.approx(13921, rel=0.05)
    assert found.r_hat < 1.01 and found.agrees


def test_the_doubts() -> None:
    held = held_lists(KOSOVO)
    assert [h.name for h in held if h.hit is False] == ["EXH", "ABA"]
    assert (1528, 894) in [(h.truth, round(h.estimate or 0)) for h in held]
    assert [round(h.estimate) for h in highest_order(KOSOVO)] == [10671, 16942, 29484]
    sizes = {h.name: round(h.estimate or 0) for h in heterogeneity(KOSOVO)}
    assert (sizes["Chao"], sizes["gamma"]) == (8591, 18387)


def test_hares_with_heterogeneity() -> None:
    found = {h.name: h for h in heterogeneity(HARE)}
    assert found["Poisson"].estimate == pytest.approx(81.1, abs=0.05)
    assert found["Poisson"].error == pytest.approx(5.7, abs=0.2)
