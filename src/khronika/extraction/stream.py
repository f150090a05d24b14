"""Documents in, mentions out: one at a time, so that memory does not grow with the input.

The whole of the cascade for one document stands in `extract_one`; every document ends as coded, irrelevant or failed.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from khronika.errors import KhronikaError
from khronika.extraction.actors import fill_actors
from khronika.extraction.assemble import mention
from khronika.extraction.attribution import attributions
from khronika.extraction.candidates import Candidate, begin, group
from khronika.extraction.claims import fill_claims, fits
from khronika.extraction.figures import split_figures, tolls
from khronika.extraction.judged import LONG, judged_candidates
from khronika.extraction.merge import continue_neighbours, merge, once
from khronika.extraction.reading import Reading, Sentence, read
from khronika.extraction.shallow import asked, may_tell, read_careful, read_fast, second_opinion, told_as_fact
from khronika.extraction.shortnames import name_bodies
from khronika.extraction.slots import carry_over, fill_dates, fill_places, look_ahead, take_days_before
from khronika.extraction.speakers import name_sources, spoken
from khronika.extraction.status import VOID, judge, judge_by_date
from khronika.judge.model import Judge, can_judge
from khronika.judge.model import judge as load_judge
from khronika.model import Document, Mention


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one document ended (contract, section 2, `--report`)."""

    document: str
    outcome: str
    reason: str
    mentions: int
    notes: list[str] = []


class Extracted(msgspec.Struct, frozen=True):
    """The mentions of one document and how it ended."""

    mentions: list[Mention]
    report: Report


_SURE, _SURE_ALONE = 0.83, 0.3
_TOLD = 0.8
_RELEVANT = 0.42  # confidence of the surest mention, below which a document tells nothing
Mode = Literal["auto", "fast", "careful"]


def judge_for(mode: Mode) -> Judge | None:
    """The trained judge: always in the careful mode, never in the fast one, else where it is installed.

    `auto` is what the environment variable KHRONIKA_MODE says, where it says something.
    """
    wanted = os.environ.get("KHRONIKA_MODE", "auto") if mode == "auto" else mode
    return load_judge() if wanted == "careful" or (wanted == "auto" and can_judge()) else None


def extract(documents: Iterable[Document], mode: Mode = "auto") -> Iterator[Extracted]:
    """Codes each document; one that breaks the reader ends as failed with the reason, and the others go on."""
    yield from (extract_one_safely(document, mode) for document in documents)


def extract_one_safely(document: Document, mode: Mode = "auto") -> Extracted:
    """As `extract_one`; a document that breaks the reader ends as failed, with the reason kept and shown."""
    try:
        return extract_one(document, judge_for(mode))
    except KhronikaError:  # a broken pack or installation is no fault of the document
        raise
    except Exception as error:  # whatever it is, one document must never stop an archive
        return Extracted([], Report(document.id, "failed", f"{type(error).__name__}: {error}", 0))


def extract_one(document: Document, judge: Judge | None = None) -> Extracted:
    """All mentions of one document, in the order of its text: in the fast mode, or as the judge finds them."""
    reading = read_careful(document) if judge else read_fast(document)
    if isinstance(reading, str):
        return Extracted([], Report(document.id, "irrelevant", reading, 0))
    if judge is not None and any(sentence.pack.own for sentence in reading.sentences):
        return extract_one(document)  # a language of the user's own, which the judge was never taught
    name_bodies(reading)
    candidates = _judged(reading, judge) if judge else _candidates(reading, asked(reading))
    mentions = [mention(c, reading, n) for n, c in enumerate(candidates, 1)]
    notes = list(reading.notes)
    if mentions and reading.published is None and any(m.date_start is None for m in mentions):
        notes.append("no_date_anchor")
    if not reading.sentences:
        reason = notes[0] if notes else "no paragraph in a known language"
        return Extracted([], Report(document.id, "irrelevant", reason, 0, notes))
    if not mentions:
        reason = _why_nothing(reading, judge)
        return Extracted([], Report(document.id, "irrelevant", reason, 0, notes))
    return Extracted(
        mentions,
        Report(document.id, "coded", f"{len(mentions)} mention{'s' * (len(mentions) > 1)}", len(mentions), notes),
    )


def _why_nothing(reading: Reading, judge: Judge | None) -> str:
    """Why a text that was read tells nothing: by its words it told of none, or only the judge ever asked for it to be read."""
    words = "words of events, but no happening told"
    if any(sentence.having("trigger") for sentence in reading.sentences):
        return words
    if judge is not None:
        return "no happening told"
    by_words = read(reading.document)
    return by_words if isinstance(by_words, str) else words


