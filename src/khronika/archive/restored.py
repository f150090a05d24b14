"""A coding's mentions out of the ledger and the text: the words that the ledger hashed are looked for in the text.

So what an earlier version coded can be shown again by a later one, unchanged. A word is right where its keyed hash is;
what is nowhere found (a name that was put together, a text that changed) makes the whole coding come back as None.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from khronika.archive.secret import Secret
from khronika.archive.store import text_bytes
from khronika.archive.wordless import PLACE, WORDS
from khronika.geography.current import gazetteer
from khronika.ledger import Statement
from khronika.model import Document, Mention

LONGEST = 8  # words of a name that is looked for
_WORD = re.compile(r"[\w'’.-]+")


def restored(coding: Statement, document: Document, secret: Secret) -> list[Mention] | None:
    """The mentions as they were coded, or None where a word is not found again."""
    words = _Words(document, secret)
    try:
        return [_mention(said, document, words) for said in coding.values()["mentions"]]
    except (KeyError, msgspec.ValidationError):
        return None


class _Words:
    """hash -> words, looked for where they are likeliest first. `[]` raises KeyError: nowhere found."""

    def __init__(self, document: Document, secret: Secret) -> None:
        self.text, self.secret = document.text, secret
        self.found = {secret.mark(word): word for word in filter(None, (document.source, document.title))}
        self.has_read_all = False

    def know(self, word: str) -> None:
        """A word that may be meant."""
        self.found.setdefault(self.secret.mark(word), word)

    def __getitem__(self, mark: str) -> str:
        if mark not in self.found and not self.has_read_all:
            self.has_read_all = True
            for word in _runs(self.text):
                self.know(word)
        return self.found[mark]


def _runs(text: str) -> Iterator[str]:
    """Every run of words of the text."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    for at, (start, _) in enumerate(words):
        for _, stop in words[at : at + LONGEST]:
            yield text[start:stop]
            yield text[start:stop].rstrip(".")


def _mention(said: dict[str, Any], document: Document, words: _Words) -> Mention:
    spans = {
        name: [{"start": a, "stop": b, "quote": _quote(document.text, a, b, mark, words)} for a, b, mark in many]
        for name, many in said["spans"].items()
    }
    for many in spans.values():
        if many:
            words.know(document.text[many[0]["start"] : many[-1]["stop"]])
    said = {**said, "spans": spans, "document": document.id, "published": document.published}
    said["document_hash"] = sha256(text_bytes(document.text)).hexdigest()[:32]
    _fill(said, WORDS, words)
    if said.get("place"):
        _know_place(said["place"].get("geonameid"), words)
        said["place"] = _fill(dict(said["place"]), PLACE, words)
    said["actors"] = [_fill(dict(actor), ("name",), words) for actor in said["actors"]]
    said["claims"] = [_fill(dict(claim), ("text", "speaker"), words) for claim in said["claims"]]
    if said.get("comparison"):
        said["comparison"] = _fill(dict(said["comparison"]), ("to", "text"), words)
    return msgspec.convert(said, Mention)


def _quote(text: str, start: int, stop: int, mark: str, words: _Words) -> str:
    quote = text[start:stop]
    if words.secret.mark(quote) != mark:
        raise KeyError(mark)
    words.know(quote)
    return quote


def _fill(said: dict[str, Any], names: tuple[str, ...], words: _Words) -> dict[str, Any]:
    for name in names:
        if said.get(name):
            said[name] = words[said[name]]
    return said


def _know_place(geonameid: int | None, words: _Words) -> None:
    place = gazetteer().by_id(geonameid) if geonameid else None
    for word in (place.name, place.admin1, place.admin2) if place else ():
        if word:
            words.know(word)
