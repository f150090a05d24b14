"""How much a person's look at an event is worth: how unsure it is, times how much hangs on it.

Doubt: one less confidence; values that its mentions contradict each other in; another event that it may be one with;
a single source. Stake: its numbers of people, on a logarithmic scale, deaths counting most. Both are shown beside the
event, so that the order of the queue can be judged.
"""

from math import log10

import msgspec

from khronika.model import Event

WEIGHT = {"killed": 10.0, "injured": 3.0, "abducted": 3.0, "detained": 1.0, "displaced": 0.2, "mobilised": 0.1}
OTHER = 0.1
PER_CONFLICT, MOST_CONFLICTS, PER_NEAR, ALONE = 0.25, 3, 0.3, 0.1


class Attention(msgspec.Struct, frozen=True):
    """`value` sorts the queue; `doubt` and `stake` are its factors; `people` the weighted number behind the stake."""

    value: float
    doubt: float
    stake: float
    people: float


def attention(event: Event, near: int = 0) -> Attention:
    """The worth of a look at an event; `near`: other events that it may be one with."""
    doubt = (
        1.0 - event.confidence
        + PER_CONFLICT * min(len(event.conflicts), MOST_CONFLICTS)
        + PER_NEAR * min(near, 1)
        + (ALONE if event.n_independent < 2 else 0.0)
    )  # fmt: skip
    people = sum(
        WEIGHT.get(name.partition("_")[0], OTHER) * float(s.best or s.low or s.high or 0)
        for name, s in event.summary.items()
        if name != "places"
    )
    stake = 1.0 + log10(1.0 + people)
    return Attention(round(doubt * stake, 4), round(doubt, 4), round(stake, 4), round(people, 1))
