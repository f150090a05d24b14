"""A document's key file: a random key, and the words that the ledger must not hold (title, publisher, addresses, spans).

The ledger holds hashes of words under this key. With the file gone, they prove nothing and say nothing: that is how a
document is forgotten though the ledger only grows.
"""

import hmac
import secrets
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from khronika.ledger.canonical import canonical
from khronika.model import Document, Part


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """Contents of a key file. `key` is 32 random bytes in hexadecimal.

    `name`, `requested_url`, `final_url`: what the document and its addresses were called, where that holds its words;
    the ledger then has a made name and keyed hashes. `author`, `parts`: see Document; `options`: those of ReadOptions that
    the document was read with and that are not the defaults. These three are UNSET where they are empty, and in key
    files of layout 1.
    """

    key: str
    title: str | None = None
    url: str | None = None
    spans: list[tuple[int, int]] | None = None
    source: str | None = None
    name: str | None = None
    requested_url: str | None = None
    final_url: str | None = None
    author: str | UnsetType = UNSET
    parts: list[Part] | UnsetType = UNSET
    options: dict[str, Any] | UnsetType = UNSET

    def content(self) -> bytes:
        """The file's bytes."""
        return canonical(self)

    def mark(self, words: str) -> str:
        """Keyed hash of words, 128 bits in hexadecimal."""
        return hmac.digest(bytes.fromhex(self.key), words.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]

    def seal(self) -> str:
        """Keyed hash of the file itself, for the ledger."""
        return hmac.digest(bytes.fromhex(self.key), self.content(), "sha256").hex()


def new_secret(document: Document) -> Secret:
    """A new key for a document."""
    return Secret(
        key=secrets.token_hex(32), title=document.title, url=document.url, spans=document.spans, source=document.source,
        author=document.author or UNSET, parts=document.parts or UNSET,
    )  # fmt: skip


def read_secret(content: bytes) -> Secret:
    """The key file's contents. Raises msgspec.DecodeError or ValueError where it is damaged."""
    found = msgspec.json.decode(content, type=Secret)
    if found.content() != content or len(bytes.fromhex(found.key)) != 32:
        raise ValueError("not as it was written")
    return found
