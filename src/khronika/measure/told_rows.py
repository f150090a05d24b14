"""Rows of measures from what an archive tells: reports by source, tallies as they were published, counts by region.

Only what occurred counts; what was planned or denied does not. Nothing is added over sources. A value that is missing
makes a problem, never a zero. An archive does not know who was at risk: for episodes a table says when and who they were.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from khronika.errors import RefusedError, UsageError
from khronika.measure.read import Given, read
from khronika.measure.result import named
from khronika.measure.rows import CountRow, Episode, Judgement, Report, Span, Tally
from khronika.measure.told import Told, needs_mentions, told_by
from khronika.measure.told_episodes import episode_rows
from khronika.measure.told_regions import By, regions
from khronika.measure.words import listed
from khronika.model import Problem

Row = TypeVar("Row", bound=msgspec.Struct)
SIZES = ("participants", "killed", "detained", "injured")
_MOST_NAMED = 3


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What to take from an archive: a quantity (killed, detained, …; None: events), what a region is, the episodes."""

    quantity: str | None = None
    by: By = "admin1"
    episodes: list[Span] = []


def read_rows(
    given: Given, kind: type[Row], columns: Mapping[str, str] | None = None, defaults: Mapping[str, Any] | None = None,
    choice: Choice | None = None, mentions: Given | None = None,
) -> tuple[list[Row], list[Problem]]:  # fmt: skip
    """Rows of one kind from a table, as `read` reads it, or from an archive: the one door of every measure."""
    table, told = told_by(given, mentions)
    if told is None:
        return read(table, kind, columns, defaults)
    problems = list(told.problems)
    made = list(_made(kind, told, choice or Choice(), problems))
    rows, more = read(made, kind, None, defaults)
    return rows, [*problems, *more]


def _made(kind: type[msgspec.Struct], told: Told, choice: Choice, problems: list[Problem]) -> Iterable[dict[str, Any]]:
    if kind is Report:
        return _reports(told, choice)
    if kind is Tally:
        return _tallies(told, choice, problems)
    if kind is CountRow:
        return _counts(told, choice, problems)
    if kind is Episode:
        return episode_rows(told, choice.episodes, choice.quantity, choice.by, problems)
    if kind is Judgement:
        return _judgements(told)
    raise UsageError(f"an archive does not say what {kind.__name__} is made from; give a table")


def _judgements(told: Told) -> list[dict[str, Any]]:
    """What each coding of the archive said; refused where there was one only."""
    if told.judgements is None:
        raise UsageError(
            "events and mentions do not say who coded them; give an archive, or a table of unit, coder, value"
        )
    if len({row["coder"] for row in told.judgements}) < 2:
        raise RefusedError(
            "agreement needs two coders; the documents of this archive were coded by one set of versions",
            "code them by another (khronika code --again --mode fast --accept), or let people code and give a table",
        )
    return told.judgements


def _of(event: Mapping[str, Any], told: Told) -> list[dict[str, Any]]:
    """The mentions of an event, in the order in which they were published."""
    by_id = told.mentions or {}
    found = [by_id[name] for name in event.get("mentions", ()) if name in by_id]
    return sorted(found, key=lambda m: (m.get("published") or "9999", m.get("source") or "", m.get("id") or ""))


def _reports(told: Told, choice: Choice) -> Iterator[dict[str, Any]]:
    """A report a source and event. With mentions: its own number, and whether its text was another's first."""
    for event in told.occurred():
        base = {
            "event": event.get("event_id"),
            "place": (event.get("place") or {}).get("name"),
            "date": event.get("date_start"),
        }
        if told.mentions is None:
            size = _headline(event.get("summary") or {}, choice)
            yield from ({**base, "source": source, "size": size} for source in event.get("sources") or ())
        else:
            yield from ({**base, **report} for report in _by_source(_of(event, told), choice))


def _by_source(mentions: Iterable[dict[str, Any]], choice: Choice) -> Iterator[dict[str, Any]]:
    """Each source once; a reprint only if no text of its own is there."""
    first: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    for mention in mentions:
        source = mention.get("source")
        if not source:
            continue
        text = str(mention.get("text_group") or mention.get("document_hash") or mention.get("document"))
        origin = first.setdefault(text, source)
        size = _number(mention, choice)
        report = {"source": source, "size": size, "reprint_of": None if origin == source else origin}
        known = found.setdefault(source, report)
        if known["reprint_of"] and not report["reprint_of"]:
            found[source] = report
        elif known["size"] is None:
            known["size"] = size
    yield from found.values()


