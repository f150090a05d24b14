"""A result as plain text: the sentence first, then its numbers, then all that has to be said beside them."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from khronika.measure.ratios import Disparity
from khronika.measure.regional import Rates
from khronika.measure.regional_words import value
from khronika.measure.result import Result
from khronika.measure.words import interval, number, percent, stated, whole

_MOST_ROWS = 30


def as_text(result: Result) -> str:
    """The whole result in words."""
    return "\n\n".join([result.sentence, numbers(result), _beside(result)])


def grid(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their content; the first to the left, the others to the right; long tables are cut."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    shown = rows[: _MOST_ROWS + 1]
    lines = [
        "  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in shown
    ]
    rest = len(rows) - len(shown)
    return "\n".join([*lines, *([f"… and {rest} more rows (--json has all)"] if rest else [])])


def _beside(result: Result) -> str:
    method = result.method
    lines = [
        f"n: {whole(result.n)} {result.n_of}",
        f"sources: {', '.join(result.sources) or 'none named'}",
        f"method: {method.says}",
        *_many("assumes", method.assumes),
        *_many("not when", method.not_when),
        *_many("cannot tell", method.cannot_tell),
        *_many("warning", result.warnings),
        *_many("reference", method.references),
        f"snapshot: {result.snapshot}",
    ]
    return "\n".join(lines)


def _many(label: str, values: Iterable[str]) -> list[str]:
    return [f"{label}: {value}" for value in values]


@singledispatch
def numbers(result: Result) -> str:
    """The numbers of one sort of result."""
    raise NotImplementedError(type(result).__name__)


@numbers.register(Disparity)
def _(found: Disparity) -> str:
    head = ("", "count", "population", f"per {stated(found.per)}", percent(found.level or 0))
    rates = [
        (s.region, whole(s.count), whole(s.population), number(s.rate), interval(s.lower, s.upper))
        for s in (found.of, found.to)
    ]
    bounds = "none" if found.lower_bound is None else number(found.lower_bound)
    lines = [
        grid([head, *rates]),
        f"ratio of rates: {_ratio(found.ratio)} ({interval(found.lower, found.upper)}), p {found.p:.3g}",
        f"ratio of counts: {_ratio(found.count_ratio)}; ratio of populations: {number(found.population_ratio)}",
        f"lower bound: {bounds} ({found.bound_says})",
        *(_needed(found, i) for i in range(len(found.needed))),
        *(claim.says for claim in found.claims),
    ]
    return "\n".join(lines)


def _ratio(value: float | None) -> str:
    return "infinite" if value is None else number(value)


def _needed(found: Disparity, at: int) -> str:
    needed = found.needed[at]
    limits = interval(needed.at_lower, needed.at_upper)
    return (
        f"true ratio {stated(needed.true_ratio)} if listing in {found.of.region} is {_ratio(needed.at_estimate)} times"
        f" as likely as in {found.to.region} ({limits})"
    )


@numbers.register(Rates)
def _(found: Rates) -> str:
    level = percent(found.level or 0)
    head = ("", "count", "population", f"per {stated(found.per)}", level, "shrunken", "q", "differs", "rank", "may be")
    rows = []
    for row in sorted(found.rows, key=lambda row: (row.rank, row.region)):
        rate, lower, upper = value(row)
        rows.append(
            (row.region, whole(row.count), whole(row.population), number(rate), interval(lower, upper),
             "" if row.shrunk is None else number(row.shrunk), "" if row.q is None else f"{row.q:.2g}",
             row.differs or "", str(row.rank), f"{row.rank_best} to {row.rank_worst}")
        )  # fmt: skip
    used = [at for at in range(len(head)) if not at or any(row[at] for row in rows)]
    return grid([[line[at] for at in used] for line in (head, *rows)])
