"""Where texts may be sent: this machine, or the one host that the user has named; anything else is refused before a connection."""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from khronika.errors import UsageError

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_BAD = re.compile(r"[\s\\\x00-\x1f\x7f]|[^\x00-\x7f]")
_CALL = "/chat/completions"
_PORTS = {"http": 80, "https": 443}


class Endpoint(NamedTuple):
    """A checked address of a server. `local`: it is this machine, and the peer must prove to be."""

    secure: bool
    host: str
    port: int
    path: str
    local: bool


def endpoint(url: str, send_text_to: str | None) -> Endpoint:
    """The address to ask, or UsageError where texts must not go there.

    >>> endpoint("http://127.0.0.1:8080/v1", None).path
    '/v1/chat/completions'
    """
    secure, host, port, path = _parts(url)
    local = is_loopback(host)
    if send_text_to is not None and send_text_to.strip().lower().strip("[]") != host:
        raise UsageError(f"--send-text-to names {send_text_to}, but the endpoint is {host}; nothing was sent")
    if not local:
        if send_text_to is None:
            raise UsageError(f"{host} is another machine; to send it the texts, add: --send-text-to {host}")
        if not secure:
            raise UsageError(f"texts go to {host} only encrypted; give an https:// endpoint")
        if is_nowhere(host):
            raise UsageError(f"{host} is no address of a server")
    return Endpoint(secure, host, port, path, local)


def _parts(url: str) -> tuple[bool, str, int, str]:
    if _BAD.search(url):
        raise UsageError("the endpoint holds blanks or other characters that an address cannot have")
    try:
        split = urlsplit(url)
        host, port = (split.hostname or "").lower(), split.port
    except ValueError as error:
        raise UsageError(f"the endpoint is no address: {error}") from error
    if split.scheme not in _PORTS or not (_HOST.fullmatch(host) or _address(host)):
        raise UsageError("the endpoint must look like http://127.0.0.1:8080/v1 or https://HOST/v1")
    if "@" in split.netloc or split.query or split.fragment:
        raise UsageError("the endpoint must not hold a user, a key or a query; a key is read from the environment")
    path = split.path.rstrip("/")
    return split.scheme == "https", host, port or _PORTS[split.scheme], path if path.endswith(_CALL) else path + _CALL


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether a host as written is this machine: `localhost`, or an address of the loopback."""
    found = _address(host)
    return host == "localhost" or (found is not None and found.is_loopback)


def is_nowhere(host: str) -> bool:
    """Whether an address belongs to no server that could be meant: link-local, unspecified, multicast, reserved."""
    found = _address(host)
    if found is None:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_link_local or found.is_unspecified or found.is_multicast or found.is_reserved


def may_send_to(peer: str, where: Endpoint) -> bool:
    """Whether the machine that answered the connection is one that the endpoint may mean."""
    bare = peer.split("%")[0]
    return is_loopback(bare) if where.local else not is_nowhere(bare)
