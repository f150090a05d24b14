"""Rates of many regions drawn towards their common rate, the more so the fewer people they have.

Poisson counts whose rates follow a gamma distribution; its two parameters by maximum likelihood from all regions.
Clayton and Kaldor, Biometrics 43 (1987), doi 10.2307/2532003.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from khronika.measure.exact import Floats

LEAST_REGIONS = 10
_LOG_SHAPE = (-8.0, 16.0)
_EXACT = {"maxfun": 500, "xtol": 1e-10, "ftol": 1e-14, "gtol": 1e-8}


class Shrunk(NamedTuple):
    """Posterior means and limits per person; `shape` is infinite where regions do not differ beyond chance."""

    rate: "Floats"
    lower: "Floats"
    upper: "Floats"
    shape: float
    common: float


def shrink(counts: "Floats", people: "Floats", level: float) -> Shrunk | None:
    """Empirical Bayes rates; None under ten regions or without any case, where nothing can be learnt of the spread."""
    if len(counts) < LEAST_REGIONS or not counts.sum():
        return None
    shape, mean = _fit(counts, people)
    rate = shape / mean
    tail, after, time = (1 - level) / 2, shape + counts, rate + people
    lower, upper = special.gammaincinv(after, tail) / time, special.gammainccinv(after, tail) / time
    pooled = np.log(shape) > _LOG_SHAPE[1] - 0.5
    return Shrunk(after / time, lower, upper, float("inf") if pooled else shape, mean)


def _fit(counts: "Floats", people: "Floats") -> tuple[float, float]:
    """Shape and mean of the gamma distribution that make the counts likeliest."""
    crude = counts.sum() / people.sum()
    expected = crude * people
    start = np.array([0.0, 0.0])
    found: Any = optimize.minimize(  # two unknowns; this method calls no threaded algebra, which two cores fight over
        _loss, start, args=(counts, expected), jac=True, method="TNC", bounds=[_LOG_SHAPE, (-5.0, 5.0)], options=_EXACT
    )
    log_shape, log_mean = found.x
    return float(np.exp(log_shape)), float(np.exp(log_mean) * crude)


def _loss(at: "Floats", counts: "Floats", expected: "Floats") -> "tuple[float, Floats]":
    """Negative log-likelihood and its gradient in the logarithms of shape and relative mean."""
    shape, mean = np.exp(at)
    total = shape + mean * expected
    share = mean * expected / total
    loss = -(
        special.gammaln(counts + shape) - special.gammaln(shape) - shape * np.log1p(mean * expected / shape)
        + special.xlogy(counts, share)
    ).sum()  # fmt: skip
    by_shape = special.digamma(counts + shape) - special.digamma(shape) + np.log(shape / total) + share - counts / total
    by_mean = counts * shape / total - shape * share
    return float(loss), -np.array([shape * by_shape.sum(), by_mean.sum()])
