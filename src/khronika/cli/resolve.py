"""`khronika resolve MENTIONS.jsonl --out EVENTS.jsonl`: mentions in, events out."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from khronika.cli.common import Json, Out, Quiet, exits, json_line, output, tell, tell_problems
from khronika.errors import CannotError
from khronika.model import Mention, Problem


def resolve(
    path: Annotated[str, typer.Argument(metavar="MENTIONS.jsonl", help="Mentions as JSON lines; - is standard input.")],
    out: Out = "-",
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Join mentions of one happening into events."""
    from khronika.resolution import resolve as resolve_mentions

    mentions, problems = read_mentions(path)
    resolution = resolve_mentions(mentions)
    with output(out) as stream:
        stream.writelines(map(json_line, resolution.events))
    events = sum(e.record == "event" for e in resolution.events)
    tell(f"{len(mentions)} mentions: {events} events, {len(resolution.events) - events} figures", quiet)
    return tell_problems([*problems, *resolution.problems])


def read_mentions(path: str) -> tuple[list[Mention], list[Problem]]:
    """Mentions of a file, and a problem for each line that is none."""
    decoder = msgspec.json.Decoder(Mention)
    mentions: list[Mention] = []
    problems: list[Problem] = []
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    mentions.append(decoder.decode(line))
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    problems.append(
                        Problem(f"{path}:{number}", f"no mention: {error}", "write it as khronika extract does")
                    )
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "give a file of mentions") from error
    return mentions, problems


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(resolve))
