"""Count one document: what was right, wanted and given, under the name of each measure.

Two sorts of measure. F1 measures weigh misses and inventions alike; shares say how many of the wanted were right (for
`false_alarms` and traps: how many documents or records went wrong, so less is better).
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from khronika.evaluation.agree import best_overlap, same_class, same_date, same_place
from khronika.evaluation.align import align
from khronika.evaluation.compare import EVENT_SLOTS, FIGURE_SLOTS, Count, compare, is_figure_hit, is_hit
from khronika.evaluation.gold import Gold, GoldDocument, Pair, Told

STATUSES = ("denied", "planned", "hypothetical", "historical")
ENDINGS = ("fell", "right", "passed")  # told as a fact, told with its status, not told or told with another
VALUES = {"place": "place", "claims": "claims", "attributed_to": "attribution"}
ALARMS = ("false_alarms", "false_alarms_quiet")
TRAPS = tuple(f"trap.{status}.{ending}" for status in STATUSES for ending in ENDINGS)
SHARES = frozenset({*VALUES.values(), "date_equal", "date_overlap", *ALARMS, "told_as_fact", *TRAPS})
HEADLINES = (
    "relevance", "events", "events_once", "slots", "place", "date_equal", "date_overlap", "claims", "attribution",
    "figures", "figure_slots", *ALARMS, "told_as_fact",
)  # fmt: skip
DETAILS = (*(f"slot.{s}" for s in EVENT_SLOTS), *(f"figure_slot.{s}" for s in FIGURE_SLOTS), *TRAPS)
MEASURES = (*HEADLINES, *DETAILS)
LESS_IS_BETTER = frozenset({*ALARMS, "told_as_fact", *(name for name in TRAPS if not name.endswith("right"))})

Tally = dict[str, Count]


class Outcome(msgspec.Struct, frozen=True):
    """One document, what was told of it, and its counts. Pairs with an optional gold record are in, but not counted."""

    document: GoldDocument
    told: tuple[Told, ...]
    events: tuple[Pair, ...]
    figures: tuple[Pair, ...]
    tally: Tally


def score_document(document: GoldDocument, told: Sequence[Told]) -> Outcome:
    """Aligns and counts one document."""
    events = align([g for g in document.gold if not g.is_figure], [t for t in told if not t.is_figure])
    figures = align([g for g in document.gold if g.is_figure], [t for t in told if t.is_figure])
    tally: Tally = defaultdict(Count)
    _count_document(document, told, tally)
    hits = [pair.gold for pair in events if hits_fact(pair) and pair.gold is not None]
    for pair in events:
        if not is_free(pair):
            _count_trap(pair, tally)
            _count_event(pair, hits, tally)
    for pair in figures:
        if not is_free(pair):
            _count_figure(pair, tally)
    return Outcome(document, tuple(told), tuple(events), tuple(figures), dict(tally))


def is_free(pair: Pair) -> bool:
    """Whether gold leaves it free to tell the record."""
    return pair.gold is not None and pair.gold.optional


def is_wanted(pair: Pair) -> bool:
    """Whether gold has it as a fact."""
    return pair.gold is not None and pair.gold.is_fact


def is_said(pair: Pair) -> bool:
    """Whether it was told as a fact."""
    return pair.told is not None and pair.told.is_fact


def hits_fact(pair: Pair) -> bool:
    """Whether a fact was told as one and is a hit."""
    gold, told = pair
    return gold is not None and told is not None and gold.is_fact and told.is_fact and is_hit(gold, told)


def _count_document(document: GoldDocument, told: Sequence[Told], tally: Tally) -> None:
    """Relevance (open where gold has optional facts only) and, of documents without a fact, whether one was told."""
    facts = [g for g in document.gold if g.is_fact and not g.is_figure]
    said = any(t.is_fact and not t.is_figure for t in told)
    if not facts:
        tally["false_alarms"] = Count(int(said), 1, 1)
    if not document.gold:
        tally["false_alarms_quiet"] = Count(int(said), 1, 1)
    if not facts or not all(g.optional for g in facts):
        tally["relevance"] = Count(int(bool(facts) and said), int(bool(facts)), int(said))


def _count_trap(pair: Pair, tally: Tally) -> None:
    """A happening that gold says was denied, planned, hypothetical or past: told as a fact, rightly, or passed over.

    History told as a fact is worth knowing, but `told_as_fact` is about what never happened, or not yet.
    """
    gold, told = pair
    if gold is None or gold.is_fact:
        return
    right = told is not None and bool(compare(gold, told)["status"].right)
    ended = "fell" if is_said(pair) else "right" if right else "passed"
    for ending in ENDINGS:
        tally[f"trap.{gold.status}.{ending}"] += Count(int(ended == ending), 1, 1)
    if gold.status != "historical":
        tally["told_as_fact"] += Count(int(ended == "fell"), 1, 1)


def _count_event(pair: Pair, hits: Sequence[Gold], tally: Tally) -> None:
    wanted, said = is_wanted(pair), is_said(pair)
    if not (wanted or said):
        return
    event = Count(int(hits_fact(pair)), int(wanted), int(said))
    tally["events"] += event
    tally["events_once"] += Count(event.right, event.wanted, event.given - _repeats(pair, hits))
    if wanted and said:
        _count_slots(compare(pair.gold, pair.told), "slot", tally)
        _count_values(pair, tally)
        return
    if wanted:
        _count_slots(compare(pair.gold, None), "slot", tally)
    if said:
        _count_slots(compare(None, pair.told), "slot", tally)


def _repeats(pair: Pair, hits: Sequence[Gold]) -> bool:
    """Whether what was told beside gold tells once more of something that was hit."""
    told = pair.told
    if pair.gold is not None or told is None:
        return False
    return any(same_class(g, told) and same_place(g, told) and same_date(g, told) for g in hits)


def _count_slots(found: dict[str, Count], title: str, tally: Tally) -> None:
    for name, count in found.items():
        tally[f"{title}s"] += count
        tally[f"{title}.{name}"] += count


def _count_values(pair: Pair, tally: Tally) -> None:
    """Values of facts that were found: how many of gold's are right."""
    gold, told = pair
    for slot, measure in VALUES.items():
        tally[measure] += compare(gold, told)[slot]
    if gold is not None and told is not None and gold.days is not None:
        overlap = best_overlap(gold, told)
        tally["date_equal"] += Count(int(overlap == 1), 1, 1)
        tally["date_overlap"] += Count(int(overlap > 0), 1, 1)


def _count_figure(pair: Pair, tally: Tally) -> None:
    gold, told = pair
    hit = gold is not None and told is not None and is_figure_hit(gold, told)
    tally["figures"] += Count(int(hit), int(gold is not None), int(told is not None))
    _count_slots(compare(gold, told), "figure_slot", tally)
