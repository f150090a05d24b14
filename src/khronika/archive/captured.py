"""Read a capture as it was read when it came: by the same reader, with the options that the document was read with.

What a reader of today makes of the bytes may differ from what the reader of then made; whoever calls compares.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from khronika.archive.secret import Secret
from khronika.archive.session import Session
from khronika.errors import CannotError
from khronika.ledger import CustodyRow
from khronika.sources import Item, ReadOptions, read_content
from khronika.sources.registry import READERS

_RECORD = "application/json"
_LEFT_OUT = ("fetch",)  # how bytes were got does not bear on how they are read


def given_options(options: ReadOptions) -> dict[str, Any]:
    """The options that are not the defaults, as a key file keeps them."""
    told, usual = msgspec.to_builtins(options), msgspec.to_builtins(ReadOptions())
    return {name: told[name] for name in told if name not in _LEFT_OUT and told[name] != usual[name]}


def read_again(session: Session, body: dict[str, Any], secret: Secret) -> Iterator[Item]:
    """All items in the capture that a document statement names. Raises CannotError: capture or custody row is gone."""
    row = session.ledger.row(body["capture_id"], body["capture"])
    if row is None:
        raise CannotError(body["capture"], "has no custody row", "ask: khronika verify")
    content = session.store.read("captures", body["capture"])
    address = secret.requested_url or row.requested_url
    name, media_type = _name(row, address)
    reader = (body.get("reader") or {}).get("name")
    options = msgspec.convert(secret.options or {}, ReadOptions)
    url = secret.final_url or row.final_url
    return read_content(
        content, name, media_type, options, url=url, reader=reader if reader in READERS else None
    ).items  # fmt: skip


def _name(row: CustodyRow, address: str) -> tuple[str, str | None]:
    """Name and media type to read by. Of JSON lines each line is a capture, whatever its file was called."""
    if row.media_type == _RECORD and address.startswith("file:"):
        return "record.jsonl", None
    return address.removeprefix("file:"), row.media_type
