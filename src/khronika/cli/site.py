"""`khronika site DIR`: a static site of the published view, with its release as downloads."""

from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.archive import open_archive
from khronika.cli.bulletin import read_day
from khronika.cli.common import Archive, Json, Quiet, exits, json_line, tell


def site(
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the site; only pages that changed are written.")
    ],
    title: Annotated[str, typer.Option(help="What the site is called.")] = "Khronika",
    language: Annotated[
        list[str] | None,
        typer.Option(help="Language of its words, once for each; the first lies at the top: ar, en, es, ko, ru, uk."),
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Day of the release (2031-06-30); default: today.")] = None,
    since: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The release before, for corrections; an earlier site's folder data."),
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="Where it will lie (https://…), for the links of the feeds.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the release in it is called.")] = "khronika-events",
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write a static site: overview with map and time slider, a page an event, search, feeds, downloads.

    It needs no server, asks nothing of others and opens from a file. Made of the published view.
    """
    from khronika.archive.publishing import archive_view, merged_ids
    from khronika.release import release_files
    from khronika.site import Edition, site_pages, write_site
    from khronika.wording import wording

    day = read_day(as_of)
    languages = tuple(dict.fromkeys(wording(code).code for code in language or ["en"]))
    with open_archive(archive).reading() as session:
        view, merged = archive_view(session, day), merged_ids(session)
    at = f"{day.isoformat()}T00:00:00Z"
    release = release_files(view, name, at, since, merged)
    written = write_site(out, site_pages(view, Edition(title, languages, at, address), release, merged))
    if json:
        typer.echo(json_line({"out": str(out), "files": written, "events": len(view.events)}).decode(), nl=False)
    tell(
        f"{written.made} files written, {written.kept} as they were, {written.removed} taken away; open {out / 'index.html'}",
        quiet,
    )
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(site))
