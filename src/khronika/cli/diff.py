"""`khronika diff A B`: what changed between two releases."""

from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.common import Json, exits, json_line


def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="Folder of the earlier release.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Folder of the later release.")],
    json: Json = False,
) -> int:
    """Say what changed between two releases: new, gone and changed events, field by field."""
    from khronika.release.difference import as_lines, difference

    found = difference(first, second)
    typer.echo(json_line(found).decode() if json else "\n".join(as_lines(found)), nl=not json)
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(diff))
