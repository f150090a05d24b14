"""How often the intervals hold the truth, on populations made up for it: `python -m khronika.undercount.simulate`.

Each scenario draws people of a known number, drops those on no list, and asks every method. Where a method's own
assumptions hold its 95 % interval should hold the truth in 93 to 97 of 100; elsewhere the share shows by how much it
fails, and the doubts show whether a reader would have been warned.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from khronika.undercount.about import About
from khronika.undercount.arrays import np
from khronika.undercount.bootstrap import bootstrap
from khronika.undercount.doubt import held_lists
from khronika.undercount.graphs import average
from khronika.undercount.hierarchy import all_models, independence
from khronika.undercount.latent import Settings, latent_classes
from khronika.undercount.loglinear import fit_all, fit_model, near_best
from khronika.undercount.profile import profile
from khronika.undercount.refusals import refusals
from khronika.undercount.table import InclusionTable

Ends = tuple[float, float]
LIGHT = Settings(chains=8, burn_in=300, sweeps=1000)


@dataclass(frozen=True)
class Scenario:
    """A population: `people` in all, `chances` of each list, and how people or lists depart from independence.

    `spread` is the standard deviation of a person's own log odds; `pull` the log odds ratio of the first two lists;
    `classes` pairs of a share and log odds added for a class of people.
    """

    name: str
    people: int
    chances: tuple[float, ...]
    spread: float = 0.0
    pull: float = 0.0
    classes: tuple[tuple[float, float], ...] = ((1.0, 0.0),)

    def draw(self, chance: np.random.Generator) -> InclusionTable:
        """A table of the listed of one population."""
        base = np.log(np.array(self.chances) / (1 - np.array(self.chances)))
        shares = [share for share, _ in self.classes]
        moved = np.array([odds for _, odds in self.classes])[chance.choice(len(shares), self.people, p=shares)]
        own = moved + self.spread * chance.standard_normal(self.people)
        marks = np.zeros((self.people, len(base)), dtype=np.int64)
        for j, odds in enumerate(base):
            push = self.pull * (marks[:, 0] - self.chances[0]) if j == 1 else 0.0
            marks[:, j] = chance.random(self.people) < 1 / (1 + np.exp(-(odds + own + push)))
        counts = np.bincount(marks @ (1 << np.arange(len(base))), minlength=1 << len(base)).astype(np.float64)
        counts[0] = 0
        return InclusionTable(tuple("ABCDEF"[: len(base)]), counts)


SCENARIOS = (
    Scenario("independent lists", 1000, (0.4, 0.5, 0.35)),
    Scenario("two lists depend", 1000, (0.4, 0.5, 0.35), pull=1.5),
    Scenario("people differ", 1000, (0.3, 0.35, 0.25), spread=1.5),
    Scenario("two classes", 2000, (0.15, 0.2, 0.12, 0.15), classes=((0.7, 0.0), (0.3, 2.0))),
)


def intervals(
    table: InclusionTable, draws: int = 300, seed: int = 1, latent: Settings | None = LIGHT
) -> dict[str, Ends]:  # fmt: skip
    """95 % intervals of each method for one table; `latent` None leaves the latent classes out."""
    lists = len(table.lists)
    estimate = fit_model(table, independence(lists)).estimate or float(table.listed)
    ends = profile(table, independence(lists), estimate)
    best = fit_all(table)[0]
    known = profile(table, best.model, best.estimate) if best.estimate is not None else None
    boot = bootstrap(table, all_models(lists), draws, seed=seed)
    graphs = average(table)
    made = {
        "profile, independence": (ends.low, ends.high if ends.high is not None else np.inf),
        "bootstrap, model chosen again": (boot.low, boot.high),
        "decomposable graphs": (graphs.low, graphs.high),
    }
    if latent is not None:
        posterior = latent_classes(table, latent)
        made["latent classes"] = (posterior.low, posterior.high)
    if known is not None:
        made["profile, chosen model as if known"] = (known.low, known.high if known.high is not None else np.inf)
    return made


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
    scenario: Scenario, populations: int, draws: int = 300, seed: int = 1
) -> tuple[Counter[str], Counter[str]]:
    """How many of so many populations have the truth in each interval, and how many raise each doubt."""
    chance = np.random.default_rng(seed)
    hits: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    for i in range(populations):
        table = scenario.draw(chance)
        hits.update(n for n, (low, high) in intervals(table, draws, i).items() if low <= scenario.people <= high)
        raised.update(doubts(table))
    return hits, raised


def main(arguments: Sequence[str], say: Callable[[str], object] = print) -> None:
    """Runs all scenarios; the one argument is the number of populations (default 100)."""
    populations = int(arguments[0]) if arguments else 100
    for scenario in SCENARIOS:
        hits, raised = coverage(scenario, populations)
        for name, many in [*hits.most_common(), *raised.most_common()]:
            say(f"{scenario.name}\t{name}\t{many / populations:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
