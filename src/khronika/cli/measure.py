"""`khronika measure …`: numbers that a careful statistician would sign, from a table; text, JSON, Arrow, figures."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from khronika.cli.common import Json, Quiet, exits, json_line, tell, tell_problems
from khronika.cli.undercount import undercount_command
from khronika.errors import CannotError, UsageError

if TYPE_CHECKING:
    from khronika.measure import Result
    from khronika.measure.alpha import Measurement

group = typer.Typer(
    no_args_is_help=True,
    help="Measure from a table: each prints its interval, method and limits, and refuses what would mislead.",
)

Table = Annotated[
    str, typer.Argument(metavar="TABLE", help="CSV with a header, or JSON lines; - is standard input.")
]  # fmt: skip
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field, where it has another name."),
]
Figures = Annotated[
    list[Path] | None, typer.Option("--figure", metavar="FILE", help="Draw into a file .svg or .png; may be repeated.")
]
Arrow = Annotated[Path | None, typer.Option("--arrow", metavar="FILE", help="Write the rows as an Arrow file.")]
Level = Annotated[float, typer.Option(min=0.5, max=0.9999, help="Level of the intervals.")]
Per = Annotated[float, typer.Option(min=1e-9, help="Rates are per so many people (or person-years).")]
What = Annotated[str, typer.Option(help="What is counted, for the sentence: deaths of soldiers, say.")]
OneSource = Annotated[str | None, typer.Option("--source", help="Use only rows of this source.")]


class Counts(StrEnum):
    """What counts are where the table does not say."""

    min = "min"
    exact = "exact"
    about = "about"


CountKind = Annotated[
    Counts, typer.Option("--counts", help="What counts are, unless a column kind says it; exact: a complete register.")
]
Populations = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Populations, where the table has none: a CSV with name, population; or RUS-2021, USA-2020, CAN-2021.",
    ),
]


class Bound(StrEnum):
    """Which bound is asked for."""

    below = "lower"
    above = "upper"


def disparity(
    table: Table,
    of: Annotated[str | None, typer.Option(help="Region compared; default: the one with the higher rate.")] = None,
    to: Annotated[str | None, typer.Option(help="Region it is compared with.")] = None,
    claimed_ratio: Annotated[
        list[float] | None, typer.Option(help="A ratio of rates that somebody stated; may be repeated.")
    ] = None,
    claimed_population_ratio: Annotated[
        float | None, typer.Option(help="A stated ratio of populations, --to over --of.")
    ] = None,
    claimed_count_ratio: Annotated[float | None, typer.Option(help="A stated ratio of counts.")] = None,
    bound: Annotated[
        Bound | None, typer.Option(help="Insist on a bound; refused unless upper limits are given (count_max).")
    ] = None,
    counts: CountKind = Counts.min, what: What = "cases", populations: Populations = None, source: OneSource = None,
    column: Columns = None, level: Level = 0.95, per: Per = 100_000, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """How many times as high one region's rate is as another's.

    TABLE has region, count, population; it may have kind (min, exact, about), count_max, source, as_of, period, definition.
    """
    from khronika.measure import disparity as compare_regions

    found = compare_regions(
        table, of, to, level=level, per=per, counts=counts.value, what=what, claimed_ratio=claimed_ratio or (),
        claimed_population_ratio=claimed_population_ratio, claimed_count_ratio=claimed_count_ratio,
        bound=bound.value if bound else None, columns=_pairs(column), populations=populations,
        source=source,
    )  # fmt: skip
    return show(found, json, quiet, figure, arrow)


def rates(
    table: Table,
    standard: Annotated[
        str | None, typer.Option(metavar="FILE", help="Standard population: a CSV with name (of the stratum), population.")
    ] = None,
    false_discovery_rate: Annotated[
        float, typer.Option(min=0.0001, max=0.5, help="Share of false alarms among regions said to differ.")
    ] = 0.05,
    shapes: Annotated[
        Path | None, typer.Option("--map", metavar="GEOJSON", help="Shapes of the regions: --figure then draws a map.")
    ] = None,
    map_name: Annotated[str, typer.Option(help="Property of the shapes that holds the region's name.")] = "name",
    counts: CountKind = Counts.min, what: What = "cases", populations: Populations = None, source: OneSource = None,
    column: Columns = None, level: Level = 0.95, per: Per = 100_000, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Rates of regions with intervals, what differs from the rest, and ranks with their doubt.

    TABLE has region, count, population, and stratum (an age group, say) where --standard is given.
    """
    from khronika.measure import rates as rate_regions
    from khronika.measure import save_map

    found = rate_regions(
        table, level=level, per=per, counts=counts.value, what=what, standard=standard,
        false_discovery_rate=false_discovery_rate, columns=_pairs(column), populations=populations,
        source=source,
    )  # fmt: skip
    for path in figure or [] if shapes else []:
        tell(f"map: {save_map(found, path, shapes or path, map_name)}", quiet)
    return show(found, json, quiet, None if shapes else figure, arrow)


