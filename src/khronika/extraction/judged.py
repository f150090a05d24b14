"""Candidates as the trained judge sees them: it finds the tellings and says what belongs to them, the readers give the values.

The judge never makes a value: places, days and numbers are those that the rules read from the same words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import exp, log
from typing import NamedTuple

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate, begin, group
from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.linked_days import set_days
from khronika.extraction.linked_figures import fill_figure
from khronika.extraction.linked_numbers import add_numbers
from khronika.extraction.linked_places import apart_by_town, at_places
from khronika.extraction.linked_sides import set_sides
from khronika.extraction.linked_sources import set_source, set_speakers
from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.signs import log_odds, opinion
from khronika.extraction.slots import dated, usable
from khronika.extraction.status import VOID
from khronika.extraction.status import judge as judge_status
from khronika.extraction.view import View, sentence_at, whole_words
from khronika.judge.accents import accented
from khronika.judge.model import Judge, Told

LEAST = 1.3  # log odds that something is told; set on watched documents of the corpus, as the next two
_AGREED = 1.0
_HINTED = 0.5
_FLOOR = -3.0  # the judge's log odds count no lower where rules agree
LONG = 1200  # code points; in longer texts, which the judge hardly knows, the rules lead
STRETCH = 130  # pieces of a passage in such texts
GATE = -1.0  # log odds of the shallow judge below which the network is not asked about a sentence
GATE_LONG = 0.0  # the same in long texts for what no rule sees either
# A sentence given alone was picked by somebody: more of such tell of something, and nothing around can bear it out. Set on the
# sentences of our own reports, one by one, where recall grew and F1 stayed.
LEAST_ALONE, GATE_ALONE, _TRUSTED_ALONE = 0.0, -2.5, 0.3
_FLOOR_ALONE = -2.0
_FACTS = 1.0
_KIND = 1.0
_RULED = 0.5
_TRUSTED = 0.48  # least confidence of what no rule supports
_BACKED = 0.2  # the same of what a rule finds too: below, 2 of 56 were right on the watched documents
_DOUBTED = 0.97  # least confidence against cues of film, drill, sport …
_SECOND, _SWAY, _SECOND_KIND = 0.4, 4.0, 0.4  # what the shallow judge's word is worth beside the network's
_FULL = 2  # sentences of a line that is read by itself where its neighbour has as many
_FELT = 2.0  # log odds from which the shallow judge has the network asked about its words
_BARE = 0.01  # least chance of what rules find in a long text
_SLOPE, _OFFSET = 0.932, 0.203


class Judgement(NamedTuple):
    """What the judge finds in a document, and how likely it takes each words that it was asked about for a telling:
    (start, stop, chance).
    """

    candidates: list[Candidate]
    chances: list[tuple[int, int, float]]

    def backs(self, candidate: Candidate) -> bool:
        """Whether the judge takes words of the candidate for a telling with more than a bare chance."""
        return any(
            chance >= _BARE and any(h.start < stop and start < h.stop for h in candidate.triggers)
            for start, stop, chance in self.chances
        )


def judged_candidates(reading: Reading, judge: Judge) -> Judgement:
    """Every happening that the judge finds, with place, days, numbers and sources read from the words that it links."""
    found = [_ruled(sentence, reading) for sentence in reading.sentences]
    spans = list(_passages(_worth(found, reading), reading, judge))
    ruled = [[c for some in found for c in some if start <= c.sentence.start < stop] for start, stop in spans]
    hints = [
        [(a - start, b - start) for a, b in (*_named(some), *_felt(start, stop, reading))]
        for (start, stop), some in zip(spans, ruled, strict=True)
    ]
    made, chances = list[Candidate](), list[tuple[int, int, float]]()
    views = judge.read(
        [accented(reading.text(a, b), _language(a, reading), reading.clean.text) for a, b in spans], hints
    )
    for (start, stop), judged, some in zip(spans, views, ruled, strict=True):
        view = View(start, stop, judged)
        chances += [(start + t.start, start + t.stop, t.chance) for told in judged.told for t in told.tellings]
        told = [(t, c) for t in apart_by_town(view, reading) if (c := _candidate(t, view, reading, some))]
        for one, candidate in told:
            set_days(candidate, one, view, reading)
            set_source(candidate, one, view, reading)
            set_sides(candidate, one, view, reading)
            if candidate.figure:
                fill_figure(candidate, one, view, reading)
        add_numbers(told, view, reading)
        for one, candidate in told:
            set_speakers(candidate, one, view, reading)
            made += at_places(candidate, one, view, reading)
    return Judgement(made, chances)


def _worth(ruled: list[list[Candidate]], reading: Reading) -> list[Sentence]:
    """The sentences that the network reads: those in which the shallow judge sees something, with their neighbours; of a
    short text all or none. `ruled`: what rules find in each sentence."""
    short = len(reading.clean.text) <= LONG
    gate = GATE_ALONE if len(reading.sentences) == 1 else GATE
    seen = [
        log_odds(sentence, reading) >= (gate if some or short else GATE_LONG)
        for some, sentence in zip(ruled, reading.sentences, strict=True)
    ]
    if short:
        return reading.sentences if any(seen) else []
    return [s for n, s in enumerate(reading.sentences) if any(seen[max(0, n - 1) : n + 2])]


def _passages(worth: list[Sentence], reading: Reading, judge: Judge) -> Iterator[tuple[int, int]]:
    """Stretches of whole neighbouring sentences, of up to so many pieces as the judge reads well."""
    limit = judge.limit if len(reading.clean.text) <= LONG else int(STRETCH)
    start = stop = size = 0
    last: Sentence | None = None
    lines = {s.number: s.paragraph + reading.clean.text.count("\n", 0, s.start) for s in reading.sentences}
    sizes = Counter(lines.values())
    for sentence in worth:
        more = judge.pieces(reading.text(sentence.start, sentence.stop))
        if last is not None and (size + more > limit or not _next_to(last, sentence, lines, sizes)):
            yield start, stop
            size = 0
        if not size:
            start = sentence.start
        stop, size, last = sentence.stop, size + more, sentence
    if size:
        yield start, stop


def _language(start: int, reading: Reading) -> str:
    """The language of the passage that begins there."""
    return next(s.pack.code for s in reading.sentences if s.start == start)


def _next_to(one: Sentence, other: Sentence, lines: Mapping[int, int], sizes: Mapping[int, int]) -> bool:
    """Whether two sentences are read together: nothing that was left out stands between them, they are in one language, and
    not of two full lines, which may be two reports. `lines`: the line of each sentence; `sizes`: sentences of each line."""
    if other.number != one.number + 1 or other.paragraph > one.paragraph + 1 or other.pack is not one.pack:
        return False
    before, after = lines[one.number], lines[other.number]
    return before == after or min(sizes[before], sizes[after]) < _FULL


def _named(ruled: list[Candidate]) -> Iterator[tuple[int, int]]:
    """Words that rules take for a telling."""
    return ((h.start, h.head) for candidate in ruled for h in candidate.triggers)


def _felt(start: int, stop: int, reading: Reading) -> Iterator[tuple[int, int]]:
    """Words that the shallow judge takes for a telling."""
    for sentence in reading.sentences:
        if start <= sentence.start < stop:
            if log_odds(sentence, reading) < _FELT:
                continue
            said = opinion(sentence, reading)
            if said.stop > said.start:
                yield whole_words(sentence.start + said.start, sentence.start + said.stop, reading.folded)


def _ruled(sentence: Sentence, reading: Reading) -> list[Candidate]:
    """What the rules find in a sentence by themselves; where they agree with the judge, both are surer."""
    singles = begin(sentence)
    for candidate in singles:
        judge_status(candidate, reading.folded)
    return group([c for c in singles if c.status != VOID])


def _candidate(told: Told, view: View, reading: Reading, ruled: list[Candidate]) -> Candidate | None:
    """A candidate at the happening's surest telling; None where it is too unsure that one is told."""
    spans = [(t.start + view.start, t.stop + view.start) for t in told.tellings]
    agreeing = [c for c in ruled if any(h.start < b and a < h.head for h in c.triggers for a, b in spans)]
    lead = max(told.tellings, key=lambda t: (t.chance > 0.8, -t.start))
    sentence = sentence_at(lead.start + view.start, reading)
    if sentence is None:
        return None
    second = opinion(sentence, reading)
    doubt = _SECOND * max(-_SWAY, min(_SWAY, second.odds))
    alone = len(reading.sentences) == 1
    if _odds(told, agreeing, alone) + doubt < (LEAST_ALONE if alone else LEAST):
        return None
    kind, kind_chance = _kind(told, agreeing, second.kinds)
    confidence = _confidence(_chance(told.chance, doubt) * kind_chance * told.status_chance)
    if confidence < (_BACKED if agreeing else _TRUSTED_ALONE if alone else _TRUSTED) and not (agreeing and alone):
        return None
    hits = [h for t in told.tellings if (h := _hit(t.start + view.start, t.stop + view.start, kind, reading))]
    if not hits:
        return None
    if confidence < _DOUBTED and _voided(sentence, hits, kind, reading):
        return None
    figure = told.status == "figure"
    ruled_kind = next((f"judge.kind+{c.kind_rule}" for c in agreeing if c.kind == kind), "judge.kind")
    candidate = Candidate(sentence, sorted(hits, key=lambda h: h.start), kind, ruled_kind)
    candidate.status, candidate.figure = "occurred" if figure else told.status, figure
    candidate.chance, candidate.told = confidence, told.chance
    return candidate


