"""What all figures share: the paper, the sentence above and the snapshot below, points with limits, files.

Colours are those of Okabe and Ito, which colour-blind readers tell apart; marks differ as well. The same result gives the
same bytes: no clock in the file, ids from a fixed salt. Needs matplotlib (extra `stats`).
"""

import textwrap
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, MissingExtraError, UsageError
from khronika.measure.result import Result
from khronika.measure.words import listed, stated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_NAMED, _WIDE = 4, 122
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8A8A8A"
_STYLE: Any = {
    "svg.hashsalt": "khronika", "svg.fonttype": "none", "font.size": 10, "axes.spines.top": False,
    "axes.spines.right": False,
}  # fmt: skip


_OTHER_SCRIPTS = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Thai", "Noto Sans Ethiopic", "Noto Sans Myanmar", "Noto Sans Khmer", "Unifont",
)  # fmt: skip


def _families() -> list[str]:
    """The font of matplotlib, then those installed that hold other scripts."""
    from matplotlib import font_manager

    there = {entry.name for entry in font_manager.fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in _OTHER_SCRIPTS if name in there)]


def write(drawn: "Callable[[], Figure]", path: str | Path) -> Path:
    """Draws and writes one figure; says what is wrong with the file's name or place."""
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".svg", ".png"):
        raise UsageError(f"{target}: figures are .svg or .png")
    import_figure()
    from matplotlib import rc_context

    metadata: Any = {"Date": None, "Creator": "khronika"} if kind == ".svg" else {"Software": "khronika"}
    with rc_context({**_STYLE, "font.family": _families()}), warnings.catch_warnings():
        if kind == ".svg":  # text stays text there, and the reader's fonts show what ours cannot
            warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = drawn()
        try:
            figure.savefig(target, metadata=metadata, bbox_inches="tight", dpi=150)
        except OSError as error:
            raise CannotError(target, error.strerror or str(error), "choose another --figure") from error
    return target


def import_figure() -> Any:
    """matplotlib's Figure, without its global state."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("a figure", "stats") from error
    return Figure


def panels(
    found: Result, many: int, height: float, ratios: Sequence[float] | None = None, across: bool = False
) -> "tuple[Figure, Any]":
    """A figure with the result's sentence above its axes, one over the other or `across`, and its snapshot below."""
    figure = import_figure()(figsize=(7.2, height), layout="constrained")
    shape: Any = {"ncols": many} if across else {"nrows": many, "height_ratios": list(ratios) if ratios else None}
    axes = figure.subplots(**shape, squeeze=True)
    titled(figure, found)
    return figure, axes


def titled(figure: "Figure", found: Result) -> None:
    """The sentence above, sources and snapshot below."""
    figure.suptitle(wrapped(found.sentence), fontsize=8, x=0.01, ha="left")
    sources = listed(found.sources, _MOST_NAMED) or "no source named"
    figure.supxlabel(f"{sources} · {found.snapshot}", fontsize=6, color=GREY, x=0.01, ha="left")


def wrapped(sentence: str) -> str:
    """A sentence in lines as wide as the paper; a number is not parted from its sign of per cent."""
    return textwrap.fill(sentence.replace(" %", "\N{NO-BREAK SPACE}%"), _WIDE)


def logarithmic(axes: "Axes") -> None:
    """A log scale with plain numbers, not powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: stated(value)))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))


def points(
    axes: "Axes", names: Sequence[str], values: Sequence[float], limits: Sequence[tuple[float, float]],
    colours: Sequence[str] | None = None, marks: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Points with their intervals, one name a line, from below."""
    for at, (middle, (lower, upper)) in enumerate(zip(values, limits, strict=True)):
        colour = colours[at] if colours else BLUE
        axes.plot([lower, upper], [at, at], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot([middle], [at], marks[at] if marks else "o", color=colour, markersize=5)
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
