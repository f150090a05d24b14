"""Near-merges side by side, with the steps of the sum: the same happening, different ones, or nobody can tell."""

import sqlite3
from typing import Any

from fastapi import FastAPI, Request

from khronika.archive.held import find_event, mentions_of
from khronika.archive.resolving import block_resolution, span_of
from khronika.archive.session import Session
from khronika.errors import UsageError
from khronika.review.desk import Desk
from khronika.review.eventview import EventView, PairView, event_view, pair_view
from khronika.review.paper import Model, twin
from khronika.review.queue import Text
from khronika.review.weighing import progress


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the page."""

    def pairs(request: Request, a: Text = "", b: Text = "") -> Model:
        """The nearest pair that nobody judged, or the pair asked for."""
        with desk.reading() as (session, index):
            waiting = index.execute("SELECT count(*) FROM near WHERE verdict IS NULL").fetchone()[0]
            done, blocks = progress(session, index)
            chosen = (a, b) if a and b else _first(index)
            shown = _pair(session, index, *chosen) if chosen else None
            query = (
                "SELECT near.*, x.kind AS kind_a, x.place AS place_a, x.day AS day_a, y.kind AS kind_b, y.place AS place_b,"
                " y.day AS day_b FROM near JOIN event x ON x.id = a JOIN event y ON y.id = b WHERE verdict IS NULL"
                " ORDER BY total DESC, a, b LIMIT 30"
            )
            rows = [dict(row) for row in index.execute(query)]
            return {"waiting": waiting, "weighed": done, "blocks": blocks, "pair": shown, "rows": rows}

    twin(app, desk, "/pairs", "pairs", pairs)


def _first(index: sqlite3.Connection) -> tuple[str, str] | None:
    row = index.execute("SELECT a, b FROM near WHERE verdict IS NULL ORDER BY total DESC, a, b LIMIT 1").fetchone()
    return (row[0], row[1]) if row else None


def _pair(session: Session, index: sqlite3.Connection, a: str, b: str) -> dict[str, Any]:
    """Both events, and how their closest mentions were weighed. Raises UsageError where one is unknown."""
    sides: list[EventView] = []
    for name in (a, b):
        row = index.execute("SELECT * FROM event WHERE id = ?", (name,)).fetchone()
        sides.append(event_view(session, name, row))
    if sides[0].id == sides[1].id:
        raise UsageError("these two are one event already")
    return {"sides": sides, "why": _weighed(session, sides[0].id, sides[1].id)}


def _weighed(session: Session, a: str, b: str) -> PairView | None:
    """The strongest link between two events; None where they lie in different blocks."""
    connection = session.derived.connection
    blocks = [connection.execute("SELECT block FROM event WHERE id = ?", (name,)).fetchone()[0] for name in (a, b)]
    if blocks[0] is None or blocks[0] != blocks[1]:
        return None
    first, second = (mentions_of(connection, find_event(connection, name)) for name in (a, b))
    _, resolution = block_resolution(connection, blocks[0], span_of(connection))
    ones, others = {m.id for m in first}, {m.id for m in second}
    home = resolution.home(first[0].id)
    for pair in resolution.steps(home.event_id, rejected=50) if home else ():
        x, y = pair.mentions
        if (x in ones and y in others) or (x in others and y in ones):
            return pair_view(pair)
    return None
