"""What the commands share: progress on a terminal, output to a file or standard output, problems listed at the end."""

import functools
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from khronika.capture import FetchOptions
from khronika.errors import CannotError
from khronika.model import Problem
from khronika.sources import Columns, ReadOptions, read_columns

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Archive = Annotated[
    Path | None, typer.Option("--archive", help="Folder of a chronicle or an archive; default: here or above.")
]
Out = Annotated[str, typer.Option("--out", "-o", help="File to write; - is standard output.")]
Published = Annotated[
    str | None, typer.Option(help="Day of publication (2026-05-03) where a document does not say it.")
]
Source = Annotated[str | None, typer.Option(help="Publisher, where a document does not say it.")]


class Mode(StrEnum):
    """How carefully to read."""

    auto = "auto"
    fast = "fast"
    careful = "careful"


HowCareful = Annotated[
    Mode,
    typer.Option(
        "--mode", help="fast: rules and a small model; careful: the trained network; auto: careful where installed."
    ),
]


class Pages(StrEnum):
    """How carefully to read web pages."""

    fast = "fast"
    careful = "careful"


HowPages = Annotated[
    Pages, typer.Option("--pages", help="How to read web pages; careful: slower, with author (extra html).")
]
TableColumns = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="text=NAME,…", help="Which column of a table is what; or a TOML file that says so."
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch also from addresses of this machine and of private networks.")
]
Language = Annotated[str | None, typer.Option(help="Language code, where a document does not say it.")]
OwnGazetteer = Annotated[
    str | None,
    typer.Option(
        "--gazetteer", metavar="PATH", envvar="KHRONIKA_GAZETTEER",
        help="Own places: a folder, or one .khg file; none: only the shipped ones. Default: your folder.",
    ),
]  # fmt: skip
Overrides = Annotated[
    Path | None, typer.Option("--overrides", metavar="FILE", help="For this run: lines such as name => GeoNames id.")
]

MOST_PROBLEMS = 20


def exits(command: Callable[..., int]) -> Callable[..., None]:
    """The command, whose result becomes the exit code of the process."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        raise typer.Exit(command(*arguments, **options))

    return run


def options(
    published: str | None, source: str | None, language: str | None, columns: str | None = None,
    pages: Pages = Pages.fast, allow_private: bool = False,
) -> ReadOptions:  # fmt: skip
    """Reading options from the command line."""
    return ReadOptions(
        published=published, source=source, language=language, pages=pages.value,
        columns=read_columns(columns) if columns else Columns(), fetch=FetchOptions(allow_private=allow_private),
    )  # fmt: skip


@contextmanager
def progress(label: str, quiet: bool) -> Iterator[Any]:
    """A bar on standard error that counts documents; silent where nobody watches."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda _="": bar.advance(task)


@contextmanager
def output(target: str) -> Iterator[BinaryIO]:
    """The file to write, or standard output. Lines already written stay whatever happens after."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        stream = Path(target).open("wb")  # noqa: SIM115 (closed below; opening has its own error)
    except OSError as error:
        raise CannotError(target, error.strerror or str(error), "choose another --out") from error
    with stream:
        yield stream


def json_line(value: Any) -> bytes:
    """One JSON line."""
    return msgspec.json.encode(value) + b"\n"


def tell(message: str, quiet: bool = False) -> None:
    """A line for the person, on standard error."""
    if not quiet:
        typer.echo(message, err=True)


def tell_problems(problems: Sequence[Problem], many: int | None = None) -> int:
    """Lists problems on standard error; the exit code: 1 where there are any."""
    for problem in problems[:MOST_PROBLEMS]:
        typer.echo(f"problem: {problem}", err=True)
    total = many if many is not None else len(problems)
    if total > MOST_PROBLEMS:
        typer.echo(f"problem: … and {total - MOST_PROBLEMS} more", err=True)
    return 1 if total else 0


Wait = Annotated[bool, typer.Option("--wait", help="Wait while another process writes this archive.")]


def find_archive(given: Path | None) -> Path:
    """The folder with a chronicle or an archive: the one given, or the one stood in, or one above it."""
    from khronika.archive.folder import is_archive
    from khronika.errors import NotAnArchiveError

    start = given or Path.cwd()
    for folder in [start] if given else [start, *start.parents]:
        if is_archive(folder) or (folder / "events.jsonl").is_file():
            return folder
        if (folder / "chronicle" / "events.jsonl").is_file() and not given:
            return folder / "chronicle"
    raise NotAnArchiveError(start)


def is_terminal() -> bool:
    """Whether standard output is watched by a person."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
