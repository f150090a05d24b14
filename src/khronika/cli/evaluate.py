"""`khronika evaluate GOLD…`: score our mentions, or those of a file, against what coders wrote."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import HowCareful, Json, Mode, Quiet, exits, json_line, progress, tell, tell_problems
from khronika.errors import CannotError, UsageError
from khronika.model import Problem

if TYPE_CHECKING:
    from khronika.evaluation import Evaluation, GoldDocument, GoldSet, Told


class Half(StrEnum):
    """Parts of the gold."""

    dev = "dev"
    aside = "aside"
    all = "all"


class Grouping(StrEnum):
    """What scores are grouped by."""

    language = "language"
    register = "register"
    source = "source"


Gold = Annotated[
    list[Path], typer.Argument(metavar="GOLD…", help="Documents with gold as YAML or JSON lines, or folders of them.")
]
By = Annotated[Grouping, typer.Option(help="Group scores by this.")]
Part = Annotated[
    Half, typer.Option(help="dev: odd numbers in the id, to learn from; aside: even numbers, never tuned on.")
]
Mentions = Annotated[Path | None, typer.Option(help="Score this file of mentions instead of running the extractor.")]
Baseline = Annotated[
    str | None,
    typer.Option(metavar="words|FILE", help="Show the gain over trigger words alone, or over other mentions."),
]
Worst = Annotated[int, typer.Option(min=0, help="How many of the worst documents to show.")]
WorstPart = Annotated[Half, typer.Option(help="Where the worst documents may come from; their texts are shown.")]
Html = Annotated[Path | None, typer.Option(help="Write a page with all tables.")]
Gate = Annotated[Path | None, typer.Option(metavar="FLOORS.json", help="End with 1 where a floor is missed.")]


def evaluate(
    gold: Gold, part: Part = Half.all, by: By = Grouping.language, mentions: Mentions = None, baseline: Baseline = None,
    worst: Worst = 5, worst_part: WorstPart = Half.dev, html: Html = None, gate: Gate = None, mode: HowCareful = Mode.auto,
    json: Json = False, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Score mentions against gold, with intervals and the worst documents."""
    from khronika.evaluation import evaluate as evaluate_told

    _check_use(gate, part, by)
    given, documents = _read(gold, part)
    told, problems = _told(documents, mentions, mode, quiet)
    found = evaluate_told(
        documents, told, part=part.value, by=by.value, many=worst, show=worst_part.value,
        baseline=_baseline(documents, baseline) if baseline else None,
    )  # fmt: skip
    _publish(found, gold, html, json, quiet)
    gates = _gate(found, given, gate, quiet) if gate else []
    return tell_problems([*problems, *_unknown(found, mentions), *gates])


def _read(gold: list[Path], part: Half) -> "tuple[GoldSet, list[GoldDocument]]":
    from khronika.evaluation import of_part, read_gold

    given = read_gold(gold)
    documents = of_part(given.documents, part.value)
    if not documents:
        raise UsageError(f"no document of part {part.value} in this gold")
    return given, documents


def _check_use(gate: Path | None, part: Half, by: Grouping) -> None:
    if gate is not None and (part is not Half.all or by is not Grouping.language):
        raise UsageError("floors are those of all documents by language; leave out --part and --by with --gate")


def _told(
    documents: "list[GoldDocument]", mentions: Path | None, mode: Mode, quiet: bool
) -> "tuple[list[Told], list[Problem]]":
    from khronika.evaluation import read_told
    from khronika.evaluation import tell as tell_documents

    if mentions is not None:
        return read_told(mentions), []
    if not any(d.document.text for d in documents):
        raise UsageError("this gold holds no texts; give what was told of them with --mentions FILE")
    with progress("documents", quiet) as advance:
        return tell_documents(documents, advance, mode.value)


def _baseline(documents: "list[GoldDocument]", baseline: str) -> "list[Told]":
    from khronika.evaluation import read_told, tell_baseline

    return tell_baseline(documents) if baseline == "words" else read_told(baseline)


def _unknown(found: "Evaluation", mentions: Path | None) -> list[Problem]:
    """Mentions of documents that the gold does not have, unless a part was asked for."""
    if not found.unknown or found.part != "all":
        return []
    return [Problem(str(mentions), f"{found.unknown} mentions are of documents without gold", "they were left out")]


def _publish(found: "Evaluation", gold: list[Path], html: Path | None, json: bool, quiet: bool) -> None:
    from khronika.evaluation import as_text, render

    if html is not None:
        title = "Evaluation on " + ", ".join(path.name or str(path) for path in gold)
        try:
            html.write_text(render(found, title), encoding="utf-8")
        except OSError as error:
            raise CannotError(html, error.strerror or str(error), "choose another --html") from error
        tell(f"page: {html}", quiet)
    if json:
        typer.echo(json_line(found).decode(), nl=False)
    elif not quiet:
        typer.echo(as_text(found))


def _gate(found: "Evaluation", gold: "GoldSet", gate: Path, quiet: bool) -> list[Problem]:
    from khronika.evaluation import check, read_floors

    problems = check(found.groups, gold, read_floors(gate))
    tell("gate: shut" if problems else "gate: open, every floor is met", quiet)
    return problems


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(evaluate))
