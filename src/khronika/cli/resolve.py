"""`khronika resolve MENTIONS.jsonl --out EVENTS.jsonl`: mentions in, events out; texts and judgements beside them."""

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from khronika.cli.common import Json, Out, Quiet, exits, json_line, output, tell, tell_problems
from khronika.errors import CannotError
from khronika.model import Document, Mention, Problem
from khronika.resolution.judgements import Judgement
from khronika.resolution.signature import TextSignature, text_signature

Sort = TypeVar("Sort")


class SummaryRule(StrEnum):
    """Named rules for the headline number of an event."""

    median = "median-of-independent"
    authoritative = "most-authoritative"
    acled = "acled-like"
    range = "range-only"


def resolve(
    path: Annotated[str, typer.Argument(metavar="MENTIONS.jsonl", help="Mentions as JSON lines; - is standard input.")],
    out: Out = "-",
    texts: Annotated[
        Path | None, typer.Option(metavar="DOCS.jsonl", help="The documents: reprints are known by their wording.")
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What persons judged of pairs, as JSON lines; it overrules weights."),
    ] = None,
    summary: Annotated[SummaryRule, typer.Option(help="Rule for the headline numbers.")] = SummaryRule.median,
    authority: Annotated[
        list[str] | None, typer.Option(help="With most-authoritative: whom to believe, the first most.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Join mentions of one happening into events."""
    from khronika.resolution import resolve as resolve_mentions

    mentions, problems = read_mentions(path)
    words, faulty = read_lines(judgements, Judgement, "no judgement", "write a, b, judgement, agent, at, reason")
    signed, unread = read_signatures(texts)
    resolution = resolve_mentions(
        mentions, texts=signed, judgements=words, summary=summary.value, authorities=authority or ()
    )
    with output(out) as stream:
        stream.writelines(map(json_line, resolution.events))
    events = sum(e.record == "event" for e in resolution.events)
    tell(f"{len(mentions)} mentions: {events} events, {len(resolution.events) - events} figures", quiet)
    return tell_problems([*problems, *faulty, *unread, *resolution.problems])


def read_signatures(path: Path | None) -> tuple[dict[str, TextSignature], list[Problem]]:
    """Signatures of the documents of a file by document id, and a problem for each line that is none."""
    documents, problems = read_lines(path, Document, "no document", "write it as the contract's section 3 says")
    return {document.id: text_signature(document.text) for document in documents}, problems


def read_mentions(path: str) -> tuple[list[Mention], list[Problem]]:
    """Mentions of a file, and a problem for each line that is none."""
    return read_lines(path, Mention, "no mention", "write it as khronika extract does")


def read_lines(path: str | Path | None, sort: type[Sort], what: str, advice: str) -> tuple[list[Sort], list[Problem]]:
    """Values of a file of JSON lines, and a problem for each line that is none. None is no file: nothing."""
    decoder = msgspec.json.Decoder(sort)
    found: list[Sort] = []
    problems: list[Problem] = []
    try:
        with nullcontext([]) if path is None else sys.stdin.buffer if path == "-" else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    found.append(decoder.decode(line))
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    problems.append(Problem(f"{path}:{number}", f"{what}: {error}", advice))
    except OSError as error:
        raise CannotError(str(path), error.strerror or str(error), "give a file that can be read") from error
    return found, problems


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(resolve))