def _judged(reading: Reading, judge: Judge) -> list[Candidate]:
    judgement = judged_candidates(reading, judge)
    found = judgement.candidates
    for candidate in found:
        look_ahead(candidate, reading.published)
    take_days_before(found)
    carry_over(found, reading)
    for candidate in found:
        judge_by_date(candidate, reading.published)
        fill_actors(candidate)
    if len(reading.clean.text) > LONG:
        ruled = [c for c in _candidates(reading) if c.figure or c.status != "occurred" or judgement.backs(c)]
        found = ruled + [c for c in found if not any(_overlap(other, c) for other in ruled)]
    alone = len(reading.sentences) == 1
    kept = once([c for c in found if _told_well(c, alone)])
    sure = alone or _tells_something(kept)
    return sorted((c for c in kept if sure or c.status != "occurred"), key=lambda c: (c.start, c.figure))


def _tells_something(candidates: list[Candidate]) -> bool:
    """Whether one of them is sure enough that the document is no talk of other things; else it tells no fact. One that a
    rule names as well may be unsure of kind or status, if only it is surely told.
    """
    return any(
        c.chance is None or c.chance >= _RELEVANT or (c.told >= _TOLD and "+" in c.kind_rule) for c in candidates
    )


def _told_well(candidate: Candidate, alone: bool) -> bool:
    """Whether the text says where or when, or the judge is sure without. Of a sentence given alone less is asked."""
    return _placed(candidate) or (candidate.chance or 0.0) >= (_SURE_ALONE if alone else _SURE)


def _overlap(ruled: Candidate, judged: Candidate) -> bool:
    """Whether what the rules found is what the judge found: the same words, or the same sort of thing in one sentence."""
    if ruled.sentence is judged.sentence and ruled.family == judged.family:
        return True
    return any(a.start < b.stop and b.start < a.stop for a in ruled.triggers for b in judged.triggers)


def _candidates(reading: Reading, doubted: frozenset[int] = frozenset()) -> list[Candidate]:
    """By rules; in the paragraphs `doubted` the shallow judge is asked, too."""
    found: list[Candidate] = []
    for sentence in reading.sentences:
        found = _read_sentence(sentence, reading, found, sentence.paragraph in doubted)
    found = continue_neighbours(told_as_fact(found, reading) if doubted else found)
    carry_over(found, reading)
    for candidate in found:
        judge_by_date(candidate, reading.published)
        fill_actors(candidate)
    return sorted(filter(_placed, merge(found)), key=lambda c: (c.start, c.figure))


def _placed(candidate: Candidate) -> bool:
    """Whether the text says where or when, as reports of what happened do; without both a word of violence is talk."""
    return candidate.status != "occurred" or candidate.place is not None or candidate.date_start is not None


def _read_sentence(
    sentence: Sentence, reading: Reading, before: list[Candidate], doubted: bool = False
) -> list[Candidate]:
    """The candidates before, with those of one sentence behind; claims that none of it can carry go to the last before."""
    silent = not any(h.entry.role in ("trigger", "quantity") for h in sentence.hits)
    if silent and not (doubted and may_tell(sentence, reading)):
        return before
    sentence.sources = attributions(sentence, reading)
    own = _happenings(sentence, reading, doubted)
    fill_dates(own, reading.published)
    homeless = fill_claims(own, sentence, reading.folded)
    last = _last_told(before, sentence)
    figures, homeless = tolls(homeless, sentence, reading, last is not None)
    for item in spoken(
        homeless, sentence.sources
    ):  # numbers that no happening of their sentence can carry are told of the one just before
        home = _last_told(before, sentence, item[0].quantity)
        if home is not None:
            home.claims.append(item)
    made = split_figures(fill_places(own, reading), sentence, reading, last is not None) + figures
    for candidate in made:
        name_sources(candidate, sentence)
    return before + made


def _happenings(sentence: Sentence, reading: Reading, doubted: bool) -> list[Candidate]:
    """What the triggers of a sentence tell, and what the shallow judge makes of it where it is asked."""
    singles = begin(sentence)
    for candidate in singles:
        judge(candidate, reading.folded)
    valid = [c for c in singles if c.status != VOID]
    own = group(valid)
    return second_opinion(own, len(valid) < len(singles), sentence, reading) if doubted else own


def _last_told(before: list[Candidate], sentence: Sentence, quantity: str | None = None) -> Candidate | None:
    """The happening told in one of the two sentences before, one that the quantity fits."""
    near = [c for c in before if not c.figure and c.status == "occurred" and sentence.number - c.sentence.number <= 2]
    return next((c for c in reversed(near) if quantity is None or fits(quantity, c)), None)
