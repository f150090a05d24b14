"""`khronika languages [new|check|coverage]`: what is supported, how far, and packs of the user's own."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import Json, Quiet, exits, json_line, tell, tell_problems
from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.codebook import Coverage
    from khronika.languages import Pack

group = typer.Typer(
    help="List the languages with their packs; make, check and measure one of your own.", invoke_without_command=True
)

Code = Annotated[str | None, typer.Argument(metavar="XX", help="Code of a language; all where it is left out.")]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--in",
        metavar="DIR",
        help="Folder with your packs; default: KHRONIKA_LANGUAGES, else languages/ in your folder.",
    ),
]


def languages(context: typer.Context, json: Json = False, quiet: Quiet = False) -> None:
    """List the languages with their packs; make, check and measure one of your own."""
    if context.invoked_subcommand is None:
        raise typer.Exit(_list(json))


def _list(json: bool) -> int:
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
                "from": pack.where if pack.own else "built-in",
            }
        )
    if json:
        typer.echo(json_line(rows).decode(), nl=False)
        return 0
    for row in rows:
        place = "" if row["from"] == "built-in" else f"; from {row['from']}"
        sizes = f"{row['entries']} entries, {row['kinds']} kinds begun by words of their own"
        typer.echo(f"{row['code']}  {row['name']:<12} {row['status']}: {sizes}{place}")
    return 0


def new(
    code: Annotated[str, typer.Argument(metavar="XX", help="ISO 639 code of the language, such as pl.")],
    name: Annotated[str | None, typer.Option(help="Its English name; default: the code.")] = None,
    where: Folder = None, json: Json = False, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Write the skeleton of a pack: every concept in comments, with what it means."""
    from khronika.codebook.skeleton import write_skeleton
    from khronika.languages.own import own_target

    folder = own_target(where)
    files = write_skeleton(code, name or code, folder)
    if json:
        typer.echo(json_line({"code": code, "files": [str(file) for file in files]}).decode(), nl=False)
    tell(f"wrote {len(files)} files into {folder / code}", quiet)
    if where is not None:
        tell(f"to use it: export KHRONIKA_LANGUAGES={folder}", quiet)
    tell(f"next: take out # where you know the word, then: khronika languages check {code}", quiet)
    return 0


def check(code: Code = None, where: Folder = None, json: Json = False, quiet: Quiet = False) -> int:
    """Run all examples of a pack. Without a code: of all packs of your own."""
    from khronika.extraction.check import check_packs
    from khronika.extraction.examples import check_values

    packs = _chosen(code, where)
    problems = [p for one, pack in packs.items() for p in [*check_packs({one: pack}), *check_values(pack)]]
    if json:
        typer.echo(json_line({"packs": list(packs), "problems": problems}).decode(), nl=False)
    tell(f"{', '.join(packs) or 'no pack of your own'}: {len(problems)} faults", quiet)
    return tell_problems(problems)


def coverage(code: Code = None, where: Folder = None, json: Json = False, quiet: Quiet = False) -> int:
    """Show what a pack cannot say: kinds without triggers, statuses without cues, quantities without words, files."""
    from khronika.codebook import coverage as cover
    from khronika.languages import all_packs

    packs = _chosen(code, where) if code or where else all_packs()
    found = [cover(pack) for pack in packs.values()]
    if json:
        rows = [{**_facts(one), "holes": one.holes} for one in found]
        typer.echo(json_line(rows).decode(), nl=False)
    else:
        for one in found:
            typer.echo("\n".join(_lines(one)))
    return 1 if any(one.holes for one in found) else 0


def _chosen(code: str | None, where: Path | None) -> "dict[str, Pack]":
    """The pack asked for, or all of the user's own; with --in those of that folder are in force."""
    from khronika.languages import all_packs

    if where is not None:
        if not where.is_dir():
            raise UsageError(f"{where} is no folder; make a pack in it with: khronika languages new XX --in {where}")
        os.environ["KHRONIKA_LANGUAGES"] = str(where)
        all_packs.cache_clear()
    packs = all_packs()
    if code is None:
        return {one: pack for one, pack in packs.items() if pack.own}
    if code not in packs:
        raise UsageError(
            f"no pack {code!r}; there are: {', '.join(packs)}; make one with: khronika languages new {code}"
        )
    return {code: packs[code]}


def _facts(one: "Coverage") -> dict[str, object]:
    import msgspec

    facts: dict[str, object] = msgspec.to_builtins(one)
    return facts


def _lines(one: "Coverage") -> list[str]:
    """A pack as text: one line of sizes, then what is missing, each with its names."""
    sizes = ", ".join(f"{name} {many}" for name, many in one.entries.items() if many)
    whole = f"{one.kinds} of {one.kinds + len(one.kinds_without_triggers)} kinds"
    parts = (
        ("kinds without triggers", one.kinds_without_triggers),
        ("statuses without cues", one.statuses_without_cues),
        ("quantities without words", one.quantities_without_words),
        ("missing files", one.missing_sections),
        ("concepts without words (no holes)", one.concepts_without_words),
    )
    lines = [f"    {label}: {', '.join(names)}" for label, names in parts if names]
    return [f"{one.code}  {one.name}: {one.holes} holes; {whole}; entries: {sizes or 'none'}", *lines]


def add_to(app: typer.Typer) -> None:
    """Registers the group."""
    group.callback()(languages)
    for name, command in (("new", new), ("check", check), ("coverage", coverage)):
        group.command(name)(exits(command))
    app.add_typer(group, name="languages")
