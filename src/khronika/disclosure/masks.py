"""An archive's own values with names of persons masked and nothing else changed: what `events`, `show` and `explain` print.

Not for publication: no kind is coarse or late here, and ids are the archive's own. That is what `published_view` is for.
"""

from collections.abc import Mapping, Sequence

import msgspec

from khronika.disclosure import allowed
from khronika.disclosure.names import Names, masked, names_in
from khronika.disclosure.policy import Policy
from khronika.disclosure.rewrite import Joined, public_event, public_mention
from khronika.disclosure.strings import Strings
from khronika.model import Document, Event, Mention


class _Same(dict[str, str]):
    """Ids that stay as they are."""

    def __missing__(self, key: str) -> str:
        return key

    def __contains__(self, key: object) -> bool:
        return True


_IDS = _Same()


class Masks:
    """The masks of some documents. Without a document's text only what a string shows by itself is masked."""

    def __init__(self, policy: Policy, documents: Mapping[str, Document]) -> None:
        self._mask = policy.names.mask
        self._names = {name: self._found(document, policy) for name, document in documents.items()}
        self._strings = {
            name: Strings(document.language, self._names[name].words, (), self._mask)
            for name, document in documents.items()
        }

    def _found(self, document: Document, policy: Policy) -> Names:
        return allowed.kept(document, names_in(document), policy) if self._mask else Names([], frozenset())

    def document(self, document: Document) -> Document:
        """The document: its text keeps its length, so that offsets stay true."""
        if not self._mask:
            return document
        strings = self._strings[document.id]
        return msgspec.structs.replace(
            document, text=masked(document.text, self._names[document.id].spans), title=strings.maybe(document.title),
            author=strings.maybe(document.author), source=strings.publisher(document.source),
            url=strings.address(document.url), masked=True,
        )  # fmt: skip

    def mention(self, mention: Mention, document: Document) -> Mention:
        """The mention; `document` is the masked one."""
        made = public_mention(mention, document, self._strings[mention.document], _IDS)
        return msgspec.structs.replace(
            made, notes=mention.notes, text_group=mention.text_group, document_hash=mention.document_hash
        )

    def event(self, event: Event, members: Sequence[Mention]) -> Event:
        """The event; `members` are its mentions as the archive holds them."""
        strings = [self._strings[m.document] for m in members if m.document in self._strings]
        return public_event(event, members, set(), strings, _IDS) if self._mask else event

    def words(self, text: str) -> str:
        """A sentence of the program about these documents: the names in their texts are masked."""
        return Joined(list(self._strings.values())).known(text) if self._mask else text
