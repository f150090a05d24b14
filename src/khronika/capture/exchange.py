"""One request and its answer: headers first, then a body that is counted while it comes."""

import contextlib
import http.client
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from khronika.capture.address import Target
from khronika.capture.line import Deadline, connected
from khronika.capture.options import FetchOptions

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

_CHUNK = 65536
_KEPT = (
    "content-type", "content-length", "content-encoding", "content-language", "content-disposition", "date",
    "last-modified", "etag", "server", "x-robots-tag", "memento-datetime", "age",
)  # fmt: skip
_NO_REPORTS = frozenset({"image", "video", "audio", "font", "model"})
_PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class NoAnswerError(Exception):
    """Nothing came that could be kept: `what` happened, `then` what to do."""

    def __init__(self, what: str, then: str) -> None:
        self.what, self.then = what, then
        super().__init__(what)


class Answer(NamedTuple):
    """What one request gave; `content` is empty for a redirect. `at`: UTC, ISO 8601, when its headers came."""

    status: int
    headers: dict[str, str]
    content: bytes
    address: str
    at: str
    location: str | None


def ask(
    where: Target, addresses: list[str], options: FetchOptions, deadline: Deadline, clock: Callable[[], datetime]
) -> Answer:
    """Sends one GET and reads the answer. Raises NoAnswerError, or OSError and HTTPException of the line."""
    from urllib3.exceptions import HTTPError

    try:
        with connected(where, addresses, deadline, options.connect_seconds) as sock:
            return _exchange(where, sock, options, deadline, clock)
    except (NoAnswerError, HTTPError, OSError, http.client.HTTPException) as error:
        if deadline.over:  # a cut looks like the end of what was being read
            raise _late(options) from error
        if isinstance(error, HTTPError):
            raise NoAnswerError(_spoken(error), "try again later, or save the page and give the file") from error
        raise


def _exchange(
    where: Target, sock: socket.socket, options: FetchOptions, deadline: Deadline, clock: Callable[[], datetime]
) -> Answer:
    from urllib3.connection import HTTPConnection

    address = str(sock.getpeername()[0])
    connection = HTTPConnection(where.host, where.port)
    connection.sock = sock
    connection.request(
        "GET", where.path, preload_content=False, decode_content=True, enforce_content_length=True,
        headers={"Host": where.host_header, "User-Agent": options.agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                 "Accept-Encoding": "identity", "Connection": "close"},
    )  # fmt: skip
    with contextlib.closing(connection.getresponse()) as response:
        at = clock().astimezone(UTC).isoformat(timespec="seconds")
        headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
        location = response.headers.get("location") if 300 <= response.status < 400 else None
        if location is not None:
            return Answer(response.status, headers, b"", address, at, location)
        _check(response, options)
        content = b"".join(_body(response, options))
    if deadline.over:  # also of a body that has no length
        raise _late(options)
    return Answer(response.status, headers, content, address, at, None)


def _check(response: "BaseHTTPResponse", options: FetchOptions) -> None:
    """Raises NoAnswerError for what is not worth its body: no success, no text, too long, packed in an unknown way."""
    if not 200 <= response.status < 300:
        then = "try again later" if response.status in _LATER else "check the address in a browser"
        raise NoAnswerError(f"the server answered {response.status}", then)
    media = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media.split("/")[0] in _NO_REPORTS:
        raise NoAnswerError(f"is {media}, which holds no text", "leave it out")
    if response.headers.get("content-encoding", "").strip().lower() not in _PACKED:
        raise NoAnswerError("is packed in a way that was not asked for", "save the page and give the file")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > options.max_bytes:
        raise _long(options)


def _body(response: "BaseHTTPResponse", options: FetchOptions) -> Iterator[bytes]:
    got = 0
    for chunk in response.stream(_CHUNK, decode_content=True):
        got += len(chunk)
        if got > options.max_bytes:
            raise _long(options)
        yield chunk
    if got == 0:
        raise NoAnswerError("the server sent an empty body", "check the address in a browser")


def _long(options: FetchOptions) -> NoAnswerError:
    return NoAnswerError(f"is longer than {options.max_bytes / 1e6:g} MB", "save what you need of it and give the file")


def _late(options: FetchOptions) -> NoAnswerError:
    return NoAnswerError(f"did not come within {options.max_seconds:g} seconds", "try again later")


def _spoken(error: Exception) -> str:
    """A library's error in words, without what the server may have put into it."""
    name = type(error).__name__
    return {
        "ProtocolError": "the answer broke off before its promised end",
        "IncompleteRead": "the answer broke off before its promised end",
        "DecodeError": "the body is not packed as it says",
        "InvalidHeader": "the answer gives two different lengths",
        "ReadTimeoutError": "no answer in time",
    }.get(name, f"the answer cannot be read ({name})")
