"""Tables as they might have been: people drawn again from the table itself, or from the models that were fitted to it.

`from_table` assumes no model, and brings the noise of the table along a second time: a term that is not there raises the
likelihood of a draw twice as much, on average, as it does that of a table (twice a chi-square of one degree instead of
once), so it is chosen more often than it should be and intervals are too long where one model is clearly right.
`from_models` has no such noise; its intervals are exact there, and too short where BIC hesitates between models, because
the true one may then hold little of the weight. The headline is made by the first: rather too long than too short.
"""

from collections.abc import Callable, Sequence

from khronika.undercount.arrays import Floats, np
from khronika.undercount.hierarchy import Model
from khronika.undercount.histories import terms_of
from khronika.undercount.loglinear import Fitted, fit_models, weights
from khronika.undercount.table import InclusionTable

SEED = 20220928
_LARGEST, _MOST_PEOPLE = 700.0, 1e15

Resample = Callable[[InclusionTable, float, Sequence[Model], int, int], Floats]
"""A table, its estimated size, the candidates, how many draws, and the seed; tables (draws, 2^lists)."""


def from_table(table: InclusionTable, size: float, models: Sequence[Model], draws: int, seed: int = SEED) -> Floats:
    """Tables (draws, 2^lists): as many people as the estimated `size` are drawn, those on no list among them dropped.

    So the number listed varies as well (Buckland and Garthwaite 1991, Biometrics 47, 255-268). No model plays a part.
    """
    chance = np.random.default_rng(seed)
    return _of_cells(table, size, table.counts, draws, chance)


def from_models(table: InclusionTable, size: float, models: Sequence[Model], draws: int, seed: int = SEED) -> Floats:
    """Tables (draws, 2^lists) of populations as `models` describe them, each model in so many draws as its BIC weight says.

    Models without an estimate describe no population; `size` plays no part.
    """
    known = [f for f in fit_models(table, models) if f.estimate is not None]
    chance = np.random.default_rng(seed)
    shares = chance.multinomial(draws, weights([f.bic for f in known]))
    return np.vstack([_of_model(table, f, int(many), chance) for f, many in zip(known, shares, strict=True) if many])


def _of_model(table: InclusionTable, fitted: Fitted, draws: int, chance: np.random.Generator) -> Floats:
    means = terms_of(fitted.model, len(table.lists)) @ fitted.coefficients
    cells = np.where(np.append(False, fitted.kept), np.exp(np.minimum(means, _LARGEST)), 0.0)
    return _of_cells(table, fitted.estimate or 0.0, cells, draws, chance)


def _of_cells(table: InclusionTable, size: float, cells: Floats, draws: int, chance: np.random.Generator) -> Floats:
    """Tables of `size` people, of whom the listed fall into `cells` (2^lists,) in their proportions."""
    people = max(round(min(size, _MOST_PEOPLE)), table.listed)
    listed = chance.binomial(people, table.listed / people, size=draws)
    return chance.multinomial(listed, cells / cells.sum()).astype(np.float64)
