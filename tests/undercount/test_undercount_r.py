"""Log-linear models and curves beside R's glm: recorded fits (made by the scripts in r/), and R where it is there."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from undercount_tables import FOUR, HARE, KOSOVO

from khronika.undercount import InclusionTable, all_models, fit_all, heterogeneity

HERE = Path(__file__).parent / "r"
TABLES = {"invented": FOUR, "kosovo": KOSOVO}
Fits = dict[tuple[str, frozenset[int]], tuple[float, float, float]]


def recorded(text: str) -> Fits:
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        (row["table"], frozenset(map(int, row["terms"].split()))): (
            float(row["unseen"]), float(row["error"]), float(row["log_likelihood"]),
        )
        for row in rows
    }  # fmt: skip


R = recorded((HERE / "loglinear.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_all_113_models_are_those_of_glm(name: str) -> None:
    table: InclusionTable = TABLES[name]
    fits = fit_all(table)
    assert {frozenset(f.model) for f in fits} == {terms for of, terms in R if of == name}
    for f in fits:
        unseen, error, likelihood = R[name, frozenset(f.model)]
        assert f.estimate == pytest.approx(table.listed + unseen, abs=1e-5)
        assert f.log_likelihood == pytest.approx(likelihood, abs=1e-7)
        assert f.error == pytest.approx((unseen + unseen**2 * error**2) ** 0.5, rel=1e-6)


def test_r_lists_the_models_that_we_list() -> None:
    assert {terms for name, terms in R if name == "invented"} == {frozenset(m) for m in all_models(4)}


def curves(text: str) -> dict[tuple[str, str], tuple[float, float]]:
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {(row["table"], row["curve"]): (float(row["unseen"]), float(row["error"])) for row in rows}


CURVES = curves((HERE / "curves.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["invented", "kosovo", "hare"])
def test_the_three_curves_are_those_of_glm(name: str) -> None:
    table = {**TABLES, "hare": HARE}[name]
    found = {h.name: h for h in heterogeneity(table)}
    for curve in ("Poisson", "Darroch", "gamma"):
        unseen, error = CURVES[name, curve]
        assert found[curve].estimate == pytest.approx(table.listed + unseen, abs=1e-5)
        assert found[curve].error == pytest.approx((unseen + unseen**2 * error**2) ** 0.5, rel=1e-6)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there")
def test_r_says_the_curves_again() -> None:
    now = curves(subprocess.run(["Rscript", HERE / "curves.R"], capture_output=True, check=True, text=True).stdout)
    assert now.keys() == CURVES.keys()
    for case, numbers in CURVES.items():
        assert now[case] == pytest.approx(numbers, rel=1e-8), case


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there")
def test_r_says_again_what_is_recorded() -> None:
    now = recorded(subprocess.run(["Rscript", HERE / "loglinear.R"], capture_output=True, check=True, text=True).stdout)
    assert now.keys() == R.keys()
    for case, numbers in R.items():
        assert now[case] == pytest.approx(numbers, rel=1e-8), case
