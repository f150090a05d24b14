"""A result as plain text: the sentence first, then its numbers, then all that has to be said beside them."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from khronika.measure.alpha import Agreement
from khronika.measure.episodes import Comparison
from khronika.measure.overlap import Coverage
from khronika.measure.ratios import Disparity
from khronika.measure.regional import Rates
from khronika.measure.regional_words import value
from khronika.measure.result import Result
from khronika.measure.series import Tallies
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
    return grid(_used(head, rows))


def _used(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The table without columns that are empty in every row."""
    used = [at for at in range(len(head)) if not at or any(row[at] for row in rows)]
    return [[line[at] for at in used] for line in (head, *rows)]


@numbers.register(Agreement)
def _(found: Agreement) -> str:
    head = ("field", "level", "alpha", percent(found.level or 0), "units", "coders", "values")
    rows = [
        (row.field, row.measurement, "undefined" if row.alpha is None else f"{row.alpha:.3f}",
         "none" if row.lower is None else f"{row.lower:.3f} to {row.upper:.3f}", str(row.units), str(row.coders),
         str(row.values))
        for row in found.rows
    ]  # fmt: skip
    return grid([head, *rows])


@numbers.register(Tallies)
def _(found: Tallies) -> str:
    head = ("date", "source", "place", "as of", "count", "change", "state")
    rows = [
        (
            r.date,
            r.source,
            r.place or "",
            r.tally_as_of,
            whole(r.count),
            "" if r.change is None else f"{r.change:+,}",
            r.state or "",
        )
        for r in found.rows
    ]
    parts = [grid(_used(head, rows))]
    if found.places:
        days = [(day.date, day.source, str(day.places)) for day in found.places]
        parts.append(grid([("date", "source", "places with cases"), *days]))
    return "\n\n".join(parts)


@numbers.register(Comparison)
def _(found: Comparison) -> str:
    level = percent(found.level or 0)
    head = (
        "",
        "count",
        "days",
        "person-years",
        f"per {stated(found.per)}",
        level,
        "standardised",
        "ratio",
        f"{level} ",
    )
    rows = [
        (r.episode, whole(r.count), whole(r.days), f"{r.person_years:,.0f}", number(r.rate), interval(r.lower, r.upper),
         "" if r.standardised is None else f"{number(r.standardised)} ({interval(r.standardised_lower, r.standardised_upper)})",
         "1" if r.ratio_lower is None else _ratio(r.ratio),
         "" if r.ratio_lower is None else interval(r.ratio_lower, r.ratio_upper))
        for r in found.rows
    ]  # fmt: skip
    return grid(_used(head, rows))


@numbers.register(Coverage)
def _(found: Coverage) -> str:
    sources = [(r.source, str(r.events), f"{r.share:.2f}", str(r.alone), str(r.reprints)) for r in found.rows]
    parts = [grid([("source", "events", "share", "alone", "reprints"), *sources])]
    pairs = [(p.by or "", p) for p in found.pairs]
    for of in ("", "size", "place"):
        lines = [
            (f"{p.a} / {p.b}", p.value or "", str(p.both), str(p.only_a), str(p.only_b), f"{p.jaccard:.2f}")
            for by, p in pairs
            if by == of
        ]
        if lines:
            parts.append(grid(_used(("pair", of, "both", "first only", "second only", "Jaccard"), lines)))
    if len(found.rows) > 1:
        head = ("source", "others' events", "has", "share", percent(found.level or 0), "odds, size x 10")
        captured = [
            (c.source, str(c.others), str(c.captured), "" if c.share is None else f"{c.share:.2f}", interval(c.lower, c.upper),
             "" if c.tenfold is None else f"{number(c.tenfold)} ({interval(c.tenfold_lower, c.tenfold_upper)})")
            for c in found.captures
        ]  # fmt: skip
        parts.append(grid(_used(head, captured)))
    if found.slices:
        slices = [(f"{s.by} {s.value}", s.source, f"{s.events} of {s.listed}", f"{s.share:.2f}") for s in found.slices]
        parts.append(grid([("events", "source", "reported", "share"), *slices]))
    return "\n\n".join(parts)
