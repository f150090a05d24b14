"""What is said of rates of regions: the method, the sentence fit to print, the warnings."""

import math
from typing import TYPE_CHECKING

from khronika.measure.result import Method
from khronika.measure.shrink import LEAST_REGIONS, Shrunk
from khronika.measure.words import interval, listed, number, percent, stated, whole

if TYPE_CHECKING:
    from khronika.measure.regional import Rate, Rates

METHOD = Method(
    measure="rates",
    version=1,
    says="counts per population at risk with Garwood limits; standardised directly with the gamma limits of Fay and Feuer"
    " where a standard population is given; else shrunken by a Poisson-gamma model (maximum likelihood, ten regions or"
    " more) and tested against all other regions together with Benjamini–Hochberg control; ranks by limits that hold at once",
    references=(
        "doi:10.1093/biomet/28.3-4.437",
        "doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#",
        "doi:10.2307/2532003",
        "doi:10.1111/j.2517-6161.1995.tb02031.x",
        "doi:10.1111/rssc.12402",
    ),
    assumes=(
        "each count is Poisson over its population, regions independent of each other",
        "the populations are those at risk, and known without error",
        "all counts are of the same thing over the same time, searched for alike",
    ),
    not_when=(
        "cases come in clusters: intervals are then too narrow",
        "regions are watched unequally: differences then mix what happened with who looked",
        "a trend over time is wanted: what is listed grows with attention",
    ),
    cannot_tell=(
        "how many cases were not listed, and whether that differs between regions",
        "why rates differ",
        "the order of regions whose ranks overlap",
    ),
)


def sentence(found: "Rates") -> str:
    """One region with its rate, or the range over many with what can be told apart."""
    if len(found.rows) == 1:
        return _one(found, found.rows[0])
    ordered = sorted(found.rows, key=lambda row: (value(row)[0], row.region))
    low, high = ordered[0], ordered[-1]
    kind = "standardised rates" if found.standard else "rates"
    return (
        f"{_by(found, f'{kind} of')} {found.settings['what']} per {stated(found.per)} people ran from"
        f" {_shown(low, found)} to {_shown(high, found)} over {whole(len(found.rows))} regions. {_told_apart(found)}"
    )


def value(row: "Rate") -> tuple[float, float, float]:
    """The rate to show, with its limits: standardised where there is one."""
    if row.standardised is not None:
        return row.standardised, row.standardised_lower or 0.0, row.standardised_upper or 0.0
    return row.rate, row.lower, row.upper


def _by(found: "Rates", words: str) -> str:
    if all(row.kind == "exact" for row in found.rows):
        return words[0].upper() + words[1:]
    return f"By what was listed, {words}"


def _one(found: "Rates", row: "Rate") -> str:
    rate, lower, upper = value(row)
    least = "at least " if row.kind in ("min", "range") else "about " if row.kind == "about" else ""
    kind = "the standardised rate of" if found.standard else "the rate of"
    return (
        f"{_by(found, kind)} {found.settings['what']} in {row.region} was {number(rate)} per {stated(found.per)} people"
        f" ({percent(found.level or 0)} interval {interval(lower, upper)}; {least}{whole(row.count)} among"
        f" {whole(row.population)})."
    )


def _shown(row: "Rate", found: "Rates") -> str:
    rate, lower, upper = value(row)
    return f"{number(rate)} ({row.region}; {percent(found.level or 0)} interval {interval(lower, upper)})"


def _told_apart(found: "Rates") -> str:
    first = [row.region for row in found.rows if row.rank_best == 1]
    if len(first) == 1:
        top = f"{first[0]} surely ranks first"
    else:
        top = f"which one ranks first cannot be told: the intervals of {whole(len(first))} regions admit it"
    return f"{_discoveries(found)}{top[0].upper()}{top[1:]}."


def _discoveries(found: "Rates") -> str:
    if found.standard:
        return ""
    above, below = ([r.region for r in found.rows if r.differs == side] for side in ("above", "below"))
    share = percent(found.settings["false_discovery_rate"])
    return (
        f"At a false discovery rate of {share}, above the other regions together: {listed(above) or 'none'}; below:"
        f" {listed(below) or 'none'}. "
    )


def warnings(found: "Rates", shrunk: Shrunk | None, strata_summed: bool) -> list[str]:
    """What is odd about these numbers."""
    rows = found.rows
    overlap = sum(row.rank_best < row.rank_worst for row in rows)
    small = [row.region for row in rows if 0 < row.count < 5]
    zero = [row.region for row in rows if not row.count]
    made = [
        f"{whole(len(rows))} regions were tested at once: read q, not p" if len(rows) > 2 and not found.standard else "",
        f"{whole(overlap)} of {whole(len(rows))} regions have ranks that overlap: a league table would mislead"
        if overlap else "",
        f"fewer than 5 cases in {listed(small)}" if small else "",
        f"no case in {listed(zero)}: nothing listed is not nothing happened" if zero else "",
        "strata were added up: these rates are crude; give a standard population" if strata_summed else "",
        f"no shrinkage under {LEAST_REGIONS} regions" if 1 < len(rows) < LEAST_REGIONS and not found.standard else "",
        "no difference between regions beyond chance was found: all shrink to the common rate"
        if shrunk and math.isinf(shrunk.shape) else "",
    ]  # fmt: skip
    return [warning for warning in made if warning]
