"""One request over the network: bounded in time and size, to the address that was checked, without redirects or proxies."""

import contextlib
import socket
import ssl
from collections.abc import Mapping
from threading import Event, Lock, Timer
from typing import TYPE_CHECKING, NamedTuple

from khronika.adjudicator.address import may_send_to
from khronika.adjudicator.settings import Settings

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

_CHUNK = 65536
_CONNECT = 15.0


class Reply(NamedTuple):
    """What the server said."""

    status: int
    body: bytes
    wait: str


class NoReplyError(Exception):
    """Nothing that could be used came back. `again`: it may come when asked once more."""

    def __init__(self, why: str, again: bool = True) -> None:
        super().__init__(why)
        self.again = again


class _Line:
    """One connection, and the way to end it from another thread: whoever waits on it wakes with an error."""

    def __init__(self, connection: "HTTPConnection") -> None:
        self.connection = connection
        self.late = False
        self._sock: socket.socket | None = None

    def open(self) -> str:
        """Connects; gives the address of the machine that answered."""
        self.connection.connect()
        self._sock = self.connection.sock  # kept, since the library lets go of it while the answer is still coming
        return str(self.connection.sock.getpeername()[0])

    def cut(self) -> None:
        """Ends it now. The plain socket is shut under the encryption: shutting the encrypted one would let its writer go on
        in clear for a moment.
        """
        self.late = True
        if self._sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


class Wire:
    """Sends requests; `stop` cuts those that are under way and lets none begin."""

    def __init__(self, settings: Settings) -> None:
        import urllib3.connection  # noqa: F401 (loaded here once: threads that load it together get it half made)

        self._settings = settings
        self._live: set[_Line] = set()
        self._lock = Lock()
        self.stopped = Event()

    def stop(self) -> None:
        """Ends all requests now."""
        self.stopped.set()
        with self._lock:
            for line in self._live:
                line.cut()

    def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The server's reply, whatever its status; NoReplyError where none comes within the limits."""
        from urllib3.exceptions import HTTPError

        line = _Line(self._connection())
        watch = Timer(self._settings.time_limit, line.cut)
        watch.daemon = True
        with self._lock:
            self._live.add(line)
        try:
            watch.start()
            return self._exchange(line, body, headers)
        except (OSError, HTTPError, ValueError) as error:
            if self.stopped.is_set():
                raise NoReplyError("stopped", again=False) from None
            raise NoReplyError("no answer in time" if line.late else _name(error)) from None
        finally:
            watch.cancel()
            with self._lock:
                self._live.discard(line)
            line.connection.close()

    def _connection(self) -> "HTTPConnection":
        from urllib3.connection import HTTPConnection, HTTPSConnection

        where, patience = self._settings.where, min(_CONNECT, self._settings.time_limit)
        if not where.secure:
            return HTTPConnection(where.host, where.port, timeout=patience)
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return HTTPSConnection(where.host, where.port, timeout=patience, ssl_context=context)

    def _exchange(self, line: _Line, body: bytes, headers: Mapping[str, str]) -> Reply:
        peer, connection = line.open(), line.connection
        if self.stopped.is_set() or line.late:
            raise TimeoutError
        if not may_send_to(peer, self._settings.where):
            raise NoReplyError("the address leads to another machine than it says; nothing was sent", again=False)
        connection.sock.settimeout(self._settings.time_limit)
        connection.request(
            "POST", self._settings.where.path, body=body,
            headers={**headers, "Connection": "close", "Accept-Encoding": "identity"},
            preload_content=False, decode_content=False, enforce_content_length=True,
        )  # fmt: skip
        with contextlib.closing(connection.getresponse()) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise NoReplyError("the server packed its answer although asked not to", again=False)
            parts = bytearray()
            for chunk in response.stream(_CHUNK, decode_content=False):
                parts += chunk
                if len(parts) > self._settings.most_bytes:
                    raise NoReplyError(f"the answer is longer than {self._settings.most_bytes} bytes", again=False)
            if line.late:  # a cut looks like the end of an answer that has no length
                raise TimeoutError
            return Reply(response.status, bytes(parts), response.headers.get("Retry-After", ""))


def _name(error: Exception) -> str:
    """What went wrong, without what the error quotes."""
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "no answer in time"
    if isinstance(error, ssl.SSLError) or "SSL" in type(error).__name__:
        return "the encrypted connection failed"
    return f"no connection ({type(error).__name__})"
