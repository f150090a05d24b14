"""The evaluation as plain text for the terminal: every number with its interval, then what went wrong in words."""

from collections.abc import Iterator, Sequence

from khronika.evaluation.calibration import Calibration
from khronika.evaluation.compare import EVENT_SLOTS, FIGURE_SLOTS
from khronika.evaluation.confusion import Confusion, KindScore
from khronika.evaluation.faults import Fault, Worst
from khronika.evaluation.intervals import Gain, Scores
from khronika.evaluation.labels import HEADS, LABELS, cells, number, short
from khronika.evaluation.measures import ENDINGS, HEADLINES, STATUSES
from khronika.evaluation.report import Evaluation

GROUPED = ("events", "slots", "place", "date_equal", "claims", "figures", "false_alarms", "told_as_fact")
_MOST_CONFUSED = 15


def as_text(found: Evaluation) -> str:
    """All tables of an evaluation."""
    parts = [
        _headlines(f"{found.part}: {found.scores.documents} documents", found.scores),
        _slots(found.scores),
        _traps(found.scores),
        *([_gains(found.gains)] if found.gains else []),
        *([_groups(found)] if len(found.groups) > 1 else []),
        _kinds(found.kinds),
        _confused(found.confusions),
        _calibration(found.calibration),
        *map(_worst, found.worst),
    ]
    return "\n\n".join(part for part in parts if part)


def grid(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their content; the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    )


def _headlines(title: str, scores: Scores) -> str:
    rows = [(LABELS[name], *cells(scores.measures[name])) for name in HEADLINES]
    return grid([(title, *HEADS), *rows])


def _slots(scores: Scores) -> str:
    events = [(name, *cells(scores.measures[f"slot.{name}"])) for name in EVENT_SLOTS]
    figures = [(name, *cells(scores.measures[f"figure_slot.{name}"])) for name in FIGURE_SLOTS]
    return grid([("slots of events", *HEADS), *events]) + "\n\n" + grid([("slots of figures", *HEADS), *figures])


def _traps(scores: Scores) -> str:
    heads = ("gold is no fact", "told as fact", "right status", "passed over", "of")
    return grid([heads, *(_trap(status, scores) for status in STATUSES)])


def _trap(status: str, scores: Scores) -> tuple[str, ...]:
    found = [scores.measures[f"trap.{status}.{ending}"] for ending in ENDINGS]
    return (status, short(found[0]), str(found[1].right), str(found[2].right), str(found[0].wanted))


def _gains(gains: dict[str, Gain]) -> str:
    rows = [(LABELS[n], number(g.before), f"{g.gain:+.3f}", f"{g.low:+.3f} to {g.high:+.3f}") for n, g in gains.items()]
    return grid([("over the baseline", "baseline", "gain", "95 % interval"), *rows])


def _groups(found: Evaluation) -> str:
    heads = (f"by {found.by}", "documents", *(LABELS[name] for name in GROUPED))
    rows = [(g, str(s.documents), *(short(s.measures[name]) for name in GROUPED)) for g, s in found.groups.items()]
    return grid([*zip(heads, *rows, strict=True)]) if rows else ""


def _kinds(kinds: Sequence[KindScore]) -> str:
    rows = [(k.kind, number(k.recall), number(k.precision), f"{k.found}/{k.wanted}/{k.given}") for k in kinds]
    return grid([("kind", "recall", "precision", "right/wanted/given"), *rows])


def _confused(confusions: Sequence[Confusion]) -> str:
    wrong = sorted((c for c in confusions if c.gold != c.told), key=lambda c: -c.times)[:_MOST_CONFUSED]
    rows = [(c.gold or "– (invented)", c.told or "– (missed)", str(c.times)) for c in wrong]
    return grid([("most confused: gold", "told", "times"), *rows]) if rows else ""


def _calibration(found: Calibration) -> str:
    if found.error is None:
        return ""
    rows = [(f"{b.low:.1f}–{b.high:.1f}", number(b.confidence), number(b.hits), str(b.n)) for b in found.bins]
    title = f"calibration error {found.error:.3f} over {found.n} facts"
    return title + "\n" + grid([("confidence", "mean", "hits", "n"), *rows])


def _worst(worst: Worst) -> str:
    head = (
        f"{worst.document} ({', '.join(filter(None, (worst.language, worst.register)))}): {worst.errors} values wrong"
    )
    return "\n".join([head, *(f"  {line}" for fault in worst.faults for line in fault_lines(fault))])


def fault_lines(fault: Fault) -> Iterator[str]:
    """A fault in words: what and of which record, then wanted and got."""
    yield f"{fault.what}: {fault.record}"
    if fault.wanted or fault.got:
        yield f"    wanted {fault.wanted or 'nothing'}; got {fault.got or 'nothing'}"
