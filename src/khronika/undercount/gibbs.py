"""One Gibbs sweep of the latent class model, for all chains at once: classes, chances, weights, concentration, order.

As in Manrique-Vallier (2016, doi:10.1111/biom.12502), but on the table of counts instead of on people. It is right for
itself, and slow: the unseen are drawn anew in every sweep and hold the chances of listing where they are. `trajectories`
moves those without the unseen.
"""

from dataclasses import dataclass

from khronika.undercount.arrays import Floats, Ints, np
from khronika.undercount.histories import memberships
from khronika.undercount.resampling import SEED
from khronika.undercount.table import InclusionTable

TINY = 1e-300


@dataclass(frozen=True)
class Settings:
    """How to sample. Each chain takes `burn_in` sweeps, then `sweeps` that are kept, up to `at_most` times as many while
    chains disagree.

    With each sweep goes a trajectory of `steps` steps (tuned in `tuning` further sweeps); 0 leaves plain Gibbs sampling.
    """

    chains: int = 20
    burn_in: int = 500
    sweeps: int = 500
    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    seed: int = SEED
    steps: int = 40
    tuning: int = 150
    at_most: int = 4


class Chains:
    """The state of all chains: `weights` (chains, classes), `chances` (chains, lists, classes), `alpha` (chains,)."""

    def __init__(self, table: InclusionTable, given: Settings) -> None:
        """All chains at their starting places."""
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
        log_on = np.log(np.maximum(self.chances, TINY))
        log_off = np.log(np.maximum(1 - self.chances, TINY))
        joint = np.exp(self.marks @ log_on + (1 - self.marks) @ log_off) * self.weights[:, None, :]
        joint = np.maximum(joint, TINY)
        total = joint.sum(axis=2)
        seen = np.clip(1 - total[:, 0], 1e-12, 1.0)
        self.counts[:, 0] = self.chance.negative_binomial(self.listed, seen)
        return self.chance.multinomial(self.counts, joint / total[:, :, None]).astype(np.float64)

    def _sticks(self, size: Floats) -> None:
        """Weights by stick breaking, in gammas so that nothing is lost near 1; then the concentration."""
        given = self.given
        later = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
        taken = self.chance.standard_gamma(1 + size[:, :-1])
        left = np.maximum(self.chance.standard_gamma(self.alpha[:, None] + later[:, :-1]), TINY)
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
        and Roberts 2008, Biometrika 95) a large class late in the order stays there for thousands of sweeps.
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
