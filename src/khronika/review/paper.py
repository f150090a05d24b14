"""Turn a model into an answer: the page in the reader's language, or its JSON twin; errors likewise.

A page function returns a model and says nothing of HTML; `twin` serves it at its address and at the address with `.json`.
"""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from khronika.errors import CannotError, ChangedError, KhronikaError
from khronika.review.desk import Desk
from khronika.review.phrases import Phrases, chosen_language, languages
from khronika.review.sourceview import direction

HERE = Path(__file__).parent
STATIC = {"page.css": "text/css", "page.js": "text/javascript", "select.js": "text/javascript"}
Model = dict[str, Any]


def phrases_of(request: Request) -> Phrases:
    """The reader's language."""
    code = chosen_language(request.cookies.get("language"), request.headers.get("accept-language", ""))
    return languages()[code]


def page(desk: Desk, request: Request, template: str, model: Mapping[str, Any], status: int = 200) -> Response:
    """The model as HTML."""
    t = phrases_of(request)
    made = desk.templates.get_template(f"{template}.html").render(
        **model, t=t, desk=desk, template=template, form_token=desk.gate.form, raw=Markup, direction=direction,
        path=request.url.path, query=request.url.query,
    )  # fmt: skip
    return Response(made.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def as_json(model: Any, status: int = 200) -> Response:
    """The model as JSON."""
    return Response(msgspec.json.encode(model, enc_hook=_builtin), status, media_type="application/json")


def _builtin(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if hasattr(value, "keys"):
        return {name: value[name] for name in value.keys()}  # noqa: SIM118 (a row of SQLite)
    raise NotImplementedError(type(value))


def twin(app: FastAPI, desk: Desk, path: str, template: str, model: Callable[..., Model]) -> None:
    """Serves a page function at `path` and at `path.json`. Its first parameter is the request."""

    @functools.wraps(model)
    def html(request: Request, **given: Any) -> Response:
        return page(desk, request, template, model(request, **given))

    @functools.wraps(model)
    def data(request: Request, **given: Any) -> Response:
        return as_json(model(request, **given))

    for function, address, shown in ((data, f"{path}.json", True), (html, path, False)):
        function.__annotations__ = {**model.__annotations__, "return": Response}
        app.get(address, response_model=None, include_in_schema=shown, name=f"{template}{'.json' if shown else ''}")(
            function
        )


def add_errors(app: FastAPI, desk: Desk) -> None:
    """How errors are told: in the page, or as JSON to programs."""

    def answer(request: Request, status: int, why: str) -> Response:
        if request.url.path.endswith(".json"):
            return as_json({"error": why}, status)
        return page(desk, request, "error", {"why": why, "status": status}, status)

    @app.exception_handler(KhronikaError)
    def told(request: Request, error: KhronikaError) -> Response:
        status = 409 if isinstance(error, ChangedError) else 503 if isinstance(error, CannotError) else 400
        unknown = str(error).startswith(("no event", "no document", "event ", "several events"))
        return answer(request, 404 if status == 400 and unknown else status, str(error))

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, str(error.detail))


@functools.lru_cache(maxsize=16)
def static_file(name: str) -> bytes:
    """A file of the page, of those named in STATIC."""
    return (HERE / "static" / name).read_bytes()
