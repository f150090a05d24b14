"""`khronika codebook`: each kind's definition and where it goes in other layouts."""

from typing import Annotated

import msgspec
import typer

from khronika.cli.common import Json, Quiet, exits, json_line, tell, tell_problems
from khronika.errors import UsageError


def codebook(
    kind: Annotated[str | None, typer.Argument(help="One kind; all where it is left out.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Run the examples of your own codebook/local.yaml.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Show what each kind means, your own kinds and topics included; check your own."""
    from khronika.codebook import codebook as book

    if check:
        return _checked(json, quiet)

    kinds = book().kinds
    if kind is not None and kind not in kinds:
        raise UsageError(f"no kind {kind!r}; the kinds are: {', '.join(kinds)}")
    chosen = {kind: kinds[kind]} if kind else kinds
    if json:
        rows = {name: msgspec.to_builtins(k) for name, k in chosen.items()}
        facts = {"version": book().version, "kinds": rows, "topics": book().topics, "local": book().local}
        typer.echo(json_line(facts).decode(), nl=False)
        return 0
    for name, k in chosen.items():
        under = f"; a kind of your own under {k.parent}" if k.parent else ""
        labels = k.event_type + (f" / {k.sub_event_type}" if k.sub_event_type else "")
        typer.echo(f"{name}\n    {k.means}\n    {labels}{under}")
    for name, means in book().topics.items() if kind is None else ():
        typer.echo(f"{name}\n    {means}\n    a topic of your own")
    return 0


def _checked(json: bool, quiet: bool) -> int:
    """The faults of local.yaml: of its form, which stop every command, and of its examples."""
    from khronika.codebook import codebook as book
    from khronika.extraction.examples import check_local

    own = book()
    if own.local is None:
        raise UsageError("no codebook/local.yaml here, nor in your folder; docs/how-to/own-codebook.md shows one")
    problems = check_local()
    if json:
        typer.echo(json_line({"local": own.local, "problems": problems}).decode(), nl=False)
    kinds = len(own.kinds) - len(own.shipped_kinds())
    tell(f"{own.local}: {kinds} kinds, {len(own.topics)} topics, {len(problems)} faults", quiet)
    return tell_problems(problems)


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(codebook))
