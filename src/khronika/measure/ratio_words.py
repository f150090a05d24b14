"""What is said of a disparity: the method, and the sentence fit to print."""

from typing import TYPE_CHECKING

from khronika.measure.result import Method
from khronika.measure.words import interval, number, percent, times, whole

if TYPE_CHECKING:
    from khronika.measure.ratios import Disparity, RegionRate

METHOD = Method(
    measure="disparity",
    version=1,
    says="ratio of two rates; Clopper–Pearson limits of one count given the sum of both, scaled by the populations;"
    " p is twice the smaller tail; rates with Garwood limits",
    references=("doi:10.1093/biomet/26.4.404", "doi:10.1093/biomet/28.3-4.437"),
    assumes=(
        "each count is Poisson over its population, the two independent of each other",
        "the populations are those at risk, and known without error",
        "both counts are of the same thing over the same time",
    ),
    not_when=(
        "cases come in clusters (one strike, forty dead): the interval is then too narrow",
        "the population at risk differs from the one given (men of 18 to 49, say): give that one",
        "the two counts stem from different definitions, periods or searches",
    ),
    cannot_tell=(
        "whether cases were equally likely to be listed in both places",
        "why the rates differ",
    ),
)


def sentence(found: "Disparity") -> str:
    """The ratio with its interval, what it is not, and which listing would explain it."""
    of, to = found.of, found.to
    by = "" if (of.kind, to.kind) == ("exact", "exact") else "by what was listed, "
    head = (
        f"{by}the rate of {found.settings['what']} was {times(found.ratio)} as high in {of.region} as in {to.region}"
        f" (exact {percent(found.level or 0)} interval {interval(found.lower, found.upper)};"
        f" {_counted(of)} among {whole(of.population)} people against {_counted(to)} among {whole(to.population)})."
    )
    return " ".join(filter(None, (head[0].upper() + head[1:], _bound_sentence(found), _needed_sentence(found))))


def _counted(side: "RegionRate") -> str:
    return {"min": "at least ", "about": "about ", "range": "at least "}.get(side.kind, "") + whole(side.count)


def _bound_sentence(found: "Disparity") -> str:
    if found.lower_bound is not None:
        own = "" if found.is_lower_bound else "This is not a lower bound of the ratio of true rates. "
        return (
            f"{own}A lower bound of what happened per head is {times(found.lower_bound)}, with {found.bound_says}"
            f" (chance set aside)."
        )
    return f"This is not a lower bound of the ratio of true rates: {found.bound_says}."


def _needed_sentence(found: "Disparity") -> str:
    first = found.needed[0]
    if first.at_estimate is None or first.at_estimate < 1:
        return ""
    low = f" ({number(first.at_lower)} times at the lower limit)" if first.at_lower > 1 else ""
    return (
        f"True rates would be equal if a case in {found.of.region} were {number(first.at_estimate)} times as likely"
        f" to be listed as one in {found.to.region}{low}."
    )
