"""Exact intervals of Poisson rates and of the ratio of two, vectorised over `scipy.special`.

Garwood, Biometrika 28 (1936), doi 10.1093/biomet/28.3-4.437. Clopper and Pearson, Biometrika 26 (1934),
doi 10.1093/biomet/26.4.404. The p-values are central (twice the smaller tail), so p and interval always agree.
"""

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def garwood(counts: "npt.ArrayLike", level: float = 0.95) -> "tuple[Floats, Floats]":
    """Lower and upper limits of Poisson means; the lower limit of a zero count is 0."""
    x, tail = np.asarray(counts, dtype=float), (1 - level) / 2
    lower = np.where(x > 0, special.gammaincinv(np.maximum(x, 1), tail), 0.0)
    return lower, np.asarray(special.gammainccinv(x + 1, tail), dtype=float)


def clopper_pearson(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Limits of a binomial share."""
    tail = (1 - level) / 2
    lower = float(special.betaincinv(x, n - x + 1, tail)) if x > 0 else 0.0
    upper = float(special.betainccinv(x + 1, n - x, tail)) if x < n else 1.0
    return lower, upper


def ratio_of_rates(
    a: int, exposure_a: float, b: int, exposure_b: float, level: float = 0.95
) -> tuple[float | None, float, float | None]:
    """(a / exposure_a) / (b / exposure_b) with exact limits given a + b; None is infinite. a + b must not be 0."""
    scale = exposure_b / exposure_a
    low, high = clopper_pearson(a, a + b, level)
    ratio = a / b * scale if b else None
    return ratio, low / (1 - low) * scale, high / (1 - high) * scale if b else None


def central_p(x: "npt.ArrayLike", n: "npt.ArrayLike", share: "npt.ArrayLike") -> "Floats":
    """Central p of x among n under the binomial `share`: twice the smaller tail, at most 1."""
    k, size, p = (np.asarray(value, dtype=float) for value in (x, n, share))
    k, size, p = np.broadcast_arrays(k, size, p)
    at_least = np.where(k > 0, special.betainc(np.maximum(k, 1), size - np.maximum(k, 1) + 1, p), 1.0)
    below = np.minimum(k, size - 1)
    at_most = np.where(k < size, special.betaincc(below + 1, size - below, p), 1.0)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(at_least, at_most)), dtype=float)


def p_of_equal_rates(a: int, exposure_a: float, b: int, exposure_b: float) -> float:
    """Central p that two rates are equal, given the sum of the counts."""
    return float(central_p(a, a + b, exposure_a / (exposure_a + exposure_b)))
