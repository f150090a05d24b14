"""What the measures share on the command line: their options, and how a result is shown and written."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from khronika.cli.common import json_line, tell, tell_problems
from khronika.errors import UsageError

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
Arrow = Annotated[
    Path | None, typer.Option("--arrow", metavar="FILE", help="Write the rows as Arrow; further tables beside it.")
]
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


RecordIn = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="ARCHIVE",
        help="State the result in this archive's ledger; khronika verify derives it again.",
    ),
]


class Bound(StrEnum):
    """Which bound is asked for."""

    below = "lower"
    above = "upper"


class Recording(NamedTuple):
    """Where a result is to be stated, and what it was made from."""

    archive: Path | None
    table: str
    populations: str | None = None
    mentions: str | None = None


def show(
    found: "Result", json: bool, quiet: bool, figures: list[Path] | None, arrow: Path | None, recording: Recording
) -> int:
    """Prints a result, writes its files, states it where that is asked; the exit code: 1 where lines were left out."""
    from khronika.measure import as_text, save, save_arrow

    if recording.archive is not None:
        _record(found, recording, recording.archive, quiet)
    for path in figures or []:
        tell(f"figure: {save(found, path)}", quiet)
    if arrow is not None:
        for written in save_arrow(found, arrow):
            tell(f"rows: {written}", quiet)
    if json:
        typer.echo(json_line(found.to_dict()).decode(), nl=False)
    else:
        typer.echo(found.sentence if quiet else as_text(found))
    return tell_problems(found.problems)


def _record(found: "Result", recording: Recording, folder: Path, quiet: bool) -> None:
    """States the result in the ledger: of the archive that was measured, or of a table that goes with it."""
    from khronika.archive import Archive
    from khronika.archive.folder import is_archive

    table, archive = Path(recording.table), Archive(folder)
    of_archive = is_archive(table)
    if of_archive and table.resolve() != archive.folder.root.resolve():
        raise UsageError(f"{table} is another archive than {folder}; record a result in the archive that was measured")
    if not of_archive and (not table.is_file() or recording.mentions or _is_told(table)):
        raise UsageError("--record keeps the table with the result: give a file, or the archive itself, not its events")
    statement = archive.record(found, None if of_archive else table, recording.populations)
    tell(f"recorded: statement {statement.seq}, {statement.subject}", quiet)


def _is_told(table: Path) -> bool:
    from khronika.measure.told import told_by

    return told_by(table)[1] is not None


def pairs(given: Sequence[str] | None) -> dict[str, str]:
    """FIELD=COLUMN as a mapping."""
    pairs = dict(text.split("=", 1) for text in given or [] if "=" in text)
    if len(pairs) != len(given or []):
        raise UsageError("write --column FIELD=COLUMN, such as --column region=oblast, each field once")
    return pairs
