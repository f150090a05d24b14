"""Write arcs and rings as TopoJSON, and read them back.

Last step of `build.py`; the format is version 1.0 of the TopoJSON specification.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from topology import COARSE, Arc, Ring, Vertex, joined, ring_area


class Topology:
    """A TopoJSON file in the making: arcs are written once, in the order in which objects ask for them."""

    def __init__(self, arcs: list[Arc]) -> None:
        self._arcs = arcs
        self._numbers: dict[int, int] = {}
        self.objects: dict[str, Any] = {}

    def polygons(self, rings: list[Ring]) -> list[list[list[int]]]:
        """Rings as the `arcs` of a MultiPolygon; turned round, since d3-geo wants the outside clockwise.

        A ring that simplifying flattened to a line is left out: d3-geo would take it for the whole globe.
        """
        solid = [(ring_area(self._arcs, r), r) for r in rings if ring_area(self._arcs, r, fine=False)]
        outer = sorted(((a, r) for a, r in solid if a > 0), key=lambda ar: (-ar[0], ar[1]))
        groups: list[list[Ring]] = [[r] for _, r in outer]
        for size, hole in solid:
            if size < 0:
                self._owner(groups, hole).append(hole)
        return [[self._turned(r) for r in group] for group in groups]

    def lines(self, wanted: Callable[[Arc], bool]) -> dict[str, Any]:
        """A MultiLineString of all arcs that are `wanted`."""
        return {"type": "MultiLineString", "arcs": [[self._number(i)] for i, a in enumerate(self._arcs) if wanted(a)]}

    def as_json(self) -> dict[str, Any]:
        """The finished TopoJSON object."""
        arcs = []
        for i in sorted(self._numbers, key=lambda i: self._numbers[i]):
            line = self._arcs[i].coarse
            arcs.append([list(line[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(line))])
        return {
            "type": "Topology",
            "transform": {"scale": [1 / COARSE, 1 / COARSE], "translate": [0, 0]},
            "objects": self.objects,
            "arcs": arcs,
        }

    def _owner(self, groups: list[list[Ring]], hole: Ring) -> list[Ring]:
        spot = joined(self._arcs, hole, fine=True)[0]
        inside = [g for g in groups if _contains(joined(self._arcs, g[0], fine=True), spot)]
        return inside[-1] if inside else groups[0]

    def _turned(self, ring: Ring) -> list[int]:
        return [~self._number(i) if forward else self._number(i) for i, forward in reversed(ring)]

    def _number(self, i: int) -> int:
        return self._numbers.setdefault(i, len(self._numbers))


def _contains(ring: list[Vertex], spot: Vertex) -> bool:
    """Whether the ring surrounds the spot or has it as a corner."""
    x, y = spot
    if spot in ring:
        return True
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def decode(topology: dict[str, Any], name: str) -> dict[str, list[list[list[tuple[float, float]]]]]:
    """Polygons (lists of rings in degrees) of an object, by id; points come out as no polygon."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for n in numbers:
            out += (arcs[n] if n >= 0 else arcs[~n][::-1])[1 if out else 0 :]
        return out

    return {
        g["id"]: [[ring(r) for r in polygon] for polygon in g.get("arcs", [])]
        for g in topology["objects"][name]["geometries"]
    }


def holds(polygons: list[list[list[tuple[float, float]]]], lon: float, lat: float) -> bool:
    """Whether a point (degrees) lies in the polygons, by ray casting."""
    inside = False
    for polygon in polygons:
        for line in polygon:
            for (x1, y1), (x2, y2) in pairwise(line):
                if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    inside = not inside
    return inside
