"""`khronika replay`, `backup`, `restore`, `seal`, `destroy` and `archive …`: what keeps, proves, moves and forgets."""

from typing import Annotated

import typer

from khronika.cli.archive import list_differences, open_archive
from khronika.cli.common import (
    Archive,
    HowCareful,
    Json,
    Mode,
    Quiet,
    Wait,
    exits,
    json_line,
    output,
    progress,
    tell,
    tell_problems,
)

Compare = Annotated[
    bool, typer.Option("--compare", help="List what the present versions would change; change nothing.")
]
Dump = Annotated[str | None, typer.Option("--dump", metavar="FILE", help="Write the canonical dump: JSON lines.")]


def replay(
    compare: Compare = False,
    dump: Dump = None,
    mode: HowCareful = Mode.auto,
    wait: Wait = False,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make what is derived anew from ledger, captures and texts; say whether it came out the same."""
    if compare:
        return list_differences(archive, wait, mode, False, json, quiet)
    found = open_archive(archive, wait)
    with progress("documents", quiet) as advance:
        done = found.replay(advance)
    if dump:
        with found.reading() as session, output(dump) as stream:
            from khronika.archive.dump import dump as lines

            stream.writelines(lines(session.derived.connection))
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell(f"documents: {done.read} read again, {done.kept} of other versions taken from the ledger", quiet)
    tell(f"canonical dump: sha256 {done.after}" + (", as before" if done.before == done.after else ""), quiet)
    for note in done.notes:
        tell(f"note: {note}", quiet)
    return tell_problems(done.problems)


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (replay,):
        app.command()(exits(command))
