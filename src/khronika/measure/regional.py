"""Rates of one or many regions: exact intervals, standardised, shrunken, tested against the rest, ranked with doubt."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

from khronika.errors import RefusedError, UsageError
from khronika.measure.counts import check_counts, merged, source_warnings
from khronika.measure.exact import garwood
from khronika.measure.populations import denominators, read_populations
from khronika.measure.ranks import Ranks, against_the_rest, false_discovery, rank, simultaneous
from khronika.measure.read import Given
from khronika.measure.regional_words import METHOD, sentence, warnings
from khronika.measure.result import Result, how_read, named, snapshot_id
from khronika.measure.rows import CountRow, Kind
from khronika.measure.shrink import Shrunk, shrink
from khronika.measure.standard import standardise
from khronika.measure.told_regions import By
from khronika.measure.told_rows import Choice, read_rows
from khronika.model import Problem
from khronika.table import Table

if TYPE_CHECKING:
    from khronika.measure.exact import Floats

Differs = Literal["above", "below"]


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """One region. All rates per `per` people or person-years; p, q and `differs` against all other regions together."""

    region: str
    count: int
    kind: Kind
    population: float
    rate: float
    lower: float
    upper: float
    standardised: float | None = None
    standardised_lower: float | None = None
    standardised_upper: float | None = None
    shrunk: float | None = None
    shrunk_lower: float | None = None
    shrunk_upper: float | None = None
    p: float | None = None
    q: float | None = None
    differs: Differs | None = None
    rank: int
    rank_best: int
    rank_worst: int
    source: str | None
    as_of: str | None


class Rates(Result, frozen=True, kw_only=True):
    """Rates of regions, in order of their names. `shape` is the gamma's: the higher, the more alike the regions."""

    per: float
    overall: float
    shape: float | None
    standard: bool
    rows: list[Rate]

    def table(self) -> Table[Rate]:
        """A row a region."""
        return Table(Rate, self.rows)


def rates(
    given: Given, *, level: float = 0.95, per: float = 100_000, counts: Kind = "min", what: str = "cases",
    standard: Given | Mapping[str, float] | None = None, false_discovery_rate: float = 0.05,
    columns: Mapping[str, str] | None = None, populations: Given | Mapping[str, float] | None = None, source: str | None = None,
    quantity: str | None = None, by: By = "admin1",
) -> Rates:  # fmt: skip
    """Rates of a table with `region, count, population`, and `stratum` where a standard population is given.

    Of an archive events, or the least of `quantity` over events, are counted by admin1, country or place.
    """
    rows, problems = read_rows(given, CountRow, columns, {"kind": counts}, Choice(quantity=quantity, by=by))
    base = denominators(populations)
    kept = _with_people(merged(rows, base.by_name, source, problems), problems)
    check_counts(kept)
    weights = standard if isinstance(standard, Mapping) else read_populations(standard) if standard else {}
    settings = {
        "level": level, "per": per, "what": what, "false_discovery_rate": false_discovery_rate,
        "standard": dict(sorted(weights.items())) or None, "populations": base.name,
    }  # fmt: skip
    found = _rates(kept, weights, settings, problems)
    read_as = how_read(
        counts=counts, columns=dict(columns or {}), source=source, populations=populations, quantity=quantity, by=by
    )
    return msgspec.structs.replace(
        found, problems=problems, reading=read_as, sources=[*found.sources, *base.sources],
        warnings=[*found.warnings, *base.warnings],
    )  # fmt: skip


def _with_people(rows: Sequence[CountRow], problems: list[Problem]) -> list[CountRow]:
    """Rows with a population; the others become problems, and none at all is refused."""
    kept = []
    for row in rows:
        if row.population:
            kept.append(row)
        else:
            what = f"no population at risk for {row.region}"
            problems.append(Problem(row.where, what, "its count is left out: raw counts are no rates"))
    if not kept:
        raise RefusedError(
            "no region has a population at risk, and raw counts follow where people live and who watches",
            "give a column population, or --populations",
        )
    return kept


