"""`khronika places|dates|counts DOCS.jsonl`: only toponyms, only time expressions, only quantities."""

from collections.abc import Callable, Iterable
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
from khronika.sources import ReadOptions

Writer = Callable[[Document], Iterable[bytes]]

Documents = Annotated[
    list[str],
    typer.Argument(metavar="DOCS.jsonl…", help="Documents as JSON lines (or other files); - is standard input."),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say in words why each was read so; with --json as JSON lines.")
]
Spans = Annotated[bool, typer.Option("--spans", help="Resolve only the spans that each document gives.")]


def places(
    paths: Documents, out: Out = "-", spans: Spans = False, published: Published = None, source: Source = None,
    language: Language = None, gazetteer: OwnGazetteer = None, overrides: Overrides = None, explain: Explain = False,
    quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Find toponyms with their coordinates."""
    from khronika.geography import using

    with using(gazetteer, overrides):
        return _run(paths, out, options(published, source, language), quiet, writer("places", explain, json), spans)


def dates(
    paths: Documents, out: Out = "-", published: Published = None, source: Source = None,
    language: Language = None, explain: Explain = False, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Find time expressions with their values."""
    return _run(paths, out, options(published, source, language), quiet, writer("dates", explain, json))


def counts(
    paths: Documents, out: Out = "-", published: Published = None, source: Source = None,
    language: Language = None, explain: Explain = False, quiet: Quiet = False, json: Json = False,
) -> int:  # fmt: skip
    """Find quantities with their bounds."""
    return _run(paths, out, options(published, source, language), quiet, writer("counts", explain, json))


def writer(name: str, explain: bool, json: bool) -> Writer:
    """How the items of one document are written: as JSON lines; explained for a person as text, unless JSON is asked for."""
    from khronika.explained import explained, tell
    from khronika.readers import READERS

    if explain and json:
        return lambda document: map(json_line, explained(name, document))
    if explain:
        return lambda document: ("\n".join([*tell(row), "", ""]).encode() for row in explained(name, document))
    return lambda document: map(json_line, READERS[name][1](document))


def _run(paths: list[str], out: str, how: ReadOptions, quiet: bool, write: Writer, spans: bool = False) -> int:
    from khronika.sources import read_paths

    total = 0
    problems: list[Problem] = []
    with progress("documents", quiet) as advance, output(out) as stream:
        for item in read_paths(paths, how):
            if isinstance(item, Problem):
                total += 1
                problems += [item] if len(problems) < MOST_PROBLEMS else []
                continue
            stream.writelines(write(_spanned(item, spans)))
            advance()
    return tell_problems(problems, total)


def _spanned(document: Document, spans: bool) -> Document:
    """The document with spans only where they are asked for; none given then means none to resolve."""
    return msgspec.structs.replace(document, spans=(document.spans or []) if spans else None)


def add_to(app: typer.Typer) -> None:
    """Registers the three commands."""
    for command in (places, dates, counts):
        app.command()(exits(command))
