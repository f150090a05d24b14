"""Let the model judge only what the built-in coder is unsure of: whether it is told at all, of which kind, as how true.

Only the surroundings of the unsure words are sent. A verdict counts if the words that it rests on stand in them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from khronika.adjudicator.answer import Adjudicated, Verdict
from khronika.adjudicator.asking import Question
from khronika.adjudicator.prompt import message
from khronika.adjudicator.quotes import find
from khronika.adjudicator.values import NOT_IN_FORM, NOT_IN_TEXT
from khronika.codebook import codebook
from khronika.extraction.stream import Extracted, Report
from khronika.model import Document, Mention
from khronika.text.fold import fold

REJECTED, CHANGED, CONFIRMED = "llm.rejected", "llm.changed", "llm.confirmed"
_AROUND = 500
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no message can carry


class Unsure(NamedTuple):
    """A coded document with the mentions to be judged, by stretches of its text, and a question for each stretch."""

    document: Document
    extracted: Extracted
    stretches: list[tuple[int, int]]
    items: list[list[Mention]]
    questions: list[Question]


def questions(document: Document, extracted: Extracted, band: tuple[float, float]) -> Unsure:
    """What to ask: nothing where the coder is sure, or sure that it is not."""
    doubtful = [m for m in extracted.mentions if band[0] <= m.confidence <= band[1] and m.spans.get("trigger")]
    stretches: list[tuple[int, int]] = []
    items: list[list[Mention]] = []
    for mention in sorted(doubtful, key=lambda m: m.spans["trigger"][0]):
        start, stop = _around(mention, document.text)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stop, stretches[-1][1]))
            items[-1].append(mention)
        else:
            stretches.append((start, stop))
            items.append([mention])
    asked = [_question(document, span, some) for span, some in zip(stretches, items, strict=True)]
    return Unsure(document, extracted, stretches, items, asked)


def _around(mention: Mention, text: str) -> tuple[int, int]:
    """The words around what tells of it, cut where a blank is."""
    first, last = mention.spans["trigger"][0].start, mention.spans["trigger"][-1].stop
    start, stop = max(0, first - _AROUND), min(len(text), last + _AROUND)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < stop < len(text) and not text[stop].isspace():
        stop -= 1
    return start, stop


def _question(document: Document, span: tuple[int, int], mentions: Sequence[Mention]) -> Question:
    text = _HALF.sub("\ufffd", document.text[slice(*span)])
    items = [
        {"item": n, "words": [s.quote for s in m.spans["trigger"]], "kind": m.kind, "status": m.status}
        for n, m in enumerate(mentions, 1)
    ]
    for item in items:
        item["words"] = [_HALF.sub("\ufffd", word) for word in item["words"]]  # type: ignore[union-attr]
    return Question("adjudicate", document.id, text, message(text, document.published, items))


def adjudged(unsure: Unsure, answers: Sequence[Adjudicated | str]) -> Extracted:
    """The document with the verdicts carried out; an answer that is missing leaves its mentions as they were, with a note."""
    counted: Counter[str] = Counter()
    verdicts: dict[str, Verdict] = {}
    reasons: list[str] = []
    for span, mentions, answer in zip(unsure.stretches, unsure.items, answers, strict=True):
        if isinstance(answer, str):
            reasons.append(f"llm.not_adjudicated: {answer}")
        else:
            verdicts |= _valid(unsure.document.text, span, mentions, answer, counted)
    kept = [m for old in unsure.extracted.mentions if (m := _carry_out(old, verdicts.get(old.id), counted)) is not None]
    report = unsure.extracted.report
    notes = [*report.notes, *dict.fromkeys(reasons), *(f"{n}: {t}" for n, t in sorted(counted.items()) if t)]
    many = len(kept)
    if not verdicts:
        return Extracted(kept, msgspec.structs.replace(report, notes=notes))
    if not kept:
        return Extracted([], Report(report.document, "irrelevant", "no happening told", 0, notes))
    return Extracted(kept, Report(report.document, "coded", f"{many} mention{'s' * (many > 1)}", many, notes))


def _valid(
    text: str, span: tuple[int, int], mentions: Sequence[Mention], answer: Adjudicated, counted: Counter[str]
) -> dict[str, Verdict]:
    """Mention to verdict; what rests on words that are not there, or names no item or kind, is counted and left out."""
    folded, made = fold(_HALF.sub("\ufffd", text)), {}
    for verdict in answer.verdicts:
        if not 1 <= verdict.item <= len(mentions) or verdict.kind not in codebook().kinds:
            counted[NOT_IN_FORM] += 1
        elif find(verdict.quote, text, folded, *span) is None:
            counted[NOT_IN_TEXT] += 1
        else:
            made[mentions[verdict.item - 1].id] = verdict
    return made


def _carry_out(mention: Mention, verdict: Verdict | None, counted: Counter[str]) -> Mention | None:
    if verdict is None:
        return mention
    if not verdict.told:
        counted[REJECTED] += 1
        return None
    sure = min(1.0, max(0.0, verdict.confidence))
    rules = {**mention.rules, "confidence": "llm.adjudicated"}
    made = msgspec.structs.replace(mention, confidence=round((mention.confidence + sure) / 2, 3), rules=rules)
    if (verdict.kind, verdict.status) == (mention.kind, mention.status):
        counted[CONFIRMED] += 1
        return made
    counted[CHANGED] += 1
    return _changed(made, verdict)


def _changed(mention: Mention, verdict: Verdict) -> Mention:
    """The mention under the kind and status of the verdict; words for another status no longer stand for it."""
    kind, rules, spans = codebook().kinds[verdict.kind], dict(mention.rules), dict(mention.spans)
    sub_event = mention.sub_event_type if verdict.kind == mention.kind else kind.sub_event_type
    if verdict.kind != mention.kind:
        rules["kind"] = "llm.kind"
    if verdict.status != mention.status:
        spans.pop("status", None)
        rules["status"] = "llm.status"
    return msgspec.structs.replace(
        mention, kind=verdict.kind, event_type=kind.event_type, sub_event_type=sub_event, status=verdict.status,
        rules=rules, spans=spans,
    )  # fmt: skip
