"""How well reports are joined into events: `python evaluation/linking.py --part dev [--mentions gold|fast|careful] [--texts] [--worst]`.

`--mentions gold` hands the coded mentions to the resolver alone; `fast` and `careful` extract them first from the texts, which
are then matched to gold by their triggers, else by kind, place and day. The half set aside is scored as totals and never
looked at: `--worst` refuses it. What the gold is, says evaluation/linking/README.md.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from linking_gold import HERE, LinkingGold, Report, Told, read_linking, sha256
from linking_scores import BCubed, Grouping, b_cubed, is_joined, main_events, pairs, shares, total

from khronika import extract, resolve
from khronika.geography import kilometres
from khronika.model import Event, Mention

NEAR_KM = 30


def main() -> None:
    """Reads options, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--part", choices=("dev", "aside", "all"), default="dev")
    parser.add_argument("--mentions", choices=("gold", "fast", "careful"), default="gold")
    parser.add_argument("--texts", action="store_true", help="give the resolver the texts too, to know reprints by")
    parser.add_argument("--worst", action="store_true", help="list what was joined or left apart wrongly")
    given = parser.parse_args()
    if given.worst and given.part != "dev":
        parser.error("--worst shows single reports, which nobody should look at outside --part dev")
    gold = read_linking().part(given.part)
    print(f"{HERE.name} {sha256()[:12]}, part {given.part}, mentions {given.mentions}")
    grouping, events, extra = run(gold, given.mentions, given.texts)
    print("\n".join(lines(gold, grouping, events)))
    if given.mentions != "gold":
        print(f"found {len(grouping.event)} of {len(grouping.happening)} mentions; {extra} told that gold has not")
    if given.worst:
        print("\n".join(worst(gold, grouping)))


def run(gold: LinkingGold, source: str, with_texts: bool = False) -> tuple[Grouping, list[Event], int]:
    """Groups the mentions of gold by events. Also the events, and how many occurred mentions gold does not have."""
    ours = {told.id: told.happening for report in gold.reports for told in report.gold if told.happening}
    if source == "gold":
        mentions = [report.mention(told) for report in gold.reports for told in report.gold]
        named = {m.id: m.id for m in mentions}
    else:
        mentions = list(extract([r.document() for r in gold.reports], mode=source))  # type: ignore[arg-type]
        named = aligned(gold.reports, mentions)
    documents = [r.document() for r in gold.reports] if with_texts else None
    events = [event for event in resolve(mentions, documents) if event.record == "event"]
    found: dict[str, str] = {}
    strangers: dict[str, int] = defaultdict(int)
    for event in events:
        for mention in event.mentions:
            if named.get(mention) in ours:
                found[named[mention]] = event.event_id
            else:
                strangers[event.event_id] += 1
    return Grouping(ours, found, strangers), events, sum(strangers.values())


def aligned(reports: Iterable[Report], mentions: Iterable[Mention]) -> dict[str, str]:
    """Which coded mention each extracted one is: ids by ids, one to one within a report."""
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.record == "event" and mention.status == "occurred":
            by_document[mention.document].append(mention)
    made: dict[str, str] = {}
    for report in reports:
        candidates = by_document[report.id]
        coded = [told for told in report.gold if told.happening]
        found = [(score, m.id, t.id) for m in candidates for t in coded if (score := likeness(m, t))]
        taken: set[str] = set()
        for _, mention, told in sorted(found, key=lambda row: (-row[0], row[1], row[2])):
            if mention not in made and told not in taken:
                made[mention] = told
                taken.add(told)
    return made


def likeness(mention: Mention, told: Told) -> int:
    """1000 and more: characters of the triggers that overlap; 1: the same kind, place and day; 0: nothing."""
    overlap = sum(max(0, min(s.stop, told.stop) - max(s.start, told.start)) for s in mention.spans.get("trigger", []))
    if overlap:
        return 1000 + overlap
    return int(mention.kind == told.kind and _same_place(mention, told) and _same_days(mention, told))


def _same_place(mention: Mention, told: Told) -> bool:
    here, there = mention.place, told.place
    if here is None or there is None or None in (here.lat, here.lon, there.lat, there.lon):
        return False
    return kilometres((here.lat, here.lon), (there.lat, there.lon)) <= NEAR_KM  # type: ignore[arg-type]


def _same_days(mention: Mention, told: Told) -> bool:
    if not (mention.date_start and mention.date_end and told.date_start and told.date_end):
        return not mention.date_start and not told.date_start
    return mention.date_start <= told.date_end.isoformat() and told.date_start.isoformat() <= mention.date_end


