"""`khronika events`, `show ID`, `explain ID`: read an archive or a chronicle's folder and say what stands in it, and why."""

from typing import Annotated

import typer

from khronika.cli.common import Archive, Json, Quiet, exits, find_archive, json_line
from khronika.cli.shelf import shelf
from khronika.model import Document, Event, Mention, Part, Span
from khronika.resolution import PairExplanation

EventId = Annotated[
    str,
    typer.Argument(metavar="ID", help="Id of an event or a mention; its beginning is enough if it is the only one."),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Of an archive: with the names of persons, which are masked else; for your own eyes."),
]
_AROUND = 90


def events(archive: Archive = None, full: Full = False, json: Json = False, quiet: Quiet = False) -> int:
    """List the events of an archive or a chronicle."""
    from rich.console import Console

    from khronika.publish import table

    with shelf(find_archive(archive), full or not json) as held:  # the table names nobody
        if json:
            for event in held.events():
                typer.echo(json_line(event).decode(), nl=False)
        else:
            Console().print(table(held.events()))
    return 0


def show(
    event_id: EventId, archive: Archive = None, full: Full = False, json: Json = False, quiet: Quiet = False
) -> int:
    """Show one event with its sources and sentences."""
    with shelf(find_archive(archive), full) as held:
        event, mentions = held.find(event_id)
        documents = held.documents({m.document for m in mentions})
        origins = held.origins(set(documents))
    if json:
        standings = {m.id: standing(documents[m.document], m) for m in mentions if m.document in documents}
        told = {"event": event, "mentions": mentions, "parts": standings, "origins": origins}
        typer.echo(json_line(told).decode(), nl=False)
        return 0
    typer.echo(_headline(event) if event else _alone(mentions[0]))
    for mention in mentions:
        document = documents.get(mention.document)
        typer.echo(
            f"\n{mention.id}  {mention.source or 'no source named'}, {mention.published or 'no date'}, {mention.language}"
        )
        if document is not None:
            typer.echo("    " + quote(document.text, mention))
            if parts := standing(document, mention):
                typer.echo("    stands in " + ", ".join(map(part_name, parts)))
        if mention.document in origins:
            typer.echo("    " + origins[mention.document].line())
    return 0


def explain(
    event_id: EventId, archive: Archive = None, full: Full = False, json: Json = False, quiet: Quiet = False
) -> int:
    """Say which rule decided each value of an event, and why its mentions are one."""
    with shelf(find_archive(archive), full) as held:
        event, mentions = held.find(event_id)
        steps = held.steps(event) if event else []
        documents = held.documents({m.document for m in mentions})
    if json:
        typer.echo(json_line({"event": event, "mentions": mentions, "pairs": steps}).decode(), nl=False)
        return 0
    typer.echo(_headline(event) if event else _alone(mentions[0]))
    if event:
        typer.echo("\nvalues of the event")
    for name, rule in sorted(event.rules.items()) if event else []:
        typer.echo(f"    {name:<14} by {rule}")
    for mention in mentions:
        typer.echo(f"\n{mention.id}  confidence {mention.confidence}")
        for line in _values(mention, documents.get(mention.document)):
            typer.echo("    " + line)
    for pair in steps:
        typer.echo("\n" + "\n".join(_sum(pair)))
    return 0


def _sum(pair: PairExplanation) -> list[str]:
    """The waterfall of a pair: each step with its weight in bits, the total, and what followed from it."""
    joined = "one event" if pair.together else "kept apart"
    lines = [f"{pair.mentions[0]} and {pair.mentions[1]}: {joined}"]
    for step in pair.steps:
        weight = "never" if step.never else f"{step.weight:+.1f}"
        lines.append(f"    {weight:>6}  {step.sentence}  [{step.level}{step.origin and '; ' + step.origin}]")
    return [*lines, f"    {pair.total:>+6.1f}  in all; {pair.threshold:+.1f} or more join"]


def standing(document: Document, mention: Mention) -> list[Part]:
    """The pages, cells and other parts of the source that hold words of a mention, in the order of the text."""
    spans = [span for many in mention.spans.values() for span in many]
    return [p for p in document.parts if any(p.start < span.stop and span.start < p.stop for span in spans)]


def part_name(part: Part) -> str:
    """A part for a person: page 3, cell B12."""
    return part.kind if part.label is None else f"{part.kind} {part.label}"


def _values(mention: Mention, document: Document | None) -> list[str]:
    """A line for each value: its words, where they stand, and the rule that read it."""
    lines = []
    for name, rule in mention.rules.items():
        spans = mention.spans.get("trigger" if name == "kind" else name, [])
        words = " … ".join(f"“{s.quote}” {s.start}:{s.stop}{_where(document, s)}" for s in spans)
        value = _value(mention, name)
        lines.append(f"{name:<14} {value} by {rule}" + (f" from {words}" if words else ""))
    return lines


def _where(document: Document | None, span: Span) -> str:
    parts = [p for p in document.parts if p.start <= span.start < p.stop] if document else []
    return f" ({', '.join(map(part_name, parts))})" if parts else ""


def _value(mention: Mention, name: str) -> str:
    if name.startswith("claims["):
        claim = mention.claims[int(name[7:-1])]
        return f"{claim.quantity} {bounds(claim.low, claim.high)}"
    if name.startswith("actors["):
        actor = mention.actors[int(name[7:-1])]
        return f"{actor.role} {actor.type or ''}".strip()
    if name == "date":
        return f"{mention.date_start}..{mention.date_end}"
    if name == "place":
        return f"{mention.place.name}, {mention.place.country_iso3}" if mention.place else "none"
    value = getattr(mention, name, None)
    return str(value) if isinstance(value, str) else ""


def bounds(low: float | int | None, high: float | int | None) -> str:
    """Bounds in words: 12, 200-999, at least 35, at most 40."""
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"{low}-{high}"


def _headline(event: Event) -> str:
    when = event.date_start if event.date_start == event.date_end else f"{event.date_start}..{event.date_end}"
    where = (
        ", ".join(x for x in (event.place.name, event.place.admin1, event.place.country_iso3) if x)
        if event.place
        else "no place"
    )
    numbers = "; ".join(f"{q} {bounds(s.low, s.high)}" for q, s in event.summary.items())
    return f"{event.event_id}\n{event.kind} · {when if event.date_start else 'no date'} · {where}" + (
        f" · {numbers}" if numbers else ""
    )


def quote(text: str, mention: Mention) -> str:
    """The passage around a mention's words, the words in square brackets."""
    spans = sorted({(s.start, s.stop) for many in mention.spans.values() for s in many})
    if not spans:
        return ""
    first, last = max(0, spans[0][0] - _AROUND), min(len(text), max(b for _, b in spans) + _AROUND)
    made, at = "", first
    for start, stop in spans:
        if start >= at:
            made += f"{text[at:start]}[{text[start:stop]}]"
            at = stop
    return " ".join((made + text[at:last]).split())


def _alone(mention: Mention) -> str:
    return f"{mention.id}: {mention.kind}, {mention.status}; only what occurred becomes an event"


def add_to(app: typer.Typer) -> None:
    """Registers the three commands."""
    for command in (events, show, explain):
        app.command()(exits(command))
