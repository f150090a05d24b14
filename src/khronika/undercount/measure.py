"""The whole measurement: refusals first, then every method, every doubt, and what may be said as a headline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from khronika.undercount.about import About
from khronika.undercount.arrays import Floats, np
from khronika.undercount.bootstrap import Bootstrap, bootstrap
from khronika.undercount.doubt import Held, HighestOrder, Stability, dependence, held_lists, highest_order, stability
from khronika.undercount.errors import RefusedError
from khronika.undercount.gibbs import Settings
from khronika.undercount.graphs import MOST_LISTS, Averaged, average
from khronika.undercount.heterogeneity import Heterogeneous, heterogeneity
from khronika.undercount.hierarchy import Model
from khronika.undercount.latent import Posterior, latent_classes
from khronika.undercount.loglinear import Fitted, fit_all, near_best
from khronika.undercount.profile import Profile, profile
from khronika.undercount.refusals import refusals
from khronika.undercount.resampling import SEED
from khronika.undercount.table import InclusionTable

MOST_RATIO = 2.0
_ALL_TO, _CANDIDATES_WITHIN, _MOST_CANDIDATES = 113, 20.0, 100

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Options:
    """How much to compute. `draws` of the bootstrap; None as `latent` leaves the latent classes out."""

    draws: int = 4000
    level: float = 0.95
    seed: int = SEED
    latent: Settings | None = field(default_factory=Settings)
    graphs: bool = True


@dataclass(frozen=True)
class Analysis:
    """Everything found for one table. `single` are reasons against a single number; empty where one may be printed."""

    table: InclusionTable
    about: About
    linked: bool
    options: Options
    models: list[Fitted]
    candidates: int
    profile: Profile
    bootstrap: Bootstrap
    heterogeneity: list[Heterogeneous]
    posterior: Posterior | None
    graphs: Averaged | None
    held: list[Held]
    stability: Stability
    highest_order: list[HighestOrder]
    dependence: dict[tuple[str, str], float | None]

    @property
    def best(self) -> Fitted:
        """The lowest-BIC model."""
        return self.models[0]

    @property
    def estimate(self) -> float:
        """The size under the lowest-BIC model: people listed and unseen."""
        assert self.best.estimate is not None
        return self.best.estimate

    @property
    def near(self) -> list[Fitted]:
        """All models within 10 BIC of the best, best first."""
        return near_best(self.models)

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest size under the models within 10 BIC."""
        sizes = [f.estimate for f in self.near if f.estimate is not None]
        return min(sizes), max(sizes)

    @property
    def single(self) -> list[str]:
        """Why no single number may stand alone; empty where one may."""
        return list(_against_one_number(self))


def measure(
    table: InclusionTable, about: About | None = None, options: Options | None = None, linked: bool = True,
    tell: Tell | None = None,
) -> Analysis:  # fmt: skip
    """All methods on one table; RefusedError with every reason where no estimate may be given.

    `linked` is False for records and archives, where the quality of linkage must stand in `about`.
    """
    about, options, say = about or About(), options or Options(), tell or (lambda _: None)
    if reasons := refusals(table, about, linked):
        raise RefusedError(reasons)
    say("log-linear models")
    models = fit_all(table)
    _demand_estimate(models)
    say("held lists")
    held = held_lists(table, options.level)
    _demand_held(held, table.of)
    return _with_intervals(table, about, options, linked, models, held, say)


def _with_intervals(
    table: InclusionTable, about: About, options: Options, linked: bool, models: list[Fitted], held: list[Held], say: Tell
) -> Analysis:  # fmt: skip
    best, chosen = models[0], candidates(models)
    assert best.estimate is not None
    say("model-choosing bootstrap")
    drawn = bootstrap(table, chosen, options.draws, options.level, options.seed)
    say("heterogeneity, graphs, latent classes")
    graphs = average(table, options.level) if options.graphs and len(table.lists) <= MOST_LISTS else None
    posterior = latent_classes(table, options.latent, options.level) if options.latent else None
    return Analysis(
        table, about, linked, options, models, len(chosen), profile(table, best.model, best.estimate, options.level), drawn,
        heterogeneity(table), posterior, graphs, held, stability(table, chosen), highest_order(table), dependence(table),
    )  # fmt: skip


def candidates(models: Sequence[Fitted]) -> list[Model]:
    """Models chosen among in each draw: all of up to four lists, else those within 20 BIC of the best, at most 100."""
    if len(models) <= _ALL_TO:
        return [f.model for f in models]
    return [f.model for f in near_best(models, _CANDIDATES_WITHIN)][:_MOST_CANDIDATES]


def _demand_estimate(models: Sequence[Fitted]) -> None:
    """Refuses where no model has a finite estimate."""
    if models[0].estimate is None:
        raise RefusedError([f"no log-linear model has a finite estimate on this table: {models[0].why_not}"])


def _demand_held(held: Sequence[Held], of: str) -> None:
    missed = [h for h in held if h.hit is False]
    if len(missed) > len(held) / 2:
        told = ", ".join(f"{h.name} has {h.truth:,} {of} and is estimated at {h.estimate:,.0f}" for h in missed)
        raise RefusedError(
            [f"these lists cannot support an estimate: the check misses {len(missed)} of {len(held)} lists ({told})"]
        )


def _against_one_number(found: Analysis) -> list[str]:
    low, high = found.range
    reasons = []
    if high > MOST_RATIO * low:
        reasons.append(
            f"models within 10 BIC of the best say between {low:,.0f} and {high:,.0f}, more than a factor of {MOST_RATIO:g}"
        )
    if found.stability.ratio(found.estimate) > MOST_RATIO:
        reasons.append("unstable: one case more or less changes the answer by more than a factor of 2")
    if not np.isfinite(found.bootstrap.high):
        reasons.append("the interval has no upper end: too many draws of the data have no finite estimate")
    return reasons


def summed(parts: Sequence[Analysis]) -> Floats:
    """Draws of the sum over strata: the confidence draws of each stratum in an order of chance of their own, added up."""
    many = parts[0].options.draws
    chance = np.random.default_rng(parts[0].options.seed)
    return np.asarray(np.sum([chance.permutation(part.bootstrap.confidence[:many]) for part in parts], axis=0))


def summed_posterior(parts: Sequence[Analysis]) -> Floats | None:
    """Draws of the sum of latent class posteriors; None where a stratum has none."""
    chance = np.random.default_rng(parts[0].options.seed + 1)
    if any(part.posterior is None for part in parts):
        return None
    drawn = [chance.permutation(p.posterior.draws.ravel()) for p in parts if p.posterior is not None]
    return np.asarray(np.sum(drawn, axis=0))
