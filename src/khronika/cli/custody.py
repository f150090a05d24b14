"""`khronika replay`, `backup`, `restore`, `seal`, `destroy` and `archive …`: what keeps, proves, moves and forgets."""

from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.archive import open_archive, tell_revision
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

Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Key file of an encrypted backup.")]
NeededKey = Annotated[
    Path, typer.Option("--key", metavar="FILE", help="Key file; make one with: khronika archive key.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; stays in the ledger, so it must not quote the document.")]


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
        return _compare(archive, wait, mode, json, quiet)
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


def _compare(archive: Path | None, wait: bool, mode: Mode, json: bool, quiet: bool) -> int:
    """Every document read and coded again, of whatever versions; what differs."""
    with progress("documents", quiet) as advance:
        found = open_archive(archive, wait).compare(mode.value, advance)
    tell_revision(found, json, quiet)
    for note in found.notes:
        tell(f"note: {note}", quiet)
    tell(f"documents: {found.read} coded again, {len(found.codings)} otherwise; nothing was changed", quiet)
    return 0


def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A folder, a file .tar, or encrypted .age.")],
    to: Annotated[list[str] | None, typer.Option("--to", metavar="age1…", help="Who can read an .age file.")] = None,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Copy the archive as it is now, while others may write; in a folder only what is new is written."""
    with progress("files", quiet) as advance:
        done = open_archive(archive).backup(target, to or [], advance)
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell(f"{done.files} files, {done.written} of them written now, {done.removed} taken away", quiet)
    tell(f"the ledger's last statement: {done.last[0]}, {done.last[1]}", quiet)
    return 0


def restore(
    source: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the archive; must not exist or be empty.")],
    key: Key = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make an archive out of a backup, every byte checked, and what is derived anew."""
    from khronika.archive import Archive as Opened

    with progress("files", quiet) as advance:
        found = Opened.restore(source, folder, key, advance)
    tell(f"an archive in {folder}", quiet)
    return replay(archive=found.folder.root, json=json, quiet=quiet)


def seal(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of a document.")],
    reason: Reason,
    lift: Annotated[bool, typer.Option("--lift", help="Show it again.")] = False,
    wait: Wait = False,
    archive: Archive = None,
    quiet: Quiet = False,
) -> int:
    """Keep a document and show it no more; verify goes on checking it."""
    found = open_archive(archive, wait)
    (found.unseal if lift else found.seal)(document, reason)
    tell(f"{document} is shown again after: khronika code" if lift else f"{document} is sealed", quiet)
    return 0


def destroy(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of a document.")],
    reason: Reason,
    with_twins: Annotated[bool, typer.Option("--with-twins", help="Also those of the same bytes or text.")] = False,
    wait: Wait = False,
    archive: Archive = None,
    quiet: Quiet = False,
) -> int:
    """Destroy a document for good: key, capture, text and what is derived; the ledger keeps one line that says so."""
    others = open_archive(archive, wait).destroy(document, reason, with_twins=with_twins)
    tell(f"{document} is destroyed; backups made before still hold it until they are refreshed", quiet)
    for name in others:
        tell(f"note: {name} is another capture of the same place; it may say the same", quiet)
    return 0


def merge(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Folder of another archive.")],
    wait: Wait = False,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Take another archive's documents, codings and event ids into this one; say what contradicts."""
    with progress("documents", quiet) as advance:
        done = open_archive(archive, wait).merge(other, advance)
    if json:
        typer.echo(json_line(done).decode(), nl=False)
    tell(f"documents: {done.documents} taken, {done.known} known; ids of events: {done.events}", quiet)
    return tell_problems(done.conflicts)


def key(file: Annotated[Path, typer.Argument(metavar="FILE", help="New key file.")]) -> int:
    """Make a key file; prints its recipient. Without the file nobody reads what is encrypted to it."""
    from khronika.archive.crypt import new_key

    typer.echo(new_key(file))
    return 0


def lock(key: NeededKey, wait: Wait = False, archive: Archive = None, quiet: Quiet = False) -> int:
    """Turn the archive's folder into one encrypted file beside it."""
    from khronika.archive.locked import lock as lock_folder

    with progress("files", quiet) as advance:
        made = lock_folder(open_archive(archive).folder, key, advance, -1.0 if wait else 0.0)
    tell(f"locked in {made}; open it with: khronika archive unlock {made} --key FILE", quiet)
    return 0


def unlock(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A locked archive.")],
    key: NeededKey,
    quiet: Quiet = False,
) -> int:
    """Turn a locked archive back into its folder."""
    from khronika.archive.locked import unlock as unlock_file

    with progress("files", quiet) as advance:
        made = unlock_file(file, key, advance)
    tell(f"an archive in {made.root}", quiet)
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (replay, backup, restore, seal, destroy):
        app.command()(exits(command))
    group = typer.Typer(help="Keys, locking, joining of whole archives.", no_args_is_help=True)
    for of_group in (merge, key, lock, unlock):
        group.command()(exits(of_group))
    app.add_typer(group, name="archive")
