"""`khronika extract DOCS.jsonl --out MENTIONS.jsonl [--report FILE]`: documents in, mentions out, one line at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli import own_model as own
from khronika.cli.common import (
    MOST_PROBLEMS,
    AllowPrivate,
    HowCareful,
    HowPages,
    Json,
    Language,
    Mode,
    Out,
    Overrides,
    OwnGazetteer,
    Pages,
    Published,
    Quiet,
    Source,
    TableColumns,
    exits,
    json_line,
    options,
    output,
    progress,
    tell,
    tell_problems,
)
from khronika.model import Document, Problem

if TYPE_CHECKING:
    from khronika.adjudicator import Coder
    from khronika.extraction.stream import Extracted
    from khronika.sources import Coded, Item


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
    columns: TableColumns = None,
    pages: HowPages = Pages.fast,
    allow_private: AllowPrivate = False,
    backend: own.Which = own.Backend.builtin,
    endpoint: own.Url = None,
    model: own.Name = None,
    send_text_to: own.SendTo = None,
    adjudicate: own.Adjudicate = False,
    unsure: own.Unsure = None,
    sendings: own.SendingsFile = None,
    answers: own.AnswersFolder = None,
    max_requests: own.MaxRequests = None,
    max_characters: own.MaxCharacters = None,
    max_tokens: own.MaxTokens = None,
    at_once: own.AtOnce = None,
    time_limit: own.TimeLimit = None,
    key_from: own.KeyFrom = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Code documents into mentions. Streams: memory does not grow with the input."""
    from khronika.extraction.stream import Report
    from khronika.geography import using
    from khronika.sources import read_items

    outcomes: Counter[str] = Counter()
    problems: list[Problem] = []
    with ExitStack() as stack:
        stack.enter_context(using(gazetteer, overrides))
        coder = stack.enter_context(
            own.own_model(
                backend, mode.value, endpoint, model, send_text_to, adjudicate, unsure, sendings=sendings,
                answers=answers, max_requests=max_requests, max_characters=max_characters, max_tokens=max_tokens,
                at_once=at_once, time_limit=time_limit, key_from=key_from,
            )
        )  # fmt: skip
        advance = stack.enter_context(progress("documents", quiet))
        stream = stack.enter_context(output(out))
        reports = stack.enter_context(output(str(report))) if report else None
        for item in _coded(
            read_items(paths, options(published, source, language, columns, pages, allow_private)), mode, coder
        ):
            if isinstance(item, Problem):
                outcomes["failed"] += 1
                outcomes["problems"] += 1
                problems += [item] if len(problems) < MOST_PROBLEMS else []
                ended = Report(item.where, "failed", item.what, 0)
            else:
                ended = item.report
                outcomes[ended.outcome] += 1
                stream.writelines(map(json_line, item.mentions))
                advance()
            if reports:
                reports.write(json_line(ended))
    summary: dict[str, object] = {name: outcomes[name] for name in ("coded", "irrelevant", "failed")}
    if coder is not None:
        summary["own_model"] = coder.told()
    if json and out != "-":
        typer.echo(json_line(summary).decode(), nl=False)
    tell(f"documents: {summary['coded']} coded, {summary['irrelevant']} irrelevant, {summary['failed']} failed", quiet)
    if coder is not None:
        tell("own model: " + ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in coder.told().items()), quiet)
    tell_problems(problems, outcomes["problems"])
    return 1 if summary["failed"] else 0


def _coded(items: "Iterable[Item]", mode: Mode, coder: "Coder | None") -> "Iterator[Extracted | Problem]":
    """Each document coded by the built-in coder, or with the user's own model; problems and coded rows as they are."""
    if coder is not None:
        return coder.code(_uncoded(items))
    return (item if isinstance(item, Problem) else _one(item, mode) for item in items)


def _one(item: "Document | Coded", mode: Mode) -> "Extracted":
    from khronika.extraction.stream import extract_one_safely
    from khronika.pipeline import given

    return extract_one_safely(item, mode.value) if isinstance(item, Document) else given(item)


def _uncoded(items: "Iterable[Item]") -> Iterator[Document | Problem]:
    """What a model may be asked about: a row of an event table has its coders' values already."""
    for item in items:
        if isinstance(item, Document | Problem):
            yield item
        else:
            yield Problem(item.document.id, "is a row of an event table, coded already", "read it without --backend")


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(extract))
