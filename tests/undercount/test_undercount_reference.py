"""Two published tables, where a tester has them: KHRONIKA_STATISTICS names a folder with kosovo.csv and hare.csv.

kosovo.csv is `kosovo_aggregate` of the R package LCMCR, hare.csv is `hare` of Rcapture. The answers are published ones
(Ball and others 2002; Baillargeon and Rivest 2007) or come from R 4.2.2.
"""

import os
from pathlib import Path

import pytest

from khronika.undercount import (
    InclusionTable,
    Settings,
    all_models,
    bootstrap,
    fit_all,
    held_lists,
    heterogeneity,
    highest_order,
    latent_classes,
    read_csv,
)  # fmt: skip

FOLDER = os.environ.get("KHRONIKA_STATISTICS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="KHRONIKA_STATISTICS names no folder")


@pytest.fixture(scope="module")
def kosovo() -> InclusionTable:
    return read_csv(Path(FOLDER or "") / "kosovo.csv").tables[0]


def test_the_best_models(kosovo: InclusionTable) -> None:
    best, second = fit_all(kosovo)[:2]
    assert best.estimate == pytest.approx(10356.51896, abs=1e-5)
    assert second.estimate == pytest.approx(12741, abs=1)
    assert second.bic - best.bic == pytest.approx(0.08, abs=0.005)


def test_the_interval_with_the_model_chosen_again(kosovo: InclusionTable) -> None:
    found = bootstrap(kosovo, all_models(4), draws=4000)
    assert found.low == pytest.approx(6950, rel=0.05) and found.high == pytest.approx(18010, rel=0.05)


def test_the_latent_classes(kosovo: InclusionTable) -> None:
    found = latent_classes(kosovo, Settings())
    assert found.median == pytest.approx(10440, rel=0.02)
    assert found.low == pytest.approx(9081, rel=0.05) and found.high == pytest.approx(13921, rel=0.05)


def test_the_doubts(kosovo: InclusionTable) -> None:
    assert [h.name for h in held_lists(kosovo) if h.hit is False] == ["EXH", "ABA"]
    assert [round(h.estimate) for h in highest_order(kosovo)] == [10671, 16942, 29484]
    sizes = {h.name: round(h.estimate or 0) for h in heterogeneity(kosovo)}
    assert (sizes["Chao"], sizes["gamma"]) == (8591, 18387)


def test_hares_with_heterogeneity() -> None:
    hare = read_csv(Path(FOLDER or "") / "hare.csv").tables[0]
    found = {h.name: h.estimate for h in heterogeneity(hare)}
    assert found["Poisson"] == pytest.approx(81.1, abs=0.05)
