"""Episodes counted from what an archive tells: events that occurred, or the least of a quantity over them.

A table says when the episodes were, who was at risk, and where and what to count; the counts come from the events. An
event that may lie outside its episode is left out and told: the day is not guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from khronika.errors import RefusedError, UsageError
from khronika.measure.result import named
from khronika.measure.rows import Span
from khronika.measure.told import Told
from khronika.measure.told_regions import By, regions
from khronika.measure.words import listed
from khronika.model import Problem

_MOST_NAMED = 3


def episode_rows(
    told: Told, episodes: Sequence[Span], quantity: str | None, by: By, problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    """A row an episode, as a table of episodes has it."""
    if not episodes:
        raise UsageError(
            "an archive does not know who was at risk, and when; give --episodes, a table with episode, start, end, population"
        )
    region_of = regions(told.occurred(), by)
    for span in episodes:
        if span.count is not None:
            raise RefusedError(
                f"{span.where or span.episode}: counts come from the archive here, and the table has one too",
                "take the column count out of the episodes, or give the table instead of the archive",
            )
        yield _counted(told, span, quantity, region_of, problems)


def _counted(
    told: Told, span: Span, quantity: str | None, region_of: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    count, sources = 0, set[str]()
    for event in _inside(told, span, region_of, problems):
        many = 1 if quantity is None else ((event.get("summary") or {}).get(quantity) or {}).get("low")
        if many is None:
            what = f"no number of {quantity}"
            problems.append(Problem(str(event.get("event_id")), what, "left out; a missing value is not 0"))
            continue
        count += int(many)
        sources.update(event.get("sources") or ())
    return {
        "episode": span.episode, "count": count, "population": span.population, "start": span.start, "end": span.end,
        "definition": span.definition or _definition(span, quantity), "at_risk": span.at_risk,
        "source": listed(named(sources), _MOST_NAMED) or None, "where": span.where,
    }  # fmt: skip


def _definition(span: Span, quantity: str | None) -> str:
    """What was counted, in words that are the same for episodes counted alike."""
    kinds = f" of kind {', '.join(sorted(span.kinds.split()))}" if span.kinds else ""
    return f"{f'{quantity}, the least number over ' if quantity else ''}events{kinds} that occurred, as coded"


def _inside(
    told: Told, span: Span, region_of: Mapping[str, str], problems: list[Problem]
) -> Iterator[Mapping[str, Any]]:
    """Events of the episode's kinds and region that surely lie within its days; those that may are told."""
    kinds = set((span.kinds or "").split())
    for event in told.occurred():
        name = str(event.get("event_id"))
        if (kinds and event.get("kind") not in kinds) or (span.region and region_of.get(name) != span.region):
            continue
        first, last = event.get("date_start"), event.get("date_end")
        if not first or not last:
            problems.append(Problem(name, "has no date", f"not counted in {span.episode}; the day is not guessed"))
        elif span.start <= first and last <= span.end:
            yield event
        elif first <= span.end and last >= span.start:
            what = f"covers {first} to {last}, beyond the days of {span.episode}"
            problems.append(Problem(name, what, "not counted; the day is not guessed"))