def agreement(
    table: Table,
    measurement: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVEL|FIELD=LEVEL", help="nominal (default), ordinal, interval or ratio; for one field or all."),
    ] = None,
    order: Annotated[str | None, typer.Option(help="Values of ordinal fields, lowest first: low,mid,high.")] = None,
    resamples: Annotated[int, typer.Option(min=100, max=100_000, help="Draws of units for the interval.")] = 1000,
    column: Columns = None, level: Level = 0.95, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """How far coders agree, field by field: Krippendorff's alpha with an interval.

    TABLE has unit, coder, value, and field where there is more than one; an empty value was not coded.
    """
    from khronika.measure import agreement as agree

    ranked = [value.strip() for value in (order or "").split(",") if value.strip()]
    found = agree(
        table, _levels(measurement or []), level=level, resamples=resamples, order=ranked, columns=_pairs(column)
    )
    return show(found, json, quiet, figure, arrow)


def _levels(given: Sequence[str]) -> "Measurement | dict[str, Measurement]":
    """One level for all fields, or one for each that is named."""
    named = [text.partition("=") for text in given]
    if len(named) == 1 and not named[0][1]:
        return cast("Measurement", named[0][0])
    if any(not equals for _, equals, _ in named):
        raise UsageError("write --measurement LEVEL once, or --measurement FIELD=LEVEL for each field")
    return {field: cast("Measurement", level) for field, _, level in named}


def tallies(
    table: Table, counts: CountKind = Counts.min, what: What = "cases", column: Columns = None, figure: Figures = None,
    arrow: Arrow = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Counts that are revised for days after the event: all states, and which are still rising.

    TABLE has date, source, tally_as_of, count, and place where there is one.
    """
    from khronika.measure import tallies as states

    return show(states(table, counts=counts.value, what=what, columns=_pairs(column)), json, quiet, figure, arrow)


def compare(
    table: Table,
    reference: Annotated[str | None, typer.Option(help="Episode the others are compared with; default: the lowest rate.")] = None,
    standard: Annotated[
        str | None, typer.Option(metavar="FILE", help="Standard population: a CSV with name (of the stratum), population.")
    ] = None,
    counts: CountKind = Counts.min, what: What = "cases", column: Columns = None, level: Level = 0.95, per: Per = 100_000,
    figure: Figures = None, arrow: Arrow = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Compare episodes by rates per person-year at risk; totals are not compared.

    TABLE has episode, count, population, start, end, definition; it may have at_risk, stratum, kind, source.
    """
    from khronika.measure import compare as compare_episodes

    found = compare_episodes(
        table,
        reference,
        level=level,
        per=per,
        counts=counts.value,
        what=what,
        standard=standard,
        columns=_pairs(column),
    )
    return show(found, json, quiet, figure, arrow)


def coverage(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="CSV or JSON lines of reports, or events of khronika resolve.")],
    watched: Annotated[
        str | None, typer.Option(metavar="FILE", help="Who watched where and when: a CSV with source, place, start, end.")
    ] = None,
    zeros: Annotated[bool, typer.Option("--zeros", help="Insist on days without events; refused without --watched.")] = False,
    column: Columns = None, figure: Figures = None, arrow: Arrow = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Which source reports what: overlap by size and place, reprints, days watched without events.

    TABLE has event and source; it may have place, date, size, reprint_of.
    """
    from khronika.measure import coverage as cover

    return show(cover(table, watched, zeros=zeros, columns=_pairs(column)), json, quiet, figure, arrow)


def show(found: "Result", json: bool, quiet: bool, figures: list[Path] | None, arrow: Path | None) -> int:
    """Prints a result, writes its files; the exit code: 1 where lines were left out."""
    from khronika.measure import as_text, save

    for path in figures or []:
        tell(f"figure: {save(found, path)}", quiet)
    if arrow is not None:
        _write_arrow(found, arrow)
        tell(f"rows: {arrow}", quiet)
    if json:
        typer.echo(json_line(found.to_dict()).decode(), nl=False)
    else:
        typer.echo(found.sentence if quiet else as_text(found))
    return tell_problems(found.problems)


def _write_arrow(found: "Result", path: Path) -> None:
    table = found.table().to_arrow()
    from pyarrow import OSFile, ipc

    try:
        with OSFile(str(path), "wb") as sink, ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "choose another --arrow") from error


def _pairs(given: Sequence[str] | None) -> dict[str, str]:
    """FIELD=COLUMN as a mapping."""
    pairs = dict(text.split("=", 1) for text in given or [] if "=" in text)
    if len(pairs) != len(given or []):
        raise UsageError("write --column FIELD=COLUMN, such as --column region=oblast, each field once")
    return pairs


for _command in (rates, disparity, tallies, compare, coverage, agreement):
    group.command()(exits(_command))


def add_to(app: typer.Typer) -> None:
    """Registers the group, with the measures that have modules of their own."""
    group.command("undercount")(exits(undercount_command))
    app.add_typer(group, name="measure")
