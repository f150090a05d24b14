"""Turn candidates into mentions: values, spans in the offsets of the source text, and the rule that read each value."""

import hashlib
import math
from collections.abc import Iterable
from datetime import date

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.lexicon import Hit
from khronika.extraction.reading import Reading
from khronika.model import Actor, Claim, Comparison, Mention, Span
from khronika.model.mention import DateLevel

_SUB_EVENTS = {"grenade": "Grenade"}


def mention(candidate: Candidate, reading: Reading, number: int) -> Mention:
    """The mention of one candidate; every span quotes the document's text as given."""
    document, book = reading.document, codebook()
    concepts = candidate.sentence.concepts | candidate.extra
    kind, finer = book.kinds[candidate.kind], book.finer(candidate.kind, concepts)
    spans, rules = _spans(candidate, reading), _rules(candidate)
    if finer:
        rules["kind"] += f"+local.{finer}"
    figure = (
        {"group": candidate.group[0] if candidate.group else None, "comparison": _comparison(candidate, spans)}
        if candidate.figure
        else {}
    )
    return Mention(
        id=f"{document.id}#{number}", document=document.id, record="figure" if candidate.figure else "event",
        kind=finer or candidate.kind,
        event_type=kind.event_type, sub_event_type=_sub_event(candidate) or kind.sub_event_type,
        status=candidate.status,  # type: ignore[arg-type]
        date_start=candidate.date_start, date_end=candidate.date_end, date_level=_level(candidate.date_start, candidate.date_end),
        place=candidate.place.place if candidate.place else None, actors=_actors(candidate, spans),
        claims=[_claim(c, spans.get(f"claims[{i}]")) for i, (c, _, _) in enumerate(candidate.claims)],
        attributed_to=spans["attributed_to"][0].quote if "attributed_to" in spans else None,
        topics=[t for t in ("conscription", *book.topics) if t in concepts],
        confidence=_confidence(candidate), language=candidate.sentence.pack.code, source=document.source, published=document.published,
        document_hash=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        spans=spans, rules=rules, notes=list(reading.notes), **figure,  # type: ignore[arg-type]
    )  # fmt: skip


def _span(reading: Reading, start: int, stop: int) -> Span:
    a, b = reading.clean.to_source(start, stop)
    return Span(a, b, reading.document.text[a:b])


def _spans(candidate: Candidate, reading: Reading) -> dict[str, list[Span]]:
    def of(items: Iterable[tuple[int, int]]) -> list[Span]:
        return sorted({_span(reading, a, b) for a, b in items})

    lead = sorted(candidate.triggers, key=lambda h: h.start)
    spans = {"trigger": of((h.start, h.stop) for h in lead)}
    if candidate.status_hits:
        spans["status"] = of((h.start, h.stop) for h in candidate.status_hits)
    if candidate.dates:
        spans["date"] = of((d.start, d.stop) for d in candidate.dates)
    if candidate.place is not None:
        spans["place"] = of([(candidate.place.start, candidate.place.stop)])
    for i, (_, hit) in enumerate(candidate.actors):
        spans[f"actors[{i}]"] = of([(hit.start, hit.stop)])
    for i, (_, at, _) in enumerate(candidate.claims):
        spans[f"claims[{i}]"] = of([at])
    for name, value in (
        ("attributed_to", candidate.attributed),
        ("group", candidate.group),
        ("comparison", candidate.comparison),
    ):
        if value is not None and (candidate.figure or name == "attributed_to"):
            spans[name] = of([(value[1], value[2])])
    return spans


def _rules(candidate: Candidate) -> dict[str, str]:
    rules = {"trigger": candidate.triggers[0].entry.id, "kind": candidate.kind_rule}
    if candidate.status_hits:
        rules["status"] = candidate.status_hits[0].entry.id
    elif candidate.status != "occurred":
        rules["status"] = "codebook.status.by_date"
    if candidate.date_rule:
        rules["date"] = candidate.date_rule
    if candidate.place_rule:
        rules["place"] = candidate.place_rule
    rules |= {f"claims[{i}]": rule for i, (_, _, rule) in enumerate(candidate.claims)}
    rules |= {f"actors[{i}]": hit.entry.id for i, (_, hit) in enumerate(candidate.actors)}
    for name, value in (
        ("attributed_to", candidate.attributed),
        ("comparison", candidate.comparison if candidate.figure else None),
    ):
        if value is not None:
            rules[name] = value[3]
    return rules


def _actors(candidate: Candidate, spans: dict[str, list[Span]]) -> list[Actor]:
    return [
        Actor(spans[f"actors[{i}]"][0].quote, actor.role, actor.type) for i, (actor, _) in enumerate(candidate.actors)
    ]


def _claim(claim: Claim, spans: list[Span] | None) -> Claim:
    return Claim(
        claim.quantity, claim.low, claim.high, claim.kind, spans[0].quote if spans else claim.text, claim.speaker
    )


def _comparison(candidate: Candidate, spans: dict[str, list[Span]]) -> Comparison | None:
    if candidate.comparison is None:
        return None
    told = candidate.comparison[0]
    return Comparison(told.ratio_low, told.ratio_high, told.to, spans["comparison"][0].quote)


def _sub_event(candidate: Candidate) -> str | None:
    """A finer sub-event where a trigger of its own names one."""
    if candidate.kind != "explosive":
        return None
    return next((_SUB_EVENTS[h.concept] for h in candidate.triggers if h.concept in _SUB_EVENTS), None)


def _level(first: str | None, last: str | None) -> DateLevel | None:
    """Level by inclusive length: 1 day, 2-6 days, 7 week, 8-31 month, more year (codebook 1, "Dates")."""
    if first is None or last is None:
        return None
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return (
        "day"
        if length == 1
        else "days"
        if length < 7
        else "week"
        if length == 7
        else "month"
        if length <= 31
        else "year"
    )


def _confidence(candidate: Candidate) -> float:
    """How sure, from the evidence found. Weights are set by judgement in this version; comparable within a document."""
    if candidate.chance is not None:
        return round(candidate.chance, 3)
    own: Hit = candidate.triggers[0]
    score = -0.3 + 0.5 * min(3, len(candidate.concepts)) + 0.6 * bool(candidate.places) + 0.5 * bool(candidate.dates)
    score += (
        0.5 * bool(candidate.claims)
        + 0.3 * bool(candidate.actors)
        - 0.6 * (own.concept in ("attack", "destroy", "declare"))
    )
    return round(1 / (1 + math.exp(-score)), 3)
