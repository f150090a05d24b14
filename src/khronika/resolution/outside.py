"""Link events with a table of somebody else's: which happenings both have, which only one of them has, and why.

A row is read as a bare mention (days, point, kind where its label names one, deaths) and weighed against each event as
mentions are weighed; each row and each event has at most one partner, the strongest first. Neither side is changed.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Literal

import msgspec

from khronika.codebook import codebook
from khronika.model import Claim, Event, Mention, Place, Problem, Span
from khronika.resolution.block import Blocks
from khronika.resolution.cases import build_batch
from khronika.resolution.explain import explain_pair
from khronika.resolution.identity import in_order
from khronika.resolution.link import find_links
from khronika.resolution.weigh import Weigher
from khronika.resolution.weights import Weights, shipped_weights

FIELDS = ("id", "date_start", "date_end", "lat", "lon", "place", "kind", "precision", "killed")
LAYOUTS: dict[str, dict[str, str]] = {
    "acled": {
        "id": "event_id_cnty", "date_start": "event_date", "date_end": "event_date", "lat": "latitude",
        "lon": "longitude", "place": "location", "kind": "sub_event_type", "precision": "geo_precision",
        "killed": "fatalities",
    },
    "ged": {
        "id": "id", "date_start": "date_start", "date_end": "date_end", "lat": "latitude", "lon": "longitude",
        "place": "where_coordinates", "precision": "where_prec", "killed": "best",
    },
}  # fmt: skip
METRES = {"1": 10_000, "2": 30_000, "3": 75_000}  # of a row's point, by its precision; a coarser one is a region
_MASK = 0xFFFFFFFF


class Match(msgspec.Struct, frozen=True):
    """One line of the answer. `score` in bits, log odds; `steps` the level and bits of each step of its sum."""

    side: Literal["both", "only_here", "only_there"]
    event_id: str | None
    row: str | None
    score: float | None
    steps: list[str]


def read_rows(lines: Iterable[str], columns: Mapping[str, str] | None = None) -> tuple[list[Mention], list[Problem]]:
    """Rows of a CSV with a header as mentions. `columns`: field -> column; without, the layout is known by its header.

    Raises ValueError where the header has no column for id, first day and coordinates.
    """
    reader = csv.DictReader(lines)
    header = list(reader.fieldnames or ())
    mapping = dict(columns) if columns else next((m for m in LAYOUTS.values() if set(m.values()) <= set(header)), {})
    missing = [f for f in ("id", "date_start", "lat", "lon") if mapping.get(f) not in header]
    if missing:
        raise ValueError(f"no column for {', '.join(missing)}: the header has {', '.join(header)}")
    found: list[Mention] = []
    problems: list[Problem] = []
    for number, row in enumerate(reader, 2):
        values = {field: (row.get(column) or "").strip() for field, column in mapping.items()}
        try:
            found.append(_mention(values, number))
        except ValueError as error:
            problems.append(Problem(f"line {number}", f"no event: {error}", "correct the row; the others are linked"))
    return found, problems


def _mention(values: dict[str, str], number: int) -> Mention:
    name = values["id"] or str(number)
    start = values["date_start"][:10]
    metres = METRES.get(values.get("precision") or "1", 100_000)
    place = Place(
        values.get("place") or name,
        lat=float(values["lat"]),
        lon=float(values["lon"]),
        level="near",
        uncertainty_m=metres,
    )
    deaths = values.get("killed")
    claims = [Claim("killed", int(float(deaths)), int(float(deaths)), "exact", deaths)] if deaths else []
    return Mention(
        id=f"row:{name}", document=f"row:{name}", record="event", kind=_kind(values.get("kind")), status="occurred",
        date_start=start, date_end=(values.get("date_end") or start)[:10], place=place,
        claims=[c for c in claims if c.high], confidence=1.0, language=None,
        spans={"trigger": [Span(number, number, "")]},
    )  # fmt: skip


def _kind(label: str | None) -> str | None:
    """The codebook's first kind that a label stands for, as a kind or a sub-event; its family is compared as alike."""
    kinds = codebook().kinds
    named = [k for k, kind in kinds.items() if label and not kind.parent and label in (k, kind.sub_event_type)]
    return named[0] if named else None


def _as_mention(event: Event) -> Mention:
    claims = [
        Claim(q, s.low if s.best is None else s.best, s.high if s.best is None else s.best, "exact", "")
        for q, s in event.summary.items()
    ]
    return Mention(
        id=event.event_id, document=event.event_id, record="event", kind=event.kind, status="occurred",
        date_start=event.date_start, date_end=event.date_end, place=event.place, actors=event.actors, claims=claims,
        topics=event.topics, confidence=1.0, language=None, spans={"trigger": [Span(0, 0, "")]},
    )  # fmt: skip


def match_events(events: Sequence[Event], rows: Sequence[Mention], weights: Weights | None = None) -> list[Match]:
    """Pairs first, strongest first; then events that only we have, then rows that only the table has, by id."""
    ours = [_as_mention(event) for event in events if event.record == "event"]
    ordered, _, _ = in_order([*ours, *rows])
    table = weights or shipped_weights()
    batch = build_batch(ordered, table.radius_km)
    weigher = Weigher(batch, table)
    there = {m.id for m in rows}
    taken: set[int] = set()
    found: list[Match] = []
    for link in sorted(find_links(batch, Blocks(batch, table), weigher)):
        i, j = link >> 32 & _MASK, link & _MASK
        if (ordered[i].id in there) != (ordered[j].id in there) and not {i, j} & taken:
            taken |= {i, j}
            pair = explain_pair(batch, weigher, i, j, together=True)
            row, event = (ordered[k].id for k in ((i, j) if ordered[i].id in there else (j, i)))
            found.append(_both(event, row, pair.total, [f"{s.level} {s.weight:+g}" for s in pair.steps]))
    left = sorted(m.id for k, m in enumerate(ordered) if k not in taken)
    found += [Match("only_here", name, None, None, []) for name in left if name not in there]
    return found + [Match("only_there", None, name.removeprefix("row:"), None, []) for name in left if name in there]


def _both(event: str, row: str, total: float, steps: list[str]) -> Match:
    return Match("both", event, row.removeprefix("row:"), total, steps)


def inclusion_csv(matches: Sequence[Match], name: str = "outside") -> str:
    """The table that `khronika measure undercount` reads: how many happenings stand on both lists, on one alone."""
    sides = [m.side for m in matches]
    rows = [(1, 1, sides.count("both")), (1, 0, sides.count("only_here")), (0, 1, sides.count("only_there"))]
    return "".join(f"{a},{b},{c}\n" for a, b, c in [("khronika", name, "count"), *rows])


def matches_csv(matches: Sequence[Match]) -> str:
    """All lines as CSV, steps in one cell."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("side", "event_id", "row", "score", "steps"))
    writer.writerows((m.side, m.event_id, m.row, m.score, "; ".join(m.steps)) for m in matches)
    return stream.getvalue()
