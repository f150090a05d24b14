"""Code a whole document with the model's answers: what is sent, and how answers become mentions."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from khronika.adjudicator.answer import Coded, told_mention
from khronika.adjudicator.asking import Question
from khronika.adjudicator.prompt import message
from khronika.adjudicator.values import NOT_IN_FORM, Values
from khronika.extraction.assemble import mention
from khronika.extraction.candidates import Candidate
from khronika.extraction.merge import once
from khronika.extraction.reading import Reading, read
from khronika.extraction.slots import look_ahead
from khronika.extraction.status import judge_by_date
from khronika.extraction.stream import Extracted, Report
from khronika.model import Document, Mention

LONGEST = 8000  # code points of one question; longer texts are asked about in stretches of whole sentences


class Text(NamedTuple):
    """A document that waits for answers: its stretches, and a question for each."""

    reading: Reading
    stretches: list[tuple[int, int]]
    questions: list[Question]


def questions(document: Document) -> Text | Extracted:
    """What to ask about a document; or how it ended, where nothing in it can be read in any language."""
    reading = read(document, whole=True, every=True)
    if isinstance(reading, str):
        return Extracted([], Report(document.id, "irrelevant", reading, 0))
    if not reading.sentences:
        reason = reading.notes[0] if reading.notes else "no paragraph in a known language"
        return Extracted([], Report(document.id, "irrelevant", reason, 0, list(reading.notes)))
    stretches = _stretches(reading)
    texts = [reading.text(a, b) for a, b in stretches]
    asked = [Question("code", document.id, text, message(text, document.published)) for text in texts]
    return Text(reading, stretches, asked)


def _stretches(reading: Reading) -> list[tuple[int, int]]:
    """Stretches of whole sentences as long as they may be, without what no pack can read around them."""
    made: list[tuple[int, int]] = []
    for sentence in reading.sentences:
        for start in range(sentence.start, sentence.stop, LONGEST):  # what passes for a sentence may be of any length
            stop = min(start + LONGEST, sentence.stop)
            if made and stop - made[-1][0] <= LONGEST:
                made[-1] = (made[-1][0], stop)
            else:
                made.append((start, stop))
    return made


def coded(text: Text, answers: Sequence[Coded]) -> Extracted:
    """The mentions that the answers hold, each value read from its words; what was dropped is counted in the notes."""
    reading, dropped = text.reading, Counter[str]()
    found: list[tuple[Candidate, str]] = []
    for (start, stop), answer in zip(text.stretches, answers, strict=True):
        values = Values(reading, start, stop, dropped)
        for raw in answer.mentions:
            told = told_mention(raw)
            candidate = values.candidate(told) if told else None
            dropped[NOT_IN_FORM] += told is None
            if candidate is not None:
                look_ahead(candidate, reading.published)
                judge_by_date(candidate, reading.published)
                found.append((candidate, told.status if told else ""))
    said = {id(c): status for c, status in found}
    kept = sorted(once([c for c, _ in found]), key=lambda c: (c.start, c.figure))
    mentions = [_mention(c, reading, n, said[id(c)]) for n, c in enumerate(kept, 1)]
    return _extracted(reading, mentions, dropped)


def _mention(candidate: Candidate, reading: Reading, number: int, said: str) -> Mention:
    """The mention; a status without words of its own is the model's, unless the date made it another."""
    candidate.triggers.sort(key=lambda h: (h.start, -h.stop))
    made = mention(candidate, reading, number)
    if candidate.status_hits or candidate.status == "occurred" or candidate.status != said:
        return made
    return msgspec.structs.replace(made, rules={**made.rules, "status": "llm.status"})


def _extracted(reading: Reading, mentions: list[Mention], dropped: Counter[str]) -> Extracted:
    document = reading.document
    notes = [*reading.notes, *(f"{name}: {times}" for name, times in sorted(dropped.items()) if times)]
    if reading.published is None and any(m.date_start is None for m in mentions):
        notes.append("no_date_anchor")
    many = len(mentions)
    if not mentions:
        return Extracted([], Report(document.id, "irrelevant", "no happening told", 0, notes))
    return Extracted(mentions, Report(document.id, "coded", f"{many} mention{'s' * (many > 1)}", many, notes))
