"""Agreement with R to 1e-6: recorded numbers (r/measures.csv, made by r/measures.R), and R itself where it is there."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from khronika.measure.exact import central_p, clopper_pearson, garwood, p_of_equal_rates, ratio_of_rates
from khronika.measure.ranks import false_discovery
from khronika.measure.shrink import shrink
from khronika.measure.standard import fay_feuer

HERE = Path(__file__).parent / "r"
STANDARD = (319933, 931318, 786511, 488235, 237863, 61313)
ORDERS = {
    "invented": ((12, 30, 25, 40, 61, 33), (9100, 15300, 11800, 9700, 6200, 1900)),
    "fifth": ((0, 8, 63, 112, 262, 295), (327, 30666, 123419, 149919, 104088, 34392)),
}
P = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1)
COUNTS = (3, 14, 0, 22, 9, 41, 5, 7, 60, 2, 18, 11)
PEOPLE = (9000, 21000, 8000, 26000, 15000, 30000, 11000, 9000, 38000, 12000, 20000, 16000)
Numbers = dict[tuple[str, str], dict[str, float]]


def recorded(text: str) -> Numbers:
    found: Numbers = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found.setdefault((row["function"], row["arguments"]), {})[row["quantity"]] = float(row["value"])
    return found


R = recorded((HERE / "measures.csv").read_text(encoding="utf-8"))


def one_rate(arguments: str) -> dict[str, float]:
    count, level = map(float, arguments.split())
    lower, upper = garwood(count, level)
    return {"lower": float(lower), "upper": float(upper)}


def two_rates(arguments: str) -> dict[str, float]:
    a, people_a, b, people_b, level = map(float, arguments.split())
    ratio, lower, upper = ratio_of_rates(int(a), people_a, int(b), people_b, level)
    p = p_of_equal_rates(int(a), people_a, int(b), people_b)
    return {
        "ratio": np.inf if ratio is None else ratio, "lower": lower, "upper": np.inf if upper is None else upper, "p": p,
    }  # fmt: skip


def share(arguments: str) -> dict[str, float]:
    x, n, level = map(float, arguments.split())
    lower, upper = clopper_pearson(int(x), int(n), level)
    return {"lower": lower, "upper": upper, "p": float(central_p(x, n, 0.3))}


def standardised(arguments: str) -> dict[str, float]:
    name, level = arguments.split()
    cases, births = ORDERS[name]
    weights = [s / sum(STANDARD) / n for s, n in zip(STANDARD, births, strict=True)]
    return fay_feuer(cases, weights, float(level))._asdict()


def discovered(arguments: str) -> dict[str, float]:
    return {"q": float(false_discovery(np.array(P))[int(arguments) - 1])}


OURS: dict[str, Callable[[str], dict[str, float]]] = {
    "poisson.test one": one_rate, "poisson.test two": two_rates, "binom.test": share,
    "ageadjust.direct": standardised, "p.adjust BH": discovered,
}  # fmt: skip


@pytest.mark.parametrize("function", OURS)
def test_every_recorded_number_of_r_is_found(function: str) -> None:
    """R's two-sided p orders outcomes by their chance; ours is twice the smaller tail, so its tails are compared."""
    cases = [(arguments, numbers) for (name, arguments), numbers in R.items() if name == function]
    assert cases
    for arguments, numbers in cases:
        mine = OURS[function](arguments)
        less, greater = numbers.pop("p.less", None), numbers.pop("p.greater", None)
        if less is not None and greater is not None:
            numbers["p"] = min(1.0, 2 * min(less, greater))
        assert {name: mine[name] for name in numbers} == approx(numbers, rel=1e-6, abs=1e-12), arguments


def test_the_spread_of_regions_is_that_of_a_negative_binomial_regression() -> None:
    found, expected = shrink(np.array(COUNTS, float), np.array(PEOPLE, float), 0.95), R["glm.nb", "twelve regions"]
    assert found is not None
    assert found.shape == approx(expected["shape"], rel=1e-6)
    assert found.common == approx(expected["mean"], rel=1e-6)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there")
def test_r_says_again_what_is_recorded() -> None:
    script = "suppressPackageStartupMessages({stopifnot(requireNamespace('epitools'), requireNamespace('MASS'))})"
    if subprocess.run(["Rscript", "-e", script], capture_output=True, check=False).returncode:
        pytest.skip("R is there, without epitools and MASS")
    said = subprocess.run(["Rscript", HERE / "measures.R"], capture_output=True, check=True, text=True).stdout
    now, before = recorded(said), recorded((HERE / "measures.csv").read_text(encoding="utf-8"))
    assert now.keys() == before.keys()
    for case, numbers in before.items():
        assert now[case] == approx(numbers, rel=1e-9), case