def _headline(summary: Mapping[str, Any], choice: Choice) -> int | None:
    """The headline of an event's chosen quantity, else of the first that has one: participants, then those harmed."""
    for quantity in (choice.quantity,) if choice.quantity else SIZES:
        best = (summary.get(quantity) or {}).get("best")
        if best is not None:
            return int(best)
    return None


def _number(mention: Mapping[str, Any], choice: Choice) -> int | None:
    """The largest number that a mention gives of the first quantity that has one."""
    for quantity in (choice.quantity,) if choice.quantity else SIZES:
        lows = [
            c["low"] for c in mention.get("claims") or () if c.get("quantity") == quantity and c.get("low") is not None
        ]
        if lows:
            return int(max(lows))
    return None


def _tallies(told: Told, choice: Choice, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    """What each source had counted of each event, as of the day it was published."""
    by_id = needs_mentions(told, "a tally")
    quantity = choice.quantity or _only_quantity(by_id.values())
    for event in told.occurred():
        day, mentions = event.get("date_start"), [m for m in _of(event, told) if _claims(m, quantity)]
        if not mentions:
            continue
        if not day or day != event.get("date_end"):
            problems.append(
                Problem(str(event.get("event_id")), "covers more than one day, or none", "no tally of a day")
            )
            continue
        base = {"date": day, "place": (event.get("place") or {}).get("name"), "event": event.get("event_id")}
        yield from ({**base, **row} for row in _published(mentions, quantity, problems))


def _claims(mention: Mapping[str, Any], quantity: str) -> list[Mapping[str, Any]]:
    """Claims of a quantity that have a least number."""
    return [c for c in mention.get("claims") or () if c.get("quantity") == quantity and c.get("low") is not None]


def _only_quantity(mentions: Iterable[Mapping[str, Any]]) -> str:
    """The quantity that is counted, where there is one; else the reader has to say which."""
    found = Counter(claim.get("quantity") for mention in mentions for claim in mention.get("claims") or ())
    if len(found) == 1:
        return str(next(iter(found)))
    told = ", ".join(f"{name} ({many})" for name, many in found.most_common())
    raise UsageError(f"say which quantity with --quantity; these are counted: {told or 'none'}")


def _published(mentions: Iterable[dict[str, Any]], quantity: str, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    """One count a source and day of publication: "at least" gives way to a larger "at least", two others are two claims."""
    states: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for mention in mentions:
        where, source, day = str(mention.get("id")), mention.get("source"), mention.get("published")
        if not (source and day):
            problems.append(Problem(where, "a count without source or day of publication", "the line is left out"))
            continue
        for claim in _claims(mention, quantity):
            states[str(source), str(day)[:10]].append((where, int(claim["low"]), str(claim.get("kind"))))
    for (source, day), claims in states.items():
        values = {count for _, count, _ in claims}
        if len(values) > 1 and any(kind != "min" for _, _, kind in claims):
            said = ", ".join(str(value) for value in sorted(values))
            problems.append(
                Problem(claims[0][0], f"{source} gives {said} on {day}", "left out; which holds is not guessed")
            )
            continue
        where, count, kind = max(claims, key=lambda claim: claim[1])
        word = {"kind": kind} if kind in ("min", "about", "range") else {}
        yield {"source": source, "tally_as_of": day, "count": count, **word, "where": where}


def _counts(told: Told, choice: Choice, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    """Events, or the least of a quantity over events, by region. Figures that sum up many events are not among them."""
    counts: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    region_of = regions(told.occurred(), choice.by)
    for event in told.occurred():
        region = region_of.get(str(event.get("event_id")))
        many = 1 if choice.quantity is None else ((event.get("summary") or {}).get(choice.quantity) or {}).get("low")
        if region is None or many is None:
            lacking = f"no {choice.by}" if region is None else f"no number of {choice.quantity}"
            problems.append(
                Problem(str(event.get("event_id")), lacking, "the event is left out; a missing value is not 0")
            )
            continue
        counts[region] += int(many)
        sources[region].update(event.get("sources") or ())
    for region, count in sorted(counts.items()):
        yield {"region": region, "count": count, "source": listed(named(sources[region]), _MOST_NAMED) or None}
