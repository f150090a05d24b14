"""Write a chronicle into a folder: what was read, what was found, and the page over it.

Last step of `khronika chronicle`. The folder is itself a small archive that `events`, `show` and `explain` read. Each
file is put in place whole, and the same input in any order gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from khronika.model import Document, Event, Mention
from khronika.publish.csv import csv_chunks
from khronika.publish.files import json_line, write_whole
from khronika.publish.geojson import geojson_chunks
from khronika.publish.order import documents_in_order, events_in_order, mentions_in_order, natural
from khronika.publish.page import render_page

Report = Mapping[str, Any]


def write_chronicle(
    out: Path,
    *,
    documents: Sequence[Document],
    mentions: Sequence[Mention],
    events: Sequence[Event],
    reports: Sequence[Report],
    title: str,
) -> list[Path]:
    """Write all files of a chronicle into `out` and say which; the page is last. Raises CannotError.

    `events` holds figures too. `reports` has a line a document: `document, outcome, reason, mentions` (contract 2).
    """
    read, said, told = documents_in_order(documents), mentions_in_order(mentions), events_in_order(events)
    reported = sorted(reports, key=lambda report: (natural(str(report.get("document"))), str(report.get("outcome"))))
    page = render_page(documents=read, mentions=said, events=told, reports=reported, title=title)
    contents: dict[str, Iterable[bytes]] = {
        "documents.jsonl": map(json_line, read),
        "mentions.jsonl": map(json_line, said),
        "events.jsonl": map(json_line, told),
        "report.jsonl": map(json_line, reported),
        "events.csv": csv_chunks(told),
        "events.geojson": geojson_chunks(told),
        "chronicle.html": [page.encode("utf-8")],
    }
    return [write_whole(out / name, chunks) for name, chunks in contents.items()]
