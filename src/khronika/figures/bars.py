"""Events over time as SVG: one bar a day, month or year, by group of kinds; and small multiples of such bars.

An event is drawn at its first day; one without a day is not drawn. A drawing holds its own scale and labels.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
from markupsafe import Markup

from khronika.figures.palette import FONT, INK, SOFT, colour
from khronika.model import Event
from khronika.publish.safety import shown
from khronika.publish.words import group_of

LENGTHS = {"day": 10, "month": 7, "year": 4}
MOST = 400
WIDTH, HEIGHT = 1000.0, 240.0


class Bar(msgspec.Struct, frozen=True):
    """A unit of time (`2031-05-03`, `2031-05` or `2031`) with its number of events by group."""

    at: str
    groups: dict[str, int]

    @property
    def n(self) -> int:
        """Events in it."""
        return sum(self.groups.values())


def bars(events: Sequence[Event], units: Sequence[str] | None = None) -> list[Bar]:
    """A bar a unit from the first event to the last, empty ones too, so that silence is seen; the finest unit that fits.

    `units`: the units of another drawing, where both are to compare; all events must lie in them.
    """
    days = sorted(e.date_start for e in events if e.date_start)
    if not days and not units:
        return []
    length = len(units[0]) if units else _length(days[0], days[-1])
    names = units or _names(days[0], days[-1], length)
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for event in events:
        if event.date_start:
            groups, group = found.setdefault(event.date_start[:length], {}), group_of(event.kind)
            groups[group] = groups.get(group, 0) + 1
    return [Bar(name, dict(sorted(found[name].items()))) for name in sorted(found)]


def _length(first: str, last: str) -> int:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return LENGTHS["day"] if days <= 200 else LENGTHS["month"] if days <= 4000 else LENGTHS["year"]


def _names(first: str, last: str, length: int) -> list[str]:
    """Every unit between two days; only the ends where they would be too many to draw."""
    at, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (at + timedelta(n) for n in range((end - at).days + 1))
    names = sorted({day.isoformat()[:length] for day in days})
    return names if len(names) <= MOST else [names[0], names[-1]]


def bars_svg(made: Sequence[Bar], title: str, *, most: int | None = None) -> str:
    """Bars with their scale: the largest number and the first and last unit."""
    body = _bars(made, most or max((b.n for b in made), default=0), WIDTH, HEIGHT)
    return str(_frame(title, WIDTH, HEIGHT + 10, body))


def multiples_svg(rows: Mapping[str, Sequence[Bar]], title: str) -> str:
    """One row of bars a name, all on one scale, so that they compare."""
    most = max((b.n for row in rows.values() for b in row), default=0)
    height, step = 120.0, 160.0
    pieces = []
    for number, (name, row) in enumerate(rows.items()):
        label = Markup('<text x="0" y="16" font-size="16" font-weight="bold" fill="{}">{}</text>').format(
            INK, shown(name)
        )
        drawn = Markup('<g transform="translate(0 24)">{}</g>').format(_bars(row, most, WIDTH, height))
        pieces.append(Markup('<g transform="translate(0 {})">{}{}</g>').format(f"{number * step:g}", label, drawn))
    return str(_frame(title, WIDTH, step * len(rows) + 10, Markup("").join(pieces)))


def _frame(title: str, width: float, height: float, body: Markup) -> Markup:
    head = '<svg xmlns="http://www.w3.org/2000/svg" class="bars" viewBox="-4 -4 {:g} {:g}" role="img" aria-label="{}" font-family="{}">'
    return Markup(head + "<title>{}</title>{}</svg>").format(width + 8, height, shown(title), FONT, shown(title), body)


def _bars(made: Sequence[Bar], most: int, width: float, height: float) -> Markup:
    floor = height - 26
    pieces = [Markup('<path d="M0 {0:g}H{1:g}" stroke="{2}"/>').format(floor, width, SOFT)]
    step = width / max(len(made), 1)
    for number, bar in enumerate(made):
        pieces.append(_bar(bar, number * step, min(step * 0.86, 60), floor, (floor - 22) / max(most, 1)))
    if made:
        pieces += [_label(made[0].at, 0, height - 6, "start"), _label(made[-1].at, width, height - 6, "end")]
        pieces.append(_label(str(most), 0, 14, "start"))
    return Markup("").join(pieces)


def _bar(bar: Bar, x: float, width: float, floor: float, unit: float) -> Markup:
    pieces, y = [Markup("<title>{}</title>").format(f"{bar.at}: {bar.n}")], floor
    for group, n in bar.groups.items():
        y -= n * unit
        rect = '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}"/>'
        pieces.append(Markup(rect).format(x, y, width, n * unit, colour(group)))
    return Markup("<g>{}</g>").format(Markup("").join(pieces))


def _label(words: str, x: float, y: float, anchor: str) -> Markup:
    text = '<text x="{:g}" y="{:g}" font-size="14" text-anchor="{}" fill="{}">{}</text>'
    return Markup(text).format(x, y, anchor, SOFT, shown(words))
