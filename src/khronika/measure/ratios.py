"""How many times as high one region's rate is as another's: exact interval, needed reporting ratio, bound or none.

Two "at least" counts give no bound of the ratio of true rates: both may lie anywhere above. What is printed instead is
the ratio of listing that would explain the gap away, and a bound only where an upper limit of the other count is given.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from khronika.errors import RefusedError, UsageError
from khronika.measure.claims import Claim, check_claims
from khronika.measure.counts import check_counts, check_population, merged, source_warnings
from khronika.measure.exact import garwood, p_of_equal_rates, ratio_of_rates
from khronika.measure.populations import denominators
from khronika.measure.ratio_words import METHOD, sentence
from khronika.measure.read import Given
from khronika.measure.result import Result, how_read, named, snapshot_id
from khronika.measure.rows import CountRow, Kind
from khronika.measure.told_regions import By
from khronika.measure.told_rows import Choice, read_rows
from khronika.measure.words import listed, whole
from khronika.model import Problem
from khronika.table import Table


class RegionRate(msgspec.Struct, frozen=True):
    """One side. `rate`, `lower`, `upper` per `per` people at risk."""

    region: str
    count: int
    kind: Kind
    count_max: int | None
    population: float
    rate: float
    lower: float
    upper: float
    source: str | None
    as_of: str | None


class Needed(msgspec.Struct, frozen=True):
    """How many times likelier listing in `of` must be than in `to` for the true ratio to be `true_ratio`."""

    true_ratio: float
    at_estimate: float | None
    at_lower: float
    at_upper: float | None


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """The ratio of rates in one row, as `Disparity` has it."""

    ratio: float | None
    lower: float
    upper: float | None
    p: float
    count_ratio: float | None
    population_ratio: float
    is_lower_bound: bool
    lower_bound: float | None
    upper_bound: float | None
    bound_says: str


class Disparity(Result, frozen=True, kw_only=True):
    """The ratio of rates of `of` to `to` as listed; None is infinite, or no limit.

    `is_lower_bound`: the ratio itself bounds what happened; `lower_bound`, `upper_bound`: bounds from given limits.
    """

    of: RegionRate
    to: RegionRate
    per: float
    ratio: float | None
    lower: float
    upper: float | None
    p: float
    count_ratio: float | None
    population_ratio: float
    is_lower_bound: bool
    lower_bound: float | None
    upper_bound: float | None
    bound_says: str
    needed: list[Needed]
    claims: list[Claim]

    def table(self) -> Table[RegionRate]:
        """The two regions with their rates."""
        return Table(RegionRate, [self.of, self.to])

    def tables(self) -> dict[str, Table[Any]]:
        """The two regions, their ratio, the listing that would explain it, and what was claimed."""
        ratio = msgspec.convert(self, Ratio, from_attributes=True)
        return {
            "rows": self.table(), "ratio": Table(Ratio, [ratio]), "needed": Table(Needed, self.needed),
            "claims": Table(Claim, self.claims),
        }  # fmt: skip


def disparity(
    given: Given, of: str | None = None, to: str | None = None, *, level: float = 0.95, per: float = 100_000,
    counts: Kind = "min", what: str = "cases", claimed_ratio: Sequence[float] = (),
    claimed_population_ratio: float | None = None, claimed_count_ratio: float | None = None,
    bound: Literal["lower", "upper"] | None = None, columns: Mapping[str, str] | None = None,
    populations: Given | Mapping[str, float] | None = None, source: str | None = None,
    quantity: str | None = None, by: By = "admin1",
) -> Disparity:  # fmt: skip
    """Compares two regions of a table with `region, count, population`; refuses where it would mislead.

    Without `of` and `to` the table has two regions, and the one with the higher rate is compared with the other.
    Of an archive events, or the least of `quantity` over events, are counted by admin1, country or place.
    """
    rows, problems = read_rows(given, CountRow, columns, {"kind": counts}, Choice(quantity=quantity, by=by))
    base = denominators(populations)
    a, b = _two(merged(rows, base.by_name, source, problems), of, to, problems)
    _check(a, b)
    settings = {
        "of": a.region, "to": b.region, "level": level, "per": per, "what": what, "claimed_ratio": list(claimed_ratio),
        "claimed_population_ratio": claimed_population_ratio, "claimed_count_ratio": claimed_count_ratio,
        "populations": base.name,
    }  # fmt: skip
    found = _disparity(a, b, settings, bound)
    read_as = how_read(
        counts=counts, columns=dict(columns or {}), source=source, populations=populations, quantity=quantity, by=by
    )
    return msgspec.structs.replace(
        found, problems=problems, reading=read_as, sources=[*found.sources, *base.sources],
        warnings=[*found.warnings, *base.warnings],
    )  # fmt: skip


def _two(
    rows: Sequence[CountRow], of: str | None, to: str | None, problems: Sequence[Problem]
) -> tuple[CountRow, CountRow]:
    """The two rows to compare."""
    by_name = {row.region: row for row in rows}
    for name in (of, to):
        if name is not None and name not in by_name:
            left_out = "".join(f"; {problem}" for problem in problems)
            raise UsageError(f"no region {name!r} in the table; it has {listed(sorted(by_name))}{left_out}")
    if of is not None and of == to:
        raise UsageError("a region is compared with another one; --of and --to name the same")
    if of is not None and to is not None:
        return by_name[of], by_name[to]
    rest = [row for name, row in sorted(by_name.items()) if name not in (of, to)]
    if len(rest) != 2 - (of is not None) - (to is not None):
        left_out = "".join(f"; {problem}" for problem in problems)
        raise UsageError(f"{len(by_name)} regions in the table; name the two with --of and --to{left_out}")
    if of is not None:
        return by_name[of], rest[0]
    if to is not None:
        return rest[0], by_name[to]
    check_population(rest)
    first, second = rest
    higher = first.count * (second.population or 0) >= second.count * (first.population or 0)
    return (first, second) if higher else (second, first)


def _check(a: CountRow, b: CountRow) -> None:
    check_population([a, b])
    check_counts([a, b])
    for field in ("period", "definition"):
        mine, other = getattr(a, field), getattr(b, field)
        if mine != other:
            raise RefusedError(
                f"the two counts differ in {field} ({mine or 'not given'} and {other or 'not given'})",
                "compare counts of the same thing over the same time, or use khronika measure compare",
            )
    if not a.count + b.count:
        raise RefusedError(
            "both counts are 0, so nothing is known of their ratio", "wait for cases, or widen the period"
        )


def _disparity(a: CountRow, b: CountRow, settings: dict[str, Any], bound: str | None) -> Disparity:
    level, per = settings["level"], settings["per"]
    people_a, people_b = float(a.population or 0), float(b.population or 0)
    ratio, lower, upper = ratio_of_rates(a.count, people_a, b.count, people_b, level)
    bounds, says = _bounds(a, b)
    if bound and bounds[bound] is None:
        raise RefusedError(f"there is no {bound} bound of the ratio: {says}", _wanted(a, b, bound))
    count_ratio = a.count / b.count if b.count else None
    claims = check_claims(
        settings, {"ratio": (ratio, lower, upper), "population_ratio": people_b / people_a, "count_ratio": count_ratio}
    )
    found = Disparity(
        method=METHOD, sentence="", n=a.count + b.count, n_of="cases in both counts", level=level,
        sources=named([a.source, b.source]), warnings=_warnings(a, b), settings=settings,
        snapshot=snapshot_id(METHOD, [a, b], settings), of=_side(a, level, per), to=_side(b, level, per), per=per,
        ratio=ratio, lower=lower, upper=upper, p=p_of_equal_rates(a.count, people_a, b.count, people_b),
        count_ratio=count_ratio, population_ratio=people_b / people_a, is_lower_bound=ratio is not None and bounds["lower"] == ratio,
        lower_bound=bounds["lower"], upper_bound=bounds["upper"], bound_says=says,
        needed=[_needed(value, ratio, lower, upper) for value in (1.0, *settings["claimed_ratio"])], claims=claims,
    )  # fmt: skip
    return msgspec.structs.replace(found, sentence=sentence(found))


def _side(row: CountRow, level: float, per: float) -> RegionRate:
    people = float(row.population or 0)
    lower, upper = garwood(row.count, level)
    scale = per / people
    return RegionRate(
        row.region, row.count, row.kind, row.count_max, people, row.count * scale, float(lower) * scale,
        float(upper) * scale, row.source, row.as_of,
    )  # fmt: skip


def _needed(value: float, ratio: float | None, lower: float, upper: float | None) -> Needed:
    return Needed(
        value, None if ratio is None else ratio / value, lower / value, None if upper is None else upper / value
    )


def _least(row: CountRow) -> int | None:
    return None if row.kind == "about" else row.count


def _most(row: CountRow) -> int | None:
    return row.count if row.kind == "exact" else row.count_max


def _bounds(a: CountRow, b: CountRow) -> tuple[dict[str, float | None], str]:
    """True bounds of the ratio of the cases that happened, per head, where the counts give them; and why, or why not."""
    scale = float(b.population or 0) / float(a.population or 1)
    least_a, most_a, least_b, most_b = _least(a), _most(a), _least(b), _most(b)
    lower = least_a / most_b * scale if least_a is not None and most_b else None
    upper = most_a / least_b * scale if most_a is not None and least_b else None
    if most_b == 0:
        return {"lower": None, "upper": None}, f"no case happened in {b.region}, so there is no ratio"
    if lower is not None:
        return {"lower": lower, "upper": upper}, (
            f"at least {whole(least_a or 0)} in {a.region} and at most {whole(most_b or 0)} in {b.region}"
        )
    if _least(a) is None:
        why = f"the count of {a.region} is an estimate, which bounds nothing"
    else:
        why = f"more cases than listed may have happened in {b.region} too, and no upper limit of them is given"
    return {"lower": None, "upper": upper}, why


def _wanted(a: CountRow, b: CountRow, bound: str) -> str:
    most, least = (b, a) if bound == "lower" else (a, b)
    return f"give an upper limit for {most.region} in a column count_max, and a minimum for {least.region}"


def _warnings(a: CountRow, b: CountRow) -> list[str]:
    made = source_warnings([a, b])
    for row in (a, b):
        if not row.count:
            made.append(f"no case in {row.region}: the ratio has one limit only")
        elif row.count < 5:
            made.append(f"only {row.count} cases in {row.region}: the interval is wide, and one more case moves it")
    return made
