"""A map of events as one SVG: land, a circle as wide as a place is unsure, marks with the number of events there.

Events that lie close at this scale share a mark. What is known by country alone, or has no point, is not drawn: the
caller says so beside. Places are those handed in: the published view has already made them coarse.
"""

from collections.abc import Callable, Sequence

import msgspec
from markupsafe import Markup

from khronika.figures.palette import BORDER, COAST, FONT, LAND, SEA, colour
from khronika.figures.projection import HEIGHT, KM, WIDTH, WORLD, Box, land, lines, point, wide
from khronika.model import Event
from khronika.publish.safety import shown
from khronika.publish.words import group_of

CELLS = 34  # marks across the map, at most


class Mark(msgspec.Struct, frozen=True):
    """Events at one spot of the drawing, in their order: `x`, `y` and `reach` (how unsure the widest is) in its units."""

    x: float
    y: float
    reach: float
    group: str
    place: str
    events: list[str]


def is_drawn(event: Event) -> bool:
    """Whether its place has a point that is no stand-in for a whole country."""
    place = event.place
    return (
        place is not None and place.lat is not None and place.lon is not None and place.level not in ("country", "sea")
    )


def extent(events: Sequence[Event]) -> Box:
    """The box that holds all events that are drawn, in the shape of the map; the world where there are none."""
    spots = [(e.place.lon, e.place.lat) for e in events if e.place and is_drawn(e)]
    found = [(lon, lat) for lon, lat in spots if lon is not None and lat is not None]
    if not found:
        return wide(WORLD)
    west, east = min(p[0] for p in found), max(p[0] for p in found)
    south, north = min(p[1] for p in found), max(p[1] for p in found)
    pad = max(0.08 * (east - west), 0.08 * (north - south), 1.2)
    return wide((max(west - pad, -180), max(south - pad, -85), min(east + pad, 180), min(north + pad, 85)))


def marks(events: Sequence[Event], box: Box) -> list[Mark]:
    """Marks of the events in the box, the largest first, so that small ones lie above."""
    cells: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        if (at := _at(event, box)) is not None:
            cells.setdefault((int(at[0] / WIDTH * CELLS), int(at[1] / WIDTH * CELLS)), []).append(event)
    return sorted((_mark(found, box) for found in cells.values()), key=lambda m: (-len(m.events), m.events))


def _at(event: Event, box: Box) -> tuple[float, float] | None:
    place = event.place
    if place is None or place.lat is None or place.lon is None or not is_drawn(event):
        return None
    x, y = point(box, place.lon, place.lat)
    return (x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def _mark(events: list[Event], box: Box) -> Mark:
    spots = [at for e in events if (at := _at(e, box)) is not None]
    groups = {group_of(e.kind) for e in events}
    metres = max((e.place.uncertainty_m or 0) if e.place else 0 for e in events)
    reach = metres / 1000 / KM / (box[3] - box[1]) * HEIGHT
    names = sorted({e.place.name for e in events if e.place and e.place.name})
    return Mark(
        round(sum(x for x, _ in spots) / len(spots), 1), round(sum(y for _, y in spots) / len(spots), 1),
        round(min(reach, HEIGHT), 1), groups.pop() if len(groups) == 1 else "other", ", ".join(names[:3]),
        [e.event_id for e in events],
    )  # fmt: skip


def map_svg(
    events: Sequence[Event], title: str, *, link: Callable[[Mark], str] | None = None, box: Box | None = None,
) -> str:  # fmt: skip
    """The whole drawing. `link` gives the address that a mark leads to; without it marks lead nowhere."""
    box = box or extent(events)
    made = [_drawn(number, mark, link) for number, mark in enumerate(marks(events, box))]
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {w:g} {h:g}" role="{role}" aria-label="{t}"'
        ' font-family="{font}"><title>{t}</title><rect width="{w:g}" height="{h:g}" fill="{sea}"/>'
        '<path d="{land}" fill="{fill}" stroke="{coast}" stroke-width="0.7"/>'
        '<path d="{lines}" fill="none" stroke="{border}" stroke-width="0.7"/>'
    ).format(
        w=WIDTH, h=HEIGHT, t=shown(title), font=FONT, sea=SEA, land=Markup(land(box)), fill=LAND, coast=COAST,
        lines=Markup(lines(box)), border=BORDER, role="group" if link else "img",
    )  # fmt: skip
    return str(head + Markup("").join(made) + Markup("</svg>"))


def _drawn(place: int, mark: Mark, link: Callable[[Mark], str] | None) -> Markup:
    number, fill = len(mark.events), colour(mark.group)
    radius = 7 if number == 1 else 11 if number < 100 else 15
    label = f"{mark.place}: {number}"
    pieces = [Markup("<title>{}</title>").format(shown(label))]
    if mark.reach > radius:
        ring = '<circle class="reach" cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.12" stroke="{}" stroke-opacity="0.5"/>'
        pieces.append(Markup(ring).format(mark.x, mark.y, mark.reach, fill, fill))
    dot = '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#fff" stroke-width="1.5"/>'
    pieces.append(Markup(dot).format(mark.x, mark.y, radius, fill))
    if number > 1:
        text = '<text x="{}" y="{}" dy="0.35em" font-size="12" font-weight="bold" text-anchor="middle" fill="#fff">{}</text>'
        pieces.append(Markup(text).format(mark.x, mark.y, number))
    inside = Markup("").join(pieces)
    if link is None:
        return Markup("<g>{}</g>").format(inside)
    at = Markup('<a href="{}" aria-label="{}" data-mark="{}">{}</a>')
    return at.format(link(mark), shown(label), place, inside)


__all__ = ["Mark", "extent", "is_drawn", "map_svg", "marks"]
