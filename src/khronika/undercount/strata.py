"""Several strata and their sum: every stratum by itself, then draws added up, never limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from khronika.undercount.about import About
from khronika.undercount.arrays import Floats, np
from khronika.undercount.errors import RefusedError
from khronika.undercount.measure import Analysis, Options, Tell, measure, summed, summed_posterior
from khronika.undercount.table import InclusionTable


@dataclass(frozen=True)
class Total:
    """The sum over strata. `estimate` is None where a stratum may give no single number. Sizes in people.

    `posterior` holds low, median and high of the summed latent class draws, None without them.
    """

    parts: list[Analysis]
    listed: int
    estimate: float | None
    low: float
    high: float
    posterior: tuple[float, float, float] | None
    draws: Floats = field(repr=False)


def measure_strata(
    tables: Sequence[InclusionTable], about: About | None = None, options: Options | None = None, linked: bool = True,
    tell: Tell | None = None,
) -> list[Analysis]:  # fmt: skip
    """Every stratum; RefusedError names all strata that cannot be estimated, since their sum would leave people out."""
    found, reasons = [], []
    for table in tables:
        try:
            found.append(measure(table, about, options, linked, tell))
        except RefusedError as error:
            where = f"stratum {table.stratum}: " if table.stratum else ""
            reasons += [where + reason for reason in error.reasons]
    if reasons:
        raise RefusedError(reasons)
    return found


def total(parts: Sequence[Analysis]) -> Total:
    """Adds up draws of the strata, independent of each other, and takes the interval of the sum."""
    draws, level = summed(parts), parts[0].options.level
    ends = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
    low, _, high = np.quantile(draws, ends, method="nearest")
    latent = summed_posterior(parts)
    posterior = None if latent is None else tuple(float(q) for q in np.quantile(latent, ends))
    single = all(not part.single for part in parts)
    return Total(
        list(parts), sum(p.table.listed for p in parts), sum(p.estimate for p in parts) if single else None,
        float(low), float(high), (posterior[0], posterior[1], posterior[2]) if posterior else None, draws,
    )  # fmt: skip
