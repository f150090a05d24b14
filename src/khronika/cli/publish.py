"""`khronika publish DIR`: the release folder of an archive or of reports' chronicle, made from the published view."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.archive import open_archive
from khronika.cli.common import Archive, Json, Quiet, exits, json_line, tell
from khronika.errors import UsageError


def publish(
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the release; an earlier release there is replaced.")
    ],
    name: Annotated[
        str, typer.Option(help="What the release is called: small letters, digits, . _ -")
    ] = "khronika-events",
    as_of: Annotated[str | None, typer.Option(help="Day of the release (2031-06-30); default: today.")] = None,
    since: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The release before: revisions, corrections, deletions.")
    ] = None,
    watched: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="CSV iso3,first,last: months (2031-05) that were watched; panels get zeros there."
        ),
    ] = None,
    tables: Annotated[bool, typer.Option("--tables", help="Also Parquet, DuckDB and XLSX (extra tables).")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what is masked, coarsened or withheld, and why.")
    ] = False,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write a release: tables, layouts, provenance, manifest; names masked, what could harm people coarse or late."""
    from khronika.archive.publishing import archive_view, merged_ids
    from khronika.disclosure import told
    from khronika.release import release_files, write_release
    from khronika.release.panels import watched_months

    day = _day(as_of)
    with open_archive(archive).reading() as session:
        view, merged = archive_view(session, day), merged_ids(session)
    if dry_run:
        typer.echo(json_line(view.decisions).decode() if json else "\n".join(told(view.decisions)))
        return 0
    months = watched_months(watched) if watched else []
    files = release_files(view, name, f"{day.isoformat()}T00:00:00Z", since, merged, months, tables)
    write_release(out, files)
    if json:
        typer.echo(json_line({"out": str(out), "files": sorted(files), "events": len(view.events)}).decode(), nl=False)
    tell(f"{len(view.events)} events and figures in {out}; check it with: sha256sum -c MANIFEST.sha256", quiet)
    tell(f"{len(view.decisions)} values were masked, coarsened or withheld; list them with --dry-run", quiet)
    return 0


def _day(given: str | None) -> date:
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError as error:
        raise UsageError(f"--as-of {given!r} is no day; write it as 2031-06-30") from error


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(publish))
