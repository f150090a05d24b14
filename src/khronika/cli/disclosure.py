"""`khronika disclosure show|loosen`: what is kept back on publishing, and putting on record why it is less."""

from typing import Annotated

import typer

from khronika.cli.archive import open_archive
from khronika.cli.common import Archive, Json, Quiet, Wait, exits, json_line, tell


def show(archive: Archive = None, json: Json = False, quiet: Quiet = False) -> int:
    """Show the policy in force in this archive, and what it loosens."""
    from khronika.archive.loosening import archive_policy
    from khronika.disclosure import loosened

    with open_archive(archive).reading() as session:
        policy = archive_policy(session)
    if json:
        typer.echo(json_line({"policy": policy, "loosened": list(loosened(policy))}).decode(), nl=False)
        return 0
    for kind, rule in policy.kinds.items():
        wait = f"withheld {rule.withhold_days} days, then " if rule.withhold_days else ""
        typer.echo(f"{kind:<18} {wait}{rule.place}, {rule.date}{'' if rule.quote else ', no quote'}")
    typer.echo(f"names of persons   {'masked' if policy.names.mask else 'shown'}")
    for name, value in loosened(policy):
        typer.echo(f"loosened           {name} to {value}")
    return 0


def loosen(
    name: Annotated[str, typer.Argument(metavar="SETTING", help="Such as kinds.shelling.withhold_days.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; stays in the ledger.")],
    wait: Wait = False,
    archive: Archive = None,
    quiet: Quiet = False,
) -> int:
    """Put on record why khronika.toml shows more than the default; without this nothing is published."""
    from khronika.archive.loosening import loosen as state

    with open_archive(archive, wait).writing() as session:
        values = state(session, name, reason)
    tell(f"on record: {name} is {', '.join(values)}", quiet)
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the two commands."""
    group = typer.Typer(help="What is kept back on publishing, and why it is less.", no_args_is_help=True)
    for command in (show, loosen):
        group.command()(exits(command))
    app.add_typer(group, name="disclosure")
