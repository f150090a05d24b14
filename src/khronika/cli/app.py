"""The commands together, and what becomes of an error: a clear line, and the exit code of its sort."""

import sys
from collections.abc import Sequence

import typer

from khronika.cli import (
    archive,
    bulletin,
    chronicle,
    cite,
    codebook,
    custody,
    diff,
    disclosure,
    embed,
    evaluate,
    explain,
    extract,
    gazetteer,
    languages,
    lesser,
    measure,
    publish,
    resolve,
    serve,
    site,
)
from khronika.errors import KhronikaError

app = typer.Typer(
    name="khronika", help="From reports in any language to events and numbers that can be defended line by line.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
for room in (
    chronicle,
    archive,
    custody,
    disclosure,
    extract,
    lesser,
    resolve,
    explain,
    evaluate,
    codebook,
    languages,
    gazetteer,
    measure,
    publish,
    cite,
    bulletin,
    site,
    embed,
    diff,
    serve,
):
    room.add_to(app)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context, version: bool = typer.Option(False, "--version", help="Show the version and end.")
) -> None:
    if version:
        from khronika import __version__

        typer.echo(f"khronika {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and ends the process with its exit code."""
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs a command; gives its exit code. Errors are one line on standard error."""
    try:
        app(list(arguments), prog_name="khronika")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KhronikaError as error:
        typer.echo(f"khronika: {error}", err=True)
        return error.exit_code
    except KeyboardInterrupt:
        typer.echo("stopped; what was finished is kept", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        typer.echo(
            f"khronika: {error.filename or 'output'}: {error.strerror or error}; check the path and the space left",
            err=True,
        )
        return 3
    return 0
