"""The figure of coverage: events by source, what each has of the others' events, and small multiples by size of event.

Nothing is computed here. Each small panel is one source: which share it has of the events of a size that anyone listed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from khronika.measure.canvas import BLUE, GREY, ORANGE, import_figure, titled
from khronika.measure.overlap import Coverage
from khronika.measure.overlap_pairs import UNKNOWN, Slice
from khronika.measure.words import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_PANELS = 8


def draw_coverage(found: Coverage) -> "Figure":
    """Bars; beside them shares with limits where there are several sources; below them panels by size where sizes are."""
    rows = list(reversed(found.rows))
    several = len(found.captures) > 1
    by_size = _by_size(found)
    high = 2.2 + 0.3 * len(rows)
    figure: Figure = import_figure()(figsize=(7.2, high + (1.9 if by_size else 0)), layout="constrained")
    titled(figure, found)
    parts: Any = figure.subfigures(2, 1, height_ratios=[high, 1.9]) if by_size else [figure]
    axes = parts[0].subplots(1, 1 + several, squeeze=False)[0]
    _bars(axes[0], found)
    if several:
        _captured(axes[1], [row.source for row in rows], found)
    if by_size:
        _small_multiples(parts[1], by_size)
    return figure


def _by_size(found: Coverage) -> dict[str, list[Slice]]:
    """Slices by size of each source, from the smallest; nothing where fewer than two sizes are told."""
    known = [s for s in reversed(found.slices) if s.by == "size" and s.value != UNKNOWN]
    if len({s.value for s in known}) < 2:
        return {}
    sources = [row.source for row in sorted(found.rows, key=lambda row: (-row.events, row.source)) if row.events]
    return {source: [s for s in known if s.source == source] for source in sources[:_MOST_PANELS]}


def _small_multiples(part: Any, by_size: dict[str, list[Slice]]) -> None:
    panels = part.subplots(1, len(by_size), sharey=True, squeeze=False)[0]
    for panel, (source, slices) in zip(panels, by_size.items(), strict=True):
        panel.bar(range(len(slices)), [s.share for s in slices], color=BLUE, width=0.7)
        names = [f"{s.value.replace(' and more', '+').replace(' to ', '–')}\n({s.listed})" for s in slices]
        panel.set_xticks(range(len(slices)), names, fontsize=5)
        panel.set_ylim(0, 1)
        panel.tick_params(axis="y", labelsize=6)
        panel.set_title(source, fontsize=7, loc="left")
        panel.grid(axis="y", color="#DDDDDD", linewidth=0.6)
        panel.set_axisbelow(True)
    panels[0].set_ylabel("share it reported", fontsize=7)
    part.supxlabel("size of event (in brackets: how many were listed by anyone)", fontsize=7, color=GREY)


def _bars(axes: "Axes", found: Coverage) -> None:
    from matplotlib.ticker import MaxNLocator

    rows = list(reversed(found.rows))
    at = range(len(rows))
    axes.barh(at, [row.events for row in rows], color=BLUE, label="reported by others too")
    axes.barh(at, [row.alone for row in rows], color=ORANGE, hatch="//", label="reported by no other source")
    axes.set_yticks(at, [row.source for row in rows])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlabel("events listed, without reprints;\nnot all events that happened", fontsize=8)
    axes.legend(fontsize=7, frameon=False, loc="lower left", bbox_to_anchor=(0, 1))


def _captured(axes: "Axes", sources: Sequence[str], found: Coverage) -> None:
    """The share of others' events with exact limits, one line a source."""
    of = {capture.source: capture for capture in found.captures}
    for at, source in enumerate(sources):
        capture = of.get(source)
        if capture is not None and capture.share is not None:
            limits = [capture.lower or 0.0, capture.upper or 0.0]
            axes.plot(limits, [at, at], color=BLUE, linewidth=2, solid_capstyle="butt")
            axes.plot([capture.share], [at], "o", color=BLUE, markersize=5)
    axes.set_yticks([])
    axes.set_ylim(-0.6, len(sources) - 0.4)
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_xlabel(
        f"share of the events of the other sources\nthat it reported too ({percent(found.level or 0)} interval)",
        fontsize=8,
    )
