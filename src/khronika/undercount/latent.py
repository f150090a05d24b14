"""Bayesian latent classes: a mixture of classes, within each of which the lists are independent.

The model of Manrique-Vallier (2016, doi:10.1111/biom.12502): a Dirichlet process cut off at `classes` weights (stick
breaking, concentration Gamma(0.25, 0.25)), chances of listing Beta(1, 1), size of the population with weight 1/N. Gibbs
sampling as there, on the table of counts instead of on people, and for all chains at once: one sweep of twenty chains
costs little more than one of one chain.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from khronika.undercount.arrays import Floats, Ints, np
from khronika.undercount.bootstrap import SEED
from khronika.undercount.chains import effective_size, r_hat
from khronika.undercount.histories import memberships
from khronika.undercount.table import InclusionTable

_TINY = 1e-300
RHAT_LIMIT, SPREAD_LIMIT = 1.01, 0.02


@dataclass(frozen=True)
class Settings:
    """How to sample. Sweeps in all are chains x (burn_in + sweeps)."""

    chains: int = 20
    burn_in: int = 500
    sweeps: int = 5000
    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    seed: int = SEED


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
    table: InclusionTable, settings: Settings | None = None, level: float = 0.95, tell: Callable[[], object] | None = None
) -> Posterior:  # fmt: skip
    """The posterior of the size of the population."""
    given = settings or Settings()
    sampler = _Sampler(table, given)
    sizes = np.empty((given.sweeps, given.chains))
    for sweep in range(-given.burn_in, given.sweeps):
        unseen = sampler.sweep()
        if sweep >= 0:
            sizes[sweep] = unseen
        if tell is not None:
            tell()
    return summary(table.listed + sizes.T, level)


def summary(draws: Floats, level: float = 0.95) -> Posterior:
    """Median, interval and diagnostics of draws (chains, sweeps)."""
    low, median, high = np.quantile(draws, [(1 - level) / 2, 0.5, (1 + level) / 2])
    middles = np.median(draws, axis=1)
    spread = float((middles.max() - middles.min()) / median)
    return Posterior(float(median), float(low), float(high), r_hat(draws), effective_size(draws), spread, draws)


class _Sampler:
    """The state of all chains: `weights` (chains, classes), `chances` (chains, lists, classes), `alpha` (chains,)."""

    def __init__(self, table: InclusionTable, given: Settings) -> None:
        filled = np.flatnonzero(table.counts)
        marks = memberships(len(table.lists))[np.concatenate([[0], filled])]
        self.chance = np.random.default_rng(given.seed)
        self.marks = marks.astype(np.float64)
        self.counts: Ints = np.zeros((given.chains, len(marks)), dtype=np.int64)
        self.counts[:, 1:] = table.counts[filled].astype(np.int64)
        self.listed = table.listed
        self.given = given
        self._start(len(table.lists))

    def _start(self, lists: int) -> None:
        """Two classes, hard and easy to list, in different places in each chain; the others all but empty.

        From many equal classes chains need thousands of sweeps to empty those that the data do not ask for.
        """
        given, chance = self.given, self.chance
        self.alpha = np.full(given.chains, 0.3)
        self.chances = chance.beta(1.0, 1.0, (given.chains, lists, given.classes))
        self.chances[:, :, 0] = chance.uniform(0.02, 0.3, (given.chains, lists))
        self.weights = np.full((given.chains, given.classes), 1e-6)
        self.weights[:, 0] = chance.uniform(0.4, 0.9, given.chains)
        self.weights[:, 1] += 1 - self.weights.sum(axis=1)

    def sweep(self) -> Ints:
        """One sweep of every chain; the numbers of unseen (chains,)."""
        held = self._classes()
        size = held.sum(axis=1)
        on_list = self.marks.T @ held
        self.chances = self.chance.beta(1 + on_list, 1 + size[:, None, :] - on_list)
        self._sticks(size)
        self._swap(0)
        self._swap(1)
        return self.counts[:, 0]

    def _classes(self) -> Floats:
        """Draws the unseen and everybody's class: people (chains, histories, classes)."""
        log_on = np.log(np.maximum(self.chances, _TINY))
        log_off = np.log(np.maximum(1 - self.chances, _TINY))
        joint = np.exp(self.marks @ log_on + (1 - self.marks) @ log_off) * self.weights[:, None, :]
        joint = np.maximum(joint, _TINY)
        total = joint.sum(axis=2)
        seen = np.clip(1 - total[:, 0], 1e-12, 1.0)
        self.counts[:, 0] = self.chance.negative_binomial(self.listed, seen)
        return self.chance.multinomial(self.counts, joint / total[:, :, None]).astype(np.float64)

    def _sticks(self, size: Floats) -> None:
        """Weights by stick breaking, in gammas so that nothing is lost near 1; then the concentration."""
        given = self.given
        later = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
        taken = self.chance.standard_gamma(1 + size[:, :-1])
        left = np.maximum(self.chance.standard_gamma(self.alpha[:, None] + later[:, :-1]), _TINY)
        log_left = np.log(left) - np.log(taken + left)
        before = np.exp(np.cumsum(log_left, axis=1))
        shares = taken / (taken + left)
        self.weights[:, 0] = shares[:, 0]
        self.weights[:, 1:-1] = shares[:, 1:] * before[:, :-1]
        self.weights[:, -1] = before[:, -1]
        rate = given.rate - log_left.sum(axis=1)
        self.alpha = self.chance.gamma(given.shape + given.classes - 1, 1 / rate)

    def _swap(self, first: int) -> None:
        """Exchanges neighbouring classes where the order of sticks allows it, in all pairs from `first` on at once.

        The likelihood does not know the order of classes, the prior of sticks does: without these moves (Papaspiliopoulos
        and Roberts 2008, doi:10.1093/biomet/asm086) a large class late in the order stays there for thousands of sweeps.
        """
        many = (self.given.classes - 1 - first) // 2
        a = first + 2 * np.arange(many)
        after = np.cumsum(self.weights[:, ::-1], axis=1)[:, ::-1]
        behind = after[:, a + 2]
        one, other = self.weights[:, a], self.weights[:, a + 1]
        swaps = self.chance.random(one.shape) * (behind + one) < behind + other
        order = np.broadcast_to(np.arange(self.given.classes), self.weights.shape).copy()
        order[:, a] += swaps
        order[:, a + 1] -= swaps
        self.weights = np.take_along_axis(self.weights, order, axis=1)
        self.chances = np.take_along_axis(self.chances, order[:, None, :], axis=2)
