"""How well mentions are grouped into events: B-cubed (Bagga and Baldwin 1998), pairs, near misses, independent sources.

Pure counting over labels; where the labels come from is told in linking.py.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from random import Random
from typing import NamedTuple

import msgspec

from khronika.evaluation.intervals import DRAWS, SEED, percentiles, ratio

Labels = Mapping[str, str]


class Grouping(msgspec.Struct, frozen=True):
    """Gold mentions with their happening, and with their event where they were found and told as occurred.

    `strangers` counts for each event the mentions in it that are none of gold's.
    """

    happening: Labels
    event: Labels
    strangers: Mapping[str, int] = {}


class Shares(NamedTuple):
    """Precision and recall of one mention; no precision where it was not found."""

    precision: float | None
    recall: float


class BCubed(msgspec.Struct, frozen=True):
    """Means over mentions; `low`..`high` is the 95 % interval of F1 over families of happenings."""

    precision: float | None
    recall: float | None
    f1: float | None
    mentions: int
    low: float | None = None
    high: float | None = None


class Pairs(msgspec.Struct, frozen=True):
    """Pairs of mentions: joined and of one happening, wrongly joined, wrongly apart."""

    right: int = 0
    merged: int = 0
    apart: int = 0

    @property
    def precision(self) -> float | None:
        """Of the pairs joined, the share that are of one happening."""
        return ratio(self.right, self.right + self.merged)

    @property
    def recall(self) -> float | None:
        """Of the pairs of one happening, the share that are joined."""
        return ratio(self.right, self.right + self.apart)

    @property
    def f1(self) -> float | None:
        """Their harmonic mean."""
        return ratio(2 * self.right, 2 * self.right + self.merged + self.apart)


def shares(grouping: Grouping) -> dict[str, Shares]:
    """For each mention, how much of its event is of its happening, and how much of its happening is in its event."""
    both = Counter((grouping.happening[m], e) for m, e in grouping.event.items())
    events, happenings = Counter(grouping.event.values()), Counter(grouping.happening.values())
    made = {}
    for mention, happening in grouping.happening.items():
        event = grouping.event.get(mention)
        if event is None:
            made[mention] = Shares(None, 0.0)
            continue
        same = both[happening, event]
        size = events[event] + grouping.strangers.get(event, 0)
        made[mention] = Shares(same / size, same / happenings[happening])
    return made


def b_cubed(found: Mapping[str, Shares], families: Labels | None = None) -> BCubed:
    """The means over some mentions. With `families` (of each mention) the interval, families drawn with replacement."""
    precision, recall, f1 = _means(found.values())
    if families is None:
        return BCubed(precision, recall, f1, len(found))
    by_family = defaultdict(list)
    for mention, share in found.items():
        by_family[families[mention]].append(share)
    low, high = percentiles(list(_drawn(list(by_family.values())))) or (None, None)
    return BCubed(precision, recall, f1, len(found), low, high)


def _means(found: Iterable[Shares]) -> tuple[float | None, float | None, float | None]:
    rows = list(found)
    precise = [s.precision for s in rows if s.precision is not None]
    precision, recall = ratio(sum(precise), len(precise)), ratio(sum(s.recall for s in rows), len(rows))
    if not precision or not recall:
        return precision, recall, None if recall is None else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall)


def _drawn(families: list[list[Shares]]) -> Iterable[float]:
    chance = Random(SEED)
    for _ in range(DRAWS):
        drawn = chance.choices(families, k=len(families))
        f1 = _means(share for family in drawn for share in family)[2]
        if f1 is not None:
            yield f1


def pairs(grouping: Grouping, languages: Labels) -> dict[tuple[str, str], Pairs]:
    """Pairs of mentions by their two languages, in the order of the alphabet. Strangers are in no pair."""
    made: dict[tuple[str, str], Pairs] = defaultdict(Pairs)
    for one, other in combinations(sorted(grouping.happening), 2):
        same = grouping.happening[one] == grouping.happening[other]
        joined = is_joined(grouping, one, other)
        if same or joined:
            first, second = sorted((languages[one], languages[other]))
            old, both = made[first, second], same and joined
            more = (old.right + both, old.merged + (joined and not same), old.apart + (same and not joined))
            made[first, second] = Pairs(*more)
    return dict(made)


def total(of: Iterable[Pairs]) -> Pairs:
    """The sum of several."""
    rows = list(of)
    return Pairs(sum(p.right for p in rows), sum(p.merged for p in rows), sum(p.apart for p in rows))


def is_joined(grouping: Grouping, one: str, other: str) -> bool:
    """Whether both were found and stand in one event."""
    event = grouping.event.get(one)
    return event is not None and event == grouping.event.get(other)


def main_events(grouping: Grouping, happenings: Collection[str]) -> dict[str, str]:
    """For each happening that was found, the event that holds most of its mentions (of equals the smallest id)."""
    held: dict[str, Counter[str]] = {happening: Counter() for happening in happenings}
    for mention, event in grouping.event.items():
        held[grouping.happening[mention]][event] += 1
    return {h: min(times, key=lambda e: (-times[e], e)) for h, times in held.items() if times}
