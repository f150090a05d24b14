"""The result as lines for a terminal: the sentence, then tables, then every doubt."""

from collections.abc import Iterable, Sequence

from khronika.undercount.loglinear import weights
from khronika.undercount.measure import Analysis
from khronika.undercount.snapshot import snapshot, versions
from khronika.undercount.strata import Total
from khronika.undercount.words import ASSUMPTION, NOT_WHEN, sentence, warnings


def lines(found: Analysis) -> list[str]:
    """All lines for one table."""
    head = [f"Stratum {found.table.stratum}"] if found.table.stratum else []
    sizes = ", ".join(f"{name} {size:,}" for name, size in found.table.sizes().items())
    head += [sentence(found), "", f"Listed: {found.table.listed:,} ({sizes}){_dated(found)}", ""]
    parts = (_models(found), _beside(found), _held(found), _highest(found), _dependence(found))
    body = [line for part in parts for line in [*part, ""]]
    doubts = [f"! {warning}" for warning in warnings(found)]
    made_by = ", ".join(f"{name} {number}" for name, number in versions().items())
    return [*head, *body, *doubts, "", f"Assumes: {ASSUMPTION}", NOT_WHEN, f"Snapshot: {snapshot(found)} ({made_by})"]


def _dated(found: Analysis) -> str:
    days = found.table.seen
    return f", dated {days.first} to {days.last}" if days.first else ""


def total_lines(found: Total, level: float) -> list[str]:
    """The sum over strata."""
    size = (
        f"an estimated {found.estimate:,.0f} {found.parts[0].table.of}"
        if found.estimate is not None
        else "no single number"
    )
    told = [f"All {len(found.parts)} strata: {size} ({level:.0%} interval {found.low:,.0f} to {found.high:,.0f})"]
    if found.posterior:
        low, median, high = found.posterior
        told.append(f"latent classes, draws added: {median:,.0f} ({low:,.0f} to {high:,.0f})")
    return told


def _models(found: Analysis) -> Iterable[str]:
    known = [f for f in found.models if f.estimate is not None]
    shares = weights([f.bic for f in known])
    rows = [
        (f.name, f"{f.estimate:,.1f}", f"{f.error:,.0f}", f"{f.bic - found.best.bic:.2f}", f"{share:.1%}")
        for f, share in zip(found.near, shares, strict=False)
    ]
    without = len(found.models) - len(known)
    yield f"Log-linear models within 10 BIC, of {len(found.models)} fitted ({without} without a finite estimate):"
    yield from _table(("model", found.table.of, "s.e.", "BIC from best", "weight"), rows)


def _beside(found: Analysis) -> Iterable[str]:
    yield "Beside it:"
    p, b = found.profile, found.bootstrap
    rows = [
        ("model chosen again in each draw", f"{found.estimate:,.0f}", _ends(b.low, b.high)),
        ("best model as if known (too short)", f"{found.estimate:,.0f}", _ends(p.low, p.high)),
    ]
    for h in found.heterogeneity:
        ends = h.interval(found.table, found.options.level)
        size = h.why_not or f"{h.estimate:,.0f}"
        rows.append((h.label, size, _ends(ends.low, ends.high) if ends else ""))
    if (post := found.posterior) is not None:
        rows.append(("latent classes", f"{post.median:,.0f}", _ends(post.low, post.high)))
    if (graphs := found.graphs) is not None:
        rows.append(("decomposable graphs", f"{graphs.median:,.0f}", _ends(graphs.low, graphs.high)))
    yield from _table(("method", found.table.of, f"{found.options.level:.0%} interval"), rows)


def _held(found: Analysis) -> Iterable[str]:
    yield "Lists of known size, estimated from the others:"
    rows = [
        (h.name, f"{h.truth:,}", "none", "", "")
        if h.estimate is None or h.low is None
        else (h.name, f"{h.truth:,}", f"{h.estimate:,.0f}", _ends(h.low, h.high), "hit" if h.hit else "MISSED")
        for h in found.held
    ]
    yield from _table(("list", "truth", "estimate", "interval", ""), rows)


def _highest(found: Analysis) -> Iterable[str]:
    if not found.highest_order:
        yield "The interaction of all lists cannot be varied: a history is empty."
        return
    told = ", ".join(f"{h.estimate:,.0f} at {h.factor:g}" for h in found.highest_order)
    yield f"All interactions, the one of all lists (which no data show) set to a factor: {told}."


def _dependence(found: Analysis) -> Iterable[str]:
    told = ", ".join(f"{a}-{b} {f'{odds:.2f}' if odds else 'unknown'}" for (a, b), odds in found.dependence.items())
    yield f"Odds ratios of pairs of lists (1: independent): {told}."


def _ends(low: float, high: float | None) -> str:
    return f"{low:,.0f} to {'no upper end' if high is None or high == float('inf') else f'{high:,.0f}'}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        yield "  " + "  ".join(
            c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
