"""What the measures share on the command line: their options, and how a result is shown and written."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.common import json_line, tell, tell_problems
from khronika.errors import CannotError, UsageError

if TYPE_CHECKING:
    from khronika.measure import Result

Table = Annotated[
    str,
    typer.Argument(
        metavar="TABLE", help="CSV with a header, or JSON lines (- is standard input); or events, in their file or folder."
    ),
]  # fmt: skip
Quantity = Annotated[
    str | None,
    typer.Option(help="Of events: which quantity (killed, detained, participants, …). Default: see the page."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field, where it has another name."),
]
Figures = Annotated[
    list[Path] | None, typer.Option("--figure", metavar="FILE", help="Draw into a file .svg or .png; may be repeated.")
]
Arrow = Annotated[Path | None, typer.Option("--arrow", metavar="FILE", help="Write the rows as an Arrow file.")]
Level = Annotated[float, typer.Option(min=0.5, max=0.9999, help="Level of the intervals.")]
Per = Annotated[float, typer.Option(min=1e-9, help="Rates are per so many people (or person-years).")]
What = Annotated[str, typer.Option(help="What is counted, for the sentence: deaths of soldiers, say.")]
OneSource = Annotated[str | None, typer.Option("--source", help="Use only rows of this source.")]


class Counts(StrEnum):
    """What counts are where the table does not say."""

    min = "min"
    exact = "exact"
    about = "about"


CountKind = Annotated[
    Counts, typer.Option("--counts", help="What counts are, unless a column kind says it; exact: a complete register.")
]
Populations = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Populations, where the table has none: a CSV with name, population; or RUS-2021, USA-2020, CAN-2021.",
    ),
]


class Region(StrEnum):
    """What a region of events is."""

    admin1 = "admin1"
    country = "country"
    place = "place"


RegionOf = Annotated[Region, typer.Option("--by", help="Of events: what a region is.")]
MentionsOf = Annotated[
    str | None, typer.Argument(metavar="MENTIONS", help="Mentions of the events; default: mentions.jsonl beside them.")
]


class Bound(StrEnum):
    """Which bound is asked for."""

    below = "lower"
    above = "upper"


def show(found: "Result", json: bool, quiet: bool, figures: list[Path] | None, arrow: Path | None) -> int:
    """Prints a result, writes its files; the exit code: 1 where lines were left out."""
    from khronika.measure import as_text, save

    for path in figures or []:
        tell(f"figure: {save(found, path)}", quiet)
    if arrow is not None:
        _write_arrow(found, arrow)
        tell(f"rows: {arrow}", quiet)
    if json:
        typer.echo(json_line(found.to_dict()).decode(), nl=False)
    else:
        typer.echo(found.sentence if quiet else as_text(found))
    return tell_problems(found.problems)


def _write_arrow(found: "Result", path: Path) -> None:
    table = found.table().to_arrow()
    from pyarrow import OSFile, ipc

    try:
        with OSFile(str(path), "wb") as sink, ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "choose another --arrow") from error


def pairs(given: Sequence[str] | None) -> dict[str, str]:
    """FIELD=COLUMN as a mapping."""
    pairs = dict(text.split("=", 1) for text in given or [] if "=" in text)
    if len(pairs) != len(given or []):
        raise UsageError("write --column FIELD=COLUMN, such as --column region=oblast, each field once")
    return pairs
