"""The limits of one fetch."""

import msgspec

AGENT = "Khronika (fetches single public reports that a person asked for)"


class FetchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of `fetch`; seconds are wall time, and `max_seconds` holds for all of it: name, redirects and body.

    `max_bytes`: of the body, also after unpacking. `connect_seconds`: for one connection with its encryption.
    `allow_private`: also addresses of this machine and of private networks; addresses that hand out a machine's own keys
    (link-local, metadata) stay refused. `agent`: the name given to servers; add how to reach you.
    """

    max_bytes: int = 64_000_000
    max_seconds: float = 60.0
    connect_seconds: float = 15.0
    max_redirects: int = 8
    allow_private: bool = False
    agent: str = AGENT
