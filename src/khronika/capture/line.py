"""One connection to an IP address that was checked, encrypted where the address says so, that can be cut from outside."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from threading import Timer
from time import monotonic

from khronika.capture.address import Target


class Deadline:
    """The end of the whole fetch; whoever waits on its line then wakes with an error."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never below nought."""
        return max(0.0, self._end - monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.left <= 0.0


@contextlib.contextmanager
def connected(where: Target, addresses: list[str], deadline: Deadline, seconds: float) -> Iterator[socket.socket]:
    """The first of the addresses that answers, as an open socket; OSError where none does.

    The socket is shut when the deadline comes, whatever is then being read: a server that sends one byte now and then
    keeps every single read short.
    """
    held = [_first(where, addresses, deadline, seconds)]
    watch = Timer(deadline.left, _cut, (held,))
    watch.daemon = True
    watch.start()
    try:
        if where.secure:
            held.append(_context().wrap_socket(held[0], server_hostname=where.host, do_handshake_on_connect=False))
            held[-1].settimeout(max(0.01, min(seconds, deadline.left)))
            held[-1].do_handshake()  # type: ignore[attr-defined]
        held[-1].settimeout(max(0.01, deadline.left))
        yield held[-1]
    finally:
        watch.cancel()
        with contextlib.suppress(OSError):
            held[-1].close()


def _first(where: Target, addresses: list[str], deadline: Deadline, seconds: float) -> socket.socket:
    failed: OSError = OSError("no address")
    for address in addresses:
        if deadline.over:
            raise TimeoutError
        try:
            return socket.create_connection((address, where.port), timeout=max(0.01, min(seconds, deadline.left)))
        except OSError as error:
            failed = error
    raise failed


def _cut(held: list[socket.socket]) -> None:
    # Shut as a plain socket, under the encryption: shutting the encrypted one would wait for the other side.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(held[-1], socket.SHUT_RDWR)


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
