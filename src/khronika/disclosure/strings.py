"""Make the short strings of an archive fit to leave: names masked, hidden terms blanked, ids and addresses without either.

An id that says something gets a made one; an address keeps its path only where no name and no day stands in it.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from khronika.disclosure.excerpt import without_terms
from khronika.disclosure.lexicon import name_words
from khronika.disclosure.names import masked, names_in_string
from khronika.disclosure.tokens import words_in
from khronika.geography.sound import skeletons
from khronika.model import Document

_TELLS_NOTHING = re.compile(r"[A-Za-z]{0,2}[-_.]?[0-9]{0,5}")
_SLUG = re.compile(r"[^\W\d_]{3,}")
_LONG = 4


class Strings:
    """The strings of one document: `words` are the names found in its text, `terms` what is hidden of it."""

    def __init__(self, language: str | None, words: frozenset[str], terms: Iterable[str], mask: bool = True) -> None:
        self.language, self.words, self.terms, self.mask = language, words, list(terms), mask

    def shown(self, text: str) -> str:
        """The string as it may leave."""
        if self.mask:
            text = masked(text, names_in_string(text, self.language, self.words).spans)
        return without_terms(text, self.terms)

    def maybe(self, text: str | None) -> str | None:
        """The same of what may be missing."""
        return None if text is None else self.shown(text)

    def known(self, text: str) -> str:
        """Only names that the documents' own sentences hold are masked; for values that are no sentences of a source."""
        found = [(w.start, w.stop) for w in words_in(text, 0, set()) if self.mask and w.folded in self.words]
        return without_terms(masked(text, found), self.terms)

    def publisher(self, text: str | None) -> str | None:
        """The name of an outlet: masked where a known given name stands in it, as in that of one person's channel."""
        if text is None or not self.mask:
            return None if text is None else without_terms(text, self.terms)
        known = name_words((self.language or "en").split("-")[0])
        spans = names_in_string(text, self.language).spans
        personal = [s for s in spans if any(known.is_given(w.folded) for w in words_in(text[s[0] : s[1]], 0, set()))]
        return without_terms(masked(text, personal), self.terms)

    def address(self, url: str | None) -> str | None:
        """The address; only its site where its path holds a name (in whatever script) or a hidden term."""
        if url is None:
            return None
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = unquote(parts.path + "?" + parts.query)
        if self._tells(path) or without_terms(path, self.terms) != path:
            return f"{parts.scheme}://{parts.hostname}/" if parts.scheme and parts.hostname else None
        return url if not parts.username and not parts.password else None

    def _tells(self, path: str) -> bool:
        keys = {key for word in self.words if len(word) >= _LONG for key in skeletons(word)}
        pieces = [w for w in _SLUG.findall(path) if len(w) >= _LONG]
        return self.mask and any(key in keys for piece in pieces for key in skeletons(piece))


def public_id(document: Document) -> str:
    """An id that says nothing: short ones of a letter or two and a number stay, of others a hash of text and id is taken."""
    if document.id and _TELLS_NOTHING.fullmatch(document.id):
        return document.id
    body = f"{document.id}\0{document.text}".encode("utf-8", "surrogatepass")
    return f"doc-{sha256(body).hexdigest()[:16]}"
