"""`khronika chronicle PATH… [--out DIR]`: the main job in one go."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import (
    AllowPrivate,
    HowCareful,
    HowPages,
    Json,
    Language,
    Mode,
    Overrides,
    OwnGazetteer,
    Pages,
    Published,
    Quiet,
    Source,
    TableColumns,
    exits,
    json_line,
    options,
    progress,
    tell,
    tell_problems,
)

if TYPE_CHECKING:
    from khronika.pipeline import Chronicle


def chronicle(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or https:// addresses; - is standard input.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the chronicle into.")] = Path("chronicle"),
    published: Published = None,
    source: Source = None,
    language: Language = None,
    mode: HowCareful = Mode.auto,
    gazetteer: OwnGazetteer = None,
    overrides: Overrides = None,
    columns: TableColumns = None,
    pages: HowPages = Pages.fast,
    allow_private: AllowPrivate = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="All of it, with names, places and texts: a working copy, not for publication."),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; list what would be masked, coarsened or withheld, and why."),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Read reports, find events, resolve them, and write the published view of them: a page, tables and a map.

    Names of persons are masked, and what could harm people is coarsened or waits; see --dry-run.
    """
    from rich.console import Console

    from khronika.geography import using
    from khronika.pipeline import make_chronicle
    from khronika.publish import table

    with using(gazetteer, overrides), progress("documents", quiet) as advance:
        how = options(published, source, language, columns, pages, allow_private)
        made = make_chronicle(paths, out, how, advance, mode.value, full=full, dry_run=dry_run)
    if dry_run:
        return _tell_decisions(made, json)
    outcomes = made.outcomes()
    if json:
        typer.echo(
            json_line(
                {"out": str(out), "documents": outcomes, "events": made.events, "problems": made.problems}
            ).decode(),
            nl=False,
        )
    elif not quiet:
        Console().print(table(made.events))
    tell(
        f"documents: {outcomes['coded']} coded, {outcomes['irrelevant']} irrelevant, {outcomes['failed']} failed", quiet
    )
    code = tell_problems(made.problems)
    if full:
        tell(f"a working copy, not for publication: {out} holds names, exact places and whole texts", quiet)
    elif made.decisions:
        tell(f"{len(made.decisions)} values were masked, coarsened or withheld; list them with --dry-run", quiet)
    tell(f"look at {out / 'chronicle.html'}; ask why with: khronika explain ID --archive {out}", quiet)
    failed = any(r.outcome == "failed" for r in made.reports)
    return 1 if code or failed else 0


def _tell_decisions(made: "Chronicle", json: bool) -> int:
    """What the published view would keep back, one line a value."""
    from khronika.disclosure import told

    if json:
        typer.echo(json_line(made.decisions).decode(), nl=False)
    else:
        for line in told(made.decisions):
            typer.echo(line)
    return tell_problems(made.problems)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(chronicle))
