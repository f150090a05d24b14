"""`khronika extract DOCS.jsonl --out MENTIONS.jsonl [--report FILE]`: documents in, mentions out, one line at a time."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.common import (
    MOST_PROBLEMS,
    HowCareful,
    Json,
    Language,
    Mode,
    Out,
    Overrides,
    OwnGazetteer,
    Published,
    Quiet,
    Source,
    exits,
    json_line,
    options,
    output,
    progress,
    tell,
    tell_problems,
)
from khronika.model import Problem


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="DOCS.jsonl…", help="Documents as JSON lines (or other files); - is standard input."),
    ],
    out: Out = "-",
    report: Annotated[Path | None, typer.Option(help="File for one line a document: outcome and reason.")] = None,
    published: Published = None,
    source: Source = None,
    language: Language = None,
    mode: HowCareful = Mode.auto,
    gazetteer: OwnGazetteer = None,
    overrides: Overrides = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Code documents into mentions. Streams: memory does not grow with the input."""
    from khronika.extraction.stream import Report, extract_one_safely
    from khronika.geography import using
    from khronika.sources import read_paths

    outcomes: Counter[str] = Counter()
    problems: list[Problem] = []
    with ExitStack() as stack:
        stack.enter_context(using(gazetteer, overrides))
        advance = stack.enter_context(progress("documents", quiet))
        stream = stack.enter_context(output(out))
        reports = stack.enter_context(output(str(report))) if report else None
        for item in read_paths(paths, options(published, source, language)):
            if isinstance(item, Problem):
                outcomes["failed"] += 1
                outcomes["problems"] += 1
                problems += [item] if len(problems) < MOST_PROBLEMS else []
                ended = Report(item.where, "failed", item.what, 0)
            else:
                extracted = extract_one_safely(item, mode.value)
                ended = extracted.report
                outcomes[ended.outcome] += 1
                stream.writelines(map(json_line, extracted.mentions))
                advance()
            if reports:
                reports.write(json_line(ended))
    summary = {name: outcomes[name] for name in ("coded", "irrelevant", "failed")}
    if json and out != "-":
        typer.echo(json_line(summary).decode(), nl=False)
    tell(f"documents: {summary['coded']} coded, {summary['irrelevant']} irrelevant, {summary['failed']} failed", quiet)
    tell_problems(problems, outcomes["problems"])
    return 1 if summary["failed"] else 0


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(extract))
