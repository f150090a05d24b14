"""Choropleths of rates with their uncertainty: colour is the rate, hatching says what is not told apart from the rest.

A second panel shows how wide each interval is. Counts are never mapped: only rates, which have people at risk.
"""

import json
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, RefusedError
from khronika.measure.canvas import import_figure, panels, write
from khronika.measure.regional import Rate, Rates
from khronika.measure.regional_words import value
from khronika.measure.words import listed, stated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NOTHING = "#EEEEEE"


def save_map(found: Rates, path: str | Path, shapes: str | Path, name: str = "name") -> Path:
    """Draws rates over the polygons of a GeoJSON file whose property `name` is the region; .svg or .png.

    Regions without a shape are an error; shapes without a rate stay pale.
    """
    features = dict(_features(Path(shapes), name))
    if lacking := [row.region for row in found.rows if row.region not in features]:
        raise RefusedError(
            f"no shape for {listed(lacking)} in {shapes}; a map without them would hide them",
            f"name the shapes as the table does, in the property {name!r} (--map-name)",
        )
    import_figure()
    return write(lambda: _draw(found, features), path)


def _features(path: Path, name: str) -> Iterator[tuple[str, list[Any]]]:
    """Each shape's name with its polygons, as lists of rings."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for feature in content["features"]:
            geometry = feature["geometry"]
            polygons = geometry["coordinates"]
            yield str(feature["properties"][name]), [polygons] if geometry["type"] == "Polygon" else polygons
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "give a GeoJSON file") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CannotError(
            path, f"no GeoJSON of polygons with a property {name!r} ({error!r})", "see --map-name"
        ) from error


def _draw(found: Rates, features: dict[str, list[Any]]) -> "Figure":
    figure, (rate, width) = _panels(found, features)
    rates = {row.region: value(row)[0] for row in found.rows}
    _panel(
        figure, rate, features, rates, f"{found.settings['what']} per {stated(found.per)} people, as listed", "cividis"
    )
    widths = {row.region: _width(row) for row in found.rows}
    _panel(figure, width, features, widths, "width of the interval over its upper limit", "Greys", 1.0)
    highest = max(rates.values())
    for row in found.rows:
        if row.differs is None and len(found.rows) > 1:
            line = "black" if rates[row.region] > highest / 2 else "white"
            _shape(rate, features[row.region], facecolor="none", hatch="///", edgecolor=line)
    rate.set_title("hatched: not told apart from the others; pale: no rate", fontsize=7, loc="left")
    return figure


def _panels(found: Rates, features: dict[str, list[Any]]) -> "tuple[Figure, Any]":
    """Two panels: one over the other for what is wide, side by side for what is tall."""
    points = [point for polygons in features.values() for polygon in polygons for point in polygon[0]]
    across, up = ([float(point[axis]) for point in points] for axis in (0, 1))
    wide = (max(across) - min(across)) * cos(radians((max(up) + min(up)) / 2)) > 1.6 * (max(up) - min(up))
    return panels(found, 2, 7.5) if wide else panels(found, 2, 4.6, across=True)


def _width(row: Rate) -> float:
    _, lower, upper = value(row)
    return (upper - lower) / upper


def _panel(
    figure: "Figure", axes: "Axes", features: dict[str, list[Any]], values: dict[str, float], label: str, colours: str,
    most: float | None = None,
) -> None:  # fmt: skip
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    scale: Any = ScalarMappable(Normalize(0, most or max(values.values()) or 1), colormaps[colours])
    for name, polygons in sorted(features.items()):
        colour = scale.to_rgba(values[name]) if name in values else _NOTHING
        _shape(axes, polygons, facecolor=colour, edgecolor="white")
    axes.autoscale_view()
    axes.set_aspect(1 / max(cos(radians(sum(axes.get_ylim()) / 2)), 0.1))
    axes.set_axis_off()
    figure.colorbar(scale, ax=axes, shrink=0.7, location="bottom").set_label(label, fontsize=8)


def _shape(axes: "Axes", polygons: list[Any], **style: Any) -> None:
    """One region: every ring of every polygon; inner rings stay holes."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    rings = [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons for ring in polygon]
    outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
    axes.add_patch(PathPatch(outline, linewidth=0.5, **style))
