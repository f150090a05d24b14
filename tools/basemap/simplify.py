"""Simplify arcs, each by its own tolerance, and take back what makes a polygon cross itself or vanish.

Third step of `build.py`.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import replace
from math import cos, inf, radians

from shapely import is_valid_reason
from shapely.geometry import Polygon
from topology import COARSE, FINE, Arc, Ring, Vertex, joined, ring_area, rings_of

LONG = 3 * COARSE  # a straight line longer than this in longitude is given more points: d3 draws great circles
ROUNDS = 12
PIN = FINE // 5  # 0.2 degrees: how far around a crossing the full vertices come back
KEEP_AREA = 0.5  # a ring that loses more than half of its area was simplified too much


def simplify_arcs(arcs: list[Arc], tolerances: Sequence[float]) -> list[Arc]:
    """The arcs with their `coarse` vertices, tolerances in degrees.

    Where a ring then crosses itself, all vertices near the crossing are kept; where it loses most of its area, its
    tolerance is halved; and again, ROUNDS times at most.
    """
    rings = [ring for group in rings_of(arcs).values() for ring in group]
    limits = list(tolerances)
    pins: list[list[Vertex]] = [[] for _ in arcs]
    out = [replace(a, coarse=simplify(a.fine, t)) for a, t in zip(arcs, limits, strict=True)]
    for _ in range(ROUNDS):
        bad: set[int] = set()
        for ring in rings:
            if is_broken(out, ring):
                bad.update(i for i, _ in ring)
                crossing = find_crossing(joined(out, ring))
                for i, _ in ring:
                    if crossing:
                        pins[i].append(crossing)
                    else:
                        limits[i] /= 2
        for i in sorted(bad):
            out[i] = replace(out[i], coarse=simplify(out[i].fine, limits[i], pins[i]))
        if not bad:
            break
    return out


def is_broken(arcs: list[Arc], ring: Ring) -> bool:
    """Whether the simplified ring crosses itself, turned over or lost most of its area."""
    before, after = ring_area(arcs, ring), ring_area(arcs, ring, fine=False)
    points = joined(arcs, ring)
    return len(points) < 4 or after / before < KEEP_AREA or not Polygon(points).is_valid


def find_crossing(points: list[Vertex]) -> Vertex | None:
    """The first spot where a ring crosses or touches itself, in units of 1/FINE degree."""
    reason = is_valid_reason(Polygon(points)) if len(points) > 3 else ""
    if found := re.search(r"\[(\S+) (\S+)\]", reason):
        return round(float(found[1]) * FINE / COARSE), round(float(found[2]) * FINE / COARSE)
    return None


def simplify(line: tuple[Vertex, ...], tolerance: float, pins: Sequence[Vertex] = ()) -> tuple[Vertex, ...]:
    """The line with only the vertices that carry a triangle larger than tolerance² (square degrees), on a coarse grid.

    Vertices within PIN of a pin stay. A closed line keeps four corners. Areas are taken with longitude shrunk by the
    cosine of the latitude. Source: Visvalingam and Whyatt (1993).
    """
    pinned = {i for i, (x, y) in enumerate(line) if any(abs(x - px) < PIN and abs(y - py) < PIN for px, py in pins)}
    kept = _visvalingam(line, tolerance * tolerance * FINE * FINE, 5 if line[0] == line[-1] else 2, pinned)
    scale = FINE // COARSE
    out: list[Vertex] = []
    for x, y in kept:
        point = (round(x / scale), round(y / scale))
        if out and point == out[-1]:
            continue
        if out and abs(point[0] - out[-1][0]) > LONG and abs(y) < 90 * FINE:
            out += _between(out[-1], point)
        out.append(point)
    return tuple(out) if len(out) > 1 else (out[0], out[0])


def _between(a: Vertex, b: Vertex) -> list[Vertex]:
    parts = -(-abs(b[0] - a[0]) // LONG)
    return [(a[0] + (b[0] - a[0]) * k // parts, a[1] + (b[1] - a[1]) * k // parts) for k in range(1, parts)]


def _visvalingam(line: tuple[Vertex, ...], limit: float, least: int, pinned: set[int]) -> list[Vertex]:
    count = len(line)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))

    def area(i: int) -> float:
        if i in pinned:
            return inf
        (x1, y1), (x2, y2), (x3, y3) = line[before[i]], line[i], line[after[i]]
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2 * cos(radians(y2 / FINE))

    areas = [area(i) if 0 < i < count - 1 else 0.0 for i in range(count)]
    heap = [(areas[i], i) for i in range(1, count - 1)]
    heapq.heapify(heap)
    gone = [False] * count
    left = count
    while heap and left > least:
        size, i = heapq.heappop(heap)
        if gone[i] or size != areas[i]:
            continue
        if size > limit:
            break
        gone[i] = True
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < count - 1:
                areas[j] = max(area(j), size)
                heapq.heappush(heap, (areas[j], j))
    return [v for v, removed in zip(line, gone, strict=True) if not removed]
