"""What a fetch gave: the bytes and what is known of their way."""

import msgspec


class Hop(msgspec.Struct, frozen=True):
    """One request: the address asked, the machine that answered (its IP address), its status and where it pointed."""

    url: str
    address: str
    status: int
    location: str | None = None


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes as a server gave them (unpacked where it packed them), never changed afterwards.

    `media_type`: its Content-Type as sent, with the charset; None where it sent none. `headers`: those that tell of origin
    and date, names in lower case. `captured_at`: UTC, ISO 8601, when the answer began. `hops`: every request of the chain,
    the last one gave the bytes. `address`: the machine that gave them.
    """

    requested_url: str
    final_url: str
    status: int
    media_type: str | None
    headers: dict[str, str]
    content: bytes
    captured_at: str
    hops: list[Hop]

    @property
    def address(self) -> str:
        """The IP address of the machine that gave the bytes."""
        return self.hops[-1].address
