"""Documents: their list, the text of one, what the machine reads in selected words, and happenings that it missed."""

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from fastapi import FastAPI, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from khronika.archive import reviewing
from khronika.archive.session import Session
from khronika.errors import UsageError
from khronika.model import Document, Mention
from khronika.review.desk import Desk
from khronika.review.events import QUANTITIES, STATUSES
from khronika.review.forms import checked_form
from khronika.review.missed import Told, missed_mention, told_of_form
from khronika.review.paper import Model, twin
from khronika.review.phrases import known_kinds
from khronika.review.queue import Page, Text
from khronika.review.reading import Read, checked_span, find_words, proposals, read_words
from khronika.review.sample import recall_of
from khronika.review.sourceview import Mark, source_view

SIZE = 100
Name = Annotated[str, Query(alias="id", min_length=1, max_length=500)]
At = Annotated[int, Query(ge=0)]


class Check(BaseModel):
    """What a person says of a document that the machine found irrelevant."""

    model_config = ConfigDict(extra="forbid")
    document: str
    verdict: str


class Written(BaseModel):
    """What was written: the event that a told happening became, empty where its status is none that makes an event."""

    event: str


def shown(session: Session, name: str) -> Document:
    """The document. Raises UsageError where none of that id is shown."""
    found = session.document(name)
    if found is None:
        raise UsageError(f"no document {name!r} is shown in this archive")
    return found


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the pages and the writes."""

    def documents(request: Request, outcome: Text = "", sampled: bool = False, page: Page = 1) -> Model:
        """What became of each document; `sampled`: the random share of the irrelevant ones that a person is asked about."""
        where = "WHERE (? = '' OR outcome = ?)" + (" AND sampled" if sampled else "")
        with desk.reading() as (_, index):
            total = index.execute(f"SELECT count(*) FROM document {where}", (outcome, outcome)).fetchone()[0]
            query = f"SELECT * FROM document {where} ORDER BY checked IS NOT NULL, number LIMIT ? OFFSET ?"
            rows = [dict(r) for r in index.execute(query, (outcome, outcome, SIZE, (page - 1) * SIZE))]
            counts = dict(index.execute("SELECT outcome, count(*) FROM document GROUP BY outcome").fetchall())
            return {"rows": rows, "total": total, "page": page, "pages": max(1, -(-total // SIZE)), "counts": counts,
                    "outcome": outcome, "sampled": sampled, "recall": recall_of(index)}  # fmt: skip

    def document(request: Request, name: Name, start: At = 0, stop: At = 0) -> Model:
        """A document whole, with the spans of its mentions; with a span, what a missed happening there may be."""
        with desk.reading() as (session, index):
            found = shown(session, name)
            mentions = _mentions(session, name)
            span = checked_span(found, start, stop) if stop else None
            more = [Mark(*span, "kind", "selected", "", True)] if span else []
            row = index.execute("SELECT * FROM document WHERE id = ?", (name,)).fetchone()
            return {"source": source_view(found, mentions, more, whole=True), "row": dict(row) if row else {},
                    "mentions": _listed(session, mentions), "span": span, "kinds": known_kinds(), "statuses": STATUSES,
                    "quantities": QUANTITIES, "words": found.text[span[0] : span[1]] if span else "",
                    "proposal": proposals(found, *span) if span else None}  # fmt: skip

    @app.get("/document/read.json", name="read")
    def read(name: Name, field: Text, start: At, stop: Annotated[int, Query(ge=1)]) -> Response:
        """What the machine reads in the words from `start` to `stop` for a field."""
        with desk.reading() as (session, _):
            return _read(read_words(shown(session, name), field, start, stop))

    twin(app, desk, "/documents", "documents", documents)
    twin(app, desk, "/document", "document", document)
    _add_writes(app, desk)


def _add_writes(app: FastAPI, desk: Desk) -> None:
    @app.post("/document/missed.json", name="missed")
    def missed(told: Told) -> Written:
        """Adds a happening that the machine missed: one line in the ledger, a mention like others from then on."""
        return Written(event=desk.write(lambda session: reviewing.tell_missed(session, missed_mention(session, told))))

    @app.post("/document/check.json", name="check")
    def check(said: Check) -> dict[str, int]:
        """Says of an irrelevant document that it is so, or that it tells of something."""
        return {"statement": desk.write(lambda session: _check(session, said.document, said.verdict))}

    @app.post("/document/missed", include_in_schema=False)
    async def missed_by_form(request: Request, name: Name) -> Response:
        form, _ = await checked_form(request, desk)
        return await run_in_threadpool(_by_form, desk, name, form)

    @app.post("/document/check", include_in_schema=False)
    async def check_by_form(request: Request, name: Name) -> Response:
        form, _ = await checked_form(request, desk)
        await run_in_threadpool(desk.write, lambda s: _check(s, name, form.get("verdict", "")))
        return RedirectResponse("/documents?sampled=true", 303)


def _by_form(desk: Desk, name: str, form: dict[str, str]) -> Response:
    """A first form with words leads to the second, which asks for the values."""
    if form.get("step") == "select":
        with desk.reading() as (session, _):
            start, stop = find_words(shown(session, name), form.get("words", ""))
        query = urlencode({"id": name, "start": start, "stop": stop})
        return RedirectResponse(f"/document?{query}#tell", 303)
    event = desk.write(lambda s: reviewing.tell_missed(s, missed_mention(s, told_of_form(s, name, form))))
    return RedirectResponse(f"/event/{event}" if event else "/queue", 303)


def _check(session: Session, name: str, verdict: str) -> int:
    if verdict not in ("irrelevant", "relevant", "open"):
        raise UsageError(f"no verdict {verdict!r}: irrelevant, relevant or open")
    return reviewing.check_document(session, name, verdict).seq  # type: ignore[arg-type]


def _mentions(session: Session, name: str) -> list[Mention]:
    query = "SELECT content FROM mention JOIN document ON number = document WHERE document.id = ? ORDER BY mention.id"
    rows = session.derived.connection.execute(query, (name,))
    return [msgspec.json.decode(content, type=Mention) for (content,) in rows]


def _listed(session: Session, mentions: list[Mention]) -> list[dict[str, Any]]:
    """The mentions of a document with their events."""
    query = "SELECT event FROM member WHERE mention = ?"
    found = []
    for mention in mentions:
        row = session.derived.connection.execute(query, (mention.id,)).fetchone()
        found.append({"mention": mention.id, "kind": mention.kind, "status": mention.status, "record": mention.record,
                      "date_start": mention.date_start, "event": row[0] if row else None,
                      "place": mention.place.name if mention.place else None})  # fmt: skip
    return found


def _read(found: list[Read]) -> Response:
    return Response(msgspec.json.encode(found), media_type="application/json")
