"""Look for a number in the sources that its statement is laid to: the same number of the same things.

This says what `events` cannot where the source was not coded or tells of no event. A source that lacks the number does not
contradict it: the reader may have missed it. Small numbers stand everywhere and are not looked for.
"""

from collections.abc import Iterable

from khronika.cite.body import Body, Number, read_body
from khronika.cite.bounds import relation
from khronika.cite.held import Held
from khronika.cite.model import Evidence, Reference
from khronika.cite.reasons import Finding
from khronika.text.fold import fold

SMALL = 10
_STEM = 4


class Sources:
    """The documents at hand, each read once, when first asked."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._documents = {d.id: d for d in held.documents}
        self._read: dict[str, Body] = {}

    def look(self, number: Number, references: Iterable[Reference]) -> Finding | None:
        """What the cited documents make of a number; None where none of them is at hand, or it is too small to look for."""
        names = list(dict.fromkeys(r.document for r in references if r.document))
        if not names:
            return None
        for name in names:
            for other, body in self._numbers(name):
                if _same_thing(number, other) and relation(number.found, other.found) == "bears_out":
                    return Finding("source_bears_out", [self._evidence(name, other, body)], outside=True)
        return Finding("not_in_source", [], outside=True)

    def _numbers(self, name: str) -> Iterable[tuple[Number, Body]]:
        document = self._documents[name]
        if name not in self._read:
            self._read[name] = read_body(document.text, document.text, document)
        return ((n, self._read[name]) for block in self._read[name].blocks for n in block.numbers)

    def _evidence(self, name: str, number: Number, body: Body) -> Evidence:
        block = body.block_at(number.start)
        assert block is not None, name
        start, stop = block.sentences[number.sentence]
        return Evidence(
            side="archive" if self._held.archive else "source", says="stands there as “" + body.source[start:stop][:200] + "”",
            document=name, source=self._documents[name].source, span=body.span(number.start, number.stop),
        )  # fmt: skip


def _same_thing(one: Number, other: Number) -> bool:
    """Whether both count the same: one word or its stem, or one class of things; and the number is no small one."""
    low = one.found.low if one.found.low is not None else one.found.high
    same_low = low == (other.found.low if other.found.low is not None else other.found.high)
    if low is None or low < SMALL or not same_low:
        return False
    units = [fold(n.found.unit or "")[:_STEM] for n in (one, other)]
    types = [n.found.unit_type for n in (one, other)]
    return (bool(units[0]) and units[0] == units[1]) or (types[0] is not None and types[0] == types[1])
