"""How often the intervals hold the truth, by simulation. Small in the tests; `python tests/measure/simulation.py` makes
the large run that docs/method/simulation.md records.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from khronika.measure import agreement
from khronika.measure.exact import garwood, ratio_of_rates
from khronika.measure.ranks import against_the_rest, false_discovery, rank, simultaneous
from khronika.measure.shrink import shrink
from khronika.measure.standard import fay_feuer

CASES = np.array([0, 8, 63, 112, 262, 295])
BIRTHS = np.array([327, 30666, 123419, 149919, 104088, 34392])
STANDARD = np.array([319933, 931318, 786511, 488235, 237863, 61313])


class Held(NamedTuple):
    """A case, the share of draws whose interval held the truth, and of how many."""

    case: str
    share: float
    draws: int


def garwood_holds(draws: int, seed: int = 1) -> Iterator[Held]:
    generator = np.random.default_rng(seed)
    for mean in (0.5, 2.0, 5.0, 20.0, 100.0):
        lower, upper = garwood(generator.poisson(mean, draws))
        yield Held(f"Garwood, mean {mean:g}", float(np.mean((lower <= mean) & (mean <= upper))), draws)


def ratios_hold(draws: int, seed: int = 2) -> Iterator[Held]:
    generator = np.random.default_rng(seed)
    for a, b in ((2.0, 2.0), (5.0, 20.0), (30.0, 30.0), (301.0, 30.0)):
        held, used = 0, 0
        for x, y in zip(generator.poisson(a, draws), generator.poisson(b, draws), strict=True):
            if x + y == 0:
                continue
            _, lower, upper = ratio_of_rates(int(x), 1.0, int(y), 1.0)
            held += lower <= a / b and (upper is None or a / b <= upper)
            used += 1
        yield Held(f"ratio of rates, means {a:g} and {b:g}", held / used, used)


def standardised_hold(draws: int, seed: int = 3) -> Iterator[Held]:
    """Rates of the Michigan example taken for true, with all births and with a hundredth of them."""
    generator = np.random.default_rng(seed)
    true = (CASES + 0.5) / BIRTHS
    for part in (1.0, 0.1, 0.01):
        births = BIRTHS * part
        weights = STANDARD / STANDARD.sum() / births
        rate = float((true * STANDARD).sum() / STANDARD.sum())
        found = [fay_feuer(list(x), list(weights)) for x in generator.poisson(true * births, (draws, len(true)))]
        held = np.mean([one.lower <= rate <= one.upper for one in found])
        yield Held(f"Fay and Feuer, births times {part:g}", float(held), draws)


def shrunken_hold(draws: int, seed: int = 4, sizes: Sequence[int] = (10, 30, 100, 1000)) -> Iterator[Held]:
    """Mean share of regions whose true rate lies in its interval, under the model itself."""
    generator = np.random.default_rng(seed)
    for regions in sizes:
        many, held = max(draws // regions, 20), []
        for _ in range(many):
            people = generator.uniform(2e4, 4e5, regions)
            true = generator.gamma(3.0, 1e-4 / 3.0, regions)
            found = shrink(generator.poisson(true * people).astype(float), people, 0.95)
            if found is not None:
                held.append(np.mean((found.lower <= true) & (true <= found.upper)))
        yield Held(f"shrunken, {regions} regions", float(np.mean(held)), many)


def ranks_hold(draws: int, seed: int = 5) -> Iterator[Held]:
    """All ranks in their intervals at once; the two equal ones may take either of their places."""
    generator = np.random.default_rng(seed)
    for name, true in (("apart", np.array([10.0, 20, 40, 80, 160])), ("close", np.linspace(30, 36, 12))):
        right = rank(true, true, true).rank
        held = 0
        for counts in generator.poisson(true, (draws, len(true))).astype(float):
            found = rank(counts, *garwood(counts, simultaneous(0.95, len(true))))
            held += bool(((found.best <= right) & (right <= found.worst)).all())
        yield Held(f"ranks at once, means {name}", held / draws, draws)


def discoveries(draws: int, seed: int = 6) -> Iterator[Held]:
    """One minus the mean share of false discoveries, 80 regions of which 20 truly differ by half."""
    generator = np.random.default_rng(seed)
    means = np.array([20.0] * 60 + [30.0] * 10 + [10.0] * 10)
    people = np.ones(80)
    false = []
    for counts in generator.poisson(means, (draws, 80)).astype(float):
        found = false_discovery(against_the_rest(counts, people)) <= 0.05
        false.append((found & (means == 20)).sum() / max(found.sum(), 1))
    yield Held("true among regions said to differ", 1 - float(np.mean(false)), draws)


def alphas_hold(
    draws: int, seed: int = 7, resamples: int = 200, sizes: Sequence[int] = (20, 50, 100, 300)
) -> Iterator[Held]:
    """Three coders who know the value with chance 0.85 and else guess among four: alpha is 0.7225."""
    generator = np.random.default_rng(seed)
    for units in sizes:
        held = 0
        for _ in range(draws):
            true = generator.integers(0, 4, units)
            rows = []
            for coder in "ABC":
                guessed = np.where(generator.random(units) < 0.85, true, generator.integers(0, 4, units))
                rows += [{"unit": u, "coder": coder, "value": int(v)} for u, v in enumerate(guessed)]
            row = agreement(rows, resamples=resamples).rows[0]
            held += row.lower is not None and row.upper is not None and row.lower <= 0.7225 <= row.upper
        yield Held(f"alpha, {units} units, {resamples} resamples", held / draws, draws)


def every(draws: int) -> Iterator[Held]:
    yield from garwood_holds(draws)
    yield from ratios_hold(draws)
    yield from standardised_hold(draws)
    yield from shrunken_hold(draws)
    yield from ranks_hold(draws)
    yield from discoveries(draws)
    yield from alphas_hold(max(draws // 40, 20))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=20_000)
    for held in every(parser.parse_args().draws):
        print(f"| {held.case} | {100 * held.share:.1f} % | {held.draws:,} |", flush=True)
