"""`khronika languages`: what is supported, and how far."""

import typer

from khronika.cli.common import Json, Quiet, exits, json_line


def languages(json: Json = False, quiet: Quiet = False) -> int:
    """List the languages with their packs."""
    from khronika.codebook import codebook
    from khronika.extraction.lexicon import lexicon
    from khronika.languages import all_packs

    triggers = codebook().triggers
    rows = []
    for code, pack in all_packs().items():
        own = [e for e in lexicon().entries if e.language == code]
        kinds = {triggers[e.concept].kind for e in own if e.concept in triggers}
        rows.append(
            {
                "code": code,
                "name": pack.name,
                "status": pack.about.get("status"),
                "entries": len(own),
                "kinds": len(kinds),
            }
        )
    if json:
        typer.echo(json_line(rows).decode(), nl=False)
        return 0
    for row in rows:
        typer.echo(
            f"{row['code']}  {row['name']:<12} {row['status']}: {row['entries']} entries, {row['kinds']} kinds begun by words of their own"
        )
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(languages))
