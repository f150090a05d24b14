"""`khronika measure tallies`, `coverage` and `verify`: what an archive tells by itself, and whether a result is made again."""

from json import loads
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.common import Json, Quiet, json_line
from khronika.cli.measure_options import (
    Arrow,
    Columns,
    CountKind,
    Counts,
    Figures,
    MentionsOf,
    Populations,
    Quantity,
    RecordIn,
    Recording,
    Table,
    What,
    pairs,
    show,
)  # fmt: skip
from khronika.cli.shelf import opened
from khronika.cli.undercount import read_lists
from khronika.errors import CannotError


def tallies(
    table: Table, mentions: MentionsOf = None, quantity: Quantity = None, counts: CountKind = Counts.min, what: What = "cases",
    column: Columns = None, figure: Figures = None, arrow: Arrow = None, quiet: Quiet = False, json: Json = False,
    record: RecordIn = None,
) -> int:  # fmt: skip
    """Counts that are revised for days after the event: all states, and which are still rising.

    TABLE has date, source, tally_as_of, count, and place where there is one; or it is an archive's events.
    """
    from khronika.measure import tallies as states

    found = states(
        opened(table), counts=counts.value, what=what, columns=pairs(column), quantity=quantity, mentions=mentions
    )
    return show(found, json, quiet, figure, arrow, Recording(record, table, mentions=mentions))


def coverage(
    table: Table,
    mentions: MentionsOf = None,
    watched: Annotated[
        str | None, typer.Option(metavar="FILE", help="Who watched where and when: a CSV with source, place, start, end.")
    ] = None,
    zeros: Annotated[bool, typer.Option("--zeros", help="Insist on days without events; refused without --watched.")] = False,
    quantity: Quantity = None, column: Columns = None, figure: Figures = None, arrow: Arrow = None, quiet: Quiet = False,
    json: Json = False, record: RecordIn = None,
) -> int:  # fmt: skip
    """Which source reports what: overlap by size and place, reprints, days watched without events.

    TABLE has event and source; it may have place, date, size, reprint_of; or it is an archive's events.
    """
    from khronika.measure import coverage as cover

    found = cover(opened(table), watched, zeros=zeros, columns=pairs(column), quantity=quantity, mentions=mentions)
    return show(found, json, quiet, figure, arrow, Recording(record, table, mentions=mentions))


def verify(
    result: Annotated[Path, typer.Argument(metavar="RESULT.json", help="What --json printed.")],
    table: Table, populations: Populations = None, json: Json = False, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Derive a result again from its table, and name what differs: exit 1 where anything does."""
    differs = _undercount(result, table)
    if differs is None:
        from khronika.measure import verify as derive_again

        differs = derive_again(result, opened(table), **({"populations": populations} if populations else {}))
    if json:
        typer.echo(json_line({"same": not differs, "differs": differs}).decode(), nl=False)
    elif not quiet:
        typer.echo(f"differs: {', '.join(differs)}" if differs else "the same: every number, word and the snapshot")
    return 1 if differs else 0


def _undercount(result: Path, table: str) -> list[str] | None:
    """What differs in an estimate of the under-count; None where the result is of another measure."""
    try:
        given = loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotError(result, str(error), "give the JSON that --json printed") from error
    if not isinstance(given, dict) or given.get("measure") != "undercount":
        return None
    from khronika.undercount import read_csv
    from khronika.undercount import verify as derive_again

    first = (given.get("strata") or [given])[0]
    lists, by, path = list(first.get("lists", ())), given.get("strata_by"), Path(table)
    read = read_lists(path, lists, by) if path.is_dir() else read_csv(path, lists, by)
    return derive_again(given, read.tables)
