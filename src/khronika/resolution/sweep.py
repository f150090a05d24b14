"""How many events there are at each threshold, and, where persons judged pairs, how often these are met.

Judgements are measured against here and force nothing. Does not choose a threshold.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from khronika.errors import MissingExtraError
from khronika.model import Mention
from khronika.resolution.block import Blocks
from khronika.resolution.cases import Batch, build_batch
from khronika.resolution.cluster import join_links, link_weight
from khronika.resolution.identity import event_id, in_order
from khronika.resolution.judgements import Judged, Judgement, read_judgements
from khronika.resolution.link import find_links
from khronika.resolution.neighbourhood import is_told
from khronika.resolution.weigh import Weigher
from khronika.resolution.weights import Weights, shipped_weights

THRESHOLDS = tuple(step / 2 for step in range(-4, 17))


class SweepPoint(msgspec.Struct, frozen=True):
    """One threshold in bits. `precision` and `recall` are over judged pairs; None where there is nothing to divide by."""

    threshold: float
    events: int
    figures: int
    precision: float | None
    recall: float | None
    judged: int


def sweep(
    mentions: Iterable[Mention],
    judgements: Iterable[Judgement] = (),
    thresholds: Sequence[float] = THRESHOLDS,
    weights: Weights | None = None,
) -> list[SweepPoint]:
    """One point a threshold, the lowest first."""
    ordered, keys, _ = in_order(m for m in mentions if is_told(m))
    numbers = {event_id(key): i for i, key in enumerate(keys)} | {m.id: i for i, m in enumerate(ordered)}
    judged = read_judgements(judgements, numbers)
    table = msgspec.structs.replace(weights or shipped_weights(), threshold=min(thresholds))
    batch = build_batch(ordered, table.radius_km)
    weigher = Weigher(batch, table)
    links = find_links(batch, Blocks(batch, table), weigher)
    points = []
    for threshold in sorted(thresholds):
        weigher.weights = msgspec.structs.replace(table, threshold=threshold)
        groups = join_links(batch, weigher, (link for link in links if link_weight(link) >= threshold))
        points.append(_point(threshold, batch, groups, judged))
    return points


def _point(threshold: float, batch: Batch, groups: list[list[int]], judged: Judged) -> SweepPoint:
    home = {member: number for number, group in enumerate(groups) for member in group}
    right = sum(home[i] == home[j] for i, j in judged.same)
    wrong = sum(home[i] == home[j] for i, j in judged.different)
    events = sum(batch.mentions[group[0]].record == "event" for group in groups)
    return SweepPoint(
        threshold=threshold, events=events, figures=len(groups) - events,
        precision=round(right / (right + wrong), 4) if right + wrong else None,
        recall=round(right / len(judged.same), 4) if judged.same else None,
        judged=len(judged.same) + len(judged.different),
    )  # fmt: skip


def plot_sweep(points: Sequence[SweepPoint], path: Path) -> None:
    """An SVG of events, precision and recall by threshold. Raises MissingExtraError without matplotlib."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("a plot of thresholds", "stats") from error
    with rc_context({"svg.hashsalt": "khronika", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 4), layout="constrained")
        counts = figure.subplots()
        at = [p.threshold for p in points]
        counts.step(at, [p.events for p in points], where="post", color="black", label="events")
        counts.set(xlabel="threshold (bits)", ylabel="events")
        counts.axvline(shipped_weights().threshold, color="grey", linestyle=":", label="shipped threshold")
        shares = counts.twinx()
        for name, style in (("precision", "--"), ("recall", "-.")):
            known = [(p.threshold, value) for p in points if (value := getattr(p, name)) is not None]
            if known:
                shares.plot(*zip(*known, strict=True), style, label=name)
        shares.set(ylim=(0, 1.02), ylabel="share of judged pairs")
        figure.legend(loc="outside upper center", ncols=4)
        figure.savefig(path, format="svg", metadata={"Date": None})
