"""What may be said in public: the sentence, its warnings, what it assumes and when it should not be used."""

from collections.abc import Iterator

from khronika.undercount.arrays import np
from khronika.undercount.closed import doubted
from khronika.undercount.loglinear import Fitted
from khronika.undercount.measure import Analysis
from khronika.undercount.refusals import nearly_nested

ASSUMPTION = (
    "One closed population; people rightly matched between lists; every person could be on each list; dependence among lists "
    "as in the model, and none beyond that of all lists together, which no data can show."
)
NOT_WHEN = (
    "Not for lists of different periods, places or definitions, for lists that copy each other, where matching is "
    "unmeasured, or where a group could be on no list at all."
)
SMALL_CELL, MOVED, NEXT = 5, 1.10, 2.0


def sentence(found: Analysis) -> str:
    """The sentence for publication: one number only where one may stand, always with interval and doubts."""
    low, high = _ends(found)
    level = f"{found.options.level:.0%}"
    if found.single:
        least, most = found.range
        text = (
            f"Besides {found.table.listed:,} listed {found.table.of} there are more, but these lists do not support one number: "
            f"models that fit almost equally well say between {least:,.0f} and {most:,.0f} in all"
        )
    else:
        text = f"An estimated {found.estimate:,.0f} {found.table.of} in all ({level} interval with the model chosen again {low} to {high})"
        text += f", of whom {found.table.listed:,} are listed{_rival(found)}"
    return text + _missed(found) + _unlinked(found) + "."


def warnings(found: Analysis) -> list[str]:
    """Every doubt that the data raise, in words."""
    return [*_held(found), *_models(found), *_data(found), *_beside(found)]


def _ends(found: Analysis) -> tuple[str, str]:
    high = found.bootstrap.high
    return f"{found.bootstrap.low:,.0f}", f"{high:,.0f}" if np.isfinite(high) else "no upper end"


def _rival(found: Analysis) -> str:
    rival = _next(found)
    if rival is None or rival.estimate is None:
        return ""
    low, high = found.range
    return (
        f"; a model that fits {'almost ' if rival.bic > found.best.bic else ''}as well "
        f"({rival.bic - found.best.bic:.2f} BIC away) says {rival.estimate:,.0f}, and all models within 10 BIC lie between "
        f"{low:,.0f} and {high:,.0f}"
    )


def _next(found: Analysis) -> Fitted | None:
    return found.near[1] if len(found.near) > 1 else None


def _missed(found: Analysis) -> str:
    missed = [h.name for h in found.held if h.hit is False]
    if not missed:
        return ""
    return (
        f". Warning: asked for the size of a list that is known, the method misses {len(missed)} of {len(found.held)} "
        f"({', '.join(missed)})"
    )


def _unlinked(found: Analysis) -> str:
    return "" if found.about.linkage else ". The quality of the matching between lists is not stated"


def _held(found: Analysis) -> Iterator[str]:
    for h in found.held:
        if h.hit is False:
            yield (
                f"held-list check: {h.name} has {h.truth:,} {found.table.of}, the other lists say {h.estimate:,.0f} "
                f"({h.low:,.0f} to {'open' if h.high is None else f'{h.high:,.0f}'})"
            )
        elif h.hit is None:
            yield f"held-list check: no estimate of {h.name} from the other lists"


def _models(found: Analysis) -> Iterator[str]:
    yield from found.single
    rival = _next(found)
    if rival is not None and rival.bic - found.best.bic < NEXT:
        yield f"the next model is {rival.bic - found.best.bic:.2f} BIC away and says {rival.estimate:,.0f}"
    if found.stability.ratio(found.estimate) > MOVED:
        s = found.stability
        yield (
            f"one case more or less moves the answer between {s.lowest:,.0f} ({s.lowest_at}) and "
            f"{s.highest:,.0f} ({s.highest_at})"
        )
    if found.bootstrap.at_edge:
        yield "an end of the interval is the most extreme of all draws: with more draws it may lie further out"
    if found.bootstrap.without_estimate:
        yield f"{found.bootstrap.without_estimate} of {len(found.bootstrap.draws)} draws of the data have no finite estimate"
    unknown = [f for f in found.models if f.estimate is None and f.bic < found.best.bic]
    if unknown:
        yield f"{len(unknown)} models fit better by BIC but have no finite estimate, first {unknown[0].name}: {unknown[0].why_not}"
    if found.best.vanished:
        yield f"the best model puts a mean of 0 in {found.best.vanished} cells (extended maximum likelihood)"


def _data(found: Analysis) -> Iterator[str]:
    if found.about.imputed:
        yield (
            f"missing values of {', '.join(found.about.imputed)} were filled in, and the interval takes one filling as if it were "
            "known: measure several, and take the draws of all together"
        )
    yield from nearly_nested(found.table)
    yield from doubted(found.table.seen)
    small = int((found.table.counts[1:] < SMALL_CELL).sum())
    if small:
        yield f"{small} of {len(found.table.counts) - 1} histories have fewer than {SMALL_CELL} {found.table.of}"
    if found.about.linkage is None:
        yield "linkage quality is not stated: a false match lowers the estimate, a missed one raises it"
    else:
        linkage = found.about.linkage
        yield f"matching has precision {linkage.precision:g} and recall {linkage.recall:g}; its errors are not in the interval"


def _beside(found: Analysis) -> Iterator[str]:
    if not found.linked:
        yield (
            "whether larger cases are listed more often cannot be seen here; if they are, the estimate holds for no size of case "
            "(khronika measure coverage shows it for an archive)"
        )
    sizes = [h.estimate for h in found.heterogeneity if h.estimate is not None]
    if len(sizes) > 1 and max(sizes) > NEXT * min(sizes):
        yield (
            f"if {found.table.of} differ in how easily they are listed, the size lies between {min(sizes):,.0f} and {max(sizes):,.0f} "
            "depending on a curve that the data cannot choose"
        )
    p = found.posterior
    if p is not None and not p.agrees:
        yield (
            f"chains of the latent class model disagree (R-hat {p.r_hat:.2f}, medians {p.spread:.0%} apart, effective size "
            f"{p.effective:,.0f}): run more sweeps before using its limits"
        )
    if found.graphs is not None and found.graphs.at_edge > 0.001:
        yield "the posterior over graphs runs off at 20 times the number listed: the data do not bound it"
