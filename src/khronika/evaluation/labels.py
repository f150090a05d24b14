"""Names of measures as people read them, for terminal, page and report; and how values are written."""

from khronika.evaluation.intervals import Measure

LABELS = {
    "relevance": "relevance",
    "events": "events",
    "events_once": "events, repeats aside",
    "slots": "slots",
    "place": "place",
    "date_equal": "date, equal",
    "date_overlap": "date, overlapping",
    "claims": "claims",
    "attribution": "attribution",
    "figures": "figures",
    "figure_slots": "figure slots",
    "false_alarms": "false alarms",
    "false_alarms_quiet": "false alarms, empty gold",
    "told_as_fact": "told as fact",
}
NOTES = {
    "relevance": "F1: documents with an event told from those without",
    "events": "F1: the class, and the place or the date",
    "events_once": "F1: a happening told twice is not counted as invented",
    "slots": "F1 over all values of facts",
    "place": "share right, of facts found",
    "date_equal": "share with the same days, of facts found",
    "date_overlap": "share with a common day, of facts found",
    "claims": "share right, of facts found",
    "attribution": "share right, of facts found",
    "figures": "F1: a number, and the place, the date or the group",
    "figure_slots": "F1 over all values of figures",
    "false_alarms": "share of documents without a fact in which one was told; less is better",
    "false_alarms_quiet": "the same, of documents in which nothing is coded; less is better",
    "told_as_fact": "share of denied, planned and hypothetical happenings told as facts; less is better",
}
HEADS = ("score", "95 % interval", "precision", "recall", "right/wanted/given")


def number(value: float | None) -> str:
    """Three digits, or a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def interval(measure: Measure) -> str:
    """`0.512–0.640`, or a dash."""
    return "–" if measure.low is None else f"{number(measure.low)}–{number(measure.high)}"


def short(measure: Measure) -> str:
    """`0.580 (0.512–0.640)`."""
    return f"{number(measure.score)} ({interval(measure)})" if measure.score is not None else "–"


def cells(measure: Measure) -> tuple[str, ...]:
    """A measure's values under HEADS."""
    counts = f"{measure.right}/{measure.wanted}/{measure.given}"
    return number(measure.score), interval(measure), number(measure.precision), number(measure.recall), counts
