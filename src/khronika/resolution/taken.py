"""Take mentions in: what resolving reads of each, with equal values kept once. First step of resolving.

A mention as it was extracted is three quarters words, rules and spans that no comparison reads; without them and with one
place, actor or date for all that name it, a million fit into memory. Of spans where the telling words stand is kept.
Does not sort and drops no mention.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from khronika.model import Mention, Place, Span
from khronika.resolution.identity import mention_key

Value = TypeVar("Value")


class _Shared(dict[object, object]):
    """Gives for each value the first equal one. Claims are left out: 200 and 200.0 are equal and not written alike."""

    def one(self, value: Value) -> Value:
        return self.setdefault(value, value)  # type: ignore[return-value]

    def place(self, place: Place | None) -> Place | None:
        """The same for a place, whose degrees may be whole numbers."""
        if place is None:
            return None
        return self.setdefault((place, type(place.lat), type(place.lon)), place)  # type: ignore[return-value]


def take_in(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Each mention without words, rules and notes, in the order given; its key (`identity`) is the same."""
    shared = _Shared()
    one = shared.one
    spans: dict[tuple[int, int], dict[str, list[Span]]] = {(-1, -1): {}}
    for m in mentions:
        _, start, stop, *_ = mention_key(m)
        if (start, stop) not in spans:
            spans[start, stop] = {"trigger": [Span(start, stop, "")]}
        yield Mention(
            id=m.id, document=m.document, record=m.record, kind=one(m.kind), event_type=one(m.event_type),
            sub_event_type=one(m.sub_event_type), status=m.status, date_start=one(m.date_start),
            date_end=one(m.date_end), date_level=m.date_level, place=shared.place(m.place),
            actors=[one(a) for a in m.actors], claims=m.claims,
            attributed_to=one(m.attributed_to), group=one(m.group), comparison=m.comparison,
            topics=[one(t) for t in m.topics], confidence=m.confidence, language=one(m.language),
            source=one(m.source), document_hash=m.document_hash, text_group=m.text_group, spans=spans[start, stop],
        )  # fmt: skip


@contextmanager
def no_collection() -> Iterator[None]:
    """Without Python's search for cycles: none are made here, and looking through millions of values takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


__all__ = ["no_collection", "take_in"]
