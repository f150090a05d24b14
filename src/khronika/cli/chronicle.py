"""`khronika chronicle PATH… [--out DIR]`: the main job in one go."""

from pathlib import Path
from typing import Annotated

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
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Read reports, find events, resolve them, and write a chronicle with a page, tables and a map."""
    from rich.console import Console

    from khronika.geography import using
    from khronika.pipeline import make_chronicle
    from khronika.publish import table

    with using(gazetteer, overrides), progress("documents", quiet) as advance:
        how = options(published, source, language, columns, pages, allow_private)
        made = make_chronicle(paths, out, how, advance, mode.value)
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
    tell(f"look at {out / 'chronicle.html'}; ask why with: khronika explain ID --archive {out}", quiet)
    failed = any(r.outcome == "failed" for r in made.reports)
    return 1 if code or failed else 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(chronicle))
