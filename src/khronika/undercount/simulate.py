"""How often the intervals hold the truth, on populations made up for it: `python -m khronika.undercount.simulate`.

Where a method's own assumptions hold its 95 % interval should hold the truth in 93 to 97 of 100; elsewhere the share
shows by how much it fails, and the doubts show whether a reader would have been warned.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence

from khronika.undercount.about import About
from khronika.undercount.arrays import np
from khronika.undercount.bootstrap import bootstrap
from khronika.undercount.doubt import held_lists
from khronika.undercount.errors import RefusedError
from khronika.undercount.gibbs import Settings
from khronika.undercount.graphs import average
from khronika.undercount.heterogeneity import heterogeneity
from khronika.undercount.hierarchy import all_models, independence
from khronika.undercount.latent import latent_classes
from khronika.undercount.loglinear import Fitted, fit_all, fit_model, near_best
from khronika.undercount.populations import POPULATIONS, Population
from khronika.undercount.profile import profile
from khronika.undercount.refusals import refusals
from khronika.undercount.resampling import Resample, from_models, from_table
from khronika.undercount.table import InclusionTable

Ends = tuple[float, float]
LIGHT = Settings(chains=8, burn_in=300, sweeps=300, tuning=100)


def intervals(
    table: InclusionTable, draws: int = 300, seed: int = 1, latent: Settings | None = LIGHT
) -> dict[str, Ends]:  # fmt: skip
    """95 % intervals of each method that has one for this table; `latent` None leaves the latent classes out."""
    lists = len(table.lists)
    graphs = average(table)
    made = {
        "profile, independence": _profile(table, fit_model(table, independence(lists))),
        "profile, chosen model as if known": _profile(table, fit_all(table)[0]),
        "bootstrap, model chosen again": _bootstrap(table, draws, seed),
        "the same, drawn from the models": _bootstrap(table, draws, seed, from_models),
        "decomposable graphs": (graphs.low, graphs.high),
    }
    for curve in heterogeneity(table):
        ends = curve.interval(table)
        made[curve.label] = None if ends is None else (ends.low, ends.high if ends.high is not None else np.inf)
    if latent is not None:
        posterior = latent_classes(table, latent)
        made["latent classes"] = (posterior.low, posterior.high)
    return {name: ends for name, ends in made.items() if ends is not None}


def _profile(table: InclusionTable, fitted: Fitted) -> Ends | None:
    if fitted.estimate is None:
        return None
    ends = profile(table, fitted.model, fitted.estimate)
    return ends.low, ends.high if ends.high is not None else np.inf


def _bootstrap(table: InclusionTable, draws: int, seed: int, how: Resample = from_table) -> Ends | None:
    try:
        found = bootstrap(table, all_models(len(table.lists)), draws, seed=seed, resample=how)
    except RefusedError:
        return None
    return found.low, found.high


def doubts(table: InclusionTable) -> set[str]:
    """Which warnings a reader would see."""
    held = held_lists(table)
    missed = sum(h.hit is False for h in held)
    sizes = [f.estimate for f in near_best(fit_all(table)) if f.estimate is not None]
    found = {
        "a held list is missed": missed > 0,
        "refused: more than half of held lists missed": missed > len(held) / 2,
        "refused before any fit": bool(refusals(table, About())),
        "no single number: models within 10 BIC differ twofold": bool(sizes) and max(sizes) > 2 * min(sizes),
    }
    return {name for name, is_so in found.items() if is_so}


def coverage(
    population: Population, times: int, draws: int = 300, seed: int = 1, latent: Settings | None = LIGHT
) -> tuple[dict[str, tuple[int, int]], Counter[str]]:
    """For each interval how often it held the truth, of how many that there were; and how often each doubt was raised."""
    chance = np.random.default_rng(seed)
    held: Counter[str] = Counter()
    made: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    for i in range(times):
        truth, table = population.draw(chance)
        found = intervals(table, draws, i, latent)
        made.update(found.keys())
        held.update(name for name, (low, high) in found.items() if low <= truth <= high)
        raised.update(doubts(table))
    return {name: (held[name], many) for name, many in made.items()}, raised


def main(arguments: Sequence[str], say: Callable[[str], object] = print) -> None:
    """Runs populations; arguments: how many of each (default 100), names of those wanted, "fast" without latent classes."""
    numbers = [int(text) for text in arguments if text.isdigit()]
    wanted = [text for text in arguments if not text.isdigit() and text != "fast"]
    times, latent = (numbers or [100])[0], None if "fast" in arguments else LIGHT
    for population in POPULATIONS:
        if wanted and population.name not in wanted:
            continue
        held, raised = coverage(population, times, latent=latent)
        for name, (hits, many) in held.items():
            say(f"{population.name}\t{name}\t{hits / many:.1%}\t{many}")
        for name, many in raised.most_common():
            say(f"{population.name}\t{name}\t{many / times:.1%}\t{times}")


if __name__ == "__main__":
    main(sys.argv[1:])
