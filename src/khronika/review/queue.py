"""The queue and the table: events of a view in the order of what a look at them is worth, or another."""

import sqlite3
from typing import Annotated, Any

import msgspec
from fastapi import FastAPI, Query, Request

from khronika.review import selection
from khronika.review.choices import choices
from khronika.review.desk import Desk
from khronika.review.paper import Model, twin
from khronika.review.sample import recall_of
from khronika.review.selection import PAGE, Selection, selection_of

Page = Annotated[int, Query(ge=1, le=100_000)]
Text = Annotated[str, Query(max_length=400)]


def chosen(request: Request) -> Selection:
    """The view that the address names."""
    return selection_of(request.query_params)


def row_values(row: sqlite3.Row) -> dict[str, Any]:
    """An event's row of the index as JSON values."""
    found = dict(row)
    found["numbers"] = msgspec.json.decode(found["numbers"])
    found["languages"] = found["languages"].split(",") if found["languages"] else []
    found["has_comment"] = bool(found["has_comment"])
    return found


def add_to(app: FastAPI, desk: Desk) -> None:
    """Registers the pages."""

    def listed(request: Request, sort: str, page: int, size: int) -> Model:
        view = chosen(request)
        with desk.reading() as (session, index):
            selection.prepare(index, session.derived.connection, view)
            counted = selection.count(index, view)
            rows = [row_values(r) for r in selection.rows(index, view, sort, page, size)]
            total = counted[view.state] if view.state else counted["all"]
            return {"view": view, "rows": rows, "counts": counted, "total": total, "page": page, "sort": sort,
                    "pages": max(1, -(-total // size)), "choices": choices(index, str(desk.index.path)),
                    "recall": recall_of(index)}  # fmt: skip

    def queue(
        request: Request, page: Page = 1, state: Text = "", kind: Text = "", language: Text = "", source: Text = "",
        status: Text = "", country: Text = "", since: Text = "", until: Text = "", box: Text = "", q: Text = "", only: Text = "",
    ) -> Model:  # fmt: skip
        """Events by the worth of a person's look; those still open unless a state is asked for."""
        return listed(request, "attention", page, PAGE)

    def table(
        request: Request, sort: Text = "day", page: Page = 1, state: Text = "", kind: Text = "", language: Text = "",
        source: Text = "", status: Text = "", country: Text = "", since: Text = "", until: Text = "", box: Text = "",
        q: Text = "", only: Text = "",
    ) -> Model:  # fmt: skip
        """All columns of the events of a view."""
        return {**listed(request, sort, page, 2 * PAGE), "sorts": list(selection.SORTS)}

    twin(app, desk, "/queue", "queue", queue)
    twin(app, desk, "/table", "table", table)
