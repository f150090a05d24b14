"""`khronika bulletin`: a bulletin for a period from the published view; `--check FILE` derives its numbers again."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.archive import open_archive
from khronika.cli.common import Archive, Json, Quiet, exits, json_line, tell
from khronika.errors import CannotError, UsageError

if TYPE_CHECKING:
    from khronika.bulletin import Order
    from khronika.disclosure import View

FORMS = {".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf"}


def bulletin(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="Ends in .md, .html or .pdf, which says the form.")
    ] = Path("bulletin.html"),
    since: Annotated[str | None, typer.Option(help="First day (2031-05-05); default: the last whole week.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Day on which it is made (2031-06-30); default: today.")] = None,
    language: Annotated[str, typer.Option(help="Language of its words: ar, en, es, ko, ru, uk.")] = "en",
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own Jinja2 template; runs in a sandbox.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write nothing; derive every number of this bulletin again.")
    ] = None,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write a bulletin: counts against the period before, map, main events, rival numbers, methods and limits.

    Each number links to the events and sentences that it comes from. Made of the published view.
    """
    if check is not None:
        return _check(check, archive, template, json, quiet)
    from khronika.bulletin import Order, read_period

    day = read_day(as_of)
    form = FORMS.get(out.suffix.lower())
    if form is None:
        raise UsageError(f"--out {out} must end in .md, .html or .pdf")
    order = Order(read_period(since, until, day), day, language, title, "md" if form == "md" else "html")
    _write(out, published(archive, day), order, template, form)
    if json:
        typer.echo(json_line({"out": str(out), "order": order}).decode(), nl=False)
    tell(
        f"{order.period.since} to {order.period.until} in {out}; check it with: khronika bulletin --check {out}", quiet
    )
    return 0


def _write(out: Path, view: "View", order: "Order", template: Path | None, form: str) -> None:
    from khronika.bulletin import render
    from khronika.bulletin.render import drawing
    from khronika.publish.files import write_whole

    if form == "pdf":
        raise UsageError("PDF is not there yet; write .html and print it")
    picture = out.with_suffix(".svg") if form == "md" else None
    text = render(view, order, template, picture.name if picture else None)
    if picture:
        write_whole(picture, [drawing(view, order).encode("utf-8")])
    write_whole(out, [text.encode("utf-8")])


def _check(path: Path, archive: Path | None, template: Path | None, json: bool, quiet: bool) -> int:
    from khronika.bulletin.check import check_bulletin
    from khronika.bulletin.render import order_of

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotError(path, f"cannot be read: {error}", "give a bulletin in Markdown, HTML or PDF") from error
    order = order_of(text)
    told = check_bulletin(text, published(archive, order.as_of if order else date.today()), template)
    if json:
        typer.echo(json_line({"bulletin": str(path), "agrees": not told, "problems": told}).decode(), nl=False)
    for line in [] if json else told:
        typer.echo(f"{path}: {line}")
    tell(f"{path}: every number is derived again" if not told else f"{path}: {len(told)} do not agree", quiet)
    return 1 if told else 0


def published(archive: Path | None, day: date) -> "View":
    """The published view of the archive as of a day."""
    from khronika.archive.publishing import archive_view

    with open_archive(archive).reading() as session:
        return archive_view(session, day)


def read_day(given: str | None) -> date:
    """The day given, else today. Raises UsageError."""
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError as error:
        raise UsageError(f"--as-of {given!r} is no day; write it as 2031-06-30") from error


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(bulletin))