def _voided(sentence: Sentence, hits: list[Hit], kind: str, reading: Reading) -> bool:
    """Whether the cues around say that nothing of the sort happened: a film, a drill, a match, a market."""
    trial = Candidate(sentence, sorted(hits, key=lambda h: h.start), kind, "judge.kind")
    judge_status(trial, reading.folded)
    return trial.status == VOID


def _confidence(product: float) -> float:
    """The product of the chances, bent to how often such mentions were right on watched documents (training/calibrate.py)."""
    odds = _SLOPE * log((product + 1e-4) / (1.0001 - product)) + _OFFSET
    return 1 / (1 + exp(-odds))


def _odds(told: Told, agreeing: list[Candidate], alone: bool) -> float:
    """Log odds that something is told: the judge's, and more where rules agree, most where the sentence says where and when.

    `alone`: the sentence is the whole document, so that nothing around it can tell and the rules count for more.
    """
    odds = log((told.chance + 1e-4) / (1.0001 - told.chance))
    if not agreeing:
        return odds
    sentence = agreeing[0].sentence
    facts = any(map(usable, sentence.places)) + any(map(dated, sentence.dates))
    same = max((told.kinds.get(c.kind, 0.0) for c in agreeing), default=0.0)
    hinted = all(t.hinted for t in told.tellings)
    odds = max(odds, _FLOOR_ALONE if alone else _FLOOR)
    return odds + _AGREED + (_HINTED + _FACTS * facts + _KIND * same if hinted else 0.0)


