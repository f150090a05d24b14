"""`khronika serve` and `khronika demo`: the review page of an archive on this machine, and the same on the samples."""

import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import Archive, Quiet, exits, progress, tell
from khronika.errors import CannotError, MissingExtraError

if TYPE_CHECKING:
    from khronika.archive import Archive as Opened

Port = Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)]
Browser = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in your browser.")]
Agent = Annotated[str | None, typer.Option(help="Alias under which decisions are recorded; never a person's name.")]
DEMO_IS_IN = "khronika-demo"


def serve(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="An archive; default: here or above.")] = None,
    port: Port = 8642,
    agent: Agent = None,
    browser: Browser = False,
    archive: Archive = None,
    quiet: Quiet = False,
) -> int:
    """Show an archive for review in a browser, on this machine alone; each decision is a line of its ledger."""
    from khronika.archive import Archive as Opened

    return run_page(Opened(folder or archive, agent=agent), port, browser, quiet)


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where the archive is made; default: a temporary folder.")
    ] = None,
    port: Port = 8642,
    browser: Browser = True,
    quiet: Quiet = False,
) -> int:
    """Make an archive of the shipped samples, all invented, and show it for review."""
    from khronika.archive import Archive as Opened
    from khronika.archive.folder import is_archive
    from khronika.samples import reports_folder

    root = folder or Path(tempfile.mkdtemp(prefix=f"{DEMO_IS_IN}-"))
    made = (
        Opened(root, agent="demo")
        if is_archive(root)
        else Opened.init(root, name="Samples, all invented", agent="demo")
    )
    with progress("documents", quiet) as advance:
        made.add(reports_folder())
        made.code("auto", advance)
    tell(f"an archive of samples in {root}", quiet)
    return run_page(made, port, browser, quiet)


def run_page(archive: "Opened", port: int, browser: bool, quiet: bool) -> int:
    """Serves until Ctrl-C. Raises MissingExtraError, CannotError: the port is taken."""
    try:
        import uvicorn

        from khronika.review.app import make_app
        from khronika.review.desk import Desk
        from khronika.review.guard import new_gate
        from khronika.review.start import bound_socket, make_ready
    except ImportError as error:
        raise MissingExtraError("the review page", "review") from error
    bound = bound_socket(port)
    real = bound.getsockname()[1]
    desk = Desk(archive, new_gate(real))
    make_ready(desk)
    address = f"http://127.0.0.1:{real}/?token={desk.gate.token}"
    typer.echo(address)
    tell("open this address; it works on this machine and for this run only. Ctrl-C ends.", quiet)
    if browser:
        webbrowser.open(address)
    config = uvicorn.Config(make_app(desk), log_level="error", server_header=False, date_header=False, access_log=False)
    try:
        uvicorn.Server(config).run(sockets=[bound])
    except OSError as error:
        raise CannotError(address, error.strerror or str(error), "choose another --port") from error
    return 0


def add_to(app: typer.Typer) -> None:
    """Registers the two commands."""
    for command in (serve, demo):
        app.command()(exits(command))
