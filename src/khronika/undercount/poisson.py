"""Log-linear models of counts by Newton's method, many at once: many tables for one model, or many models for a table.

Counts of cells are Poisson with log mean `design @ coefficients`; given the number listed this is the multinomial fit
(Cormack 1989, Biometrics 45). Each fit is what `glm(family = poisson)` finds.
"""

from dataclasses import dataclass

from khronika.undercount.arrays import Bools, Floats, np, scipy

STEPS, PRECISION = 60, 1e-9
_FLOOR = 1e-12


@dataclass(frozen=True)
class Fits:
    """Fits of one model or several. `coefficients` (fits, terms), `means` (fits, cells), the others (fits,)."""

    coefficients: Floats
    means: Floats
    log_likelihood: Floats
    converged: Bools


def fit(design: Floats, counts: Floats, start: Floats | None = None) -> Fits:
    """Largest likelihood for each fit.

    `design` is (cells, terms) or (fits, cells, terms); `counts` (fits, cells) or (1, cells). `start` holds coefficients
    to begin from. Where no finite maximum exists, means of some cells go towards 0 and steps end after `STEPS`.
    """
    fits = max(len(counts), len(design) if design.ndim == 3 else 1)
    counts = np.broadcast_to(counts, (fits, counts.shape[1]))
    steps = _Steps(design, counts)
    coefficients = steps.first() if start is None else np.array(np.broadcast_to(start, (fits, design.shape[-1])))
    likelihood = steps.likelihood(coefficients)
    open_ = np.arange(fits)
    for _ in range(STEPS):
        at = steps.of(open_)
        coefficients[open_], likelihood[open_], gain = at.better(coefficients[open_], likelihood[open_])
        open_ = open_[gain > PRECISION]
        if not len(open_):
            break
    converged = np.ones(fits, dtype=np.bool_)
    converged[open_] = False
    means = np.exp(steps.predict(coefficients))
    constant = scipy.special.gammaln(counts + 1).sum(axis=1)
    return Fits(coefficients, means, likelihood - constant, converged)


@dataclass(frozen=True)
class _Steps:
    """Newton steps for a batch. Likelihoods here lack the constant of the counts."""

    design: Floats
    counts: Floats

    def of(self, which: "np.typing.NDArray[np.intp]") -> "_Steps":
        if len(which) == len(self.counts):
            return self
        return _Steps(self.design[which] if self.design.ndim == 3 else self.design, self.counts[which])

    def predict(self, coefficients: Floats) -> Floats:
        """Log means, kept in a range where they can be exponentiated."""
        if self.design.ndim == 2:
            return np.clip(coefficients @ self.design.T, -30, 30)
        return np.clip((self.design @ coefficients[:, :, None])[:, :, 0], -30, 30)

    def likelihood(self, coefficients: Floats) -> Floats:
        log_means = self.predict(coefficients)
        return np.asarray((self.counts * log_means - np.exp(log_means)).sum(axis=1))

    def first(self) -> Floats:
        """One weighted regression of the logarithm of the counts, as `glm` begins."""
        means = self.counts + 0.1
        working = np.log(means) + (self.counts - means) / means
        return self._solve(means, means * working)

    def better(self, coefficients: Floats, before: Floats) -> tuple[Floats, Floats, Floats]:
        """One step, halved where the likelihood would fall; the new place, its likelihood, and the decrement left."""
        means = np.exp(self.predict(coefficients))
        step, decrement = self._newton(means)
        after = self.likelihood(coefficients + step)
        for _ in range(20):
            worse = after < before - 1e-9 * (1 + np.abs(before))
            if not worse.any():
                break
            step[worse] /= 2
            after = self.likelihood(coefficients + step)
        return coefficients + step, np.maximum(after, before), decrement

    def _newton(self, means: Floats) -> tuple[Floats, Floats]:
        residual = self.counts - means
        gradient = self._project(residual)
        step = self._solve(means, residual)
        return step, np.abs((gradient * step).sum(axis=1))

    def _project(self, values: Floats) -> Floats:
        if self.design.ndim == 2:
            return values @ self.design
        return np.asarray((values[:, None, :] @ self.design)[:, 0, :])

    def _solve(self, weights: Floats, right: Floats) -> Floats:
        """(X' W X)^-1 X' right, with a floor under weights so that vanishing cells leave the matrix regular."""
        terms = self.design.shape[-1]
        weights = np.maximum(weights, _FLOOR)
        if self.design.ndim == 2:
            pairs = (self.design[:, :, None] * self.design[:, None, :]).reshape(len(self.design), -1)
            gram = (weights @ pairs).reshape(-1, terms, terms)
        else:
            gram = np.swapaxes(self.design, 1, 2) @ (weights[:, :, None] * self.design)
        return _regular_solve(gram, self._project(right))


def _regular_solve(gram: Floats, right: Floats) -> Floats:
    """Solutions; a ridge of 1e-10 of the diagonal only where the matrix is singular."""
    try:
        return np.asarray(np.linalg.solve(gram, right[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        ridge = 1e-10 * np.maximum(np.trace(gram, axis1=1, axis2=2), 1.0)
        return np.asarray(
            np.linalg.solve(gram + ridge[:, None, None] * np.eye(gram.shape[1]), right[:, :, None])[:, :, 0]
        )
