"""`khronika cite FILE`: the sources of a text as numbered references, and a verdict on each of its numbers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import (
    HowCareful,
    Json,
    Language,
    Mode,
    Out,
    Published,
    Quiet,
    Source,
    exits,
    find_archive,
    json_line,
    options,
    output,
    tell,
    tell_problems,
)
from khronika.errors import CannotError
from khronika.model import Problem

if TYPE_CHECKING:
    from khronika.cite import Cited, Held

AgainstArchive = Annotated[
    Path | None, typer.Option("--archive", help="Check against this archive or chronicle; default: none.")
]
WithSources = Annotated[
    list[str] | None,
    typer.Option("--sources", metavar="PATH", help="Check against these reports: files, folders; may be given again."),
]
Csl = Annotated[Path | None, typer.Option("--csl", metavar="FILE", help="Write the references as CSL-JSON.")]
Bibtex = Annotated[Path | None, typer.Option("--bibtex", metavar="FILE", help="Write the references as BibTeX.")]
Every = Annotated[bool, typer.Option("--all", help="List the numbers of notes and lists of sources too.")]


def cite(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The text: plain, Markdown or HTML.")],
    archive: AgainstArchive = None, sources: WithSources = None, csl: Csl = None, bibtex: Bibtex = None,
    out: Out = "-", every: Every = False, published: Published = None, source: Source = None,
    language: Language = None, mode: HowCareful = Mode.auto, json: Json = False, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Link the statements of a text to its sources, and say of each number: confirmed, contradicted, unknown, and why."""
    from khronika.cite import cite as cite_text
    from khronika.cite.text_file import read_text

    document, form, problems = read_text(path, options(published, source, language))
    if document is None:
        return tell_problems(problems)
    held, more = _held(archive, sources or [], mode)
    cited = cite_text(document, form, held, mode.value)
    _write(csl, bibtex, cited)
    with output(out) as stream:
        stream.write(json_line(cited) if json else _as_text(cited, every).encode())
    found = [*problems, *more, *cited.problems]
    if not quiet and not json:
        from khronika.cite.told import summary

        tell(summary(cited))
    return tell_problems(found)


def _held(archive: Path | None, sources: list[str], mode: Mode) -> "tuple[Held, list[Problem]]":
    """What there is to check against."""
    from khronika.cite import Held, joined, read_held
    from khronika.cli.shelf import shelf

    held, problems = read_held(sources, mode.value) if sources else (Held(), [])
    if archive is None:
        return held, problems
    with shelf(find_archive(archive)) as kept:
        mentions = [m for event in kept.events() for m in kept.find(event.event_id)[1]]
        names = {m.document for m in mentions}
        documents = kept.documents(names)
        captures = {name: origin.capture for name, origin in kept.origins(names).items()}
    return joined(Held(list(documents.values()), mentions, captures, archive=True), held), problems


def _as_text(cited: "Cited", every: bool) -> str:
    """The table, what it rests on, and the references, 100 columns wide where nobody says otherwise."""
    import io

    from rich.console import Console

    from khronika.cite.told import evidence_lines, reference_line, verdicts
    from khronika.cli.common import is_terminal

    stream = io.StringIO()
    console = Console(file=stream, force_terminal=is_terminal() or None, width=None if is_terminal() else 110)
    console.print(verdicts(cited, every))
    for title, lines in (
        ("why", list(evidence_lines(cited))),
        ("references", list(map(reference_line, cited.references))),
    ):
        if lines:
            console.print(f"\n{title}", markup=False, highlight=False, style="bold")
            for line in lines:
                console.print(line, markup=False, highlight=False, soft_wrap=True)
    return stream.getvalue()


def _write(csl: Path | None, bibtex: Path | None, cited: "Cited") -> None:
    """The references in the formats asked for."""
    from khronika.cite.bibtex import bibtex as as_bibtex
    from khronika.cite.csl import csl_json

    for path, text in ((csl, csl_json), (bibtex, as_bibtex)):
        if path is None:
            continue
        try:
            path.write_text(text(cited.references), encoding="utf-8", newline="\n")
        except OSError as error:
            raise CannotError(path, error.strerror or str(error), "choose another file") from error


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(exits(cite))
