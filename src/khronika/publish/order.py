"""The one order that all files of a chronicle have: by first day, then by id; what has no date comes last.

Ids are read as people read them: `d2#3` before `d10#1`.
"""

import re
from collections.abc import Iterable

from khronika.model import Document, Event, Mention

Key = tuple[bool, str, list[tuple[int, str]], str]


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts runs of digits as numbers.

    >>> sorted(["d10", "d2"], key=natural)
    ['d2', 'd10']
    """
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(int(piece), "") if piece[0] in "0123456789" and len(piece) < 19 else (-1, piece) for piece in pieces]


def _key(day: str | None, name: str) -> Key:
    return day is None, day or "", natural(name), name


def events_in_order(events: Iterable[Event]) -> list[Event]:
    """Events by first day and id."""
    return sorted(events, key=lambda event: _key(event.date_start, event.event_id))


def mentions_in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions by first day and id."""
    return sorted(mentions, key=lambda mention: _key(mention.date_start, mention.id))


def documents_in_order(documents: Iterable[Document]) -> list[Document]:
    """Documents by day of publication and id."""
    return sorted(documents, key=lambda document: _key(document.published, document.id))
