"""Turn mentions into cases: small values that can be compared a million times. First step of resolving.

Mentions that agree in record, kind, dates and place share a cell, so that these are compared once for all of them.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from math import inf
from typing import Any

import msgspec

from khronika.codebook import codebook
from khronika.model import Actor, Claim, Comparison, Mention
from khronika.resolution.identity import text_name, trigger_start
from khronika.resolution.spots import Spot, SpotTable
from khronika.text.fold import fold

CROWDED = 50  # of one text's mentions in one cell so many are set against each other


class Cell(msgspec.Struct):
    """What mentions of the same record, kind, dates and place share. Days are ordinals, inclusive; -1 is unknown."""

    index: int
    record: str
    status: str
    kind: str | None
    start: int
    end: int
    spot: int
    members: list[int]

    @property
    def days(self) -> int:
        """Length of the interval."""
        return self.end - self.start + 1

    @property
    def is_complete(self) -> bool:
        """Whether it has both dates and a place; others are compared within their own text only."""
        return self.start >= 0 and self.spot >= 0


class Case(msgspec.Struct, frozen=True):
    """One mention as it is compared. `unit` is its text (reprints share it), `edition` its document and language.

    Mentions of one edition that share a `telling` say one thing twice; others are told apart. `profile` numbers all that
    follows the claims: cases of one profile are equal in it; 0 says nothing.
    """

    cell: int
    unit: int
    document: int
    edition: int
    telling: int
    claims: tuple[Claim, ...]
    sorts: frozenset[tuple[str, str]]
    names: frozenset[str]
    topics: frozenset[str]
    attributed: str | None
    group: frozenset[str]
    language: str | None
    comparison: Comparison | None
    profile: int


class Batch(msgspec.Struct):
    """All of one run in the order of the keys; index i is the same mention in `mentions` and `cases`."""

    mentions: list[Mention]
    cases: list[Case]
    cells: list[Cell]
    spots: SpotTable


class _Numbers(dict[object, int]):
    """Gives each new value the next number."""

    def __missing__(self, value: object) -> int:
        self[value] = len(self)
        return self[value]


_SAYS_NOTHING: tuple[object, ...] = (frozenset(), frozenset(), frozenset(), None, frozenset(), None, None)


class _Names:
    """Numbers of the texts, documents, editions and tellings of a batch; equal sets are kept once."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.texts, self.documents, self.tellings = _Numbers(), _Numbers(), _Numbers()
        self._languages, self._sets = _Numbers(), dict[frozenset[Any], frozenset[Any]]()
        self.profiles = _Numbers()
        self.profiles[_SAYS_NOTHING] = 0
        self._units = _text_units(mentions, self.texts, self.documents)

    def unit(self, mention: Mention) -> int:
        """Number of the text, the same for all that are one text."""
        return self._units[self.texts[text_name(mention)]]

    def edition(self, mention: Mention) -> int:
        """Number of document and language."""
        return self.documents[mention.document] << 10 | self._languages[mention.language]

    def one(self, values: frozenset[Any]) -> frozenset[Any]:
        """The first equal set."""
        return self._sets.setdefault(values, values)


def build_batch(mentions: Sequence[Mention], radius_km: dict[str, float]) -> Batch:
    """Cases and cells of mentions that are sorted by key."""
    batch = Batch(list(mentions), [], [], SpotTable(radius_km))
    cells, names = _Numbers(), _Names(mentions)
    for index, mention in enumerate(mentions):
        cell = _cell_of(mention, batch, cells)
        cell.members.append(index)
        batch.cases.append(_case(mention, cell.index, names))
    return _told_apart(batch)


def _cell_of(mention: Mention, batch: Batch, cells: _Numbers) -> Cell:
    """The mention's cell, new where it is the first. A status counts for figures; events are all `occurred` here.

    A kind of the user's own is compared as the shipped kind above it.
    """
    kind = codebook().shipped(mention.kind)
    spot = batch.spots.add(mention.place)
    start, end = _days(mention)
    status = mention.status if mention.record == "figure" else "occurred"
    index = cells[mention.record, status, kind, start, end, spot]
    if index == len(batch.cells):
        batch.cells.append(Cell(index, mention.record, status, kind, start, end, spot, []))
    return batch.cells[index]


