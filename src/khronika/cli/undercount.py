"""`khronika measure undercount TABLE.csv`: how many are on no list, or why that cannot be said."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.cli.common import Archive, Json, Quiet, json_line, tell
from khronika.errors import CannotError, UsageError

if TYPE_CHECKING:
    from khronika.undercount import About, Analysis, Options, Read, RefusedError, Total

Table = Annotated[
    Path | None,
    typer.Argument(metavar="TABLE.csv", help="Columns of 0 and 1 for each list and count; people; or records."),
]
Lists = Annotated[str | None, typer.Option(metavar="A,B,C", help="Use these lists only. Default: all, at most six.")]
AboutFile = Annotated[
    Path | None, typer.Option("--about", metavar="FILE.yaml", help="Periods, places, definitions, copying; linkage.")
]
LinkageQuality = Annotated[
    str | None, typer.Option("--linkage", metavar="PRECISION,RECALL", help="Measured quality of matching: 0.98,0.95.")
]
Draws = Annotated[int, typer.Option(min=200, help="Draws of the bootstrap that chooses the model again.")]
Sweeps = Annotated[
    int,
    typer.Option(min=0, help="Sweeps kept of each of 20 chains of latent classes, up to four times as many; 0: none."),
]
Level = Annotated[float, typer.Option(min=0.5, max=0.999, help="Level of all intervals.")]
Seed = Annotated[int | None, typer.Option(help="Seed of all draws; the same seed gives the same numbers.")]


class Strata(StrEnum):
    """What strata are made by."""

    year = "year"
    place = "place"
    kind = "kind"


By = Annotated[
    Strata | None,
    typer.Option(help="Strata by the date, place or kind of what is listed; a table may have a column stratum."),
]
Arrow = Annotated[Path | None, typer.Option(metavar="FILE", help="Write all estimates as an Arrow file.")]
Figures = Annotated[Path | None, typer.Option(metavar="DIR", help="Write figures as SVG and PNG into this folder.")]


def undercount_command(
    table: Table = None, archive: Archive = None, lists: Lists = None, about: AboutFile = None,
    linkage: LinkageQuality = None, draws: Draws = 4000, sweeps: Sweeps = 500, level: Level = 0.95, seed: Seed = None,
    by: By = None, figures: Figures = None, arrow: Arrow = None, json: Json = False, quiet: Quiet = False,
) -> int:  # fmt: skip
    """How many are missing from all lists, from three to six lists that overlap."""
    from khronika.undercount import RefusedError, measure_strata, total

    read = _read(table, archive, lists, by.value if by else None)
    try:
        parts = measure_strata(
            read.tables,
            _about(about, linkage),
            _options(draws, sweeps, level, seed),
            read.linked,
            lambda w: tell(w, quiet),
        )
    except RefusedError as error:
        return _refused(error, json)
    summed = total(parts) if len(parts) > 1 or by else None
    _publish(parts, summed, by.value if by else None, json, quiet)
    if figures is not None:
        _draw(parts, figures, quiet)
    if arrow is not None:
        _write_arrow(parts, summed, arrow, quiet)
    return 1 if any(part.single for part in parts) else 0


def _read(table: Path | None, archive: Path | None, lists: str | None, by: str | None) -> "Read":
    from khronika.undercount import read_csv

    wanted = [name.strip() for name in lists.split(",") if name.strip()] if lists else []
    if table is not None and archive is not None:
        raise UsageError("give a table or --archive, not both")
    if table is not None:
        return read_csv(table, wanted, by)
    from khronika.cli.common import find_archive

    return read_lists(find_archive(archive), wanted, by)


def read_lists(folder: Path, lists: Sequence[str], by: str | None = None) -> "Read":
    """The sources of an archive, or of the folder that `chronicle` wrote, as lists."""
    import msgspec

    from khronika.archive.told import AllHeld
    from khronika.cli.shelf import opened
    from khronika.undercount.sources import read_archive, read_events

    held = opened(folder)
    if not isinstance(held, AllHeld):
        return read_archive(folder, lists, by)
    return read_events(msgspec.to_builtins(held.events), msgspec.to_builtins(held.mentions), lists, str(folder), by)


def _about(path: Path | None, linkage: str | None) -> "About":
    from khronika.undercount import About, Linkage, read_about

    given = read_about(path) if path is not None else About()
    if linkage is None:
        return given
    try:
        precision, recall = (float(part) for part in linkage.split(","))
        return About(given.lists, Linkage(precision, recall), given.imputed)
    except ValueError as error:
        raise UsageError(f"--linkage {linkage}: give precision and recall as shares, such as 0.98,0.95") from error


def _options(draws: int, sweeps: int, level: float, seed: int | None) -> "Options":
    from khronika.undercount import Options, Settings
    from khronika.undercount.resampling import SEED

    chosen = SEED if seed is None else seed
    return Options(draws, level, chosen, Settings(sweeps=sweeps, seed=chosen) if sweeps else None)


def _refused(error: "RefusedError", json: bool) -> int:
    if json:
        typer.echo(json_line({"measure": "undercount", "refused": True, "reasons": error.reasons}).decode(), nl=False)
    typer.echo("refused: no estimate is given", err=True)
    for reason in error.reasons:
        typer.echo(f"  {reason}", err=True)
    return error.exit_code


def _publish(parts: "list[Analysis]", summed: "Total | None", by: str | None, json: bool, quiet: bool) -> None:
    from khronika.undercount import record
    from khronika.undercount.lines import lines, total_lines

    if json:
        answer: dict[str, Any] = record(parts[0]) if summed is None else {
            "measure": "undercount", "listed": summed.listed, "estimate": summed.estimate, "low": summed.low,
            "high": summed.high, "level": parts[0].options.level, "latent_classes": summed.posterior,
            "strata_by": by, "strata": [record(part) for part in parts],
        }  # fmt: skip
        typer.echo(json_line(answer).decode(), nl=False)
    elif not quiet:
        typer.echo("\n\n".join("\n".join(lines(part)) for part in parts))
        if summed is not None:
            typer.echo("\n" + "\n".join(total_lines(summed, parts[0].options.level)))


def _draw(parts: "list[Analysis]", folder: Path, quiet: bool) -> None:
    from khronika.undercount.figures import draw

    for part in parts:
        for path in draw(part, folder):
            tell(f"figure: {path}", quiet)


def _write_arrow(parts: "list[Analysis]", summed: "Total | None", path: Path, quiet: bool) -> None:
    from khronika.undercount import estimates

    rows = estimates(parts, summed).to_arrow()
    from pyarrow import OSFile, ipc

    try:
        with OSFile(str(path), "wb") as sink, ipc.new_file(sink, rows.schema) as writer:
            writer.write_table(rows)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "choose another --arrow") from error
    tell(f"rows: {path}", quiet)