def _rates(
    kept: list[CountRow], weights: Mapping[str, float], settings: dict[str, Any], problems: list[Problem]
) -> Rates:
    level, per = settings["level"], settings["per"]
    groups = [list(rows) for _, rows in groupby(kept, key=lambda row: row.region)]
    counts = np.array([sum(row.count for row in rows) for rows in groups], dtype=float)
    people = np.array([sum(row.population or 0 for row in rows) for rows in groups])
    adjusted = _standardised(groups, weights, level) if weights else None
    shrunk = None if weights else shrink(counts, people, level)
    made = _rows(groups, counts, people, adjusted, shrunk, settings, bool(weights))
    found = Rates(
        method=METHOD, sentence="", n=len(groups), n_of="regions", level=level,
        sources=named(row.source for row in kept), warnings=source_warnings(kept), settings=settings,
        snapshot=snapshot_id(METHOD, kept, settings), problems=problems, per=per, rows=made, standard=bool(weights),
        overall=float(counts.sum() / people.sum() * per), shape=_finite(shrunk),
    )  # fmt: skip
    strata = any(len(rows) > 1 for rows in groups) and not weights
    return msgspec.structs.replace(
        found, sentence=sentence(found), warnings=[*found.warnings, *warnings(found, shrunk, strata)]
    )


def _finite(shrunk: Shrunk | None) -> float | None:
    return None if shrunk is None or np.isinf(shrunk.shape) else shrunk.shape


def _standardised(groups: list[list[CountRow]], weights: Mapping[str, float], level: float) -> "Floats":
    """Standardised rate and limits at the level, and limits that hold for all regions at once: five columns."""
    if any(row.stratum is None for rows in groups for row in rows):
        raise UsageError("a standard population needs a column stratum in the table, and one name, population each")
    joint = simultaneous(level, len(groups))
    return np.array([[*standardise(rows, weights, level), *standardise(rows, weights, joint)[1:]] for rows in groups])


def _ranked(counts: "Floats", people: "Floats", adjusted: "Floats | None", level: float) -> Ranks:
    if adjusted is not None:
        return rank(adjusted[:, 0], adjusted[:, 3], adjusted[:, 4])
    lower, upper = garwood(counts, simultaneous(level, len(counts)))
    return rank(counts / people, lower / people, upper / people)


def _rows(
    groups: list[list[CountRow]], counts: "Floats", people: "Floats", adjusted: "Floats | None",
    shrunk: Shrunk | None, settings: Mapping[str, Any], standard: bool,
) -> list[Rate]:  # fmt: skip
    per, lower_upper = settings["per"], garwood(counts, settings["level"])
    columns: dict[str, list[Any]] = {
        "population": people.tolist(),
        "rate": (counts / people * per).tolist(),
        "lower": (lower_upper[0] / people * per).tolist(),
        "upper": (lower_upper[1] / people * per).tolist(),
        **_placed(_ranked(counts, people, adjusted, settings["level"])),
        **(_adjusted_columns(adjusted * per) if adjusted is not None else {}),
        **(_shrunk_columns(shrunk, per) if shrunk else {}),
        **({} if standard or len(groups) < 2 else _tested(counts, people, settings["false_discovery_rate"])),
    }
    return [
        Rate(
            region=rows[0].region, count=int(counts[at]), kind=_kind(rows), source=_common(rows, "source"),
            as_of=_common(rows, "as_of"), **{name: values[at] for name, values in columns.items()},
        )
        for at, rows in enumerate(groups)
    ]  # fmt: skip


def _placed(ranks: Ranks) -> dict[str, list[Any]]:
    return {"rank": ranks.rank.tolist(), "rank_best": ranks.best.tolist(), "rank_worst": ranks.worst.tolist()}


def _adjusted_columns(adjusted: "Floats") -> dict[str, list[Any]]:
    names = ("standardised", "standardised_lower", "standardised_upper")
    return {name: adjusted[:, at].tolist() for at, name in enumerate(names)}


def _shrunk_columns(shrunk: Shrunk, per: float) -> dict[str, list[Any]]:
    values = (shrunk.rate, shrunk.lower, shrunk.upper)
    return {
        name: (value * per).tolist()
        for name, value in zip(("shrunk", "shrunk_lower", "shrunk_upper"), values, strict=True)
    }


def _tested(counts: "Floats", people: "Floats", share: float) -> dict[str, list[Any]]:
    """p and q of each region against all others together, and the direction where q is small enough."""
    p = against_the_rest(counts, people)
    q = false_discovery(p)
    above = counts / people > counts.sum() / people.sum()
    differs = [("above" if up else "below") if small else None for up, small in zip(above, q <= share, strict=True)]
    return {"p": p.tolist(), "q": q.tolist(), "differs": differs}


def _kind(rows: Sequence[CountRow]) -> Kind:
    """A sum is as weak as its weakest part."""
    kinds = {row.kind for row in rows}
    return "about" if "about" in kinds else "min" if kinds & {"min", "range"} else "exact"


def _common(rows: Sequence[CountRow], field: str) -> str | None:
    values = {getattr(row, field) for row in rows}
    return values.pop() if len(values) == 1 else None
