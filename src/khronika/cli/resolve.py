"""`khronika resolve MENTIONS.jsonl --out EVENTS.jsonl`: mentions in, events out; texts and judgements beside them."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from khronika.cli.common import Archive, Json, Out, Quiet, exits, json_line, output, tell, tell_problems
from khronika.errors import CannotError, UsageError
from khronika.model import Document, Event, Mention, Problem
from khronika.resolution.judgements import Judgement
from khronika.resolution.signature import TextSignature, text_signature
from khronika.resolution.weights import Weights

Sort = TypeVar("Sort")


class SummaryRule(StrEnum):
    """Named rules for the headline number of an event."""

    median = "median-of-independent"
    authoritative = "most-authoritative"
    acled = "acled-like"
    range = "range-only"


def resolve(
    path: Annotated[
        str | None, typer.Argument(metavar="[MENTIONS.jsonl]", help="Mentions as JSON lines; - is standard input.")
    ] = None,
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
    with_table: Annotated[
        Path | None, typer.Option("--with", metavar="TABLE.csv", help="Link the events with an outside table.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="With --with: where a table of another layout has what."),
    ] = None,
    matches: Annotated[Path | None, typer.Option(help="With --with: CSV (or .jsonl) of what is matched.")] = None,
    inclusion: Annotated[Path | None, typer.Option(help="With --with: table for measure undercount.")] = None,
    sweep: Annotated[bool, typer.Option("--sweep", help="Instead of events, how many at each threshold.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="SVG", help="With --sweep: a plot.")] = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Weights that --estimate wrote, instead of the shipped ones.")
    ] = None,
    estimate: Annotated[
        bool,
        typer.Option(
            "--estimate", help="Estimate the weights into --weights FILE; without MENTIONS: an archive's own."
        ),
    ] = False,
    shipped: Annotated[bool, typer.Option("--shipped", help="Of an archive: back to the weights that ship.")] = False,
    archive: Archive = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Join mentions of one happening into events."""
    from khronika.cli.weights import read_weights, weigh_archive, write_weights
    from khronika.resolution import resolve as resolve_mentions

    if path is None:
        if estimate == shipped:
            raise UsageError("give MENTIONS.jsonl, or --estimate or --shipped for an archive's weights")
        return weigh_archive(archive, shipped, json, quiet)
    if shipped or archive is not None:
        raise UsageError("--shipped and --archive are for an archive's weights, without MENTIONS.jsonl")
    words, faulty = read_lines(judgements, Judgement, "no judgement", "write a, b, judgement, agent, at, reason")
    problems: list[Problem] = []
    mentions: Iterable[Mention] = stream_mentions(path, problems)
    if estimate:
        mentions = list(mentions)
        table: Weights | None = write_weights(mentions, weights, quiet)
    else:
        table = read_weights(weights)
    if sweep:
        return write_sweep(mentions, (words, table), out, plot, problems, faulty)
    signed, unread = read_signatures(texts)
    resolution = resolve_mentions(
        mentions, weights=table, texts=signed, judgements=words, summary=summary.value, authorities=authority or ()
    )
    with output(out) as stream:
        stream.writelines(map(json_line, resolution.events))
    events = sum(e.record == "event" for e in resolution.events)
    tell(f"{resolution.given} mentions: {events} events, {len(resolution.events) - events} figures", quiet)
    problems += [*faulty, *unread, *resolution.problems]
    if with_table is not None:
        problems += write_matches((resolution.events, table), with_table, column or [], (matches, inclusion), quiet)
    return tell_problems(problems)


def write_sweep(
    mentions: Iterable[Mention],
    beside: tuple[list[Judgement], Weights | None],
    out: str,
    plot: Path | None,
    problems: list[Problem],
    faulty: list[Problem],
) -> int:
    """A line for each threshold, and the plot where one is wanted."""
    from khronika.resolution.sweep import plot_sweep, sweep

    points = sweep(mentions, beside[0], weights=beside[1])
    with output(out) as stream:
        stream.writelines(map(json_line, points))
    if plot is not None:
        plot_sweep(points, plot)
    return tell_problems([*problems, *faulty])


def write_matches(
    ours: tuple[list[Event], Weights | None],
    table: Path,
    column: list[str],
    files: tuple[Path | None, Path | None],
    quiet: bool,
) -> list[Problem]:
    """Links events with the table, by the weights they were made by, and writes what was asked for; gives faults of rows."""
    from khronika.resolution import outside

    (events, weights), (matches, inclusion) = ours, files

    fields = dict(part.split("=", 1) for part in column if "=" in part)
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows, problems = outside.read_rows(lines, fields or None)
    except (OSError, ValueError) as error:
        then = "name columns: --column id=… --column date_start=… --column lat=… --column lon=…"
        raise CannotError(str(table), str(error), then) from error
    found = outside.match_events(events, rows, weights)
    if matches is not None:
        lined = b"".join(map(json_line, found)).decode()
        matches.write_text(lined if matches.suffix == ".jsonl" else outside.matches_csv(found), encoding="utf-8")
    if inclusion is not None:
        inclusion.write_text(outside.inclusion_csv(found, table.stem), encoding="utf-8")
    sides = [m.side for m in found]
    both, here, there = (sides.count(side) for side in ("both", "only_here", "only_there"))
    tell(f"{both} in both, {here} only here, {there} only in {table.name}", quiet)
    return [msgspec.structs.replace(p, where=f"{table}: {p.where}") for p in problems]


def read_signatures(path: Path | None) -> tuple[dict[str, TextSignature], list[Problem]]:
    """Signatures of the documents of a file by document id, and a problem for each line that is none."""
    documents, problems = read_lines(path, Document, "no document", "write it as the contract's section 3 says")
    return {document.id: text_signature(document.text) for document in documents}, problems


def stream_mentions(path: str, problems: list[Problem]) -> Iterator[Mention]:
    """Mentions of a file one by one, as a million do not stay in memory as they stand; a problem for each line that is none."""
    return stream_lines(path, Mention, ("no mention", "write it as khronika extract does"), problems)


def read_lines(path: str | Path | None, sort: type[Sort], what: str, advice: str) -> tuple[list[Sort], list[Problem]]:
    """Values of a file of JSON lines, and a problem for each line that is none. None is no file: nothing."""
    problems: list[Problem] = []
    return list(stream_lines(path, sort, (what, advice), problems)), problems


def stream_lines(
    path: str | Path | None, sort: type[Sort], says: tuple[str, str], problems: list[Problem]
) -> Iterator[Sort]:
    """Values one by one; for a line that is none a problem is added: what is wrong and what to do. Raises CannotError."""
    decoder = msgspec.json.Decoder(sort)
    try:
        with nullcontext([]) if path is None else sys.stdin.buffer if path == "-" else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    value = decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    problems.append(Problem(f"{path}:{number}", f"{says[0]}: {error}", says[1]))
                else:
                    yield value
    except OSError as error:
        raise CannotError(str(path), error.strerror or str(error), "give a file that can be read") from error


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(resolve))
