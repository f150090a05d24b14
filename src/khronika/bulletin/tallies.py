"""Tallies that reports revise: the series of what was said of one number as time went, and whether it still rises."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from khronika.model import Event, Mention
from khronika.model.document import read_day

RECENT_DAYS = 7


class Step(msgspec.Struct, frozen=True, order=True):
    """What the reports of one day said at most; `mention` is one that says so."""

    day: str
    low: float | int
    mention: str


class Tally(msgspec.Struct, frozen=True):
    """A number of one event, report day by report day."""

    event: str
    quantity: str
    steps: list[Step]


def rising(events: Sequence[Event], mentions: Mapping[str, Mention], as_of: date) -> list[Tally]:
    """Tallies whose latest report gives more than an earlier one and is at most RECENT_DAYS older than `as_of`."""
    found = (Tally(e.event_id, q, _steps(e, q, mentions)) for e in events for q in sorted(e.summary))
    return [tally for tally in found if _rises(tally.steps, as_of)]


def _steps(event: Event, quantity: str, mentions: Mapping[str, Mention]) -> list[Step]:
    """The highest low bound of each day of publication; reports without a day are left out."""
    days: dict[str, Step] = {}
    for claim in event.claims:
        mention = mentions.get(claim.mention)
        day = read_day(mention.published) if mention else None
        if claim.quantity != quantity or day is None or claim.low is None:
            continue
        step, held = Step(day.isoformat(), claim.low, claim.mention), days.get(day.isoformat())
        if held is None or (step.low, held.mention) > (held.low, step.mention):
            days[step.day] = step
    return [days[day] for day in sorted(days)]


def _rises(steps: Sequence[Step], as_of: date) -> bool:
    if len(steps) < 2 or steps[-1].low <= min(step.low for step in steps[:-1]):
        return False
    last = date.fromisoformat(steps[-1].day)
    return steps[-1].low == max(step.low for step in steps) and 0 <= (as_of - last).days <= RECENT_DAYS
