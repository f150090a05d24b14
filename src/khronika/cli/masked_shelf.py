"""An archive's shelf with names of persons masked, as khronika.toml says: what a terminal shows may be copied anywhere."""

from collections.abc import Iterator

import msgspec

from khronika.cli.shelf import ArchiveShelf, Found, Origin
from khronika.disclosure.masks import Masks
from khronika.disclosure.policy import Policy
from khronika.model import Document, Event
from khronika.resolution import PairExplanation


class MaskedShelf:
    """See Shelf. Each answer is masked by the texts of the documents it rests on."""

    def __init__(self, archive: ArchiveShelf, policy: Policy) -> None:
        self._archive, self._policy = archive, policy

    def events(self) -> Iterator[Event]:
        """See Shelf."""
        from khronika.archive.held import mentions_of

        for event in self._archive.events():
            members = mentions_of(self._archive.session.derived.connection, event)
            yield self._masks({m.document for m in members}).event(event, members)

    def find(self, wanted: str) -> Found:
        """See Shelf."""
        event, members = self._archive.find(wanted)
        documents = self._archive.documents({m.document for m in members})
        masks = Masks(self._policy, documents)
        shown = {name: masks.document(document) for name, document in documents.items()}
        told = [masks.mention(m, shown[m.document]) if m.document in shown else m for m in members]
        return masks.event(event, members) if event else None, told

    def documents(self, names: set[str]) -> dict[str, Document]:
        """See Shelf."""
        found = self._archive.documents(names)
        masks = Masks(self._policy, found)
        return {name: masks.document(document) for name, document in found.items()}

    def steps(self, event: Event) -> list[PairExplanation]:
        """See Shelf."""
        from khronika.archive.held import mentions_of

        members = mentions_of(self._archive.session.derived.connection, event)
        masks = self._masks({m.document for m in members})
        replace = msgspec.structs.replace
        return [
            replace(pair, steps=[replace(step, sentence=masks.words(step.sentence)) for step in pair.steps])
            for pair in self._archive.steps(event)
        ]

    def origins(self, names: set[str]) -> dict[str, Origin]:
        """See Shelf."""
        return self._archive.origins(names)

    def _masks(self, names: set[str]) -> Masks:
        return Masks(self._policy, self._archive.documents(names))
