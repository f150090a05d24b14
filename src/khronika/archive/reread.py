"""Read a capture again, and hold the text against the one that was stored: the first step of a `replay`.

What a reader of today makes of the bytes may differ from what the reader of then made; offsets count in the stored text,
so nothing breaks, but it is told.
"""

from hashlib import sha256

from khronika.archive.session import Session
from khronika.archive.store import text_bytes
from khronika.errors import CannotError
from khronika.ledger import CustodyRow, Statement
from khronika.model import Document, Problem
from khronika.sources import read_content

_RECORD = "application/json"


def reread(session: Session, statement: Statement) -> Problem | None:
    """What is wrong with reading a document's capture again; None where it gives the stored text."""
    body, name = statement.values(), statement.subject
    where = f"captures/{body['capture'][:2]}/{body['capture']}"
    row = session.ledger.row(body["capture_id"], body["capture"])
    if row is None:
        return Problem(where, f"({name}) has no custody row", "ask: khronika verify")
    try:
        content = session.store.read("captures", body["capture"])
        address = session.secret(name, body["key"]).requested_url or row.requested_url
        texts = _texts(content, row, address)
    except CannotError as error:
        return Problem(where, str(error), "restore it from a backup")
    if body["text"] in texts:
        return None
    what = "gives another text" if texts else "cannot be read"
    return Problem(where, f"({name}) {what} with the readers of this version", "offsets count in the stored text, kept")


def _texts(content: bytes, row: CustodyRow, address: str) -> set[str]:
    """Hashes of the texts that the bytes hold, read as they were when they came."""
    is_record = row.media_type == _RECORD and address.startswith("file:")
    name = "record.jsonl" if is_record else address.removeprefix("file:")
    items = read_content(content, name, None if is_record else row.media_type).items
    return {sha256(text_bytes(item.text)).hexdigest() for item in items if isinstance(item, Document)}
