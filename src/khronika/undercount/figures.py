"""Figures: estimates by model with their weights, dependence between lists, and the posterior of the size."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.errors import CannotError, MissingExtraError
from khronika.undercount.arrays import np
from khronika.undercount.loglinear import weights
from khronika.undercount.measure import Analysis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SHOWN = 12
INK, ACCENT, PALE = "#1b1b1b", "#b3261e", "#8a8f98"


def draw(found: Analysis, folder: Path) -> list[Path]:
    """Writes the figures as SVG into the folder; their paths. CannotError where the folder cannot be written."""
    _figure_class()
    name = f"-{found.table.stratum}" if found.table.stratum else ""
    parts = {"models": _models, "dependence": _dependence, "sizes": _sizes}
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for what, part in parts.items():
            path = folder / f"undercount-{what}{_safe(name)}.svg"
            _save(found, part, path)
            made.append(path)
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


def _save(found: Analysis, part: Any, path: Path) -> None:
    figure = _figure_class()(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    part(found, axes)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def _models(found: Analysis, axes: "Axes") -> None:
    """One line a model within 10 BIC with its standard error; the dot grows with the weight; Chao's bound as a line."""
    near = found.near[:MOST_SHOWN]
    shares = weights([f.bic for f in near])
    places = np.arange(len(near))[::-1]
    sizes = np.array([f.estimate for f in near], dtype=np.float64)
    errors = np.array([f.error for f in near], dtype=np.float64)
    axes.errorbar(sizes, places, xerr=1.96 * errors, fmt="none", color=PALE, zorder=1)
    axes.scatter(sizes, places, s=20 + 300 * shares, color=INK, zorder=2)
    axes.axvspan(found.bootstrap.low, min(found.bootstrap.high, 2 * sizes.max()), color=ACCENT, alpha=0.08, zorder=0)
    chao = found.heterogeneity[0].estimate
    if chao is not None:
        axes.axvline(chao, color=ACCENT, linestyle="--", label="Chao's lower bound")
        axes.legend(frameon=False, fontsize=8, loc="lower right")
    axes.set_yticks(places, [f"{f.name}  ({share:.0%})" for f, share in zip(near, shares, strict=True)], fontsize=8)
    axes.set_xlabel("people in all (bars: 1.96 standard errors; band: interval with the model chosen again)")


def _dependence(found: Analysis, axes: "Axes") -> None:
    """Odds ratio of standing on both lists, for people on a third; 1 is independence."""
    pairs = [(f"{a} and {b}", odds) for (a, b), odds in found.dependence.items() if odds]
    places = np.arange(len(pairs))[::-1]
    values = np.array([odds for _, odds in pairs])
    axes.hlines(places, 1, values, color=PALE)
    axes.scatter(values, places, color=INK, zorder=2)
    axes.axvline(1, color=ACCENT)
    axes.set_xscale("log")
    axes.set_yticks(places, [name for name, _ in pairs])
    axes.set_xlabel("odds ratio among people on some other list (1: independent)")


def _sizes(found: Analysis, axes: "Axes") -> None:
    """Draws of the size: the bootstrap that chooses again, and the posteriors."""
    told = {"bootstrap, model chosen again": found.bootstrap.confidence[np.isfinite(found.bootstrap.confidence)]}
    if found.posterior is not None:
        told["latent classes"] = found.posterior.draws.ravel()
    if found.graphs is not None:
        told["decomposable graphs"] = found.graphs.draws(20_000, found.options.seed)
    low = min(float(np.quantile(d, 0.001)) for d in told.values())
    high = max(float(np.quantile(d, 0.995)) for d in told.values())
    for (name, values), colour in zip(told.items(), (ACCENT, INK, PALE), strict=False):
        axes.hist(values, bins=60, range=(low, high), density=True, histtype="step", color=colour, label=name)
    axes.legend(frameon=False)
    axes.set_yticks([])
    axes.set_xlabel("people in all")
