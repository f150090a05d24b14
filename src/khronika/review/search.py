"""Full-text search over the texts that are shown: the documents with all the words, a sentence of each, their events."""

import sqlite3
from typing import Any

from fastapi import FastAPI, Request
from markupsafe import Markup

from khronika.archive.session import Session
from khronika.errors import UsageError
from khronika.review.desk import Desk
from khronika.review.paper import Model, twin
from khronika.review.queue import Page, Text
from khronika.review.sourceview import Mark, direction, marked
from khronika.review.tokens import found_at, match

SIZE = 25
AROUND = 110


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the page."""

    def search(request: Request, q: Text = "", page: Page = 1) -> Model:
        """Documents that have all the words, the best first."""
        wanted = match(q)
        if q.strip() and not wanted:
            raise UsageError("the search holds no letter or digit")
        with desk.reading() as (session, index):
            total = (
                index.execute("SELECT count(*) FROM words WHERE words MATCH ?", (wanted,)).fetchone()[0]
                if wanted
                else 0
            )
            query = (
                "SELECT document.* FROM words JOIN document ON number = words.rowid WHERE words MATCH ?"
                " ORDER BY rank, number LIMIT ? OFFSET ?"
            )
            rows = index.execute(query, (wanted, SIZE, (page - 1) * SIZE)).fetchall() if wanted else []
            hits = [_hit(session, row, q) for row in rows]
            return {"q": q, "page": page, "pages": max(1, -(-total // SIZE)), "total": total, "hits": hits}

    twin(app, desk, "/search", "search", search)


def _hit(session: Session, row: sqlite3.Row, q: str) -> dict[str, Any]:
    document = session.document(row["id"])
    text = document.text if document else ""
    spans = found_at(text, q)
    first = spans[0][0] if spans else 0
    start, stop = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    inside = [Mark(max(a, start), min(b, stop), "else", "hit") for a, b in spans if a < stop and b > start]
    query = "SELECT DISTINCT event FROM member JOIN mention ON mention.id = member.mention WHERE document = ? LIMIT 6"
    events = [r[0] for r in session.derived.connection.execute(query, (row["number"],))]
    found = dict(row) | {
        "events": events,
        "snippet": text[start:stop],
        "start": start,
        "dir": direction(row["language"]),
    }
    found["html"] = str(
        Markup("…" if start else "") + marked(text, start, stop, inside) + Markup("…" if stop < len(text) else "")
    )
    return found
