"""Fetch one address: every hop checked, encrypted connections verified, the whole bounded in time and size.

Sends no cookie, no referrer and nothing of what was fetched before. A status other than 200 to 299 gives no capture.
"""

import http.client
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urljoin

from khronika.capture.address import RefusedAddressError, Target, check_public, resolve, target
from khronika.capture.exchange import Answer, NoAnswerError, ask
from khronika.capture.line import Deadline
from khronika.capture.options import FetchOptions
from khronika.capture.record import Capture, Hop
from khronika.model import Problem

_MOVED = frozenset({301, 302, 303, 307, 308})


def _now() -> datetime:
    return datetime.now(UTC)


def fetch(url: str, options: FetchOptions | None = None, *, clock: Callable[[], datetime] = _now) -> Capture | Problem:
    """The bytes at an address with the record of their way, or why there are none.

    Refused without a request: what is no http or https address, and hosts of which any IP address belongs to this machine,
    a private network or a machine's metadata (`allow_private` lets the first two through). The checked IP address is the
    one connected to. Redirects are followed up to `max_redirects`, each checked like the first, never from https to http
    and never in a circle. Raises MissingExtraError without the extra `web`.
    """
    options = options or FetchOptions()
    try:
        return _follow(url, options, clock)
    except RefusedAddressError as error:
        return Problem(url, error.what, error.then)
    except NoAnswerError as error:
        return Problem(url, error.what, error.then)
    except (OSError, http.client.HTTPException) as error:
        return Problem(url, _name(error), "try again later, or save the page and give the file")


def _follow(url: str, options: FetchOptions, clock: Callable[[], datetime]) -> Capture:
    deadline, hops = Deadline(options.max_seconds), list[Hop]()
    where = target(url)
    while True:
        addresses = resolve(where.host, where.port, deadline.left)
        check_public(addresses, options.allow_private)
        answer = ask(where, addresses, options, deadline, clock)
        hops.append(Hop(where.url, answer.address, answer.status, answer.location))
        if answer.status not in _MOVED or answer.location is None:
            return _capture(url, where, answer, hops)
        where = _next(where, answer.location, hops, options)


def _next(where: Target, location: str, hops: list[Hop], options: FetchOptions) -> Target:
    """The address that a redirect points at. Raises RefusedAddressError."""
    try:
        following = target(urljoin(where.url, location))
    except (RefusedAddressError, ValueError) as error:
        what = (
            f"redirects to something that {error}" if isinstance(error, RefusedAddressError) else "redirects to nothing"
        )
        raise RefusedAddressError(what, "open it in a browser and give the address it ends at") from error
    if len(hops) > options.max_redirects:
        raise RefusedAddressError(f"redirects more than {options.max_redirects} times", "give the address it ends at")
    if any(hop.url == following.url for hop in hops):
        raise RefusedAddressError("redirects in a circle", "open it in a browser; it may want a cookie")
    if where.secure and not following.secure:
        what = f"redirects from an encrypted to an open address ({following.host})"
        raise RefusedAddressError(what, "give that address yourself if you trust the way to it")
    return following


def _capture(url: str, where: Target, answer: Answer, hops: list[Hop]) -> Capture:
    return Capture(
        requested_url=url, final_url=where.url, status=answer.status, media_type=answer.headers.get("content-type"),
        headers=answer.headers, content=answer.content, captured_at=answer.at, hops=hops,
    )  # fmt: skip


def _name(error: Exception) -> str:
    """What went wrong, in words and without what a server may have put into the error."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the server could not prove who it is (its certificate is not valid)"
    if isinstance(error, ssl.SSLError):
        return "the encrypted connection failed"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, http.client.HTTPException):
        return "the server did not answer in HTTP"
    return f"no connection ({type(error).__name__})"
