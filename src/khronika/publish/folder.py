"""Write a chronicle into a folder: what was read, what was found, and the page over it.

Last step of `khronika chronicle`. The folder is itself a small archive that `events`, `show` and `explain` read. Each
file is put in place whole, and the same input in any order gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from khronika.model import Document, Event, Mention
from khronika.publish.csv import csv_chunks
from khronika.publish.files import json_line, remove_file, write_whole
from khronika.publish.geojson import geojson_chunks
from khronika.publish.order import documents_in_order, events_in_order, mentions_in_order, natural
from khronika.publish.page import render_page

Report = Mapping[str, Any]
WORKING_COPY = "Working copy, not for publication"
MARK = "WORKING-COPY.txt"
_NOTE = f"""{WORKING_COPY}.

The files of this folder hold names of persons, exact places and days, and whole texts. They are made for those who
work on the reports. To publish, make the chronicle again without --full.
"""


def write_chronicle(
    out: Path,
    *,
    documents: Sequence[Document],
    mentions: Sequence[Mention],
    events: Sequence[Event],
    reports: Sequence[Report],
    title: str,
    working_copy: bool = False,
) -> list[Path]:
    """Write all files of a chronicle into `out` and say which; the page is last. Raises CannotError.

    Writes what it is handed: the published view, or with `working_copy` everything, marked as not for publication.

    `events` holds figures too. `reports` has a line a document: `document, outcome, reason, mentions` (contract 2).
    """
    read, said, told = documents_in_order(documents), mentions_in_order(mentions), events_in_order(events)
    reported = sorted(reports, key=lambda report: (natural(str(report.get("document"))), str(report.get("outcome"))))
    title = f"{WORKING_COPY}: {title}" if working_copy else title
    page = render_page(documents=read, mentions=said, events=told, reports=reported, title=title)
    contents: dict[str, Iterable[bytes]] = {
        **({MARK: [_NOTE.encode("utf-8")]} if working_copy else {}),
        "documents.jsonl": map(json_line, read),
        "mentions.jsonl": map(json_line, said),
        "events.jsonl": map(json_line, told),
        "report.jsonl": map(json_line, reported),
        "events.csv": csv_chunks(told),
        "events.geojson": geojson_chunks(told, working_copy),
        "chronicle.html": [page.encode("utf-8")],
    }
    if not working_copy:
        remove_file(out / MARK)
    return [write_whole(out / name, chunks) for name, chunks in contents.items()]