def _chance(chance: float, doubt: float) -> float:
    """A chance after log odds were added to it."""
    return 1 / (1 + exp(-log((chance + 1e-4) / (1.0001 - chance)) - doubt))


def _kind(told: Told, agreeing: list[Candidate], second: dict[str, float]) -> tuple[str, float]:
    """The likeliest kind, and its chance; one that the shallow judge takes for likely, or that rules name at the same words,
    counts for more. A kind of the user's own, which neither of them knows, stands.
    """
    said = {c.kind for c in agreeing}
    for own, parent in ((kind, codebook().kinds[kind].parent) for kind in sorted(said)):
        if parent is not None:
            return own, max(_RULED, told.kinds.get(parent, 0.0))
    both = {kind: chance * (second.get(kind, 0.0) + 1e-3) ** _SECOND_KIND for kind, chance in told.kinds.items()}
    total = sum(both.values()) or 1.0
    weights = {kind: chance / total + (_RULED if kind in said else 0.0) for kind, chance in both.items()}
    kind = max(weights, key=weights.__getitem__)
    return kind, weights[kind] / (1 + _RULED * len(said))


def concept_of(kind: str) -> str:
    """A concept of the codebook that stands for a kind by itself."""
    return next((name for name, trigger in codebook().triggers.items() if trigger.kind == kind), "attack")


def _hit(start: int, stop: int, kind: str, reading: Reading) -> Hit | None:
    """The telling as whole words, under the concept that stands for its kind."""
    folded = reading.folded
    start, stop = whole_words(start, stop, folded, glued=True)
    sentence = sentence_at(start, reading)
    if sentence is None or not folded[start:stop].strip():
        return None
    return Hit(start, stop, Entry("judge.telling", sentence.pack.code, concept_of(kind), "trigger"), stop)
