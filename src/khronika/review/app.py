"""The page as an application: routes, guard, errors. `make_app` needs no network and no clock of its own."""

from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from khronika import __version__
from khronika.review import atlas, documents, events, pairs, queue, search, timeline
from khronika.review.desk import Desk
from khronika.review.guard import Guard
from khronika.review.paper import STATIC, add_errors, page, static_file
from khronika.review.phrases import languages


def make_app(desk: Desk) -> FastAPI:
    """The whole page over one archive."""

    @asynccontextmanager
    async def life(_: FastAPI) -> Any:
        yield
        desk.close()

    app = FastAPI(
        title="Khronika review", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        description="Pages of an archive as JSON, and decisions: each is one statement of the ledger.", lifespan=life,
    )  # fmt: skip
    for room in (queue, events, documents, pairs, atlas, timeline, search):
        room.add_to(app, desk)
    _add_rest(app, desk)
    add_errors(app, desk)
    app.add_middleware(Guard, gate=desk.gate)
    return app


def _add_rest(app: FastAPI, desk: Desk) -> None:
    @app.get("/", include_in_schema=False)
    def root() -> Response:
        return RedirectResponse("/queue", 303)

    @app.get("/keys", include_in_schema=False)
    def keys(request: Request) -> Response:
        return page(desk, request, "keys", {})

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404, "no such file")
        return Response(static_file(name), media_type=STATIC[name])

    @app.get("/language", include_in_schema=False)
    def language(set: str, back: str = "/queue") -> Response:  # noqa: A002 (it stands in addresses)
        if set not in languages():
            raise HTTPException(404, "no such language")
        inside = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/queue"
        answer = RedirectResponse(inside, 303)
        answer.set_cookie("language", set, max_age=31_536_000, httponly=True, samesite="strict")
        return answer
