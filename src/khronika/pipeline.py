"""The walk in one go: sources, documents, mentions, events, a folder with the chronicle."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from khronika.disclosure import Decision, View, default_policy, published_view
from khronika.extraction.stream import Extracted, Mode, Report, extract_one_safely
from khronika.model import Document, Event, Mention, Problem
from khronika.publish import write_chronicle
from khronika.resolution import resolve, text_signature
from khronika.sources import Coded, ReadOptions, read_items


class Chronicle(msgspec.Struct, frozen=True):
    """What one run made: events, figures and mentions as they were written (the published view, or with `full` all of them), how
    each document ended, what was wrong with the input, files written, and what the view kept back."""

    events: list[Event]
    mentions: list[Mention]
    reports: list[Report]
    problems: list[Problem]
    files: list[Path]
    decisions: list[Decision] = []

    def outcomes(self) -> dict[str, int]:
        """How many documents ended as coded, irrelevant, failed."""
        counted = Counter(r.outcome for r in self.reports)
        return {name: counted.get(name, 0) for name in ("coded", "irrelevant", "failed")}


def make_chronicle(
    paths: Sequence[str | Path],
    out: Path,
    options: ReadOptions | None = None,
    on_document: Callable[[str], None] = lambda _: None,
    mode: Mode = "auto",
    *,
    full: bool = False,
    dry_run: bool = False,
    today: date | None = None,
) -> Chronicle:
    """Reads the paths, codes every document, resolves, and writes the published view of the chronicle into `out`.

    `full`: write everything instead, as a working copy. `dry_run`: write nothing; `decisions` says what the view keeps
    back. `today`: the day as of which it is made; kinds that wait are shown when their days have passed. `on_document` is
    called with the id of each document that is done. Raises CannotError where `out` cannot be written.
    """
    documents: list[Document] = []
    mentions: list[Mention] = []
    reports: list[Report] = []
    problems: list[Problem] = []
    for item in read_items(paths, options):
        if isinstance(item, Problem):
            problems.append(item)
            reports.append(Report(item.where, "failed", item.what, 0))
            continue
        extracted = given(item) if isinstance(item, Coded) else extract_one_safely(item, mode)
        reports.append(extracted.report)
        mentions += extracted.mentions
        documents.append(item.document if isinstance(item, Coded) else item)
        on_document(documents[-1].id)
    resolution = resolve(mentions, texts={d.id: text_signature(d.text) for d in documents})
    problems += resolution.problems
    title = _title(paths)
    rows = [msgspec.to_builtins(r) for r in reports]
    view = View(documents, mentions, resolution.events, rows, [])
    if not full:
        view = published_view(documents, mentions, view.events, rows, default_policy(), today or date.today())
    files = [] if dry_run else _write(out, view, title, full)
    return Chronicle(view.events, view.mentions, reports, problems, files, view.decisions)


def _write(out: Path, view: View, title: str, full: bool) -> list[Path]:
    return write_chronicle(
        out, documents=view.documents, mentions=view.mentions, events=view.events, reports=view.reports, title=title,
        working_copy=full,
    )  # fmt: skip


def given(row: Coded) -> Extracted:
    """A row of an event table: what its coders made of it is not coded again."""
    return Extracted(row.mentions, Report(row.document.id, "coded", "a row of an event table", len(row.mentions)))


def _title(paths: Sequence[str | Path]) -> str:
    """What the page is called: the names of the folders or files read, without their paths."""
    names = ["standard input" if str(p) == "-" else Path(p).resolve().name for p in paths]
    return "Chronicle of " + ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
