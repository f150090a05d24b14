"""Seconds of the under-count on Kosovo's published table, beside R where it is there: `python bench/undercount.py`.

Bars: all log-linear models in at most the time of R's glm (the same 113 fits, in the same run); 1,000 bootstraps that
choose the model again in 10 s; 110,000 sweeps of Gibbs sampling in 7 s. On one core, processor seconds.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from ratios import one_core

from khronika.undercount import InclusionTable, Settings, all_models, bootstrap, fit_all, latent_classes

RUNS = 5
R_SCRIPT = Path(__file__).parents[1] / "tests" / "undercount" / "r" / "loglinear.R"
# Ball, Betts, Scheuren, Dudukovich and Asher, "Killings and Refugee Flow in Kosovo March-June 1999" (2002)
COUNTS = (0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27)
KOSOVO = InclusionTable(("EXH", "ABA", "OSCE", "HRW"), np.array(COUNTS, dtype=np.float64))


def seconds(what: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs, after one that is thrown away."""
    taken = []
    for _ in range(runs + 1):
        begun = time.process_time()
        what()
        taken.append(time.process_time() - begun)
    return sorted(taken[1:])[runs // 2]


def of_r() -> str:
    """The seconds of R's glm for the same models, or that R is not there."""
    if not shutil.which("Rscript"):
        return "R is not there"
    said = subprocess.run(["Rscript", R_SCRIPT], capture_output=True, check=True, text=True).stderr
    found = re.search(r"kosovo: (\d+) models in ([\d.]+) s", said)
    return f"R's glm: {found[1]} models in {found[2]} s" if found else said


def main() -> None:
    """Prints one line a bar."""
    core = one_core()
    gibbs = Settings(burn_in=0, sweeps=5500, steps=0, at_most=1)
    models = all_models(4)
    print(f"core {core}, NumPy {np.__version__} alone, nothing compiled of our own")
    print(f"113 log-linear models: {seconds(lambda: fit_all(KOSOVO)):.3f} s ({of_r()})")
    print(f"1,000 bootstraps, model chosen again: {seconds(lambda: bootstrap(KOSOVO, models, 1000)):.2f} s (bar 10)")
    print(f"110,000 Gibbs sweeps: {seconds(lambda: latent_classes(KOSOVO, gibbs), 1):.2f} s (bar 7)")
    begun = time.process_time()
    found = latent_classes(KOSOVO)
    print(
        f"latent classes as they come: {time.process_time() - begun:.1f} s, R-hat {found.r_hat:.4f}, effective size"
        f" {found.effective:,.0f}, {found.median:,.0f} ({found.low:,.0f} to {found.high:,.0f})"
    )


if __name__ == "__main__":
    main()
