"""Name mentions and events by what they are: no clock, no chance, no order of arrival.

A mention's key is where it stands (text, trigger, language, record); an event's id hashes its smallest mention's key.
"""

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from khronika.model import Mention, Problem

ULID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_LENGTH = 26
_TO_ULID = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ULID_ALPHABET.encode())

Key = tuple[str, int, int, str, str, int]

_encoder = msgspec.json.Encoder(order="deterministic")


def text_name(mention: Mention) -> str:
    """The hash of the document's text where it is known, else the document's id."""
    return mention.document_hash or mention.document


def mention_key(mention: Mention, nth: int = 0) -> Key:
    """Where the mention stands. `nth` tells mentions with one trigger apart ("rallies in Osh and Naryn")."""
    trigger = mention.spans.get("trigger") or mention.spans.get("claims[0]") or mention.spans.get("place")
    start, stop = (trigger[0].start, trigger[0].stop) if trigger else (-1, -1)
    return text_name(mention), start, stop, mention.language or "", mention.record, nth


def trigger_start(mention: Mention) -> int:
    """Where the words stand that tell of the happening; -1 where no place in the text is given."""
    return mention_key(mention)[1]


def event_id(smallest: Key) -> str:
    """`khr-` and 26 characters of Crockford's base 32 for the event whose smallest mention has this key.

    >>> event_id(("d1", 10, 24, "en", "event", 0))
    'khr-0E3KFX7WE5ZP7X0PZAQR29WEXA'
    """
    text, start, stop, language, record, nth = smallest
    content = "\x1f".join((text, str(start), str(stop), language, record, *([str(nth)] if nth else [])))
    digest = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return "khr-" + b32encode(bytes(4) + digest).translate(_TO_ULID)[-ULID_LENGTH:].decode()


def content_bytes(mention: Mention) -> bytes:
    """The mention's JSON with sorted keys: equal bytes mean equal mentions."""
    return _encoder.encode(mention)


def in_order(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Key], list[Problem]]:
    """The mentions sorted by key, their keys, each line once; ids that stand for several mentions are problems."""
    by_place: dict[Key, list[Mention]] = {}
    for mention in mentions:
        by_place.setdefault(mention_key(mention), []).append(mention)
    ordered: list[Mention] = []
    keys: list[Key] = []
    for key in sorted(by_place):
        same = by_place[key]
        if len(same) > 1:
            same = [once for _, once in sorted({content_bytes(m): m for m in same}.items())]
        ordered += same
        keys += [(*key[:5], nth) for nth in range(len(same))]
    return ordered, keys, _repeated_ids(ordered)


def _repeated_ids(mentions: list[Mention]) -> list[Problem]:
    seen: set[str] = set()
    twice: set[str] = set()
    for mention in mentions:
        (twice if mention.id in seen else seen).add(mention.id)
    return [
        Problem(i, "several mentions have this id", "give each its own: events name mentions by id")
        for i in sorted(twice)
    ]
