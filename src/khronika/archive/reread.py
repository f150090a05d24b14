"""Read a capture again, and hold the text against the one that was stored: the first step of a `replay`.

What a reader of today makes of the bytes may differ from what the reader of then made; offsets count in the stored text,
so nothing breaks, but it is told.
"""

import mimetypes
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from khronika.archive.session import Session
from khronika.archive.store import text_bytes
from khronika.errors import CannotError
from khronika.ledger import CustodyRow, Statement
from khronika.model import Document, Problem
from khronika.sources import ReadOptions
from khronika.sources.file import File
from khronika.sources.read import reader_of

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
        texts = _texts(session, content, _ending(row, address), name)
    except CannotError as error:
        return Problem(where, str(error), "restore it from a backup")
    if body["text"] in texts:
        return None
    what = "gives another text" if texts else "cannot be read"
    return Problem(where, f"({name}) {what} with the readers of this version", "offsets count in the stored text, kept")


def _ending(row: CustodyRow, address: str) -> str:
    """The ending that chooses the reader, as it did when the capture came."""
    if row.media_type == _RECORD and address.startswith("file:"):
        return ".jsonl"
    ending = PurePosixPath(urlsplit(address).path.removeprefix("file:")).suffix.lower()
    known = mimetypes.guess_extension((row.media_type or "").split(";")[0].strip())
    return ending if address.startswith("file:") else known or ending


def _texts(session: Session, content: bytes, ending: str, name: str) -> set[str]:
    """Hashes of the texts that the bytes hold."""
    draft = session.folder.incoming / f"reading{ending}"
    draft.write_bytes(content)
    try:
        file = File(draft, name, name)
        reader = reader_of(file)
        items = [] if isinstance(reader, Problem) else list(reader(file, ReadOptions()))
    finally:
        draft.unlink(missing_ok=True)
    return {sha256(text_bytes(item.text)).hexdigest() for item in items if isinstance(item, Document)}
