"""The figure of each sort of result: points with intervals, bars, small multiples; nothing is computed here.

Every figure carries the result's sentence and its snapshot id; `canvas` draws what they share.
"""

from collections.abc import Sequence
from datetime import date
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import UsageError
from khronika.measure.alpha import Agreement
from khronika.measure.alpha_words import FIRM, TENTATIVE
from khronika.measure.canvas import BLUE, GREEN, GREY, ORANGE, RED, logarithmic, panels, points, write
from khronika.measure.episodes import Comparison
from khronika.measure.figure_coverage import draw_coverage
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


def save(result: Result, path: str | Path) -> Path:
    """Draws the result into a file that ends in .svg or .png."""
    return write(lambda: draw(result), path)


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
        low.annotate(
            f"claimed: {stated(claimed)} ", (claimed, 0.35), color=RED, fontsize=8, ha="right", annotation_clip=True
        )
    kind = "a lower bound" if found.is_lower_bound else "not a lower bound"
    beside = "".join(f"\n{claim.says}" for claim in found.claims if claim.of != "ratio")
    low.set_xlabel(f"ratio of rates {found.of.region} : {found.to.region} ({kind}; log scale){beside}")
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
    marks = [{"above": "^", "below": "v"}.get(row.differs or "", "o") for row in shown]
    points(axes, names, [v[0] for v in values], [v[1:] for v in values], colours if len(shown) > 1 else None, marks)
    axes.axvline(found.overall, color=GREY, linewidth=1)
    axes.set_xlabel(
        f"{found.settings['what']} per {stated(found.per)} people, as listed; in brackets the ranks that are possible\n"
        "orange, up: above the others together; blue, down: below; grey: not told apart; line: all regions together",
        fontsize=8,
    )
    if shown is not ordered:
        _cut(axes, len(shown) // 2, len(ordered) - len(shown))
    return figure


def _cut(axes: "Axes", at: int, left_out: int) -> None:
    """Where the middle of a long list was left out."""
    axes.axhline(at - 0.5, color="black", linestyle=":", linewidth=1)
    axes.annotate(
        f"{left_out} regions in between are left out", (0.99, at - 0.6), xycoords=("axes fraction", "data"), fontsize=8,
        ha="right", va="top",
    )  # fmt: skip


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
    return draw_coverage(found)


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
    figure.axes[0].legend(
        fontsize=7, frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, title="ring: still rising",
        title_fontsize=7, alignment="left",
    )  # fmt: skip
    return figure


def _whole_days(axes: "Axes", days: Sequence[str]) -> None:
    """Ticks at the days of tally, at most eight."""
    distinct = sorted(set(days))
    shown: Any = [date.fromisoformat(day) for day in distinct[:: -(-len(distinct) // 8)]]
    axes.set_xticks(shown, [day.isoformat() for day in shown])


def _steps(axes: "Axes", states: Sequence[Standing], number: int, label: str) -> None:
    if not states:
        return
    colour, mark = (BLUE, ORANGE, GREEN, RED, GREY)[number % 5], "os^Dv"[number % 5]
    days: Any = [date.fromisoformat(row.tally_as_of) for row in states]
    axes.step(days, [row.count for row in states], where="post", color=colour, marker=mark, markersize=4, label=label)
    if states[-1].state == "still rising":
        axes.plot(days[-1:], [states[-1].count], "o", markersize=9, markerfacecolor="none", markeredgecolor=colour)
