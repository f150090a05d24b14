"""`add`: capture sources. What is acknowledged is on the disk: files first, then the rows that speak of them."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec
from msgspec import UNSET

from khronika.archive.arrivals import Arrival, arrivals
from khronika.archive.blocks import enter
from khronika.archive.captured import given_options
from khronika.archive.catch_up import take_coding, take_document
from khronika.archive.overlap import shares_words
from khronika.archive.secret import Secret, new_secret
from khronika.archive.session import Session
from khronika.archive.store import text_bytes
from khronika.archive.tables import record_table_versions, row_body
from khronika.archive.versions import table_versions, versions_id
from khronika.ledger import Custody, Statement, Writing
from khronika.ledger.canonical import digest
from khronika.ledger.durable import cannot
from khronika.model import Document, Mention, Problem
from khronika.sources import Coded, ReadOptions
from khronika.sources.read import renamed

BATCH, BATCH_BYTES = 512, 16_000_000


class Added(msgspec.Struct):
    """What one `add` did: documents new, known before, and those of the new that supersede one; faults of the data."""

    new: int = 0
    known: int = 0
    superseding: int = 0
    problems: list[Problem] = []


class _New(msgspec.Struct, frozen=True):
    """A document that the archive has not; `same` names bytes and what is known of them; `row`: as others coded it."""

    arrival: Arrival
    document: Document
    capture: str
    same: str
    row: Coded | None = None


class _Stored(msgspec.Struct, frozen=True):
    """A document with the id it gets here, its key file, the body of its statement; the mentions that others coded."""

    new: _New
    name: str
    secret: Secret
    body: dict[str, Any]
    mentions: list[Mention] | None = None


def add(
    session: Session,
    paths: Sequence[str | Path],
    options: ReadOptions,
    on_document: Callable[[str], None],
    again: bool = False,
) -> Added:
    """Captures everything under the paths that the archive does not have. A batch is acknowledged as one.

    `again`: also what was destroyed. What is sealed or (else) destroyed is refused, a Problem for each.
    """
    done = Added(problems=[])
    batch = _Batch(session, done, options, on_document, again)
    try:
        for item in arrivals(paths, options):
            if isinstance(item, Problem):
                done.problems.append(item)
            else:
                batch.take(item)
    except OSError as error:
        raise cannot(session.folder.root, error) from error
    finally:
        batch.write()  # Ctrl-C loses nothing that was read
    return done


class _Batch:
    """Documents on their way into the archive."""

    def __init__(
        self, session: Session, done: Added, options: ReadOptions, on_document: Callable[[str], None], again: bool
    ) -> None:
        self.session, self.done, self.on_document, self.again = session, done, on_document, again
        self.options = given_options(options)
        self.waiting: list[_New] = []
        self.size = 0

    def take(self, arrival: Arrival) -> None:
        """Keeps what is new of an arrival."""
        capture = sha256(arrival.content).hexdigest()
        self.size += len(arrival.content)
        for item in arrival.documents:
            document = item.document if isinstance(item, Coded) else item
            same = _same(capture, document)
            if refused := self._refusal(capture, document):
                self.done.problems.append(refused)
            elif any(new.same == same for new in self.waiting) or self._one("hidden IS NULL AND same = ?", same):
                self.done.known += 1
                self.on_document(document.id)
            else:
                row = item if isinstance(item, Coded) else None
                self.waiting.append(_New(arrival, document, capture, same, row))
        if len(self.waiting) >= BATCH or self.size >= BATCH_BYTES:
            self.write()

    def _refusal(self, capture: str, document: Document) -> Problem | None:
        """Why a document may not come back: it was hidden on purpose."""
        query = "SELECT id, hidden FROM document WHERE (capture = ? OR text = ?) AND hidden IS NOT NULL"
        text = sha256(text_bytes(document.text)).hexdigest()
        for name, state in self.session.derived.connection.execute(query, (capture, text)):
            if state == "sealed":
                return Problem(name, "is sealed in this archive", "show it again with: khronika seal --lift")
            if not self.again:
                return Problem(name, "was destroyed in this archive", "if it must come back: khronika add --again")
        return None

    def _one(self, condition: str, value: str) -> str | None:
        query = f"SELECT id FROM document WHERE {condition} ORDER BY number DESC LIMIT 1"
        found = self.session.derived.connection.execute(query, (value,)).fetchone()
        return found[0] if found else None

    def write(self) -> None:
        """Files, then ledger, then derived store."""
        waiting, self.waiting, self.size = self.waiting, [], 0
        if not waiting:
            return
        ledger = self.session.ledger
        ledger.break_seal()
        bodies = list(self._stored(waiting))
        record_table_versions(self.session, {s.new.arrival.reader.name for s in bodies if s.mentions is not None})
        before = ledger.last()
        with self.session.store.settling(lambda: ledger.last() != before), ledger.writing() as writing:
            statements = [_state(writing, stored) for stored in bodies]
        self._show(bodies, statements, writing.seq)
        self.done.new += len(bodies)
        self.done.superseding += sum(stored.body["supersedes"] is not None for stored in bodies)
        for stored in bodies:
            self.on_document(stored.name)

    def _show(self, bodies: list["_Stored"], statements: list[list[Statement]], seq: int) -> None:
        derived = self.session.derived
        with derived.writing() as connection:
            for stored, (told, *coded) in zip(bodies, statements, strict=True):
                take_document(connection, told)
                for statement in coded:
                    take_coding(connection, statement, missing=False)
                    row = "SELECT number FROM document WHERE id = ?"
                    (number,) = connection.execute(row, (stored.name,)).fetchone()
                    enter(connection, number, stored.body["text"], stored.mentions or [])
            derived.set_state("seq", seq)

    def _stored(self, waiting: list[_New]) -> Iterator["_Stored"]:
        """Each with the id it gets here and the body of its statement; its files staged."""
        taken: set[str] = set()
        latest: dict[str, str] = {}
        for new in waiting:
            name = self._free(_name(new), taken)
            taken.add(name)
            origin, store = _origin(new), self.session.store
            before = latest.get(origin) or self._one("origin = ?", origin) if origin else None
            if origin:
                latest[origin] = name
            secret = self._secret(new, name)
            body: dict[str, Any] = {
                "capture": store.put("captures", new.arrival.content, new.capture),
                "text": store.put("texts", text_bytes(new.document.text)),
                "key": store.put_key(secret.content()), "secret": secret.seal(), "origin": origin, "same": new.same,
                "language": new.document.language, "published": new.document.published,
                "supersedes": before, "reader": msgspec.to_builtins(new.arrival.reader),
            }  # fmt: skip
            if new.row is None:
                yield _Stored(new, name, secret, body)
                continue
            here = renamed(new.row, name)
            yield _Stored(new, name, secret, {**body, "layout": new.row.layout}, here.mentions)

    def _secret(self, new: _New, name: str) -> Secret:
        """The key file: names and addresses that hold the document's words stand there and not in the ledger."""
        arrival, words = new.arrival, (new.document.text, new.document.title or "")
        kept: dict[str, str] = {} if name.startswith(new.document.id) else {"name": new.document.id}
        for field in ("requested_url", "final_url"):
            address = getattr(arrival, field)
            if address and shares_words(address, *words):
                kept[field] = address
        return msgspec.structs.replace(new_secret(new.document), **kept, options=self.options or UNSET)

    def _free(self, wanted: str, taken: set[str]) -> str:
        """The id wanted, or the first of `~2`, `~3`… that no document of the archive has."""
        name, count = wanted, 1
        while name in taken or self._one("id = ?", name):
            count += 1
            name = f"{wanted}~{count}"
        return name


