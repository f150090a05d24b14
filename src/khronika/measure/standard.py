"""Direct standardisation: the rate a region would have if its strata were as large as a standard population's.

The gamma interval of Fay and Feuer, Statistics in Medicine 16 (1997), doi
10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scipy import special

from khronika.errors import RefusedError
from khronika.measure.rows import CountRow
from khronika.measure.words import listed


class Standardised(NamedTuple):
    """A directly standardised rate per person, with its limits."""

    rate: float
    lower: float
    upper: float


def standardise(rows: Sequence[CountRow], standard: Mapping[str, float], level: float = 0.95) -> Standardised:
    """The standardised rate of one region's rows, one a stratum; refuses where strata do not match the standard's."""
    _check(rows, standard)
    total = sum(standard.values())
    weights = [standard[row.stratum or ""] / total / (row.population or 1) for row in rows]
    return fay_feuer([row.count for row in rows], weights, level)


def fay_feuer(counts: Sequence[int], weights: Sequence[float], level: float = 0.95) -> Standardised:
    """The weighted sum of Poisson counts with gamma limits; exact where all weights are equal."""
    rate = sum(w * x for w, x in zip(weights, counts, strict=True))
    variance = sum(w * w * x for w, x in zip(weights, counts, strict=True))
    heaviest, tail = max(weights), (1 - level) / 2
    lower = variance / rate * float(special.gammaincinv(rate * rate / variance, tail)) if rate else 0.0
    shifted, wider = rate + heaviest, variance + heaviest * heaviest
    upper = wider / shifted * float(special.gammainccinv(shifted * shifted / wider, tail))
    return Standardised(rate, lower, upper)


def _check(rows: Sequence[CountRow], standard: Mapping[str, float]) -> None:
    region = rows[0].region
    strata = {row.stratum or "" for row in rows if row.population}
    if lacking := sorted(set(standard) - strata):
        raise RefusedError(
            f"{region} has no people in {listed(lacking)}, which the standard population has",
            "give every stratum of every region, with its people, or join strata in both tables",
        )
    if extra := sorted(strata - set(standard)):
        raise RefusedError(
            f"{region} has strata that the standard population has not: {listed(extra)}",
            "cases there would have no weight; add them to the standard population",
        )
