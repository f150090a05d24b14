"""Draw results as SVG or PNG: points with intervals, in colours that colour-blind readers tell apart (Okabe and Ito).

The same result gives the same bytes: no clock in the file, ids from a fixed salt. Needs matplotlib (extra `stats`).
"""

import textwrap
from collections.abc import Sequence
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, MissingExtraError, UsageError
from khronika.measure.ratios import Disparity
from khronika.measure.regional import Rates
from khronika.measure.regional_words import value
from khronika.measure.result import Result
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
    target = Path(path)
    if target.suffix.lower() not in (".svg", ".png"):
        raise UsageError(f"{target}: figures are .svg or .png")
    import_figure()
    from matplotlib import rc_context

    with rc_context(_STYLE):
        figure = draw(result)
        metadata = (
            {"Date": None, "Creator": "khronika"} if target.suffix.lower() == ".svg" else {"Software": "khronika"}
        )
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


_MOST_DRAWN = 60


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