def _same(capture: str, document: Document) -> str:
    """Equal for equal bytes read as equal documents, whatever they were called."""
    about = [document.language, document.published, document.source, document.url, document.title, document.spans]
    return digest([capture, sha256(text_bytes(document.text)).hexdigest(), *about])


def _origin(new: _New) -> str | None:
    """Of a capture that holds several documents, each has its own origin: its id in the source, else its place there."""
    if new.arrival.origin is None or new.arrival.is_alone:
        return new.arrival.origin
    return digest([new.arrival.origin, new.row.key if new.row and new.row.key else new.document.id])


def _name(new: _New) -> str:
    """The document's id, or a made one where the id holds words of the text: the ledger keeps it for ever."""
    words = (new.document.text, new.document.title or "")
    return f"doc-{token_hex(8)}" if shares_words(new.document.id, *words) else new.document.id


def _state(writing: Writing, stored: _Stored) -> list[Statement]:
    """Custody row, document and, of a row that others coded, its coding."""
    arrival, body, secret = stored.new.arrival, stored.body, stored.secret
    row = writing.record(
        Custody(
            requested_url=f"kept:{secret.mark(secret.requested_url)}" if secret.requested_url else arrival.requested_url,
            final_url=f"kept:{secret.mark(secret.final_url)}" if secret.final_url else arrival.final_url,
            http_status=arrival.http_status,
            captured_at=writing.at, collector_alias=writing.agent, tool=arrival.tool,
            tool_version=version("khronika"), egress_label=arrival.egress_label, media_type=arrival.media_type,
            bytes=len(arrival.content), sha256=stored.new.capture, sha256_text=body["text"],
        )
    )  # fmt: skip
    told = writing.state("document", stored.name, {**body, "capture_id": row.capture_id, "custody": row.row_sha256})
    if stored.mentions is None:
        return [told]
    coding = row_body(stored.mentions, secret, versions_id(table_versions(arrival.reader.name)))
    return [told, writing.state("coding", stored.name, coding)]
