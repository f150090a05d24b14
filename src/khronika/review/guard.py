"""What every request must pass: the right host, the start-up token, and for writes a sign that our own page sent it.

The page is on this machine alone, yet any site open in the same browser can send requests to it. So: a host that is not
ours is refused (DNS rebinding); without the token there is nothing; the cookie is strict, and a write needs the token
again, in the form or in a header, which no other site can know. Headers forbid scripts and frames of others.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "khronika"
OWN = "x-khronika-token"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # without a referrer a browser names no origin in our own forms either
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip
_SAFE = ("GET", "HEAD")


class Gate(msgspec.Struct, frozen=True):
    """The secrets of one run. `token` opens the page; `form` proves that a form is ours; `hosts`: what we are called."""

    token: str
    form: str
    hosts: frozenset[str]

    def knows(self, token: str | None) -> bool:
        """Whether it is the start-up token."""
        return token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def signed(self, form: str | None) -> bool:
        """Whether a form is ours."""
        return form is not None and hmac.compare_digest(form.encode(), self.form.encode())


def new_gate(port: int, token: str | None = None) -> Gate:
    """Secrets of chance, and the names of this machine with the port."""
    names = ("127.0.0.1", "localhost", "[::1]")
    hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
    return Gate(token or secrets.token_urlsafe(24), secrets.token_urlsafe(24), frozenset(hosts))


class Guard:
    """ASGI middleware around the whole page."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers itself where something is not right, else hands on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._refusal(request)
        app: Callable[[Scope, Receive, Send], Awaitable[None]] = answer or self.app
        await app(scope, receive, _with_headers(send, request.url.path))

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self.gate.hosts:
            return _said("this page answers only as 127.0.0.1 and localhost", 421)
        if request.url.path.startswith("/static/") and request.method in _SAFE:
            return None
        given = request.query_params.get("token")
        if given is not None and request.method in _SAFE:
            return self._enter(request, given)
        if not self.gate.knows(request.cookies.get(COOKIE)) and not self.gate.knows(_bearer(request)):
            return _said("open the address that `khronika serve` printed: it holds the token of this run", 401)
        if request.method not in _SAFE:
            return self._foreign(request)
        return None

    def _enter(self, request: Request, given: str) -> Response:
        """The printed address was opened: the token moves into a cookie and out of the address."""
        if not self.gate.knows(given):
            return _said("this token is not that of this run; open the address that was printed last", 401)
        query = "&".join(p for p in request.url.query.split("&") if not p.startswith("token="))
        answer = RedirectResponse(request.url.path + (f"?{query}" if query else ""), 303)
        answer.set_cookie(COOKIE, self.gate.token, httponly=True, samesite="strict", path="/")
        return answer

    def _foreign(self, request: Request) -> Response | None:
        """Whether a write comes from another site."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc not in self.gate.hosts:
            return _said("another site sent this", 403)
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _said("another site sent this", 403)
        return None


def _bearer(request: Request) -> str | None:
    """The token as programs send it."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else request.headers.get(OWN)


def _said(why: str, status: int) -> Response:
    return PlainTextResponse(f"{why}\n", status)


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["cache-control"] = "no-cache" if path.startswith("/static/") else "no-store"
            del headers["server"]
        await send(message)

    return sending
