"""Long moves of the latent class model along its slope, without the unseen (Hamiltonian Monte Carlo; Neal 2011,
arXiv:1206.1901).

With the unseen summed out under the prior 1/N, the listed are multinomial among the histories that are not empty:
log likelihood = sum n_h log p_h - n log(1 - p_0). Chances of listing and sticks are moved together, on the logit scale,
given the concentration; an accepted end point has the right chance, so that sweeps and trajectories may alternate.
"""

from dataclasses import dataclass

from khronika.undercount.arrays import Floats, np, scipy
from khronika.undercount.gibbs import TINY, Chains

_FAR, _WIDEST, _ACCEPTED, _LEARNING = 700.0, 3.0, 0.8, 0.1


@dataclass(frozen=True)
class Place:
    """Logits of chances (chains, lists, classes) and of sticks (chains, classes - 1)."""

    chances: Floats
    sticks: Floats

    def moved(self, by: "Place", times: "Place") -> "Place":
        """This place and `times` x `by`, number by number."""
        return Place(self.chances + times.chances * by.chances, self.sticks + times.sticks * by.sticks)

    def energy(self) -> Floats:
        """Half the sum of squares of each chain."""
        return np.asarray(((self.chances**2).sum(axis=(1, 2)) + (self.sticks**2).sum(axis=1)) / 2)


def place_of(chains: Chains) -> Place:
    """Where the chains stand."""
    chances = np.clip(chains.chances, TINY, 1 - 1e-16)
    after = np.cumsum(chains.weights[:, ::-1], axis=1)[:, ::-1]
    sticks = np.log(np.maximum(chains.weights[:, :-1], TINY)) - np.log(np.maximum(after[:, 1:], TINY))
    return Place(np.log(chances) - np.log1p(-chances), np.clip(sticks, -_FAR, _FAR))


def put(chains: Chains, at: Place) -> None:
    """Sets the chains on a place."""
    taken, log_left = scipy.special.expit(at.sticks), -np.logaddexp(0, at.sticks)
    before = np.exp(np.cumsum(log_left, axis=1))
    chains.chances = scipy.special.expit(at.chances)
    chains.weights = np.hstack([taken[:, :1], taken[:, 1:] * before[:, :-1], before[:, -1:]])


def slope(chains: Chains, at: Place) -> tuple[Floats, Place]:
    """Log posterior (chains,) at a place given the concentration, up to a constant, and its gradient."""
    log_on, log_taken = -np.logaddexp(0, -at.chances), -np.logaddexp(0, -at.sticks)
    log_off, log_left = log_on - at.chances, log_taken - at.sticks
    log_weights = np.pad(log_taken, ((0, 0), (0, 1)))
    log_weights[:, 1:] += np.cumsum(log_left, axis=1)
    joint = chains.marks @ at.chances + (log_off.sum(axis=1) + log_weights)[:, None, :]
    highest = joint.max(axis=2, keepdims=True)
    parts = np.exp(joint - highest)
    total = parts.sum(axis=2)
    log_p = np.log(total) + highest[:, :, 0]
    unseen = np.minimum(np.exp(log_p[:, 0]), 1 - 1e-12)
    seen = chains.counts[:, 1:]
    found = (seen * log_p[:, 1:]).sum(axis=1) - chains.listed * np.log1p(-unseen)
    found += (log_on + log_off).sum(axis=(1, 2)) + (log_taken + chains.alpha[:, None] * log_left).sum(axis=1)
    people = np.hstack([(chains.listed * unseen / (1 - unseen))[:, None], seen])
    return found, _gradient(chains, parts * (people / total)[:, :, None], np.exp(log_on), np.exp(log_taken))


def _gradient(chains: Chains, held: Floats, on: Floats, taken: Floats) -> Place:
    """The gradient, from the people expected in each history and class (chains, histories, classes)."""
    size = held.sum(axis=1)
    later = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
    by_chance = chains.marks.T @ held - size[:, None, :] * on + 1 - 2 * on
    return Place(by_chance, (size[:, :-1] + 1) * (1 - taken) - taken * (later[:, :-1] + chains.alpha[:, None]))


class Trajectories:
    """Moves of all chains: `scale` as wide as the posterior in each number, `length` of a step, both set by tuning."""

    def __init__(self, chains: Chains, steps: int, visited: list[Place]) -> None:
        """Scales from the places that sweeps visited."""
        self.chains, self.steps, self.length = chains, steps, 0.1
        self.scale = Place(
            np.minimum(np.concatenate([p.chances for p in visited]).std(axis=0), _WIDEST),
            np.minimum(np.concatenate([p.sticks for p in visited]).std(axis=0), _WIDEST),
        )

    def tune(self) -> None:
        """One move, after which steps are longer or shorter; only before draws are kept."""
        self.length *= float(np.exp(_LEARNING * (self.move() - _ACCEPTED)))

    def move(self) -> float:
        """One trajectory of every chain; the mean chance with which they were accepted."""
        chains, chance = self.chains, self.chains.chance
        start = place_of(chains)
        push = Place(chance.standard_normal(start.chances.shape), chance.standard_normal(start.sticks.shape))
        with np.errstate(over="ignore", invalid="ignore"):
            before, gradient = slope(chains, start)
            end, after, last = self._travel(start, push, gradient)
            gained = (after - last.energy()) - (before - push.energy())
        accepted = np.exp(np.minimum(np.nan_to_num(gained, nan=-np.inf), 0))
        stays = chance.random(len(accepted)) >= accepted
        end.chances[stays], end.sticks[stays] = start.chances[stays], start.sticks[stays]
        put(chains, end)
        return float(accepted.mean())

    def _travel(self, at: Place, push: Place, gradient: Place) -> tuple[Place, Floats, Place]:
        """Leapfrog steps of a length of its own for each chain; the end, its log posterior, and the push left."""
        length = self.length * self.chains.chance.uniform(0.6, 1.2, len(at.sticks))
        step = Place(length[:, None, None] * self.scale.chances, length[:, None] * self.scale.sticks)
        half = Place(step.chances / 2, step.sticks / 2)
        found = np.zeros(len(length))
        for _ in range(self.steps):
            push = push.moved(gradient, half)
            at = at.moved(push, step)
            found, gradient = slope(self.chains, at)
            push = push.moved(gradient, half)
        return at, found, push
