"""Which addresses may be asked: a checked URL, its machine's IP addresses, and whether each of them is public.

The IP address that is checked here is the one that is connected to: a name is looked up once a request.
"""

import ipaddress
import re
import socket
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from khronika.errors import MissingExtraError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_BAD = re.compile(r"[\s\\\x00-\x1f\x7f]")
_LONGEST = 8000
_LOWEST_FREE_PORT = 1024  # below it only the web's own ports: a request must not speak to a mail or login server
# Machines that hand out keys to whoever asks from inside; the other such addresses are link-local.
_METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Target(NamedTuple):
    """A checked address: `path` is what is asked for, with its query; `host` is ASCII and without brackets."""

    url: str
    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"


class RefusedAddressError(Exception):
    """An address that is not asked: `what` is wrong with it, `then` what to do."""

    def __init__(self, what: str, then: str) -> None:
        self.what, self.then = what, then
        super().__init__(what)


def target(url: str) -> Target:
    """The parts of an address. Raises RefusedAddressError for what is none of the web's or carries a password."""
    try:
        from urllib3.exceptions import LocationParseError
        from urllib3.util import parse_url
    except ImportError as error:
        raise MissingExtraError("fetching from the web", "web") from error
    if _BAD.search(url) or len(url) > _LONGEST:
        raise RefusedAddressError("is no address: it holds blanks or is too long", "copy it from the browser")
    try:
        parts = parse_url(url)
    except (LocationParseError, ValueError, UnicodeError) as error:
        raise RefusedAddressError("is no address of the web", "write it as https://HOST/PATH") from error
    if parts.scheme not in _PORTS or not parts.host:
        raise RefusedAddressError("is no address of the web", "write it as https://HOST/PATH")
    if parts.auth:
        raise RefusedAddressError("holds a user or password", "give the address without them")
    port = parts.port or _PORTS[parts.scheme]
    if port < _LOWEST_FREE_PORT and port not in _PORTS.values():
        raise RefusedAddressError(f"port {port} is not the web's", "give an address with port 80, 443 or above 1023")
    host = parts.host.strip("[]").rstrip(".")
    return Target(parts._replace(fragment=None).url, parts.scheme == "https", host, port, parts.request_uri)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The IP addresses of a host. Raises OSError where it has none or the answer takes longer than that."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError("no host name"))

    Thread(target=ask, daemon=True).start()  # a name server may be silent for minutes
    try:
        found = answers.get(timeout=max(0.0, seconds))
    except Empty:
        raise TimeoutError("the name server did not answer in time") from None
    if isinstance(found, OSError):
        raise found
    return found


def check_public(addresses: list[str], allow_private: bool) -> None:
    """Raises RefusedAddressError where one of a host's addresses is not to be asked; one is enough, as a host that is
    public and private at once is a trap.
    """
    for text in addresses:
        ip = ipaddress.ip_address(text.split("%")[0])
        for one in (ip, *_inside(ip)):
            if _never(one):
                raise RefusedAddressError(f"leads to {text}, which no report comes from", "leave it out")
            if not one.is_global and not allow_private:
                what = f"leads to {text}, an address of this machine or of a private network"
                raise RefusedAddressError(what, "allow private addresses if you mean it (--allow-private)")


def _never(ip: Ip) -> bool:
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip in _METADATA


def _inside(ip: Ip) -> list[Ip]:
    """The IPv4 addresses that an IPv6 address carries: a gateway would pass the request on to them."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    carried: list[Ip | None] = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        carried.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]
