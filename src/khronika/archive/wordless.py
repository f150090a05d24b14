"""A mention as the ledger keeps it: values, offsets and keyed hashes of words; no words.

Names of places are hashed too: a long one is as good as a sentence, and the gazetteer number stays. Two mentions are equal where their
wordless forms under one key are, so the derived store is checked against the ledger with the document's key.
"""

from typing import Any

import msgspec

from khronika.archive.secret import Secret
from khronika.ledger.canonical import digest
from khronika.model import Event, Mention

WORDS = ("attributed_to", "group", "source")
PLACE = ("name", "admin1", "admin2")


def wordless(mention: Mention, secret: Secret) -> dict[str, Any]:
    """The mention without words; what was read from the text stands as a keyed hash."""
    found: dict[str, Any] = msgspec.to_builtins(mention)
    for name in ("document", "published", "document_hash"):
        found.pop(name, None)
    for name in WORDS:
        if isinstance(found.get(name), str):
            found[name] = secret.mark(found[name])
    for name in PLACE if found.get("place") else ():
        found["place"][name] = found["place"][name] and secret.mark(found["place"][name])
    for actor in found["actors"]:
        actor["name"] = secret.mark(actor["name"])
    for claim in found["claims"]:
        claim["text"] = secret.mark(claim["text"])
        claim["speaker"] = claim["speaker"] and secret.mark(claim["speaker"])
    if found.get("comparison"):
        for name in ("to", "text"):
            found["comparison"][name] = secret.mark(found["comparison"][name])
    found["spans"] = {
        name: [[s["start"], s["stop"], secret.mark(s["quote"])] for s in spans]
        for name, spans in found["spans"].items()
    }
    return found


def event_digest(event: Event) -> str:
    """SHA-256 of an event's values and members without words, for the ledger. Episode left out: it follows the others."""
    found: dict[str, Any] = msgspec.to_builtins(event)
    for name in ("actors", "group", "conflicts", "sources", "episode", "comparison"):
        found.pop(name)
    for claim in found["claims"]:
        claim.pop("text")
        claim.pop("speaker")
    return digest(found)
