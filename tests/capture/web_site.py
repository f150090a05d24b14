"""A site on the loopback that behaves badly in every way that fetching must survive, and a record of what was connected."""

import gzip
import socket
import ssl
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

PAGE = b"<html><body><article><p>A march in the town of this sample.</p></article></body></html>"
_WATCHED: list[list[tuple[str, object]]] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _WATCHED and event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        for seen in _WATCHED:
            seen.append((event, arguments[1] if event != "socket.getaddrinfo" else arguments[0]))


sys.addaudithook(_audit)


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """Every connection that Python makes meanwhile, whoever makes it."""
    seen: list[tuple[str, object]] = []
    _WATCHED.append(seen)
    try:
        yield seen
    finally:
        _WATCHED[:] = [other for other in _WATCHED if other is not seen]


def answer(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}", "", ""]
    return "\r\n".join(lines).encode() + body


class Site:
    """One thread a connection; `requests` keeps each request as it came."""

    def __init__(self, encrypt: ssl.SSLContext | None = None) -> None:
        self._encrypt = encrypt
        self.requests: list[bytes] = []
        self.closed = Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.closed.set()
        self._server.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._server.accept()
                Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with (
            suppress(OSError),
            line if self._encrypt is None else self._encrypt.wrap_socket(line, server_side=True) as line,
        ):
            request = b""
            while b"\r\n\r\n" not in request:
                more = line.recv(65536)
                if not more or more.startswith(b"\x16"):  # nothing, or the beginning of an encrypted connection
                    return
                request += more
            self.requests.append(request)
            path = request.split(b" ")[1].decode().split("?")[0]
            _WAYS.get(path, _missing)(line, self)


def _sends(content: bytes) -> Callable[[socket.socket, Site], None]:
    return lambda line, site: line.sendall(content)


def _missing(line: socket.socket, site: Site) -> None:
    line.sendall(answer("404 Not Found", b"no such page"))


def _to(status: str, location: str) -> Callable[[socket.socket, Site], None]:
    def redirect(line: socket.socket, site: Site) -> None:
        line.sendall(answer(status, b"moved", f"Location: {location.replace('PORT', str(site.port))}"))

    return redirect


def _drip(line: socket.socket, site: Site) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not site.closed.wait(0.05):
        line.sendall(b"x")


def _drip_headers(line: socket.socket, site: Site) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not site.closed.wait(0.05):
        line.sendall(b"x")


def _silent(line: socket.socket, site: Site) -> None:
    site.closed.wait(30)


def _endless(line: socket.socket, site: Site) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not site.closed.is_set():
        line.sendall(b"x" * 65536)


def _steps(line: socket.socket, site: Site) -> None:
    number = int(site.requests[-1].split(b"n=")[1].split(b" ")[0])
    line.sendall(answer("302 Found", b"", f"Location: /steps?n={number + 1}"))


def _deflated(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size)) + packer.flush()


_HTML = "Content-Type: text/html; charset=utf-8"
_WAYS: dict[str, Callable[[socket.socket, Site], None]] = {
    "/page": _sends(answer("200 OK", PAGE, _HTML, "ETag: abc", "Set-Cookie: id=1", "X-Other: y")),
    "/packed": _sends(answer("200 OK", gzip.compress(PAGE), _HTML, "Content-Encoding: gzip")),
    "/not-packed": _sends(answer("200 OK", PAGE, _HTML, "Content-Encoding: gzip")),
    "/strange-packing": _sends(answer("200 OK", PAGE, _HTML, "Content-Encoding: rot13")),
    "/bomb": _sends(answer("200 OK", _deflated(200), _HTML, "Content-Encoding: gzip")),
    "/moved": _to("301 Moved Permanently", "/page#part"),
    "/loop": _to("302 Found", "/loop2"),
    "/loop2": _to("307 Temporary Redirect", "/loop"),
    "/steps": _steps,
    "/nowhere": _to("302 Found", "//[broken"),
    "/to-file": _to("302 Found", "file:///etc/hostname"),
    "/to-private": _to("302 Found", "http://10.0.0.7/secret"),
    "/to-metadata": _to("302 Found", "http://169.254.169.254/latest/meta-data/"),
    "/to-mail": _to("302 Found", "http://127.0.0.1:25/"),
    "/moved-without-place": _sends(answer("302 Found", b"", "X-Other: y")),
    "/cookie-then-page": _sends(answer("302 Found", b"", "Set-Cookie: id=7", "Location: /page")),
    "/error": _sends(answer("500 Internal Server Error", b"oops")),
    "/later": _sends(answer("503 Service Unavailable", b"later")),
    "/empty": _sends(answer("200 OK", b"", _HTML)),
    "/nothing": _sends(answer("204 No Content", b"")),
    "/short": _sends(answer("200 OK", PAGE, _HTML, length=len(PAGE) + 50)),
    "/long": _sends(answer("200 OK", PAGE + b"more", _HTML, length=len(PAGE))),
    "/two-lengths": _sends(answer("200 OK", PAGE, _HTML, "Content-Length: 7")),
    "/huge-promise": _sends(answer("200 OK", PAGE, _HTML, length=10**12)),
    "/no-length": _sends(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE),
    "/chunks": _sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
    "/cut-chunks": _sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhello"),
    "/bad-chunks": _sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
    "/no-http": _sends(b"220 mail.example ready\r\n"),
    "/header-flood": _sends(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n"),
    "/long-header": _sends(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"),
    "/cut": lambda line, site: None,
    "/picture": _sends(answer("200 OK", b"\x89PNG", "Content-Type: image/png")),
    "/drip": _drip,
    "/drip-headers": _drip_headers,
    "/silent": _silent,
    "/endless": _endless,
}
