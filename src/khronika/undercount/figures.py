"""Figures: estimates by model with their weights, dependence between lists, and the posterior of the size.

As SVG and PNG. Colours are those of Okabe and Ito, which colour-blind readers tell apart; line styles differ as well. The
same result gives the same bytes. Each carries the sentence and the snapshot.
"""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, MissingExtraError
from khronika.undercount.arrays import np
from khronika.undercount.loglinear import weights
from khronika.undercount.measure import Analysis
from khronika.undercount.snapshot import snapshot
from khronika.undercount.words import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SHOWN = 12
INK, ACCENT, OTHER, PALE = "#000000", "#D55E00", "#0072B2", "#8A8A8A"
KINDS = ("svg", "png")
_STYLE: Any = {"svg.hashsalt": "khronika", "svg.fonttype": "none"}


def draw(found: Analysis, folder: Path) -> list[Path]:
    """Writes the figures as SVG and PNG into the folder; their paths. CannotError where it cannot be written."""
    _figure_class()
    name = f"-{found.table.stratum}" if found.table.stratum else ""
    parts = {"models": _models, "dependence": _dependence, "sizes": _sizes}
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for what, part in parts.items():
            paths = [folder / f"undercount-{what}{_safe(name)}.{kind}" for kind in KINDS]
            _save(found, part, paths)
            made += paths
    except OSError as error:
        raise CannotError(folder, error.strerror or str(error), "choose another --figures") from error
    return made


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)


def _figure_class() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("drawing figures", "stats") from error
    return Figure


def _save(found: Analysis, part: Any, paths: list[Path]) -> None:
    figure_class = _figure_class()
    from matplotlib import rc_context

    with rc_context(_STYLE):
        figure = figure_class(figsize=(8, 5), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.08)
        axes = figure.add_subplot()
        part(found, axes)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=9)
        figure.suptitle(textwrap.fill(sentence(found), 115), fontsize=8, x=0.01, ha="left")
        figure.supxlabel(snapshot(found), fontsize=6, color=PALE, x=0.01, ha="left")
        for path in paths:
            metadata: Any = {"Date": None, "Creator": "khronika"} if path.suffix == ".svg" else {"Software": "khronika"}
            figure.savefig(path, metadata=metadata, dpi=150)


def _models(found: Analysis, axes: "Axes") -> None:
    """One line a model within 10 BIC with its standard error; the dot grows with the weight; Chao's bound as a line."""
    near = found.near[:MOST_SHOWN]
    shares = weights([f.bic for f in near])
    places = np.arange(len(near))[::-1]
    sizes = np.array([f.estimate for f in near], dtype=np.float64)
    errors = np.array([f.error for f in near], dtype=np.float64)
    axes.errorbar(sizes, places, xerr=1.96 * errors, fmt="none", color=PALE, zorder=1)
    axes.scatter(sizes, places, s=20 + 300 * shares, color=INK, zorder=2)
    most = min(found.bootstrap.high, 2 * sizes.max())
    axes.axvspan(found.bootstrap.low, most, color=ACCENT, alpha=0.1, zorder=0, label="interval, model chosen again")
    chao = found.heterogeneity[0].estimate
    if chao is not None:
        axes.axvline(chao, color=OTHER, linestyle="--", label="Chao's lower bound")
    axes.axvline(found.table.listed, color=INK, linestyle=":", label="listed")
    axes.legend(frameon=False, fontsize=8, ncols=3, loc="lower right", bbox_to_anchor=(1, 1))
    axes.set_yticks(places, [f"{f.name}  ({share:.0%})" for f, share in zip(near, shares, strict=True)])
    axes.set_ylim(-0.6, len(near) - 0.4)
    axes.set_xlabel(
        f"{found.table.of} in all, by model\n(in brackets its weight; bars: 1.96 standard errors)", fontsize=9
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.locator_params(axis="x", nbins=6)


def _dependence(found: Analysis, axes: "Axes") -> None:
    """Odds ratio of standing on both lists, for people on a third; 1 is independence."""
    pairs = [(f"{a} and {b}", odds) for (a, b), odds in found.dependence.items() if odds]
    places = np.arange(len(pairs))[::-1]
    values = np.array([odds for _, odds in pairs])
    axes.hlines(places, 1, values, color=PALE)
    axes.scatter(values, places, color=INK, zorder=2)
    axes.axvline(1, color=ACCENT)
    axes.set_xscale("log")
    _plain_numbers(axes)
    axes.margins(x=0.1)
    for place, (_, odds) in zip(places, pairs, strict=True):
        axes.annotate(f"{odds:.2f}", (odds, place), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    axes.set_yticks(places, [name for name, _ in pairs])
    axes.set_ylim(-0.6, len(pairs) - 0.4)
    axes.set_xlabel(f"odds ratio among {found.table.of} on some other list (1: independent)", fontsize=9)


def _plain_numbers(axes: "Axes") -> None:
    """A log scale with plain numbers at 1, 1.5, 2, 3 and 5, not powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.xaxis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _sizes(found: Analysis, axes: "Axes") -> None:
    """Draws of the size: the bootstrap that chooses again, and the posteriors."""
    told = {"draws of the bootstrap, model chosen again": found.bootstrap.draws[np.isfinite(found.bootstrap.draws)]}
    if found.posterior is not None:
        told["latent classes"] = found.posterior.draws.ravel()
    if found.graphs is not None:
        told["decomposable graphs"] = found.graphs.draws(20_000, found.options.seed)
    low = min(float(np.quantile(d, 0.001)) for d in told.values())
    high = max(float(np.quantile(d, 0.995)) for d in told.values())
    for (name, values), colour, line in zip(told.items(), (ACCENT, OTHER, INK), ("-", "--", ":"), strict=False):
        axes.hist(
            values, bins=60, range=(low, high), density=True, histtype="step", color=colour, linestyle=line, linewidth=1.5,
            label=name,
        )  # fmt: skip
    axes.legend(frameon=False, fontsize=8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel(f"{found.table.of} in all (height: share of the draws)", fontsize=9)
