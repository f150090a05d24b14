"""What `events`, `show` and `explain` read from: an archive, or the folder that `chronicle` wrote; one shape for both."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from khronika.errors import CannotError, UsageError
from khronika.model import Document, Event, Mention
from khronika.resolution import PairExplanation

if TYPE_CHECKING:
    from khronika.archive.session import Session
    from khronika.archive.told import AllHeld

Found = tuple[Event | None, list[Mention]]


class Origin(msgspec.Struct, frozen=True):
    """SHA-256 of the captured bytes; name, version and libraries of the reader, None in archives of layout 1."""

    capture: str
    reader: dict[str, Any] | None

    def line(self) -> str:
        """For a person."""
        if self.reader is None:
            return f"capture {self.capture}"
        libraries = "".join(f", {name} {version}" for name, version in sorted(self.reader["libraries"].items()))
        return f"capture {self.capture}, read by {self.reader['name']} {self.reader['version']}{libraries}"


class Shelf(Protocol):
    """Events with what they rest on."""

    def events(self) -> Iterable[Event]:
        """All events and figures in their order."""

    def find(self, wanted: str) -> Found:
        """The event of that id, of that beginning of an id, or that holds that mention; with its mentions.

        A mention that is no event's comes alone. Raises UsageError.
        """

    def documents(self, names: set[str]) -> dict[str, Document]:
        """Documents of those ids."""

    def steps(self, event: Event) -> list[PairExplanation]:
        """Why its mentions are one."""

    def origins(self, names: set[str]) -> dict[str, Origin]:
        """From which bytes these documents were read, and by what; those of which nothing is on record are left out."""


@contextmanager
def shelf(folder: Path, full: bool = True) -> Iterator[Shelf]:
    """The folder open for reading; of an archive, unless `full`, with names of persons masked. Raises CannotError."""
    from khronika.archive.folder import Folder, is_archive
    from khronika.archive.session import reading

    if not is_archive(folder):
        yield ChronicleShelf(folder)
        return
    with reading(Folder(folder)) as session:
        try:
            yield ArchiveShelf(session) if full else _masked(session)
        except sqlite3.DatabaseError as error:
            raise CannotError(folder, str(error), "ask: khronika verify") from error


def _masked(session: "Session") -> Shelf:
    """The archive as khronika.toml lets it be shown. Raises UsageError: a loosening that is not on record."""
    from khronika.archive.loosening import archive_policy
    from khronika.cli.masked_shelf import MaskedShelf

    return MaskedShelf(ArchiveShelf(session), archive_policy(session))


class ArchiveShelf:
    """An archive."""

    def __init__(self, session: "Session") -> None:
        self.session = session

    def events(self) -> Iterable[Event]:
        """See Shelf."""
        from khronika.archive.resolving import current_events

        return current_events(self.session.derived.connection)

    def find(self, wanted: str) -> Found:
        """See Shelf."""
        from khronika.archive.held import find_event, find_mention, mentions_of

        connection = self.session.derived.connection
        lone = find_mention(connection, wanted)
        if lone and not connection.execute("SELECT 1 FROM member WHERE mention = ?", (wanted,)).fetchone():
            return None, [lone]
        event = find_event(connection, wanted)
        return event, mentions_of(connection, event)

    def documents(self, names: set[str]) -> dict[str, Document]:
        """See Shelf."""
        return {name: found for name in names if (found := self.session.document(name))}

    def steps(self, event: Event) -> list[PairExplanation]:
        """See Shelf."""
        from khronika.archive.beside import beside
        from khronika.archive.resolving import why_one

        return why_one(self.session.derived.connection, event, beside(self.session))

    def origins(self, names: set[str]) -> dict[str, Origin]:
        """See Shelf."""
        found = {}
        for name in names:
            for body in (s.values() for s in self.session.ledger.about(name) if s.act == "document"):
                found[name] = Origin(body["capture"], body.get("reader"))
        return found


class ChronicleShelf:
    """A folder that `chronicle` wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def events(self) -> list[Event]:
        """See Shelf."""
        return self._load("events.jsonl", Event)

    def find(self, wanted: str) -> Found:
        """See Shelf."""
        events, mentions = self.events(), self._load("mentions.jsonl", Mention)
        hits = [e for e in events if e.event_id == wanted or wanted in e.mentions]
        if not hits and "#" in wanted:
            lone = next((m for m in mentions if m.id == wanted), None)
            if lone:
                return None, [lone]
        hits = hits or [e for e in events if e.event_id.startswith(wanted)]
        if len(hits) != 1:
            what = f"{len(hits)} events begin with {wanted!r}" if hits else f"no event {wanted!r} in {self.folder}"
            raise UsageError(f"{what}; list them with: khronika events --archive {self.folder}")
        members = set(hits[0].mentions)
        return hits[0], [m for m in mentions if m.id in members]

    def documents(self, names: set[str]) -> dict[str, Document]:
        """See Shelf."""
        return {d.id: d for d in self._load("documents.jsonl", Document) if d.id in names}

    def steps(self, event: Event) -> list[PairExplanation]:
        """See Shelf."""
        from khronika.resolution import resolve

        return resolve(self._load("mentions.jsonl", Mention)).steps(event.event_id)

    def origins(self, names: set[str]) -> dict[str, Origin]:
        """A chronicle keeps no bytes."""
        return {}

    def _load(self, name: str, kind: type[Any]) -> list[Any]:
        decoder, path = msgspec.json.Decoder(kind), self.folder / name
        try:
            return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
        except (OSError, msgspec.DecodeError) as error:
            raise CannotError(path, str(error), "make the chronicle again") from error


def opened(given: str | Path) -> "str | Path | AllHeld":
    """What an archive holds, where `given` is its folder; else what was given, for whoever reads tables and files."""
    from khronika.archive import Archive
    from khronika.archive.folder import is_archive

    folder = Path(given)
    if not folder.is_dir() or not is_archive(folder):
        return given
    return Archive(folder).told()
