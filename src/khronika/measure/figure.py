"""Draw results as SVG or PNG: points with intervals, in colours that colour-blind readers tell apart (Okabe and Ito).

The same result gives the same bytes: no clock in the file, ids from a fixed salt. Needs matplotlib (extra `stats`).
"""

import textwrap
import warnings
from collections.abc import Callable, Sequence
from datetime import date
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, MissingExtraError, UsageError
from khronika.measure.alpha import Agreement
from khronika.measure.alpha_words import FIRM, TENTATIVE
from khronika.measure.episodes import Comparison
from khronika.measure.overlap import Coverage
from khronika.measure.ratios import Disparity
from khronika.measure.regional import Rates
from khronika.measure.regional_words import value
from khronika.measure.result import Result
from khronika.measure.series import Standing, Tallies
from khronika.measure.words import stated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8A8A8A"
_STYLE: Any = {
    "svg.hashsalt": "khronika", "svg.fonttype": "none", "font.size": 10, "axes.spines.top": False,
    "axes.spines.right": False,
}  # fmt: skip


def save(result: Result, path: str | Path) -> Path:
    """Draws the result into a file that ends in .svg or .png."""
    return write(lambda: draw(result), path)


def write(drawn: "Callable[[], Figure]", path: str | Path) -> Path:
    """Draws and writes one figure; says what is wrong with the file's name or place."""
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".svg", ".png"):
        raise UsageError(f"{target}: figures are .svg or .png")
    import_figure()
    from matplotlib import rc_context

    metadata: Any = {"Date": None, "Creator": "khronika"} if kind == ".svg" else {"Software": "khronika"}
    with rc_context(_STYLE), warnings.catch_warnings():
        if kind == ".svg":  # text stays text there, and the reader's fonts show what ours cannot
            warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = drawn()
        try:
            figure.savefig(target, metadata=metadata, bbox_inches="tight", dpi=150)
        except OSError as error:
            raise CannotError(target, error.strerror or str(error), "choose another --figure") from error
    return target


@singledispatch
def draw(result: Result) -> "Figure":
    """The figure of one sort of result."""
    raise UsageError(f"there is no figure of {result.method.measure}")


@draw.register(Disparity)
def _(found: Disparity) -> "Figure":
    figure, (top, low) = panels(found, 2, 4.2, [2, 1.4])
    sides = [found.to, found.of]
    points(top, [s.region for s in sides], [s.rate for s in sides], [(s.lower, s.upper) for s in sides])
    top.set_xlabel(f"{found.settings['what']} per {stated(found.per)} people, as listed")
    ratio = found.ratio if found.ratio is not None else found.lower
    points(low, ["ratio"], [ratio], [(found.lower, found.upper if found.upper is not None else 10 * ratio)])
    logarithmic(low)
    low.axvline(1, color=GREY, linewidth=1)
    for claimed in found.settings["claimed_ratio"]:
        low.axvline(claimed, color=RED, linestyle="--", linewidth=1)
        low.annotate(f"claimed: {stated(claimed)}", (claimed, 0.35), color=RED, fontsize=8)
    kind = "a lower bound" if found.is_lower_bound else "not a lower bound"
    low.set_xlabel(f"ratio of rates {found.of.region} : {found.to.region} ({kind}; log scale)")
    return figure


_MOST_DRAWN, _MOST_PANELS = 60, 6


