"""All hierarchical log-linear models of a table, ranked by BIC, each with its estimate or the reason why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from khronika.undercount.arrays import Bools, Floats, np
from khronika.undercount.existence import Support, basis, support
from khronika.undercount.hierarchy import ALL_MODELS_TO, Model, all_models, name_of
from khronika.undercount.histories import terms_of
from khronika.undercount.poisson import fit
from khronika.undercount.stepwise import stepwise
from khronika.undercount.table import InclusionTable

NEAR = 10.0
_SUSPECT = 1e-3
_BATCH = 2000


@dataclass(frozen=True)
class Fitted:
    """One model. `estimate` is listed plus unseen; None where the data hold no finite one, with `why_not`.

    `bic` is -2 log L + terms x log(listed), `aic` -2 log L + 2 terms (nominal terms, also where a mean vanishes).
    `kept` (cells,) marks the observed cells whose fitted mean is above 0 (extended maximum likelihood).
    """

    lists: tuple[str, ...]
    model: Model
    log_likelihood: float
    bic: float
    aic: float
    estimate: float | None
    why_not: str | None
    kept: Bools = field(repr=False, compare=False)
    coefficients: Floats = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The model by its largest interactions."""
        return name_of(self.model, self.lists)

    @property
    def vanished(self) -> int:
        """How many observed cells have a fitted mean of 0."""
        return int((~self.kept).sum())

    @property
    def error(self) -> float | None:
        """Standard error by the delta method, Poisson unseen included; it knows nothing of the choice among models."""
        if self.estimate is None:
            return None
        design = terms_of(self.model, len(self.lists))
        unseen = float(np.exp(design[0] @ self.coefficients))
        variance = _log_variance(design[1:][self.kept], self.coefficients, design[0])
        return float(np.sqrt(unseen + unseen**2 * variance))


def fit_model(table: InclusionTable, model: Model) -> Fitted:
    """One model of a table, with its existence checked by linear programme."""
    return fit_models(table, [model])[0]


def fit_all(table: InclusionTable, all_to: int = ALL_MODELS_TO) -> list[Fitted]:
    """All models to `all_to` lists, a stepwise search above; best BIC first, those without estimate last."""
    lists = len(table.lists)
    models = all_models(lists) if lists <= all_to else stepwise(table.counts, lists)
    return ranked(fit_models(table, models))


def ranked(fitted: Sequence[Fitted]) -> list[Fitted]:
    """Best BIC first; models without estimate at the end; ties by the terms."""
    return sorted(fitted, key=lambda f: (f.estimate is None, f.bic, f.model))


def near_best(fitted: Sequence[Fitted], within: float = NEAR) -> list[Fitted]:
    """Models with an estimate whose BIC is within so much of the best."""
    found = [f for f in fitted if f.estimate is not None]
    best = min((f.bic for f in found), default=0.0)
    return [f for f in found if f.bic <= best + within]


def weights(values: Sequence[float]) -> Floats:
    """exp(-difference / 2), summing to 1: BIC weights are approximate posterior chances under equal prior ones."""
    given = np.asarray(values, dtype=np.float64)
    made = np.exp(-(given - given.min()) / 2)
    return np.asarray(made / made.sum())


def fit_models(table: InclusionTable, models: Sequence[Model]) -> list[Fitted]:
    """These models in this order."""
    found: dict[Model, Fitted] = {}
    for _, group in groupby(sorted(models, key=len), key=len):
        same = list(group)
        for first in range(0, len(same), _BATCH):
            found.update(_fit_batch(table, same[first : first + _BATCH]))
    return [found[model] for model in models]


def _fit_batch(table: InclusionTable, models: list[Model]) -> dict[Model, Fitted]:
    """Models of one number of terms together; those that look as if a mean vanished are looked at one by one."""
    lists = len(table.lists)
    designs = np.stack([terms_of(model, lists) for model in models])
    counts = table.counts[1:]
    fits = fit(designs[:, 1:], counts[None, :])
    suspect = ~fits.converged | (fits.means[:, counts == 0] < _SUSPECT).any(axis=1)
    whole = np.ones(len(counts), dtype=np.bool_)
    made = {}
    for i, model in enumerate(models):
        if suspect[i]:
            made[model] = _extended(table, model, designs[i])
        else:
            likelihood = float(fits.log_likelihood[i])
            made[model] = _fitted(table, model, likelihood, fits.coefficients[i], Support(whole, True))
    return made


def _extended(table: InclusionTable, model: Model, design: Floats) -> Fitted:
    """The fit on the cells that stay, in coordinates that those cells tell apart."""
    counts = table.counts[1:]
    held = support(design[1:], counts, design[0])
    columns = basis(design[1:][held.kept])
    fits = fit(design[1:][held.kept] @ columns, counts[None, held.kept])
    return _fitted(table, model, float(fits.log_likelihood[0]), columns @ fits.coefficients[0], held)


def _fitted(table: InclusionTable, model: Model, likelihood: float, coefficients: Floats, held: Support) -> Fitted:
    bic = -2 * likelihood + len(model) * float(np.log(table.listed))
    aic = -2 * likelihood + 2 * len(model)
    unseen = float(np.exp(coefficients[0])) if held.identified else None
    estimate = None if unseen is None else table.listed + unseen
    why = None if held.identified else _why(held)
    return Fitted(table.lists, model, likelihood, bic, aic, estimate, why, held.kept, coefficients)


def _why(held: Support) -> str:
    if held.exists:
        return "the unseen are not identified by the cells of this table"
    return f"{int((~held.kept).sum())} cells have a fitted mean of 0 and the others do not identify the unseen"


def _log_variance(design: Floats, coefficients: Floats, unseen: Floats) -> float:
    """Variance of the log of the unseen, from the inverse of the information."""
    columns = basis(design)
    reduced = design @ columns
    information = (reduced.T * np.exp(design @ coefficients)) @ reduced
    row = unseen @ columns
    return float(row @ np.linalg.solve(information, row))
