"""Read captures again, and hold the texts against those that were stored: the first step of a `replay`.

What a reader of today makes of the bytes may differ from what the reader of then made; offsets count in the stored text,
so nothing breaks, but it is told. A capture of many documents is read once for all of them.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec

from khronika.archive.captured import read_again
from khronika.archive.secret import Secret
from khronika.archive.session import Session
from khronika.archive.store import text_bytes
from khronika.errors import CannotError
from khronika.ledger import Statement
from khronika.ledger.canonical import digest
from khronika.model import Document, Part, Problem
from khronika.sources import Coded

Texts = dict[str, set[str]]  # SHA-256 of a text -> digests of the parts that it came with


def reread(session: Session, statements: Iterable[Statement]) -> Iterator[Problem]:
    """What is wrong with reading the documents' captures again; nothing where they give the stored texts and parts."""
    last: tuple[str, Texts] = ("", {})
    for statement in statements:
        body, name = statement.values(), statement.subject
        where = f"captures/{body['capture'][:2]}/{body['capture']}"
        try:
            secret = session.secret(name, body["key"])
            same = digest([body["capture"], body["capture_id"] if not secret.options else "", secret.options or {}])
            if last[0] != same:
                last = (same, _texts(session, body, secret))
        except CannotError as error:
            yield Problem(where, f"({name}) {error}", "restore it from a backup")
            continue
        what = _differing(last[1], body, secret)
        if what:
            then = "offsets count in the stored text, kept"
            yield Problem(where, f"({name}) {what}{_version(body)}", then)


def shown(session: Session) -> Iterator[Statement]:
    """The documents whose captures are there."""
    query = "SELECT 1 FROM document WHERE id = ? AND hidden IS NOT 'destroyed'"
    for statement in session.ledger.statements(0, "document"):
        if session.derived.connection.execute(query, (statement.subject,)).fetchone():
            yield statement


def _differing(texts: Texts, body: dict[str, Any], secret: Secret) -> str | None:
    if body["text"] not in texts:
        return "gives another text" if texts else "cannot be read"
    is_told = "reader" in body  # of layout 1 parts were not kept
    if is_told and _parts(secret.parts or []) not in texts[body["text"]]:
        return "gives the same text with other pages or elements"
    return None


def _version(body: dict[str, Any]) -> str:
    """By what it was read, so that the difference can be looked for."""
    reader = body.get("reader")
    if not reader:
        return " with the readers of this version"
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(reader["libraries"].items()))
    return f" with the readers of this version; it was read by {reader['name']} {reader['version']}" + (
        f" ({libraries})" if libraries else ""
    )


def _texts(session: Session, body: dict[str, Any], secret: Secret) -> Texts:
    found: Texts = {}
    for item in read_again(session, body, secret):
        document = item.document if isinstance(item, Coded) else item
        if isinstance(document, Document):
            name = sha256(text_bytes(document.text)).hexdigest()
            found.setdefault(name, set()).add(_parts(document.parts))
    return found


def _parts(parts: list[Part]) -> str:
    return digest(msgspec.to_builtins(parts))
