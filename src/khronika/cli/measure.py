"""`khronika measure …`: numbers that a careful statistician would sign, from a table; text, JSON, Arrow, figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from khronika.cli.common import Json, Quiet, exits, tell
from khronika.cli.measure_options import (
    Arrow,
    Bound,
    Columns,
    CountKind,
    Counts,
    Figures,
    Level,
    OneSource,
    Per,
    Populations,
    Quantity,
    RecordIn,
    Recording,
    Region,
    RegionOf,
    Table,
    What,
    pairs,
    show,
)  # fmt: skip
from khronika.cli.measure_told import coverage, tallies, verify
from khronika.cli.shelf import opened
from khronika.cli.undercount import undercount_command
from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.measure.alpha import Measurement

group = typer.Typer(
    no_args_is_help=True,
    help="Measure from a table: each prints its interval, method and limits, and refuses what would mislead.",
)


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
    quantity: Quantity = None, by: RegionOf = Region.admin1,
    column: Columns = None, level: Level = 0.95, per: Per = 100_000, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False, record: RecordIn = None,
) -> int:  # fmt: skip
    """How many times as high one region's rate is as another's.

    TABLE has region, count, population; it may have kind (min, exact, about), count_max, source, as_of, period, definition.
    """
    from khronika.measure import disparity as compare_regions

    found = compare_regions(
        opened(table), of, to, level=level, per=per, counts=counts.value, what=what, claimed_ratio=claimed_ratio or (),
        claimed_population_ratio=claimed_population_ratio, claimed_count_ratio=claimed_count_ratio,
        bound=bound.value if bound else None, columns=pairs(column), populations=populations,
        source=source, quantity=quantity, by=by.value,
    )  # fmt: skip
    return show(found, json, quiet, figure, arrow, Recording(record, table, populations))


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
    quantity: Quantity = None, by: RegionOf = Region.admin1,
    column: Columns = None, level: Level = 0.95, per: Per = 100_000, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False, record: RecordIn = None,
) -> int:  # fmt: skip
    """Rates of regions with intervals, what differs from the rest, and ranks with their doubt.

    TABLE has region, count, population, and stratum (an age group, say) where --standard is given.
    """
    from khronika.measure import rates as rate_regions
    from khronika.measure import save_map

    found = rate_regions(
        opened(table), level=level, per=per, counts=counts.value, what=what, standard=standard,
        false_discovery_rate=false_discovery_rate, columns=pairs(column), populations=populations,
        source=source, quantity=quantity, by=by.value,
    )  # fmt: skip
    for path in figure or [] if shapes else []:
        tell(f"map: {save_map(found, path, shapes or path, map_name)}", quiet)
    return show(found, json, quiet, None if shapes else figure, arrow, Recording(record, table, populations))


def agreement(
    table: Table,
    measurement: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVEL|FIELD=LEVEL", help="nominal (default), ordinal, interval or ratio; for one field or all."),
    ] = None,
    order: Annotated[str | None, typer.Option(help="Values of ordinal fields, lowest first: low,mid,high.")] = None,
    resamples: Annotated[int, typer.Option(min=100, max=100_000, help="Draws of units for the interval.")] = 1000,
    column: Columns = None, level: Level = 0.95, figure: Figures = None, arrow: Arrow = None,
    quiet: Quiet = False, json: Json = False, record: RecordIn = None,
) -> int:  # fmt: skip
    """How far coders agree, field by field: Krippendorff's alpha with an interval.

    TABLE has unit, coder, value, and field where there is more than one; an empty value was not coded. Of an archive the
    coders are the sets of versions (modes, rules) by which its documents were coded.
    """
    from khronika.measure import agreement as agree

    ranked = [value.strip() for value in (order or "").split(",") if value.strip()]
    found = agree(
        opened(table), _levels(measurement or []), level=level, resamples=resamples, order=ranked, columns=pairs(column)
    )
    return show(found, json, quiet, figure, arrow, Recording(record, table))


def _levels(given: Sequence[str]) -> "Measurement | dict[str, Measurement]":
    """One level for all fields, or one for each that is named."""
    named = [text.partition("=") for text in given]
    if len(named) == 1 and not named[0][1]:
        return cast("Measurement", named[0][0])
    if any(not equals for _, equals, _ in named):
        raise UsageError("write --measurement LEVEL once, or --measurement FIELD=LEVEL for each field")
    return {field: cast("Measurement", level) for field, _, level in named}


def compare(
    table: Table,
    reference: Annotated[str | None, typer.Option(help="Episode the others are compared with; default: the lowest rate.")] = None,
    standard: Annotated[
        str | None, typer.Option(metavar="FILE", help="Standard population: a CSV with name (of the stratum), population.")
    ] = None,
    episodes: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="For an archive: a CSV with episode, start, end, population, and region, kinds, at_risk."),
    ] = None,
    quantity: Quantity = None, by: RegionOf = Region.admin1,
    counts: CountKind = Counts.min, what: What = "cases", column: Columns = None, level: Level = 0.95, per: Per = 100_000,
    figure: Figures = None, arrow: Arrow = None, quiet: Quiet = False, json: Json = False, record: RecordIn = None,
) -> int:  # fmt: skip
    """Compare episodes by rates per person-year at risk; totals are not compared.

    TABLE has episode, count, population, start, end, definition; it may have at_risk, stratum, kind, source. Of an archive
    the cases are its events, or the least of --quantity over them, and --episodes says when and who was at risk.
    """
    from khronika.measure import compare as compare_episodes

    found = compare_episodes(
        opened(table),
        reference,
        level=level,
        per=per,
        counts=counts.value,
        what=what,
        standard=standard,
        columns=pairs(column),
        episodes=episodes,
        quantity=quantity,
        by=by.value,
    )
    return show(found, json, quiet, figure, arrow, Recording(record, table))


for _command in (rates, disparity, tallies, compare, coverage, agreement, verify):
    group.command()(exits(_command))


def add_to(app: typer.Typer) -> None:
    """Registers the group, with the measures that have modules of their own."""
    group.command("undercount")(exits(undercount_command))
    app.add_typer(group, name="measure")
