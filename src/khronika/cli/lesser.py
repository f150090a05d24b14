"""`khronika places|dates|counts DOCS.jsonl`: only toponyms, only time expressions, only quantities."""

from typing import Annotated

import msgspec
import typer

from khronika.cli.common import (
    MOST_PROBLEMS,
    Json,
    Language,
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
    tell_problems,
)
from khronika.model import Document, Problem

Documents = Annotated[
    list[str],
    typer.Argument(metavar="DOCS.jsonl…", help="Documents as JSON lines (or other files); - is standard input."),
]
Spans = Annotated[bool, typer.Option("--spans", help="Resolve only the spans that each document gives.")]


def places(
    paths: Documents, out: Out = "-", spans: Spans = False, published: Published = None, source: Source = None,
    language: Language = None, gazetteer: OwnGazetteer = None, overrides: Overrides = None, quiet: Quiet = False,
    json: Json = False,
) -> int:  # fmt: skip
    """Find toponyms with their coordinates."""
    from khronika.geography import using

    with using(gazetteer, overrides):
        return _run("places", paths, out, options(published, source, language), quiet, spans)


def dates(
    paths: Documents, out: Out = "-", published: Published = None, source: Source = None,
    language: Language = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Find time expressions with their values."""
    return _run("dates", paths, out, options(published, source, language), quiet, False)


def counts(
    paths: Documents, out: Out = "-", published: Published = None, source: Source = None,
    language: Language = None, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Find quantities with their bounds."""
    return _run("counts", paths, out, options(published, source, language), quiet, False)


def _run(name: str, paths: list[str], out: str, how: object, quiet: bool, spans: bool) -> int:
    from khronika.readers import READERS
    from khronika.sources import ReadOptions, read_paths

    assert isinstance(how, ReadOptions)
    reader, total = READERS[name][1], 0
    problems: list[Problem] = []
    with progress("documents", quiet) as advance, output(out) as stream:
        for item in read_paths(paths, how):
            if isinstance(item, Problem):
                total += 1
                problems += [item] if len(problems) < MOST_PROBLEMS else []
                continue
            stream.writelines(map(json_line, reader(_spanned(item, spans))))
            advance()
    return tell_problems(problems, total)


def _spanned(document: Document, spans: bool) -> Document:
    """The document with spans only where they are asked for; none given then means none to resolve."""
    return msgspec.structs.replace(document, spans=(document.spans or []) if spans else None)


def add_to(app: typer.Typer) -> None:
    """Registers the three commands."""
    for command in (places, dates, counts):
        app.command()(exits(command))
