"""Bayesian latent classes: a mixture of classes, within each of which the lists are independent.

The model of Manrique-Vallier (2016, doi:10.1111/biom.12502): a Dirichlet process cut off at `classes` weights (stick
breaking, concentration Gamma(0.25, 0.25)), chances of listing Beta(1, 1), size of the population with weight 1/N. Sweeps
of Gibbs sampling alternate with long moves along the slope; all chains run in one array.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from khronika.undercount.arrays import Floats, np
from khronika.undercount.chains import effective_size, r_hat
from khronika.undercount.gibbs import Chains, Settings
from khronika.undercount.table import InclusionTable
from khronika.undercount.trajectories import Place, Trajectories, place_of

RHAT_LIMIT, SPREAD_LIMIT = 1.01, 0.02
_VISITED_FROM = 0.4

Tell = Callable[[], object]


@dataclass(frozen=True)
class Posterior:
    """Sizes (chains, sweeps) after burn-in with their summary. `spread` is (largest - smallest chain median) / median."""

    median: float
    low: float
    high: float
    r_hat: float
    effective: float
    spread: float
    draws: Floats = field(repr=False)

    @property
    def agrees(self) -> bool:
        """Whether the chains tell one story: R-hat at most 1.01 and medians within 2 %."""
        return self.r_hat <= RHAT_LIMIT and self.spread <= SPREAD_LIMIT


def latent_classes(
    table: InclusionTable, settings: Settings | None = None, level: float = 0.95, tell: Tell | None = None
) -> Posterior:
    """The posterior of the size of the population; chains that disagree are run on, to `at_most` times the sweeps."""
    given, say = settings or Settings(), tell or (lambda: None)
    chains = Chains(table, given)
    moves = _burnt_in(chains, given, say)
    draws = np.empty((given.chains, 0))
    for _ in range(max(given.at_most, 1)):
        draws = np.hstack([draws, table.listed + _sampled(chains, moves, given.sweeps, say)])
        found = summary(draws, level)
        if found.agrees:
            break
    return found


def _burnt_in(chains: Chains, given: Settings, say: Tell) -> Trajectories | None:
    """Sweeps that are thrown away; the trajectories tuned on them, None for plain Gibbs sampling."""
    visited: list[Place] = []
    for sweep in range(given.burn_in):
        chains.sweep()
        if given.steps and sweep >= _VISITED_FROM * given.burn_in:
            visited.append(place_of(chains))
        say()
    if not visited:
        return None
    moves = Trajectories(chains, given.steps, visited)
    for _ in range(given.tuning):
        chains.sweep()
        moves.tune()
        say()
    return moves


def _sampled(chains: Chains, moves: Trajectories | None, sweeps: int, say: Tell) -> Floats:
    """Numbers of unseen (chains, sweeps)."""
    unseen = np.empty((sweeps, len(chains.alpha)))
    for sweep in range(sweeps):
        unseen[sweep] = chains.sweep()
        if moves is not None:
            moves.move()
        say()
    return unseen.T


def summary(draws: Floats, level: float = 0.95) -> Posterior:
    """Median, interval and diagnostics of draws (chains, sweeps)."""
    low, median, high = np.quantile(draws, [(1 - level) / 2, 0.5, (1 + level) / 2])
    middles = np.median(draws, axis=1)
    spread = float((middles.max() - middles.min()) / median)
    return Posterior(float(median), float(low), float(high), r_hat(draws), effective_size(draws), spread, draws)
