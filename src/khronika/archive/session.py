"""An opened archive: folder, store, ledger and derived store together. A writer holds the lock and first catches up."""

from collections.abc import Iterator
from contextlib import contextmanager

from khronika.archive import catch_up
from khronika.archive.derived import Derived
from khronika.archive.folder import Folder, Settings
from khronika.archive.forgetting import forget
from khronika.archive.lock import doing, writer_lock
from khronika.archive.secret import Secret, read_secret
from khronika.archive.store import Shelf, Store
from khronika.errors import CannotError
from khronika.ledger import Ledger
from khronika.ledger.durable import cannot
from khronika.ledger.ledger import Clock
from khronika.model import Document


class Session:
    """What the verbs work with. `settings` are those of khronika.toml."""

    def __init__(self, folder: Folder, settings: Settings, store: Store, ledger: Ledger, derived: Derived) -> None:
        self.folder, self.settings, self.store, self.ledger, self.derived = folder, settings, store, ledger, derived

    def secret(self, document: str, key: str) -> Secret:
        """A document's key file. Raises CannotError where it is missing or damaged."""
        try:
            return read_secret(self.store.read("keys", key))
        except ValueError as error:
            then = "restore it from a backup; ask: khronika verify"
            raise CannotError(
                self.store.place("keys", key), f"the key of {document} is damaged: {error}", then
            ) from error

    def document(self, name: str) -> Document | None:
        """A document as it was read, from the store; None where none of that id is shown."""
        query = "SELECT text, key, language, published FROM document WHERE id = ? AND hidden IS NULL"
        row = self.derived.connection.execute(query, (name,)).fetchone()
        if row is None:
            return None
        text, key, language, published = row
        secret = self.secret(name, key)
        return Document(
            id=name, text=self.store.read("texts", text).decode("utf-8", "surrogatepass"), language=language,
            published=published, source=secret.source, url=secret.url, title=secret.title, spans=secret.spans,
            author=secret.author or None, parts=secret.parts or [],
        )  # fmt: skip


@contextmanager
def reading(folder: Folder) -> Iterator[Session]:
    """The archive for reading: takes no lock and writes nothing. Raises CannotError."""
    settings = folder.read_settings()
    with Ledger(folder.ledger) as ledger:
        derived = Derived(folder.derived / "derived.sqlite", write=False)
        try:
            yield Session(folder, settings, Store(folder), ledger, derived)
        finally:
            derived.close()


@contextmanager
def writing(
    folder: Folder, *, wait: float = 0.0, agent: str | None = None, clock: Clock | None = None
) -> Iterator[Session]:
    """The archive for writing: locked, what a killed run left behind cleared, the derived store brought up to the ledger.

    `wait`: seconds to wait for another writer, below 0 for ever. Raises CannotError.
    """
    settings = folder.read_settings()
    with (
        writer_lock(folder.lock, doing(), wait),
        Ledger(folder.ledger, write=True, agent=agent or settings.agent, clock=clock) as ledger,
    ):
        store = Store(folder)
        try:
            folder.incoming.mkdir(exist_ok=True)
            store.clear_incoming()
        except OSError as error:
            raise cannot(folder.incoming, error) from error
        if not ledger.was_closed:
            store.sweep(named_files(ledger))
        derived = Derived(folder.derived / "derived.sqlite", write=True)
        try:
            session = Session(folder, settings, store, ledger, derived)
            catch_up.catch_up(ledger, derived)
            forget(derived)
            yield session
        finally:
            store.drop_staged()
            derived.close()


def named_files(ledger: Ledger) -> dict[Shelf, set[str]]:
    """The files that must be there by the ledger, by shelf."""
    named: dict[Shelf, set[str]] = {"captures": set(), "texts": set(), "keys": set()}
    destroyed = {s.subject for s in ledger.statements(0, "destroy")}
    for statement in ledger.statements(0, "document"):
        if statement.subject in destroyed:
            continue
        body = statement.values()
        named["captures"].add(body["capture"])
        named["texts"].add(body["text"])
        named["keys"].add(body["key"])
    for statement in ledger.statements(0, "merge"):
        body = statement.values()
        named["captures"] |= {body["ledger"], *body["carries"]}
    for statement in ledger.statements(0, "measure"):
        body = statement.values()
        named["captures"] |= {body["result"], *body["tables"].values()}
    return named
