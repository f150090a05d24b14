"""Compare episodes (mobilisations of two years, say): rates per person-year at risk, with the same definitions.

A ratio of totals compares lengths and sizes of countries; it is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

import msgspec

from khronika.errors import RefusedError, UsageError
from khronika.measure.exact import garwood, p_of_equal_rates, ratio_of_rates
from khronika.measure.populations import read_populations
from khronika.measure.read import Given, read
from khronika.measure.result import Method, Result, how_read, named, snapshot_id
from khronika.measure.rows import CountRow, Episode, Kind, Span
from khronika.measure.standard import standardise
from khronika.measure.told_regions import By
from khronika.measure.told_rows import Choice, read_rows
from khronika.measure.words import interval, number, percent, stated, times
from khronika.table import Table

METHOD = Method(
    measure="compare",
    version=1,
    says="counts per person-year at risk with Garwood limits; ratios to the reference episode with Clopper–Pearson limits"
    " given both counts; standardised rates with the limits of Fay and Feuer where a standard population is given",
    references=(
        "doi:10.1093/biomet/28.3-4.437",
        "doi:10.1093/biomet/26.4.404",
        "doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#",
    ),
    assumes=(
        "a case was searched for and defined alike in all episodes",
        "the people at risk were as many throughout an episode as the table says",
        "counts are Poisson, episodes independent of each other",
    ),
    not_when=(
        "definitions, groups at risk or searches differ between episodes",
        "an episode is not finished, or its list still grows",
        "the rate rose or fell much within an episode: the mean then describes no part of it",
    ),
    cannot_tell=("whether as many cases went unlisted in one episode as in the other", "why the rates differ"),
)


class EpisodeRate(msgspec.Struct, frozen=True, kw_only=True):
    """One episode. Rates per `per` person-years; `ratio` to the reference episode, None there or where infinite."""

    episode: str
    count: int
    kind: Kind
    days: int
    person_years: float
    rate: float
    lower: float
    upper: float
    standardised: float | None = None
    standardised_lower: float | None = None
    standardised_upper: float | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    p: float | None = None
    source: str | None = None


class Comparison(Result, frozen=True, kw_only=True):
    """Episodes by name, compared with `reference`."""

    per: float
    reference: str
    definition: str
    rows: list[EpisodeRate]

    def table(self) -> Table[EpisodeRate]:
        """A row an episode."""
        return Table(EpisodeRate, self.rows)


def compare(
    given: Given, reference: str | None = None, *, level: float = 0.95, per: float = 100_000, counts: Kind = "min",
    what: str = "cases", standard: Given | Mapping[str, float] | None = None, columns: Mapping[str, str] | None = None,
    episodes: Given | None = None, quantity: str | None = None, by: By = "admin1",
) -> Comparison:  # fmt: skip
    """Compares episodes of a table with `episode, count, population, start, end, definition` (and `at_risk, stratum`).

    `reference` is the episode the others are compared with; default: the one with the lowest rate. Of an archive events, or
    the least of `quantity`, are counted; `episodes` has `episode, start, end, population` (and `region, kinds, at_risk`).
    """
    spans, faults = read(episodes, Span) if episodes is not None else ([], [])
    choice = Choice(quantity=quantity, by=by, episodes=spans)
    rows, problems = read_rows(given, Episode, columns, {"kind": counts}, choice)
    problems = [*faults, *problems]
    groups = _groups(rows)
    _check(groups)
    if reference is not None and reference not in groups:
        raise UsageError(f"no episode {reference!r} in the table; it has {', '.join(groups)}")
    weights = standard if isinstance(standard, Mapping) else read_populations(standard) if standard else {}
    made = [_episode(of, weights, level, per) for of in groups.values()]
    base = min(made, key=lambda row: (row.rate, row.episode)).episode if reference is None else reference
    settings = {
        "reference": base, "level": level, "per": per, "what": what, "standard": dict(sorted(weights.items())) or None,
        **({"episodes": msgspec.to_builtins([msgspec.structs.replace(span, where="") for span in spans])} if spans else {}),
    }  # fmt: skip
    against = next(row for row in made if row.episode == base)
    found = Comparison(
        method=METHOD, sentence="", n=sum(row.count for row in made), n_of="cases in all episodes", level=level,
        sources=named(row.source for row in rows), warnings=_warnings(made, rows, bool(weights)), settings=settings,
        snapshot=snapshot_id(METHOD, rows, settings), problems=problems, per=per,
        reading=how_read(counts=counts, columns=dict(columns or {}), quantity=quantity, by=by), reference=base,
        definition=rows[0].definition or "", rows=[_against(row, against, level) for row in made],
    )  # fmt: skip
    return msgspec.structs.replace(found, sentence=_sentence(found))


def _groups(rows: Sequence[Episode]) -> dict[str, list[Episode]]:
    ordered = sorted(rows, key=lambda row: (row.episode, row.stratum or ""))
    groups = {name: list(of) for name, of in groupby(ordered, key=lambda row: row.episode)}
    for name, of in groups.items():
        if len({row.stratum for row in of}) < len(of):
            raise RefusedError(f"two counts for {name}", "keep one an episode and stratum; two tallies are never added")
    if len(groups) < 2:
        raise RefusedError(f"{len(groups)} episode in the table", "a comparison needs two")
    return groups


def _check(groups: Mapping[str, Sequence[Episode]]) -> None:
    """People at risk, days and the same definition everywhere: else only totals could be compared."""
    for name, rows in groups.items():
        if any(not row.population for row in rows):
            raise RefusedError(
                f"{name} has no population at risk; a ratio of totals compares the sizes of countries",
                "give the people at risk in a column population",
            )
        if any(row.start is None or row.end is None for row in rows):
            raise RefusedError(
                f"{name} has no start or end; a ratio of totals compares how long episodes were counted",
                "give the first and last day counted in columns start and end",
            )
        if any((row.start or "") > (row.end or "") for row in rows):
            raise RefusedError(f"{name} ends before it starts", "correct start and end")
        if len({(row.start, row.end) for row in rows}) > 1:
            raise RefusedError(f"the strata of {name} cover different days", "count all strata over the same days")
    everything = [row for rows in groups.values() for row in rows]
    _same(everything, "definition", "what counts as a case, in a column definition")
    if any(row.at_risk for row in everything):
        _same(everything, "at_risk", "who is at risk, in a column at_risk")


def _same(rows: Sequence[Episode], field: str, what: str) -> None:
    values = {getattr(row, field) for row in rows}
    if None in values:
        raise RefusedError(f"{field} is not given for every episode", f"say {what}, in the same words")
    if len(values) > 1:
        raise RefusedError(
            f"episodes differ in {field}: {', '.join(sorted(values))}", "count them alike, or do not compare them"
        )


def _days(row: Episode) -> int:
    return (date.fromisoformat(row.end or "") - date.fromisoformat(row.start or "")).days + 1


def _episode(rows: Sequence[Episode], weights: Mapping[str, float], level: float, per: float) -> EpisodeRate:
    days, count = _days(rows[0]), sum(row.count for row in rows)
    years = days / 365.25
    person_years = sum(row.population or 0 for row in rows) * years
    lower, upper = (float(limit) / person_years * per for limit in garwood(count, level))
    adjusted = [value * per for value in standardise(_strata(rows, years), weights, level)] if weights else [None] * 3
    kinds = {row.kind for row in rows}
    return EpisodeRate(
        episode=rows[0].episode, count=count, kind=kinds.pop() if len(kinds) == 1 else "min", days=days,
        person_years=person_years, rate=count / person_years * per, lower=lower, upper=upper, standardised=adjusted[0],
        standardised_lower=adjusted[1], standardised_upper=adjusted[2], source=rows[0].source,
    )  # fmt: skip


def _strata(rows: Sequence[Episode], years: float) -> list[CountRow]:
    if any(row.stratum is None for row in rows):
        raise UsageError("a standard population needs a column stratum in the table")
    return [
        CountRow(region=row.episode, count=row.count, population=(row.population or 0) * years, stratum=row.stratum)
        for row in rows
    ]


def _against(row: EpisodeRate, base: EpisodeRate, level: float) -> EpisodeRate:
    if row.episode == base.episode or not row.count + base.count:
        return row
    ratio, lower, upper = ratio_of_rates(row.count, row.person_years, base.count, base.person_years, level)
    p = p_of_equal_rates(row.count, row.person_years, base.count, base.person_years)
    return msgspec.structs.replace(row, ratio=ratio, ratio_lower=lower, ratio_upper=upper, p=p)


def _warnings(made: Sequence[EpisodeRate], rows: Sequence[Episode], standard: bool) -> list[str]:
    strata = any(row.stratum for row in rows)
    said = [
        "the ratios are of crude rates: standardised rates stand beside them, without a ratio" if standard else "",
        "strata were added up: give a standard population where their shares differ" if strata and not standard else "",
        "the counts have different sources, which may search differently"
        if len(named(r.source for r in rows)) > 1
        else "",
        "no source is named for some counts" if any(not row.source for row in rows) else "",
        "counts are of what was listed: no ratio here is a bound" if any(row.kind != "exact" for row in made) else "",
        "who is at risk is not said in a column at_risk" if not any(row.at_risk for row in rows) else "",
        *(f"only {row.count} cases in {row.episode}" for row in made if row.count < 5),
    ]
    return [warning for warning in said if warning]


def _sentence(found: Comparison) -> str:
    base = next(row for row in found.rows if row.episode == found.reference)
    unit = f"per {stated(found.per)} person-years"
    others = "; ".join(_ratio(row, found) for row in found.rows if row.episode != found.reference)
    by = "" if all(row.kind == "exact" for row in found.rows) else "By what was listed, "
    return (
        f"{by}{base.episode} had {number(base.rate)} {found.settings['what']} {unit} ({percent(found.level or 0)} interval"
        f" {interval(base.lower, base.upper)}); {others}. Case: {found.definition}."
    )


def _ratio(row: EpisodeRate, found: Comparison) -> str:
    if row.ratio_lower is None:
        return f"{row.episode} had none either"
    return (
        f"{row.episode} had {times(row.ratio)} that rate (exact interval {interval(row.ratio_lower, row.ratio_upper)})"
    )
