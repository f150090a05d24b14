"""Every layout of others with its loss report, as files of `layouts/`. Each is made of the published view alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from khronika.disclosure import View
from khronika.model import Event
from khronika.publish.geojson import geojson_chunks
from khronika.release import acled, dialect, ged, hxl, panels, plover, protest, timemap
from khronika.release.jsonfile import json_file
from khronika.release.loss import Loss

Stamps = dict[str, tuple[int, str]]


class _Losses(defaultdict[str, Loss]):
    def __missing__(self, name: str) -> Loss:
        self[name] = Loss(name, dropped=[], changed=[], columns_empty=[])
        return self[name]


def layouts(view: View, stamps: Stamps, watched: Sequence[panels.Watched] = ()) -> dict[str, bytes]:
    """Path -> content. `stamps`: event id -> revision and time of its last change; `watched`: where panels may say zero."""
    events, losses = sorted(view.events, key=lambda e: e.event_id), _Losses()
    rows = _rows(view, events, stamps, watched, losses)
    acts = plover.records(events, view.coarsened, losses["plover"])
    polecat = plover.polecat_rows(acts)
    losses["polecat_style"].rows_in, losses["polecat_style"].dropped = len(events), losses["plover"].dropped
    _empty(losses["polecat_style"], plover.POLECAT, polecat)
    viewer = timemap.files(view, losses["timemap"])
    _points(events, losses["events.geojson"])
    return {
        **{f"layouts/{name}.csv": dialect.table(columns, made) for name, (columns, made) in rows.items()},
        "layouts/plover.jsonl": b"".join(msgspec.json.encode(act) + b"\n" for act in acts),
        "layouts/polecat_style.tsv": dialect.tabbed(plover.POLECAT, polecat),
        "layouts/events.geojson": b"".join(geojson_chunks(events, coarsened=view.coarsened, stamps=stamps)),
        **{f"layouts/timemap/{name}": json_file(content) for name, content in viewer.items()},
        **{f"layouts/{name}.loss.json": loss.written() for name, loss in losses.items()},
    }


def _rows(
    view: View, events: list[Event], stamps: Stamps, watched: Sequence[panels.Watched], losses: _Losses
) -> dict[str, tuple[tuple[str, ...], list[list[Any]]]]:
    """Name -> columns and rows of the layouts that are tables, their losses noted."""
    made = {
        "acled_style": (acled.COLUMNS, acled.rows(events, view.coarsened, stamps, losses["acled_style"])),
        "ged_style": (ged.COLUMNS, ged.rows(events, losses["ged_style"])),
        "events.hxl": (tuple(hxl.TAGS), hxl.rows(events)),
        "protest": (protest.COLUMNS, protest.rows(view, stamps, losses["protest"])),
        "cm": (panels.CM, panels.cm_rows(events, watched, losses["cm"])),
        "pgm": (panels.PGM, panels.pgm_rows(events, watched, losses["pgm"])),
    }
    for name, (columns, rows) in made.items():
        _empty(losses[name], columns, rows[1:] if name == "events.hxl" else rows)
    _figures(events, losses["events.hxl"])
    return made | {"protest_tallies": (protest.TALLIES, protest.tally_rows(view))}


def _empty(loss: Loss, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    loss.empty(columns, [[dialect.cell(value) for value in row] for row in rows])


def _figures(events: Sequence[Event], loss: Loss) -> None:
    loss.rows_in = len(events)
    for event in events:
        if event.record != "event":
            loss.drop(event.event_id, "a figure is no event")


def _points(events: Sequence[Event], loss: Loss) -> None:
    """The features, and which of them have no point."""
    _figures(events, loss)
    loss.rows_out = len(events) - len(loss.dropped)
    for event in events:
        place = event.place
        if event.record == "event" and place and (place.level in ("country", None) or place.lat is None):
            loss.change(event.event_id, "geometry", place.level, None, "no point for a country or an unknown place")
