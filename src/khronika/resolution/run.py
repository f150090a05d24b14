"""Resolve mentions into events: block, compare, weigh, cluster. The room's one verb and what it gives back.

Deterministic: the same mentions in any order give the same events with the same ids. Only `occurred` mentions become
events; figures of any status are linked among themselves. Does not read or write files and keeps nothing between runs.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice

from khronika.model import Event, Mention, Problem
from khronika.resolution.block import Blocks
from khronika.resolution.cases import Batch, build_batch
from khronika.resolution.cluster import join_links
from khronika.resolution.explain import PairExplanation, explain_pair
from khronika.resolution.gather import Origins, gather_events
from khronika.resolution.identity import in_order
from khronika.resolution.independence import document_accounts
from khronika.resolution.link import find_links
from khronika.resolution.signature import TextSignature
from khronika.resolution.weigh import Weigher
from khronika.resolution.weights import Weights, shipped_weights

MOST_PAIRS = 300  # of one event; beyond, an explanation is no longer read


class Resolution:
    """Events of one run. `problems` holds faults of the data; `steps` explains an event when it is asked for."""

    def __init__(
        self, batch: Batch, blocks: Blocks, weigher: Weigher, events: list[Event], problems: list[Problem]
    ) -> None:
        self.events = events
        self.problems = problems
        self._batch, self._blocks, self._weigher = batch, blocks, weigher
        self._index: dict[str, Event] = {}
        self._numbers: dict[str, int] = {}

    def event(self, event_id: str) -> Event | None:
        """The event of that id, None where this run has none."""
        if not self._index:
            self._index = {event.event_id: event for event in self.events}
            self._numbers = {mention.id: i for i, mention in enumerate(self._batch.mentions)}
        return self._index.get(event_id)

    def steps(self, event_id: str, rejected: int = 3) -> list[PairExplanation]:
        """Why the event is one: each pair of its mentions, strongest first, then the best pairs that were kept out.

        At most 300 pairs within the event and `rejected` with mentions of others. Empty where the id is unknown.
        """
        event = self.event(event_id)
        if event is None:
            return []
        members = [self._numbers[i] for i in event.mentions if i in self._numbers]
        inside = [self._explain(i, j, True) for i, j in islice(combinations(members, 2), MOST_PAIRS)]
        outside = [self._explain(i, j, False) for i, j in self._neighbours(members)]
        outside.sort(key=lambda pair: (any(s.never for s in pair.steps), -pair.total, pair.mentions))
        return sorted(inside, key=lambda pair: (-pair.total, pair.mentions)) + outside[:rejected]

    def _explain(self, i: int, j: int, together: bool) -> PairExplanation:
        return explain_pair(self._batch, self._weigher, i, j, together)

    def _neighbours(self, members: list[int]) -> Iterator[tuple[int, int]]:
        """Pairs of the event's mentions with others that were set beside them."""
        own, cells = set(members), self._batch.cells
        for cell, inside in self._firsts([self._batch.cases[i].cell for i in members], members):
            for near in (cells[cell], *self._blocks.near_cells(cells[cell])) if cells[cell].is_complete else ():
                yield from ((inside, other) for other in near.members[:MOST_PAIRS] if other not in own)
        for unit, inside in self._firsts([self._batch.cases[i].unit for i in members], members):
            if not cells[self._batch.cases[inside].cell].is_complete:
                yield from ((inside, k) for k, c in enumerate(self._batch.cases) if c.unit == unit and k not in own)

    @staticmethod
    def _firsts(values: list[int], members: list[int]) -> list[tuple[int, int]]:
        """Each value with the first member that has it."""
        return sorted(dict(zip(reversed(values), reversed(members), strict=True)).items())


def resolve(
    mentions: Iterable[Mention],
    *,
    weights: Weights | None = None,
    population: Mapping[int, int] | None = None,
    span_days: int | None = None,
    texts: Mapping[str, TextSignature] | None = None,
) -> Resolution:
    """The events that the mentions tell of, with `.steps(event_id)` to explain each.

    Args: weights: another table of levels; population: people by geonameid, where known, for how much a place says;
    span_days: first to last day of the whole that these mentions are a part of (`neighbourhood`), where they are one;
    texts: signatures of the documents' texts by document id, where they are at hand: reprints are known by them.
    The same mentions in any order give the same events. A mention given twice counts once.
    Source: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; differences: docs/method/resolve.md.
    """
    table = weights or shipped_weights()
    given = list(mentions)
    ordered, keys, problems = in_order(m for m in given if m.record == "figure" or m.status == "occurred")
    batch = build_batch(ordered, table.radius_km)
    blocks, weigher = Blocks(batch, table), Weigher(batch, table, population, span_days)
    groups = join_links(batch, weigher, find_links(batch, blocks, weigher))
    origins = Origins(document_accounts(given), texts or {})
    return Resolution(batch, blocks, weigher, gather_events(batch, keys, groups, table, origins), problems)
