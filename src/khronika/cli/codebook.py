"""`khronika codebook`: each kind's definition and where it goes in other layouts."""

from typing import Annotated

import msgspec
import typer

from khronika.cli.common import Json, Quiet, exits, json_line
from khronika.errors import UsageError


def codebook(
    kind: Annotated[str | None, typer.Argument(help="One kind; all where it is left out.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Show what each kind means."""
    from khronika.codebook import codebook as book

    kinds = book().kinds
    if kind is not None and kind not in kinds:
        raise UsageError(f"no kind {kind!r}; the kinds are: {', '.join(kinds)}")
    chosen = {kind: kinds[kind]} if kind else kinds
    if json:
        rows = {name: msgspec.to_builtins(k) for name, k in chosen.items()}
        typer.echo(json_line({"version": book().version, "kinds": rows}).decode(), nl=False)
        return 0
    for name, k in chosen.items():
        typer.echo(
            f"{name}\n    {k.means}\n    {k.event_type}" + (f" / {k.sub_event_type}" if k.sub_event_type else "")
        )
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(codebook))
