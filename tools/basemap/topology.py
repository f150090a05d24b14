"""Cut polygons that share borders into arcs, join arcs into coarser ones, and walk them back into rings.

Second step of `build.py`, before simplify.py and topojson.py. Because two neighbours use the same arc, no gap opens
between them however coarse it becomes. Knows nothing of countries: sides are strings, and the caller says which belong
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, cos, radians

FINE = 1_000_000  # full resolution: vertices are compared as whole millionths of a degree
COARSE = 1_000  # written resolution: thousandths of a degree, about 100 m
OUTSIDE = ""

Vertex = tuple[int, int]


@dataclass(frozen=True)
class Arc:
    """A line between two nodes, seen from its first point: `left` and `right` name the sides, "" is open water.

    `fine` are its full vertices in units of 1/FINE degree, `coarse` the simplified ones in units of 1/COARSE degree.
    """

    left: str
    right: str
    label: str
    fine: tuple[Vertex, ...]
    coarse: tuple[Vertex, ...] = ()

    @property
    def closed(self) -> bool:
        """True for a ring without a node: an island, a lake, an enclave."""
        return self.fine[0] == self.fine[-1]


Step = tuple[int, bool]  # index of an arc, and whether it is walked forwards
Ring = list[Step]
_Mark = tuple[str, frozenset[str]]


def cut_arcs(
    rings: Iterable[tuple[str, list[Vertex]]],
    group: Mapping[str, str],
    label: Callable[[str, str], str | None],
    seam: Callable[[Vertex, Vertex], bool],
) -> list[Arc]:
    """Arcs between the groups of a coverage; each ring comes with the name of the side on its left hand.

    `group` says what a side is dissolved into. `label` tells what the edge between two sides is; None drops it.
    An arc ends where label or groups change, where more than two edges meet, and where the edge of the flat map
    (`seam`) begins or ends; the latter gets the label "seam".
    """
    left_of = {(a, b): side for side, ring in rings for a, b in pairwise(ring) if a != b}
    labels: dict[tuple[Vertex, Vertex], _Mark] = {}
    near: dict[Vertex, list[Vertex]] = defaultdict(list)
    for (a, b), side in left_of.items():
        if (b, a) in labels:
            continue
        other = left_of.get((b, a), OUTSIDE)
        name = "seam" if other == OUTSIDE and seam(a, b) else label(side, other)
        if name is not None:
            labels[a, b] = (name, frozenset((group[side], group[other])))
            near[a].append(b)
            near[b].append(a)

    def mark(a: Vertex, b: Vertex) -> _Mark:
        return labels[a, b] if (a, b) in labels else labels[b, a]

    def sides(a: Vertex, b: Vertex) -> tuple[str, str]:
        return group[left_of.get((a, b), OUTSIDE)], group[left_of.get((b, a), OUTSIDE)]

    return _walk(near, mark, sides)


def _walk(
    near: Mapping[Vertex, list[Vertex]],
    mark: Callable[[Vertex, Vertex], _Mark],
    sides: Callable[[Vertex, Vertex], tuple[str, str]],
) -> list[Arc]:
    nodes = {v for v, around in near.items() if len(around) != 2 or mark(v, around[0]) != mark(v, around[1])}
    done: set[tuple[Vertex, Vertex]] = set()
    arcs: list[Arc] = []
    for start in [*sorted(nodes), *sorted(v for v in near if v not in nodes)]:
        for second in sorted(near[start]):
            if (start, second) in done:
                continue
            line = _follow(near, nodes, start, second)
            for a, b in pairwise(line):
                done.update(((a, b), (b, a)))
            arcs.append(Arc(*sides(start, second), mark(start, second)[0], tuple(line)))
    return arcs


def _follow(near: Mapping[Vertex, list[Vertex]], nodes: set[Vertex], start: Vertex, second: Vertex) -> list[Vertex]:
    line = [start, second]
    while line[-1] not in nodes and line[-1] != start:
        a, b = near[line[-1]]
        line.append(b if a == line[-2] else a)
    return line


def merge_arcs(arcs: list[Arc], group: Mapping[str, str]) -> list[Arc]:
    """The arcs between coarser groups: borders inside one group vanish, arcs that then continue each other join."""
    kept = [replace(a, left=group[a.left], right=group[a.right]) for a in arcs if group[a.left] != group[a.right]]
    ends: dict[Vertex, list[Step]] = defaultdict(list)
    for i, arc in enumerate(kept):
        ends[arc.fine[0]].append((i, True))
        ends[arc.fine[-1]].append((i, False))

    def goes_on(v: Vertex) -> bool:
        (i, _), (j, _) = ends[v] if len(ends[v]) == 2 else ((0, True), (0, True))
        one, two = kept[i], kept[j]
        return i != j and one.label == two.label and {one.left, one.right} == {two.left, two.right}

    out: list[Arc] = []
    used: set[int] = set()
    for start in sorted(ends, key=lambda v: (goes_on(v), v)):
        for step in sorted(ends[start]):
            if step[0] not in used:
                steps = _follow_arcs(kept, ends, goes_on, step)
                used.update(i for i, _ in steps)
                out.append(_chain(kept, steps))
    return out


def _follow_arcs(
    arcs: list[Arc], ends: Mapping[Vertex, list[Step]], goes_on: Callable[[Vertex], bool], first: Step
) -> Ring:
    steps = [first]
    while goes_on(at := _end(arcs, steps[-1])):
        step = next(s for s in ends[at] if s[0] != steps[-1][0])
        if step[0] == first[0]:
            break
        steps.append(step)
    return steps


def _end(arcs: list[Arc], step: Step) -> Vertex:
    return arcs[step[0]].fine[-1 if step[1] else 0]


def _chain(arcs: list[Arc], steps: Ring) -> Arc:
    first = arcs[steps[0][0]]
    left, right = (first.left, first.right) if steps[0][1] else (first.right, first.left)
    return Arc(left, right, first.label, tuple(joined(arcs, steps, fine=True)), tuple(joined(arcs, steps)))


def joined(arcs: list[Arc], steps: Ring, *, fine: bool = False) -> list[Vertex]:
    """The vertices of a walk over arcs, full (`fine`) or simplified."""
    out: list[Vertex] = []
    for i, forward in steps:
        line = arcs[i].fine if fine else arcs[i].coarse
        out += (line if forward else line[::-1])[1 if out else 0 :]
    return out


def rings_of(arcs: list[Arc]) -> dict[str, list[Ring]]:
    """The closed walks around each side, which is on the left: counter-clockwise outside, clockwise around holes."""
    leaving: dict[str, dict[Vertex, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for i, arc in enumerate(arcs):
        if arc.left == arc.right:
            continue
        for side, forward in ((arc.left, True), (arc.right, False)):
            if side != OUTSIDE:
                leaving[side][arc.fine[0 if forward else -1]].append((i, forward))
    return {side: _trace(arcs, starts) for side, starts in sorted(leaving.items())}


def _trace(arcs: list[Arc], leaving: dict[Vertex, list[Step]]) -> list[Ring]:
    rings: list[Ring] = []
    left = sorted(s for steps in leaving.values() for s in steps)
    unused = set(left)
    for first in left:
        if first not in unused:
            continue
        ring = [first]
        unused.discard(first)
        while (at := _end(arcs, ring[-1])) != _end(arcs, (first[0], not first[1])):
            step = _sharpest(arcs, ring[-1], [s for s in leaving[at] if s in unused])
            ring.append(step)
            unused.discard(step)
        rings.append(ring)
    return rings


def _sharpest(arcs: list[Arc], coming: Step, choices: list[Step]) -> Step:
    """The way on that keeps the side on the left: the first one clockwise from where we came."""
    if len(choices) == 1:
        return choices[0]

    def angle(step: Step, *, back: bool) -> float:
        line = arcs[step[0]].fine if step[1] != back else arcs[step[0]].fine[::-1]
        return atan2(line[1][1] - line[0][1], line[1][0] - line[0][0])

    origin = angle(coming, back=True)
    turn = 6.283185307179586
    return min(choices, key=lambda s: ((origin - angle(s, back=False)) % turn or turn, s))


def ring_area(arcs: list[Arc], ring: Ring, *, fine: bool = True) -> float:
    """Signed area in square degrees at the equator's scale: positive when counter-clockwise."""
    line = joined(arcs, ring, fine=fine)
    unit = FINE if fine else COARSE
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(line)) / 2 / unit / unit
    return area * cos(radians(sum(y for _, y in line) / len(line) / unit))
