"""`khronika gazetteer import|override|search|list|remove`: the user's own places, laid over the shipped ones."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from khronika.cli.common import Json, OwnGazetteer, Quiet, exits, json_line, progress, tell, tell_problems

if TYPE_CHECKING:
    from khronika.geography.own.store import Imported, Installed

group = typer.Typer(no_args_is_help=True, help="Bring your own places: import, override, search, list, remove.")

Name = Annotated[
    str | None, typer.Option(help="What to call it; default: the file's name. One of the same name is replaced.")
]
Slot = Annotated[str, typer.Option("--name", help="What to call them; those of the same name are replaced.")]
Wins = Annotated[
    bool | None,
    typer.Option(
        "--wins/--beside",
        help="Its places win over namesakes, or compete with them; default: lists win, country files compete.",
        show_default=False,
    ),
]


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with name, lat, lon …, or a country file of GeoNames; .zip too.")
    ],
    name: Name = None, wins: Wins = None, gazetteer: OwnGazetteer = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Take in a list of places of your own, or a country file of GeoNames."""
    from khronika.geography.current import shipped
    from khronika.geography.own.store import import_file

    with progress("thousand lines", quiet) as advance:
        made = import_file(file, shipped(), name=name, where=gazetteer, first=wins, on_lines=advance)
    return _told(made, file, quiet, json)


def override(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Lines: name => GeoNames id, or name => lat, lon, level.")],
    name: Slot = "overrides", gazetteer: OwnGazetteer = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Say what names mean: each means that place and no other."""
    from khronika.geography.current import layered, shipped
    from khronika.geography.own.store import import_file, places_of

    places = layered(places_of(shipped().fingerprint, gazetteer))
    made = import_file(file, places, name=name, where=gazetteer, sort="overrides")
    return _told(made, file, quiet, json)


def search(
    name: Annotated[str, typer.Argument(help="A place's name in any script.")],
    gazetteer: OwnGazetteer = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """List the places that bear a name, and where each is from."""
    from khronika.geography.current import opened
    from khronika.geography.own.search import search as find

    rows = find(name, opened(gazetteer))
    for row in rows:
        typer.echo(json_line(row).decode().rstrip("\n") if json else row.line())
    if not rows:
        tell(f"no place is called {name!r}", quiet)
    return 0


def list_(gazetteer: OwnGazetteer = None, quiet: Quiet = False, json: Json = False) -> int:
    """List the gazetteers that were taken in."""
    from khronika.geography.current import shipped
    from khronika.geography.own.home import folder
    from khronika.geography.own.store import listing

    found = listing(shipped().fingerprint, gazetteer)
    for one in found:
        typer.echo(json_line(_facts(one)).decode().rstrip("\n") if json else _line(one))
    if not found:
        tell("none are in force" if gazetteer else f"none in {folder()}", quiet)
    return 1 if any(one.fault for one in found) else 0


def remove(
    name: Annotated[str, typer.Argument(help="As `list` shows it.")],
    gazetteer: OwnGazetteer = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Remove a gazetteer that was taken in."""
    from khronika.geography.own.store import remove as take_away

    path = take_away(name, gazetteer)
    if json:
        typer.echo(json_line({"removed": str(path)}).decode(), nl=False)
    tell(f"removed {path}", quiet)
    return 0


def _told(made: "Imported", file: Path, quiet: bool, json: bool) -> int:
    """Say what an import did; the exit code."""
    if json:
        facts = {
            "name": made.name, "kind": made.kind, "path": made.path and str(made.path), "taken": made.taken,
            "faults": made.faults, "problems": made.problems,
        }  # fmt: skip
        typer.echo(json_line(facts).decode(), nl=False)
    if made.ignored:
        tell(f"columns left alone: {', '.join(made.ignored)}", quiet)
    over = f", {made.passed} lines of other sorts passed over" if made.kind == "geonames" else ""
    tell(f"{file}: {made.taken} places taken, {made.faults} lines at fault{over}", quiet)
    tell(f"written to {made.path}" if made.path else "nothing was taken; what was there before is unchanged", quiet)
    return max(tell_problems(made.problems, made.faults), 0 if made.path else 1)


_KINDS: dict[Literal["list", "geonames", "override"], str] = {
    "list": "list", "geonames": "country file", "override": "overrides",
}  # fmt: skip


def _line(one: "Installed") -> str:
    about = one.about
    if about is None:
        return f"{one.name}  not usable: {one.fault}"
    wins = ", wins over namesakes" if about.first else ""
    return f"{one.name}  {_KINDS[about.kind]} of {about.entries} places{wins}; from {about.source}"


def _facts(one: "Installed") -> dict[str, object]:
    about = one.about
    known = (
        {
            "kind": about.kind,
            "entries": about.entries,
            "wins": about.first,
            "from": about.source,
            "sha256": about.sha256,
        }
        if about
        else {}
    )
    return {"name": one.name, "path": str(one.path), **known, "fault": one.fault}


def add_to(app: typer.Typer) -> None:
    """Registers the group."""
    for name, command in (
        ("import", import_), ("override", override), ("search", search), ("list", list_), ("remove", remove),
    ):  # fmt: skip
        group.command(name)(exits(command))
    app.add_typer(group, name="gazetteer")
