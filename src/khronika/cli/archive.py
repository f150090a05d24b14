"""`khronika init`, `add`, `code`, `verify`: an archive from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import (
    AllowPrivate,
    Archive,
    HowCareful,
    HowPages,
    Json,
    Language,
    Mode,
    Pages,
    Published,
    Quiet,
    Source,
    TableColumns,
    Wait,
    exits,
    json_line,
    options,
    progress,
    tell,
    tell_problems,
)
from khronika.model import Problem

if TYPE_CHECKING:
    from khronika.archive import Archive as Opened
    from khronika.archive.revision import Revision

Accept = Annotated[bool, typer.Option("--accept", help="With --again: make the new coding the one that counts.")]
Again = Annotated[bool, typer.Option("--again", help="Code all documents again and list what changes; see --accept.")]


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of the new archive; default: here.")] = Path(),
    name: Annotated[str | None, typer.Option(help="What the archive is called; default: the folder's name.")] = None,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Start an archive in a folder."""
    from khronika.archive import Archive as Opened

    made = Opened.init(archive or folder, name=name)
    if json:
        typer.echo(json_line({"archive": str(made.folder.root)}).decode(), nl=False)
    tell(f"an archive in {made.folder.root}; add to it with: khronika add PATH", quiet)
    return 0


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-…", help="Files, folders, addresses; - is JSON lines.")
    ],
    published: Published = None,
    source: Source = None,
    language: Language = None,
    again: Annotated[bool, typer.Option("--again", help="Also what was destroyed in this archive.")] = False,
    columns: TableColumns = None,
    pages: HowPages = Pages.fast,
    allow_private: AllowPrivate = False,
    wait: Wait = False,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Capture sources into the archive; what is there already adds nothing."""
    opened = open_archive(archive, wait)
    with progress("documents", quiet) as advance:
        reading = options(published, source, language, columns, pages, allow_private)
        done = opened.add(paths, reading, advance, again=again)
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell(f"documents: {done.new} new ({done.superseding} of them newer captures), {done.known} known", quiet)
    return tell_problems(done.problems)


def code(
    again: Again = False,
    accept: Accept = False,
    mode: HowCareful = Mode.auto,
    wait: Wait = False,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Extract and resolve what is new; with --again all, listing what changes before it counts."""
    opened = open_archive(archive, wait)
    if again or accept:
        return list_differences(archive, wait, mode, accept, json, quiet)
    with progress("documents", quiet) as advance:
        done = opened.code(mode.value, advance)
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell(f"documents: {done.coded} coded, {done.irrelevant} irrelevant, {done.failed} failed", quiet)
    tell(f"events: {done.events_new} new, {done.events_changed} changed, {done.events_gone} gone", quiet)
    if done.earlier:
        tell(f"{done.earlier} documents were coded by earlier versions; compare: khronika code --again", quiet)
    return 1 if done.failed else 0


def list_differences(archive: Path | None, wait: bool, mode: Mode, accept: bool, json: bool, quiet: bool) -> int:
    """What another coding by the present versions changes; with `accept` it counts."""
    opened = open_archive(archive, wait)
    with progress("documents", quiet) as advance:
        found = opened.code_again(mode.value, accept=accept, on_document=advance)
    tell_revision(found, json, quiet)
    if not accept and found.differs():
        tell("nothing was changed; make it count with: khronika code --again --accept", quiet)
    return 0


def tell_revision(found: "Revision", json: bool, quiet: bool) -> None:
    """The list of what another coding changes."""
    if json:
        typer.echo(json_line(found).decode(), nl=False)
    elif not quiet:
        for line in found.lines():
            typer.echo(line)
    tell(f"events: {len(found.changed)} changed, {len(found.gone)} gone, {len(found.new)} new", quiet)


def verify(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR|FILE]", help="An archive or a backup; default: here or above.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Key file of an encrypted backup.")] = None,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Check every hash, chain row, quote and derived value; name the first broken thing and list all."""
    from khronika.archive.verify_backup import is_backup

    if folder and is_backup(folder):
        return _verify_backup(folder, key, json, quiet)
    opened = open_archive(folder or archive)
    with progress("documents", quiet) as advance:
        faults = opened.verify(advance)
    if json:
        typer.echo(json_line({"archive": str(opened.folder.root), "faults": faults}).decode(), nl=False)
    if not faults:
        _tell_hidden(opened, quiet)
    return _tell_faults(faults, quiet, "all holds: every capture, text, statement, quote and derived value")


def _tell_hidden(opened: "Opened", quiet: bool) -> None:
    """What is not shown, by which statement."""
    for act in opened.hidden():
        tell(f"{act.state}: {act.document} (statement {act.seq}, {act.at}): {act.reason}", quiet)


def _verify_backup(folder: Path, key: Path | None, json: bool, quiet: bool) -> int:
    from khronika.archive.verify_backup import verify_backup

    with progress("files", quiet) as advance:
        faults = list(verify_backup(folder, key, advance))
    if json:
        typer.echo(json_line({"backup": str(folder), "faults": faults}).decode(), nl=False)
    return _tell_faults(faults, quiet, "all holds: every file of the backup and the ledger's chains")


def _tell_faults(faults: list[Problem], quiet: bool, well: str) -> int:
    if faults:
        typer.echo(f"first broken: {faults[0]}", err=True)
        return tell_problems(faults)
    tell(well, quiet)
    return 0


def open_archive(archive: Path | None, wait: bool = False) -> "Opened":
    """The archive meant."""
    from khronika.archive import Archive as Opened

    return Opened(archive, wait=-1.0 if wait else 0.0)


def add_to(app: typer.Typer) -> None:
    """Registers the four commands."""
    for command in (init, add, code, verify):
        app.command()(exits(command))