@draw.register(Rates)
def _(found: Rates) -> "Figure":
    ordered = sorted(found.rows, key=lambda row: (value(row)[0], row.region))
    shown = ordered if len(ordered) <= _MOST_DRAWN else ordered[: _MOST_DRAWN // 2] + ordered[-_MOST_DRAWN // 2 :]
    figure, axes = panels(found, 1, 2 + 0.22 * len(shown))
    colours = [{"above": RED, "below": BLUE}.get(row.differs or "", GREY) for row in shown]
    names = [f"{row.region}  ({row.rank_best}–{row.rank_worst})" for row in shown]
    values = [value(row) for row in shown]
    points(axes, names, [v[0] for v in values], [v[1:] for v in values], colours if len(shown) > 1 else None)
    axes.axvline(found.overall, color=GREY, linewidth=1)
    left_out = f"; {len(ordered) - len(shown)} regions between them are left out" if shown is not ordered else ""
    axes.set_xlabel(
        f"{found.settings['what']} per {stated(found.per)} people, as listed; in brackets the ranks that are possible\n"
        f"red: above the others together, blue: below, grey: not told apart{left_out}", fontsize=8,
    )  # fmt: skip
    return figure


@draw.register(Agreement)
def _(found: Agreement) -> "Figure":
    rows = [row for row in reversed(found.rows) if row.alpha is not None]
    figure, axes = panels(found, 1, 2 + 0.3 * len(rows))
    middles = [row.alpha or 0.0 for row in rows]
    limits = [
        (m if r.lower is None else r.lower, m if r.upper is None else r.upper)
        for r, m in zip(rows, middles, strict=True)
    ]
    points(axes, [row.field for row in rows], middles, limits)
    for floor in (TENTATIVE, FIRM):
        axes.axvline(floor, color=GREY, linestyle="--", linewidth=1)
    axes.set_xlabel("Krippendorff's alpha; dashed: the customary floors 0.667 and 0.8")
    return figure


@draw.register(Comparison)
def _(found: Comparison) -> "Figure":
    figure, axes = panels(found, 1, 2 + 0.3 * len(found.rows))
    rows = list(reversed(found.rows))
    points(axes, [row.episode for row in rows], [row.rate for row in rows], [(row.lower, row.upper) for row in rows])
    axes.set_xlabel(f"{found.settings['what']} per {stated(found.per)} person-years at risk, as listed", fontsize=8)
    return figure


@draw.register(Coverage)
def _(found: Coverage) -> "Figure":
    rows = list(reversed(found.rows))
    figure, axes = panels(found, 1, 2 + 0.3 * len(rows))
    at = range(len(rows))
    axes.barh(at, [row.events for row in rows], color=BLUE, label="reported by others too")
    axes.barh(at, [row.alone for row in rows], color=ORANGE, hatch="//", label="reported by no other source")
    axes.set_yticks(at, [row.source for row in rows])
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("events listed, without reprints; not all events that happened", fontsize=8)
    axes.legend(fontsize=7, frameon=False)
    return figure


@draw.register(Tallies)
def _(found: Tallies) -> "Figure":
    """Small multiples: one panel a day, with the states of each source's tally; open rings are still rising."""
    days = sorted({row.date for row in found.rows})[-_MOST_PANELS:]
    figure, axes = panels(found, len(days), 1.6 + 1.3 * len(days))
    series = sorted({(row.source, row.place or "") for row in found.rows})
    for day, panel in zip(days, axes if len(days) > 1 else [axes], strict=True):
        for number, key in enumerate(series):
            states = [row for row in found.rows if (row.date, row.source, row.place or "") == (day, *key)]
            _steps(panel, states, number, ", ".join(part for part in key if part))
        panel.set_ylabel(day, fontsize=7)
        of_day = [row for row in found.rows if row.date == day]
        panel.set_ylim(0, 1.15 * max(1, *(row.count for row in of_day)))
        _whole_days(panel, [row.tally_as_of for row in of_day])
        panel.tick_params(labelsize=7)
        panel.legend(fontsize=6, frameon=False)
    return figure


def _whole_days(axes: "Axes", days: Sequence[str]) -> None:
    """Ticks at the days of tally, at most eight."""
    distinct = sorted(set(days))
    shown: Any = [date.fromisoformat(day) for day in distinct[:: -(-len(distinct) // 8)]]
    axes.set_xticks(shown, [day.isoformat() for day in shown])


def _steps(axes: "Axes", states: Sequence[Standing], number: int, label: str) -> None:
    if not states:
        return
    colour = (BLUE, ORANGE, GREEN, RED, GREY)[number % 5]
    days: Any = [date.fromisoformat(row.tally_as_of) for row in states]
    axes.step(days, [row.count for row in states], where="post", color=colour, marker=".", label=label)
    if states[-1].state == "still rising":
        axes.plot(days[-1:], [states[-1].count], "o", markersize=9, markerfacecolor="none", markeredgecolor=colour)


def import_figure() -> Any:
    """matplotlib's Figure, without its global state."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("a figure", "stats") from error
    return Figure


def panels(found: Result, rows: int, height: float, ratios: Sequence[float] | None = None) -> "tuple[Figure, Any]":
    """A figure with the result's sentence above its axes and its snapshot below."""
    figure = import_figure()(figsize=(7.2, height), layout="constrained")
    axes = figure.subplots(rows, 1, height_ratios=list(ratios) if ratios else None, squeeze=True)
    figure.suptitle(textwrap.fill(found.sentence, 100), fontsize=8, x=0.01, ha="left")
    sources = ", ".join(found.sources) or "no source named"
    figure.supxlabel(f"{sources} · {found.snapshot}", fontsize=6, color=GREY, x=0.01, ha="left")
    return figure, axes


def logarithmic(axes: "Axes") -> None:
    """A log scale with plain numbers, not powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: stated(value)))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))


def points(
    axes: "Axes", names: Sequence[str], values: Sequence[float], limits: Sequence[tuple[float, float]],
    colours: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Points with their intervals, one name a line, from below."""
    for at, (middle, (lower, upper)) in enumerate(zip(values, limits, strict=True)):
        colour = colours[at] if colours else BLUE
        axes.plot([lower, upper], [at, at], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot([middle], [at], "o", color=colour, markersize=5)
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
