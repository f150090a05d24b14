"""How many are on no list: multiple systems estimation from three to six lists, with intervals, doubts and refusals.

>>> from khronika.undercount import from_histories, fit_all
>>> rows = [((1, 0, 0), 60), ((0, 1, 0), 50), ((0, 0, 1), 40), ((1, 1, 0), 20), ((1, 0, 1), 16), ((0, 1, 1), 13), ((1, 1, 1), 6)]
>>> table = from_histories(["police", "press", "hospital"], rows)
>>> best = fit_all(table)[0]
>>> best.name, round(best.estimate)
('[police] [press] [hospital]', 352)

Stands by itself: it knows only the errors and the tables of the house. Needs the extra `stats`.
"""

from khronika.undercount.about import About, AboutList, Linkage, read_about
from khronika.undercount.bootstrap import Bootstrap, bootstrap
from khronika.undercount.cases import Case
from khronika.undercount.closed import Gap, Seen
from khronika.undercount.derived import verify
from khronika.undercount.doubt import Held, HighestOrder, Stability, dependence, held_lists, highest_order, stability
from khronika.undercount.errors import RefusedError, TableError
from khronika.undercount.gibbs import Settings
from khronika.undercount.graphs import Averaged, average
from khronika.undercount.heterogeneity import Heterogeneous, chao, heterogeneity
from khronika.undercount.hierarchy import all_models, name_of
from khronika.undercount.latent import Posterior, latent_classes
from khronika.undercount.loglinear import Fitted, fit_all, fit_model, near_best, weights
from khronika.undercount.measure import Analysis, Options, measure
from khronika.undercount.profile import Profile, profile
from khronika.undercount.read import Read, read_csv
from khronika.undercount.record import record
from khronika.undercount.refusals import refusals, two_list_range
from khronika.undercount.resampling import from_models, from_table
from khronika.undercount.rows import Estimate, estimates
from khronika.undercount.snapshot import snapshot
from khronika.undercount.strata import Total, measure_strata, total
from khronika.undercount.table import InclusionTable, from_cases, from_histories, from_people
from khronika.undercount.words import sentence, warnings

__all__ = [
    "About", "AboutList", "Analysis", "Averaged", "Bootstrap", "Case", "Estimate", "Fitted", "Gap", "Held",
    "Heterogeneous", "HighestOrder", "InclusionTable", "Linkage", "Options", "Posterior", "Profile", "Read",
    "RefusedError", "Seen", "Settings", "Stability", "TableError", "Total", "all_models", "average", "bootstrap",
    "chao", "dependence", "estimates", "fit_all", "fit_model", "from_cases", "from_histories", "from_models",
    "from_people", "from_table", "held_lists", "heterogeneity", "highest_order", "latent_classes", "measure",
    "measure_strata", "name_of", "near_best", "profile", "read_about", "read_csv", "record", "refusals", "sentence",
    "snapshot", "stability", "total", "two_list_range", "verify", "warnings", "weights",
]  # fmt: skip