def lines(gold: LinkingGold, grouping: Grouping, events: Sequence[Event]) -> Iterator[str]:
    """All scores of one part."""
    reports = {told.id: report for report in gold.reports for told in report.gold}
    found = shares(grouping)
    families = {m: gold.families[h] for m, h in grouping.happening.items()}
    yield "B-cubed          " + shown(b_cubed(found, families))
    for difficulty in ("easy", "middle", "hard"):
        some = {m: share for m, share in found.items() if reports[m].difficulty == difficulty}
        yield f"  {difficulty:<14} " + shown(b_cubed(some))
    halves = sorted({gold.half(h) for h in grouping.happening.values()})
    for half in halves if len(halves) > 1 else ():
        some = {m: share for m, share in found.items() if gold.half(grouping.happening[m]) == half}
        yield f"  half {half:<9} " + shown(b_cubed(some))
    yield from pair_lines(grouping, {m: report.language for m, report in reports.items()})
    joined = [n for n in gold.near_misses if is_joined(grouping, n.first, n.second)]
    both = sum(n.first in grouping.event and n.second in grouping.event for n in gold.near_misses)
    yield f"near misses      {len(joined)} of {len(gold.near_misses)} wrongly joined ({both} with both mentions found)"
    yield from source_lines(gold, grouping, {event.event_id: event for event in events})


def pair_lines(grouping: Grouping, languages: dict[str, str]) -> Iterator[str]:
    """Pairs in all, within a language, across languages, and by language: a pair counts for both of its own."""
    counted = pairs(grouping, languages)
    rows = {
        "all": total(counted.values()),
        "one language": total(p for (a, b), p in counted.items() if a == b),
        "two languages": total(p for (a, b), p in counted.items() if a != b),
        **{code: total(p for both, p in counted.items() if code in both) for code in sorted(set(languages.values()))},
        **{f"{a}-{b}": p for (a, b), p in sorted(counted.items()) if p.merged or p.apart},
    }
    for name, p in rows.items():
        scores = f"F1 {number(p.f1)} P {number(p.precision)} R {number(p.recall)}"
        yield f"pairs {name:<13}" + f"{scores}, {p.right} right, {p.merged} wrongly joined, {p.apart} wrongly apart"


def source_lines(gold: LinkingGold, grouping: Grouping, events: dict[str, Event]) -> Iterator[str]:
    """Independent sources, `throughout` and shared `episode`, each over happenings that were found."""
    mains = main_events(grouping, [h.id for h in gold.happenings])
    told = [(h, events[mains[h.id]]) for h in gold.happenings if h.id in mains]
    whole = [(h, e) for h, e in told if is_whole(grouping, h.id, e)]
    for name, some in (("all", told), ("whole events", whole)):
        right = sum(e.n_independent == len(h.independent) for h, e in some)
        over = sum(e.n_independent > len(h.independent) for h, e in some)
        yield f"n_independent    {right} of {len(some)} right ({name}), {over} too many"
    lasting = sum(e.throughout == h.throughout for h, e in told)
    yield f"throughout       {lasting} of {len(told)} right"
    shared: dict[str, list[Event]] = defaultdict(list)
    for h, event in told:
        if h.episode:
            shared[h.episode].append(event)
    kept = sum(
        len({e.event_id for e in es}) > 1 and len({e.episode for e in es} - {None}) == 1 for es in shared.values()
    )
    yield f"episode          {kept} of {len(shared)} shared by separate events"


def is_whole(grouping: Grouping, happening: str, event: Event) -> bool:
    """Whether an event holds all mentions of a happening and no others."""
    held = {mention for mention, found in grouping.event.items() if found == event.event_id}
    return held == {m for m, h in grouping.happening.items() if h == happening} and len(held) == len(event.mentions)


def worst(gold: LinkingGold, grouping: Grouping) -> Iterator[str]:
    """Happenings in more than one event, events with more than one happening, near misses joined."""
    by_happening, by_event = defaultdict(set), defaultdict(set)
    for mention, happening in grouping.happening.items():
        event = grouping.event.get(mention, "not found")
        by_happening[happening].add((event, mention))
        by_event[event].add((happening, mention))
    for title, groups in (("torn", by_happening), ("joined", by_event)):
        for name, members in sorted(groups.items()):
            if name != "not found" and len({label for label, _ in members}) > 1:
                yield f"{title} {name}: " + ", ".join(f"{mention} ({label})" for label, mention in sorted(members))
    for near in gold.near_misses:
        if is_joined(grouping, near.first, near.second):
            yield f"near miss joined: {near.first} {near.second} {near.why}: {near.note}"


def shown(score: BCubed) -> str:
    """F1 with its interval, precision, recall, mentions."""
    interval = f" ({number(score.low)}–{number(score.high)})" if score.low is not None else ""
    return f"F1 {number(score.f1)}{interval} P {number(score.precision)} R {number(score.recall)}, {score.mentions} mentions"


def number(value: float | None) -> str:
    """Three decimals; a dash where there is nothing."""
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
