"""Join linked mentions into groups: strongest link first, two groups only if their mentions agree on the whole.

Deterministic and blind to order: links are sorted by weight, then by the mentions' keys. Two groups join when nothing
keeps any mention of one apart from any of the other, and when the average weight between them reaches the threshold
(constrained average linkage); so no chain of half-alike reports pulls two towns or two days together.
"""

from collections.abc import Iterable
from itertools import product

from khronika.resolution.cases import Batch, Case
from khronika.resolution.judgements import Judged
from khronika.resolution.weigh import Weigher

SAMPLE = 12  # of a large group, so many mentions stand for all when the average is taken
_SHIFT, _MASK, _FINE = 32, 0xFFFFFFFF, 4096.0


def pack_link(weight: float, i: int, j: int) -> int:
    """A link as one number; smaller is stronger, then earlier by key."""
    first, second = (i, j) if i < j else (j, i)
    return (int((128.0 - weight) * _FINE) << 2 * _SHIFT) | first << _SHIFT | second


def link_weight(link: int) -> float:
    """The weight of a packed link, to a 4096th of a bit."""
    return 128.0 - (link >> 2 * _SHIFT) / _FINE


class _Group:
    """Mentions joined so far, with what forbids further ones."""

    __slots__ = ("cells", "editions", "enemies", "is_judged", "members")

    def __init__(self, index: int, case: Case) -> None:
        self.members = [index]
        self.cells = {case.cell}
        self.editions = {case.edition: case.telling}
        self.enemies: set[int] = set()
        self.is_judged = False

    def take(self, other: "_Group") -> None:
        """Swallow the other group; members stay sorted."""
        self.members = sorted(self.members + other.members)
        self.cells |= other.cells
        self.editions |= other.editions
        self.enemies |= other.enemies
        self.is_judged |= other.is_judged


class _Joining:
    """The state of one run: which group each mention is in, and which pairs of groups were refused at which sizes."""

    def __init__(self, batch: Batch, weigher: Weigher) -> None:
        self.batch, self.weigher = batch, weigher
        self.home = list(range(len(batch.cases)))
        self.groups: dict[int, _Group] = {}
        self.refused: dict[tuple[int, int], tuple[int, int]] = {}

    def try_link(self, i: int, j: int) -> None:
        """Join the groups of two linked mentions if they may; a refusal holds until one of them has grown."""
        a, b = sorted((self._root(i), self._root(j)))
        if a == b:
            return
        one, other = self._group(a), self._group(b)
        sizes = len(one.members), len(other.members)
        if self.refused.get((a, b)) == sizes:
            return
        if _may_join(one, other, self.weigher):
            self._unite(a, b)
        else:
            self.refused[a, b] = sizes

    def judge(self, judged: Judged) -> None:
        """Join what a person judged the same, and remember what was judged different. Comes before all links."""
        for i, j in judged.different:
            self._group(i).enemies.add(j)
            self._group(j).enemies.add(i)
        for i, j in sorted(judged.same):
            a, b = sorted((self._root(i), self._root(j)))
            if a != b:
                self._unite(a, b)
            self._group(a).is_judged = True

    def _unite(self, a: int, b: int) -> None:
        self._group(a).take(self._group(b))
        self.home[b] = a
        del self.groups[b]

    def _root(self, index: int) -> int:
        home = self.home
        while home[index] != index:
            home[index] = index = home[home[index]]
        return index

    def _group(self, root: int) -> _Group:
        if root not in self.groups:
            self.groups[root] = _Group(root, self.batch.cases[root])
        return self.groups[root]


def join_links(batch: Batch, weigher: Weigher, links: Iterable[int], judged: Judged | None = None) -> list[list[int]]:
    """All mentions of the batch in groups of one or more, each sorted, the groups by their first mention."""
    joining = _Joining(batch, weigher)
    if judged is not None:
        joining.judge(judged)
    for link in sorted(links):
        joining.try_link(link >> _SHIFT & _MASK, link & _MASK)
    groups = joining.groups
    return sorted(groups[i].members if i in groups else [i] for i, home in enumerate(joining.home) if home == i)


def _may_join(one: _Group, other: _Group, weigher: Weigher) -> bool:
    if (one.enemies and not one.enemies.isdisjoint(other.members)) or (
        other.enemies and not other.enemies.isdisjoint(one.members)
    ):
        return False
    if len(one.members) == 1 == len(other.members):
        return True  # the link itself is the average
    few, many = (
        (one.editions, other.editions) if len(one.editions) < len(other.editions) else (other.editions, one.editions)
    )
    if any(many.get(edition, telling) != telling for edition, telling in few.items()):
        return False
    cells = weigher.batch.cells
    between: dict[tuple[int, int], float] = {}
    for a, b in product(one.cells, other.cells):
        weight = weigher.cell_total(cells[a], cells[b])
        if weight is not None:
            between[a, b] = weight
        elif not (one.is_judged or other.is_judged):
            return False
    return _average_reaches(one, other, weigher, between)


def _average_reaches(one: _Group, other: _Group, weigher: Weigher, between: dict[tuple[int, int], float]) -> bool:
    total, pairs = 0.0, 0
    cases = weigher.batch.cases
    for i, j in product(_sample(one.members), _sample(other.members)):
        cell_weight = between.get((cases[i].cell, cases[j].cell))
        weight = None if cell_weight is None else weigher.total(i, j, cell_weight)
        if weight is not None:
            total += weight
            pairs += 1
        elif not (one.is_judged or other.is_judged):
            return False  # where a person joined what differs, others need to fit a part of it only
    return pairs > 0 and total >= weigher.weights.threshold * pairs


def _sample(members: list[int]) -> list[int]:
    if len(members) <= SAMPLE:
        return members
    return [members[k * len(members) // SAMPLE] for k in range(SAMPLE)]
