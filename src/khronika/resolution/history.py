"""What became of events between two runs: merges and splits as statement bodies, each of which can be undone.

A change is kept with the mentions before and after, so the step back is the same change the other way round; the
judgements that `undo` gives make a later run keep it. Does not write the ledger and does not choose ids.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from khronika.resolution.judgements import Judgement, Verdict

Members = Mapping[str, Sequence[str]]


class Regrouping(msgspec.Struct, frozen=True):
    """Events that exchanged mentions. `before` and `after`: event id -> ids of its mentions; `reason` in words or ids."""

    act: Literal["merge", "split", "regroup"]
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    reason: str = ""


def regroupings(before: Members, after: Members, reason: str = "") -> list[Regrouping]:
    """What changed for mentions that both runs have, smallest id first; mentions of one run alone are no change."""
    common = {m for ms in before.values() for m in ms} & {m for ms in after.values() for m in ms}
    olds, news = _within(before, common), _within(after, common)
    home = {mention: name for name, mentions in news.items() for mention in mentions}
    found: list[Regrouping] = []
    done: set[str] = set()
    for name in sorted(olds):
        if name in done:
            continue
        mine, theirs = _touched(name, olds, home)
        done |= mine
        if len(mine) > 1 or len(theirs) > 1:
            act: Literal["merge", "split", "regroup"] = (
                "merge" if len(theirs) == 1 else "split" if len(mine) == 1 else "regroup"
            )
            found.append(
                Regrouping(act, {n: olds[n] for n in sorted(mine)}, {n: news[n] for n in sorted(theirs)}, reason)
            )
    return found


def _within(events: Members, common: set[str]) -> dict[str, list[str]]:
    kept = {name: sorted(common.intersection(mentions)) for name, mentions in events.items()}
    return {name: mentions for name, mentions in kept.items() if mentions}


def _touched(name: str, olds: dict[str, list[str]], home: dict[str, str]) -> tuple[set[str], set[str]]:
    """All earlier and later events that are tied to one by mentions in common."""
    mine, theirs = {name}, {home[m] for m in olds[name]}
    while True:
        wider = {n for n, mentions in olds.items() if any(home[m] in theirs for m in mentions)}
        further = {home[m] for n in wider for m in olds[n]}
        if (wider, further) == (mine, theirs):
            return mine, theirs
        mine, theirs = wider, further


def undo(change: Regrouping, agent: str, at: str, reason: str) -> list[Judgement]:
    """Judgements that bring the grouping of `before` back, and keep it in every later run."""
    groups = [mentions for _, mentions in sorted(change.before.items())]
    pairs: list[tuple[str, str, Verdict]] = [(group[0], m, "same") for group in groups for m in group[1:]]
    pairs += [(a, b, "different") for n, one in enumerate(groups) for o in groups[n + 1 :] for a in one for b in o]
    return [Judgement(a=a, b=b, judgement=verdict, agent=agent, at=at, reason=reason) for a, b, verdict in pairs]
