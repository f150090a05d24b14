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
    font: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Font for a PDF, before those of the machine; may be given again."),
    ] = None,
    archive: Archive = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write a bulletin: counts against the period before, map, main events, rival numbers, methods and limits.

    Each number links to the events and sentences that it comes from. Made of the published view.
    """
    if check is not None:
        return _check(check, archive, template, font or [], json, quiet)
    from khronika.bulletin import Order, read_period

    day = read_day(as_of)
    form = FORMS.get(out.suffix.lower())
    if form is None:
        raise UsageError(f"--out {out} must end in .md, .html or .pdf")
    order = Order(read_period(since, until, day), day, language, title, "md" if form == "md" else "html")
    code = _write(out, published(archive, day), order, template, form, font or [])
    if json:
        typer.echo(json_line({"out": str(out), "order": order}).decode(), nl=False)
    tell(
        f"{order.period.since} to {order.period.until} in {out}; check it with: khronika bulletin --check {out}", quiet
    )
    return code


def _write(out: Path, view: "View", order: "Order", template: Path | None, form: str, fonts: list[Path]) -> int:
    from khronika.bulletin import render
    from khronika.bulletin.render import drawing
    from khronika.publish.files import write_whole

    if form == "pdf":
        return _write_pdf(out, view, order, template, fonts)
    picture = out.with_suffix(".svg") if form == "md" else None
    text = render(view, order, template, picture.name if picture else None)
    if picture:
        write_whole(picture, [drawing(view, order).encode("utf-8")])
    write_whole(out, [text.encode("utf-8")])
    return 0


def _write_pdf(out: Path, view: "View", order: "Order", template: Path | None, fonts: list[Path]) -> int:
    from khronika.bulletin.paper import render_pdf
    from khronika.publish.files import write_whole

    if template is not None:
        raise UsageError("--template is for Markdown and HTML; a PDF has one layout")
    data, missing = render_pdf(view, order, fonts)
    write_whole(out, [data])
    if missing:
        tell(f"problem: no font here has these characters: {missing[:60]}; give one that does with --font FILE")
    return 1 if missing else 0


def _check(path: Path, archive: Path | None, template: Path | None, fonts: list[Path], json: bool, quiet: bool) -> int:
    from khronika.bulletin.check import check_bulletin, check_pdf
    from khronika.bulletin.paper import pdf_text
    from khronika.bulletin.render import order_of

    try:
        data = path.read_bytes()
        text = pdf_text(data) if path.suffix.lower() == ".pdf" else data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotError(path, f"cannot be read: {error}", "give a bulletin in Markdown, HTML or PDF") from error
    order = order_of(text)
    view = published(archive, order.as_of if order else date.today())
    told = check_pdf(data, view, fonts) if path.suffix.lower() == ".pdf" else check_bulletin(text, view, template)
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
