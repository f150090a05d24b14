"""`Archive`: the verbs of an archive as methods. Opens nothing until a verb is called; each verb closes what it opened."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from khronika.archive import hiding, session, weighing
from khronika.archive.add import Added
from khronika.archive.add import add as add_paths
from khronika.archive.again import again, compare
from khronika.archive.backup import Backed, backup
from khronika.archive.code import Coded
from khronika.archive.code import code as code_new
from khronika.archive.folder import Folder, find_folder, make_folder
from khronika.archive.held import Held, find_event, mentions_of
from khronika.archive.merge import Merged, merge
from khronika.archive.replay import Replayed, replay
from khronika.archive.resolving import current_events
from khronika.archive.restore import restore
from khronika.archive.reviewed import Reviewed, reviewed_event
from khronika.archive.revision import Revision
from khronika.archive.selections import selected_words
from khronika.archive.told import AllHeld, told
from khronika.archive.verify import verify
from khronika.extraction.stream import Mode
from khronika.ledger import Ledger, Statement
from khronika.ledger.ledger import Clock
from khronika.model import Event, Problem
from khronika.resolution import Regrouping
from khronika.sources import ReadOptions
from khronika.table import Table

if TYPE_CHECKING:
    from khronika.archive.measured import Populations
    from khronika.measure.read import Given
    from khronika.measure.result import Result


def _silent(_: str) -> None:
    """Nobody watches."""


class Archive:
    """One archive. `agent`: the alias that statements carry, else that of khronika.toml; `clock`: gives the time.

    `wait`: seconds that a writing verb waits for another writer, below 0 for ever. Verbs raise CannotError where the
    folder cannot be read or written, or another process writes.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        agent: str | None = None,
        clock: Clock | None = None,
        wait: float = 0.0,
    ) -> None:
        """Finds the archive: the folder given, or the current one or the nearest above. Raises NotAnArchiveError."""
        self.folder: Folder = find_folder(Path(folder) if folder is not None else None)
        self.agent, self.clock, self.wait = agent, clock, wait

    @classmethod
    def init(
        cls, folder: str | Path, *, name: str | None = None, agent: str | None = None, clock: Clock | None = None
    ) -> "Archive":
        """Starts an archive in a folder that is none yet, and makes the ledger's first statement."""
        made = make_folder(Path(folder), name)
        settings = made.read_settings()
        with (
            Ledger(made.ledger, write=True, agent=agent or settings.agent, clock=clock) as ledger,
            ledger.writing() as w,
        ):
            w.state("init", "archive", {"layout": settings.layout, "name": settings.name})
        return cls(made.root, agent=agent, clock=clock)

    def reading(self) -> AbstractContextManager[session.Session]:
        """The archive open for reading."""
        return session.reading(self.folder)

    def writing(self) -> AbstractContextManager[session.Session]:
        """The archive open for writing, locked."""
        return session.writing(self.folder, wait=self.wait, agent=self.agent, clock=self.clock)

    def add(
        self,
        paths: Sequence[str | Path] | str | Path,
        options: ReadOptions | None = None,
        on_document: Callable[[str], None] = _silent,
        *,
        again: bool = False,
    ) -> Added:
        """Captures files, folders, JSON lines, addresses; what is there already adds nothing.

        `again`: also what was destroyed here; else it is refused.
        """
        given = [paths] if isinstance(paths, (str, Path)) else list(paths)
        with self.writing() as opened:
            return add_paths(opened, given, options or ReadOptions(), on_document, again)

    def code(self, mode: Mode = "auto", on_document: Callable[[str], None] = _silent) -> Coded:
        """Extracts and resolves what is new."""
        with self.writing() as opened:
            return code_new(opened, mode, on_document)

    def code_again(
        self, mode: Mode = "auto", *, accept: bool = False, on_document: Callable[[str], None] = _silent
    ) -> Revision:
        """Codes everything anew by the present versions and says what differs; with `accept` that is what counts."""
        with self.writing() as opened:
            return again(opened, mode, accept, on_document)

    def compare(self, mode: Mode = "auto", on_document: Callable[[str], None] = _silent) -> Revision:
        """Reads every capture and codes every document again, of whatever versions, and says what differs; keeps nothing."""
        with self.writing() as opened:
            return compare(opened, mode, on_document)

    def estimate_weights(self) -> weighing.Weighed:
        """Estimates the weights of resolving from the archive's own mentions, freezes them in the ledger, resolves by them.

        Raises UsageError where there are no mentions.
        """
        with self.writing() as opened:
            return weighing.estimate(opened)

    def use_shipped_weights(self) -> weighing.Weighed:
        """Resolves by the weights that ship again."""
        with self.writing() as opened:
            return weighing.use_shipped(opened)

    def regroupings(self) -> list[tuple[int, Regrouping]]:
        """Merges and splits of events with what decided each, and the number of the statement that says so."""
        with Ledger(self.folder.ledger) as ledger:
            told = ((s.seq, s.values().get("regrouped", [])) for s in ledger.statements(0, "events"))
            return [(seq, msgspec.convert(one, Regrouping)) for seq, many in told for one in many]

    def replay(self, on_document: Callable[[str], None] = _silent) -> Replayed:
        """Makes what is derived anew from ledger, captures and texts, and says whether it came out the same."""
        with self.writing() as opened:
            return replay(opened, on_document)

    def backup(
        self, target: str | Path, recipients: Sequence[str] = (), on_file: Callable[[str], None] = _silent
    ) -> Backed:
        """Copies the archive, while others write, into a folder or a file; `recipients` of age encrypt the file."""
        return backup(self.folder, Path(target), list(recipients), on_file)

    @classmethod
    def restore(
        cls,
        source: str | Path,
        folder: str | Path,
        key: str | Path | None = None,
        on_file: Callable[[str], None] = _silent,
    ) -> "Archive":
        """An archive out of a backup; `replay` then makes what is derived. Raises UsageError, CannotError."""
        return cls(restore(Path(source), Path(folder), Path(key) if key else None, on_file).root)

    def merge(self, other: str | Path, on_document: Callable[[str], None] = _silent) -> Merged:
        """Takes another archive in, and resolves both together. Raises UsageError, CannotError."""
        folder = find_folder(Path(other))
        with self.writing() as opened:
            done = merge(opened, folder)
            code_new(opened, "auto", on_document)
        return done

    def seal(self, document: str, reason: str) -> None:
        """Keeps a document and shows it no more. Raises UsageError."""
        with self.writing() as opened:
            hiding.seal(opened, document, reason)

    def unseal(self, document: str, reason: str) -> None:
        """Shows a sealed document again, once `code` has run. Raises UsageError."""
        with self.writing() as opened:
            hiding.unseal(opened, document, reason)

    def destroy(self, document: str, reason: str, *, with_twins: bool = False) -> list[str]:
        """Forgets a document but for one line; gives other captures of its place. Raises UsageError."""
        with self.writing() as opened:
            return hiding.destroy(opened, document, reason, with_twins)

    def hidden(self) -> list[hiding.Hidden]:
        """What is sealed or destroyed."""
        with Ledger(self.folder.ledger) as ledger:
            return hiding.hidden(ledger)

    def events(self) -> Table[Event]:
        """All events and figures."""
        with self.reading() as opened:
            return Table(Event, list(current_events(opened.derived.connection)))

    def reviewed(self) -> list[Reviewed]:
        """All events and figures with what persons decided over them; those judged to be no event are among them."""
        with self.reading() as opened:
            connection = opened.derived.connection

            def quote(document: str, start: int, stop: int) -> str:
                return selected_words(opened, document, start, stop)

            return [reviewed_event(connection, event, quote) for event in current_events(connection)]

    def show(self, name: str) -> Held:
        """An event with its mentions; an id that became an alias leads to its event. Raises UsageError: unknown."""
        with self.reading() as opened:
            event = find_event(opened.derived.connection, name)
            return Held(event, mentions_of(opened.derived.connection, event))

    def record(
        self, found: "Result", table: "Given | None" = None, populations: "Populations | None" = None
    ) -> Statement:
        """States a measure's result in the ledger, so that `verify` derives it again; from this archive, or a `table`.

        `populations`: those that the measure was given, if any. Raises UsageError where the result does not follow.
        """
        from khronika.archive.measured import record

        with self.writing() as opened:
            return record(opened, found, table, populations)

    def told(self) -> AllHeld:
        """What the measures are made from: `kh.measure.rates(archive)` asks for it by itself."""
        with self.reading() as opened:
            return told(opened)

    def verify(self, on_document: Callable[[str], None] = _silent) -> list[Problem]:
        """Everything that is broken, the first first; empty where all holds."""
        return list(verify(self.folder, on_document))


__all__ = ["Archive", "Held"]