def _days(mention: Mention) -> tuple[int, int]:
    """First and last day as ordinals, (-1, -1) where one is missing or no date."""
    try:
        start = date.fromisoformat(mention.date_start or "").toordinal()
        end = date.fromisoformat(mention.date_end or mention.date_start or "").toordinal()
    except ValueError:
        return -1, -1
    return (start, end) if start <= end else (end, start)


def _case(mention: Mention, cell: int, names: _Names) -> Case:
    edition, one = names.edition(mention), names.one
    group = mention.group if isinstance(mention.group, str) else ""
    ratio = mention.comparison if isinstance(mention.comparison, Comparison) else None
    said = (
        one(frozenset((a.role, a.type) for a in mention.actors if a.type)),
        one(frozenset(fold(a.name).strip() for a in mention.actors if is_proper(a))),
        one(frozenset(mention.topics)),
        fold(mention.attributed_to).strip() if mention.attributed_to else None,
        one(frozenset(fold(group).split())),
    )
    profile = names.profiles[*said, mention.language if group else None, ratio]
    return Case(
        cell, names.unit(mention), names.documents[mention.document], edition, names.tellings[edition << 40 | cell],
        tuple(c for c in mention.claims if c.low is not None or c.high is not None),
        *said, mention.language, ratio, profile,
    )  # fmt: skip


def _told_apart(batch: Batch) -> Batch:
    """The batch with tellings parted by their triggers in cells of which a text gives two accounts at odds.

    Two explosions of one day in one town: where one text shows that there were two, each text's two mentions are these.
    """
    parted = _Numbers()
    for cell in batch.cells:
        if cell.record == "event" and len(cell.members) > 1 and _holds_several(batch, cell):
            for i in cell.members:
                where = batch.cases[i].telling, trigger_start(batch.mentions[i])
                batch.cases[i] = msgspec.structs.replace(batch.cases[i], telling=-1 - parted[where])
    return batch


def _holds_several(batch: Batch, cell: Cell) -> bool:
    """Whether one edition tells two things in this cell by numbers that exclude each other."""
    told: dict[int, list[int]] = {}
    for i in cell.members:
        told.setdefault(batch.cases[i].telling, []).append(i)
    return any(
        trigger_start(batch.mentions[i]) != trigger_start(batch.mentions[j])
        and _at_odds(batch.cases[i], batch.cases[j])
        for members in told.values()
        for i, j in combinations(members[:CROWDED], 2)
    )


def _at_odds(a: Case, b: Case) -> bool:
    """Whether a quantity that both give has no value in common, and no two speakers explain it."""
    for quantity in {c.quantity for c in a.claims} & {c.quantity for c in b.claims}:
        one, other = ([c for c in case.claims if c.quantity == quantity] for case in (a, b))
        rivals = {c.speaker for c in one} != {c.speaker for c in other}
        if not rivals and not any(_may_be_equal(c, d) for c in one for d in other):
            return True
    return False


def _may_be_equal(a: Claim, b: Claim) -> bool:
    below = min(c.high for c in (a, b) if c.high is not None) if a.high is not None or b.high is not None else inf
    return below >= max(a.low or 0, b.low or 0)


def is_proper(actor: Actor) -> bool:
    """Whether the actor's name singles it out ("Vesna"), unlike a sort of people ("police", "경찰").

    Scripts without case do not show it; there, a name of a sort of people that everybody has is taken for common.
    """
    if actor.name != actor.name.lower():
        return True
    has_case = actor.name != actor.name.upper()
    return not has_case and actor.type not in (None, "state_forces", "protesters", "civilians", "rioters")


def _text_units(mentions: Sequence[Mention], texts: _Numbers, documents: _Numbers) -> list[int]:
    """For each number of a text that of the first that is the same: equal bytes, one document or one `text_group`."""
    first: list[int] = []
    of_document: dict[int, int] = {}
    of_group: dict[str, int] = {}

    def root(text: int) -> int:
        while first[text] != text:
            first[text] = text = first[first[text]]
        return text

    for mention in mentions:
        text = texts[text_name(mention)]
        if text == len(first):
            first.append(text)
        others = [of_document.setdefault(documents[mention.document], text)]
        if mention.text_group:
            others.append(of_group.setdefault(mention.text_group, text))
        for other in others:
            low, high = sorted((root(text), root(other)))
            first[high] = low
    return [root(text) for text in range(len(first))]


__all__ = ["Batch", "Case", "Cell", "Spot", "build_batch", "is_proper"]
