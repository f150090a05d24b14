"""The page of one event, its history, and every decision about it."""

from typing import Annotated, Any, get_args

import msgspec
from fastapi import FastAPI, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from khronika.archive.decisions import decision, event_revision
from khronika.archive.held import find_event
from khronika.archive.session import Session
from khronika.errors import ChangedError
from khronika.model.mention import Status
from khronika.review import selection
from khronika.review.acts import Act, Done, act_of_form, carry_out
from khronika.review.desk import Desk
from khronika.review.eventview import event_view
from khronika.review.forms import checked_form
from khronika.review.paper import Model, page, twin
from khronika.review.phrases import known_kinds
from khronika.review.queue import chosen
from khronika.review.reading import search_places

STATUSES = list(get_args(Status))
QUANTITIES = ("participants", "killed", "injured", "detained", "abducted", "displaced", "mobilised", "places")
TYPES = ("state_forces", "rebels", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
         "external_forces")  # fmt: skip
Whole = Annotated[bool, Query()]


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the pages and the writes."""

    def event(request: Request, event_id: str, whole: Whole = False) -> Model:
        """An event: its values with rule, words and rival claims, its sources, what was decided."""
        return _model(desk, request, event_id, whole)

    twin(app, desk, "/event/{event_id}", "event", event)

    @app.post("/event/{event_id}/decide.json", name="decide")
    def decide(event_id: str, act: Act) -> Done:
        """Carries out one decision; one line in the ledger. 409: the event changed since it was seen."""
        return desk.write(lambda session: _done(session, event_id, act))

    @app.post("/event/{event_id}/decide", include_in_schema=False)
    async def decide_by_form(request: Request, event_id: str) -> Response:
        form, many = await checked_form(request, desk)
        return await run_in_threadpool(_by_form, desk, request, event_id, form, many)


def _model(desk: Desk, request: Request, event_id: str, whole: bool) -> Model:
    view = chosen(request)
    with desk.reading() as (session, index):
        name = find_event(session.derived.connection, event_id).event_id
        row = index.execute("SELECT * FROM event WHERE id = ?", (name,)).fetchone()
        selection.prepare(index, session.derived.connection, view)
        queue = msgspec.structs.replace(view, state=view.state or "open")
        before, after = selection.neighbours(index, queue, name)
        shown = event_view(session, name, row, whole=whole)
        return {"view": view, "event": shown, "before": before, "after": after, "kinds": known_kinds(),
                "near": _near(index, name), "statuses": STATUSES, "quantities": QUANTITIES, "types": TYPES,
                "summary": dict(row) if row is not None else {}}  # fmt: skip


def _near(index: Any, name: str) -> list[dict[str, Any]]:
    """Events that it may be one with."""
    query = (
        "SELECT near.total, near.threshold, event.id, kind, day, place, state FROM near"
        " JOIN event ON event.id = CASE WHEN a = ?1 THEN b ELSE a END WHERE (a = ?1 OR b = ?1) AND verdict IS NULL"
        " ORDER BY total DESC LIMIT 5"
    )
    return [dict(row) for row in index.execute(query, (name,))]


def _done(session: Session, event_id: str, act: Act) -> Done:
    said = carry_out(session, event_id, act)
    connection = session.derived.connection
    now = find_event(connection, event_id).event_id
    return Done(statement=said.seq, event=now, revision=event_revision(connection, now))


def _by_form(desk: Desk, request: Request, event_id: str, form: dict[str, str], many: dict[str, list[str]]) -> Response:
    def act_and_write(session: Session) -> tuple[Act, Done | None]:
        act = act_of_form(session, event_id, form, many)
        if act.value is not None and "choose" in act.value:
            return act, None
        return act, _done(session, event_id, act)

    try:
        act, done = desk.write(act_and_write)
    except ChangedError:
        return _conflict(desk, request, event_id, form, many)
    if done is None:
        places = search_places(form.get("place_name", ""))
        return page(desk, request, "choose", {"event_id": event_id, "form": form, "places": places})
    return RedirectResponse(_next(desk, request, form, act, done), 303)


def _next(desk: Desk, request: Request, form: dict[str, str], act: Act, done: Done) -> str:
    """Where to go: on in the queue where the form says so, else back to the event or the page it came from."""
    view = chosen(request)
    goal = form.get("then", "")
    if goal == "pairs":
        return "/pairs"
    if goal == "next":
        with desk.reading() as (session, index):
            selection.prepare(index, session.derived.connection, view)
            queue = msgspec.structs.replace(view, state=view.state or "open")
            _, after = selection.neighbours(index, queue, done.event)
        return f"/event/{after}{view.query()}" if after else f"/queue{view.query()}"
    at = f"#f-{act.field}" if act.act == "value" else ""
    return f"/event/{done.event}{view.query()}{at}"


def _conflict(
    desk: Desk, request: Request, event_id: str, form: dict[str, str], many: dict[str, list[str]]
) -> Response:
    """Two decided at once: what the other did, what this form would have done, and the choice."""
    with desk.reading() as (session, _):
        connection = session.derived.connection
        name = find_event(connection, event_id).event_id
        seen = form.get("seen", "").rpartition(".")[2]
        since = int(seen) if seen.isdecimal() else 0
        rows = connection.execute(
            "SELECT seq FROM decision WHERE seq > ?1 AND (subject = ?2 OR subject IN (SELECT old FROM alias WHERE new = ?2))"
            " ORDER BY seq", (since, name)
        ).fetchall()  # fmt: skip
        meanwhile = [d for (seq,) in rows if (d := decision(connection, seq)) is not None]
        model = {"event_id": name, "revision": event_revision(connection, name), "meanwhile": meanwhile}
    mine = [(k, v) for k, v in form.items() if k not in ("seen", "other_seen", "token")]
    mine += [(k, v) for k, values in many.items() if k == "mention" for v in values]
    return page(desk, request, "conflict", {**model, "form": form, "mine": list(dict.fromkeys(mine))}, 409)
