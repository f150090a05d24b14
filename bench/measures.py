"""Seconds of `rates` over 10,000 regions, with intervals, shrinkage, false-discovery control and ranks: `python bench/measures.py`."""

import time

import numpy as np
from ratios import one_core

from khronika.measure import rates

REGIONS, RUNS = 10_000, 5


def main() -> None:
    """Prints the median of five runs on one core; the bar is one second."""
    core = one_core()
    generator = np.random.default_rng(1)
    counts = generator.poisson(generator.gamma(2, 6, REGIONS))
    table = [{"region": f"R{n}", "count": int(x), "population": 50_000 + n} for n, x in enumerate(counts)]
    rates(table[:50])
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        rates(table)
        seconds.append(time.perf_counter() - begun)
    print(f"core {core}: {REGIONS} regions in {sorted(seconds)[RUNS // 2]:.2f} s")


if __name__ == "__main__":
    main()
