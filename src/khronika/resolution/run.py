"""Resolve mentions into events: block, compare, weigh, cluster. The room's one verb and what it gives back.

Deterministic: the same mentions in any order give the same events with the same ids. Only `occurred` mentions become
events; figures of any status are linked among themselves. Does not read or write files and keeps nothing between runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

import msgspec

from khronika.model import Event, Mention, Problem
from khronika.resolution.block import Blocks
from khronika.resolution.cases import Batch, build_batch
from khronika.resolution.cluster import join_links
from khronika.resolution.explain import PairExplanation, explain_pair, with_judgement
from khronika.resolution.gather import Origins, gather_events
from khronika.resolution.history import Regrouping
from khronika.resolution.identity import Key, event_id, in_order
from khronika.resolution.independence import document_accounts
from khronika.resolution.judgements import Judged, Judgement, read_judgements
from khronika.resolution.link import find_links
from khronika.resolution.neighbourhood import is_told
from khronika.resolution.signature import TextSignature
from khronika.resolution.summarise import RULE
from khronika.resolution.taken import no_collection, take_in
from khronika.resolution.weigh import Weigher
from khronika.resolution.weights import Weights, shipped_weights

MOST_PAIRS = 300  # of one event; beyond, an explanation is no longer read


class Names(msgspec.Struct):
    """Which mention each id of a mention or of an event stands for, and what was judged of them."""

    keys: list[Key]
    mentions: list[Mention]
    judged: Judged = Judged({}, {}, [])
    _numbers: dict[str, int] = {}

    @property
    def numbers(self) -> dict[str, int]:
        """Name -> number of the mention; made when first asked for, as most runs never ask."""
        if not self._numbers:
            self._numbers = {event_id(key): i for i, key in enumerate(self.keys)}
            self._numbers |= {mention.id: i for i, mention in enumerate(self.mentions)}
        return self._numbers


class Resolution:
    """Events of one run. `problems` holds faults of the data; `steps` explains an event when it is asked for.

    `given`: how many mentions there were, those left out and those given twice included.
    """

    given = 0

    def __init__(
        self,
        batch: Batch,
        blocks: Blocks,
        weigher: Weigher,
        events: list[Event],
        problems: list[Problem],
        names: Names,
    ) -> None:
        self.events = events
        self.problems = problems
        self._batch, self._blocks, self._weigher = batch, blocks, weigher
        self._names = names
        self._homes: dict[str, Event] = {}
        self._index: dict[str, Event] = {}
        self._numbers: dict[str, int] = {}

    def event(self, event_id: str) -> Event | None:
        """The event of that id, None where this run has none."""
        if not self._index:
            self._index = {event.event_id: event for event in self.events}
            self._numbers = {mention.id: i for i, mention in enumerate(self._batch.mentions)}
        return self._index.get(event_id)

    def home(self, name: str) -> Event | None:
        """The event that an id means today, whichever earlier run issued it; also the event of a mention's id.

        An id comes from a mention's key: the event is the one that holds this mention now. None where it is gone.
        """
        if not self._homes:
            self._homes = {m: event for event in self.events for m in event.mentions}
        number = self._names.numbers.get(name)
        return None if number is None else self._homes.get(self._batch.mentions[number].id)

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

    def reasoned(self, change: Regrouping) -> Regrouping:
        """The change with what decided it: the pair that spoke most for a merge, most against a split; ids and bits alone."""
        if not self._numbers:
            self._numbers = {mention.id: i for i, mention in enumerate(self._batch.mentions)}
        sides = list((change.before if change.act == "merge" else change.after).values())
        pairs = (pair for n, one in enumerate(sides) for other in sides[n + 1 :] for pair in product(one, other))
        found = [
            self._explain(self._numbers[a], self._numbers[b], change.act == "merge")
            for a, b in islice(pairs, MOST_PAIRS)
        ]
        if not found:
            return change
        if change.act == "merge":
            told = max(found, key=lambda pair: (pair.linked, pair.total, pair.mentions))
        else:
            told = min(found, key=lambda pair: (not any(s.never for s in pair.steps), pair.total, pair.mentions))
        steps = ", ".join(f"{s.level} {'never' if s.never else f'{s.weight:+g}'}" for s in told.steps)
        reason = (
            f"{told.mentions[0]} and {told.mentions[1]}: {told.total:+g} bits, threshold {told.threshold:+g}: {steps}"
        )
        return msgspec.structs.replace(change, reason=reason)

    def _explain(self, i: int, j: int, together: bool) -> PairExplanation:
        pair = explain_pair(self._batch, self._weigher, i, j, together)
        judgement = self._names.judged.of(i, j)
        return pair if judgement is None else with_judgement(pair, judgement)

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
    judgements: Iterable[Judgement] = (),
    summary: str = RULE,
    authorities: Sequence[str] = (),
) -> Resolution:
    """The events that the mentions tell of, with `.steps(event_id)` to explain each.

    Args: weights: another table of levels; population: people by geonameid, where known, for how much a place says;
    span_days: first to last day of the whole that these mentions are a part of (`neighbourhood`), where they are one;
    texts: signatures of the documents' texts by document id, where they are at hand: reprints are known by them;
    judgements: what persons said of pairs, which no weight overrules; contradictions are among the problems;
    summary: the rule that sums claims up (`summarise.RULES`); authorities: whom `most-authoritative` believes first.
    The same mentions in any order give the same events. A mention given twice counts once.
    Source: Fellegi and Sunter (1969), doi:10.1080/01621459.1969.10501049; differences: docs/method/resolve.md.
    """
    with no_collection():
        table = weights or shipped_weights()
        given = list(take_in(mentions))
        ordered, keys, problems = in_order(m for m in given if is_told(m))
        batch = build_batch(ordered, table.radius_km)
        blocks, weigher = Blocks(batch, table), Weigher(batch, table, population, span_days)
        names = _names(batch.mentions, keys, list(judgements))
        groups = join_links(batch, weigher, find_links(batch, blocks, weigher), names.judged)
        origins = Origins(document_accounts(given), texts or {}, summary, tuple(authorities))
        events = gather_events(batch, keys, groups, table, origins)
    found = Resolution(batch, blocks, weigher, events, [*problems, *names.judged.problems], names)
    found.given = len(given)
    return found


def _names(ordered: list[Mention], keys: list[Key], judgements: list[Judgement]) -> Names:
    names = Names(keys, ordered)
    if judgements:
        names.judged = read_judgements(judgements, names.numbers)
    return names
