"""Candidates as the trained judge sees them: it finds the tellings and says what belongs to them, the readers give the values.

The judge never makes a value: places, days and numbers are those that the rules read from the same words.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import exp, log

import msgspec

from khronika.codebook import codebook
from khronika.extraction.attribution import attributions, names_body
from khronika.extraction.candidates import Candidate, begin, group
from khronika.extraction.claims import SUFFIX, of_nothing, quantity_of
from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.reading import Reading, Sentence, Source
from khronika.extraction.slots import dated, listed, usable, when, without_containers
from khronika.extraction.status import VOID
from khronika.extraction.status import judge as judge_status
from khronika.extraction.unlisted import named_at
from khronika.extraction.view import View, sentence_at, whole_words, within
from khronika.judge.model import Judge, Told, told_of
from khronika.model import Claim, Comparison, FoundCount, FoundDate, FoundPlace

LEAST = 1.5  # log odds that something is told; set on watched documents of the corpus, as the next two
_AGREED = 1.0
_HINTED = 0.5
LONG = 1200  # code points; in longer texts, which the judge hardly knows, the rules speak for themselves
_FACTS = 1.0
_KIND = 2.0
_RULED = 0.5
_TRUSTED = 0.35  # least confidence of what no rule supports
_SLOPE, _OFFSET = 1.078, 0.326
_OWN_TOWN = 0.6
_FINE = frozenset({"point", "suburb", "town", "near"})
_LINKED = 0.5
_LIKELY = 0.25
_COUNTED = 0.3
_SPOKEN = 0.7
_COUNTABLE = frozenset(
    {
        None,
        "places",
        "people",
        "civilians",
        "police",
        "soldiers",
        "armed",
        "protesters",
        "detainees",
        "casualties",
        "same",
    }
)
_SURE_GROUP = 0.9


def judged_candidates(reading: Reading, judge: Judge) -> list[Candidate]:
    """Every happening that the judge finds, with place, days, numbers and sources read from the words that it links."""
    spans = list(_passages(reading, judge))
    ruled = [_ruled(start, stop, reading) for start, stop in spans]
    short = len(reading.clean.text) <= LONG
    hints = [
        [(h.start - start, h.head - start) for c in some for h in c.triggers if short]
        for (start, _), some in zip(spans, ruled, strict=True)
    ]
    made: list[Candidate] = []
    views = judge.read([reading.text(a, b) for a, b in spans], hints)
    for (start, stop), judged, some in zip(spans, views, ruled, strict=True):
        view = View(start, stop, judged)
        told = [(t, c) for t in _apart(view, reading) if (c := _candidate(t, view, reading, some))]
        for one, candidate in told:
            _dates(candidate, one, view, reading)
            _sources(candidate, one, view, reading)
            if candidate.figure:
                fill_figure(candidate, one, view, reading)
        _counts(told, view, reading)
        for one, candidate in told:
            made += _placed(candidate, one, view, reading)
    return made


def _passages(reading: Reading, judge: Judge) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences that the judge can hold, as long as they may be."""
    start = stop = size = 0
    for sentence in reading.sentences:
        more = judge.pieces(reading.text(sentence.start, sentence.stop))
        if size and size + more > judge.limit:
            yield start, stop
            size = 0
        if not size:
            start = sentence.start
        stop, size = sentence.stop, size + more
    if size:
        yield start, stop


def _apart(view: View, reading: Reading) -> Iterator[Told]:
    """What the judge holds for one happening, cut where its tellings have towns of their own."""
    spoken = [p for s in within(view, reading) for p in s.places if usable(p)]
    for told in view.judged.told:
        parts: dict[object, list[int]] = {}
        town: object = None
        for number in range(len(told.tellings)):
            one = _some(told, [number])
            links = [(view.link(one, "place", p.start, p.stop), p) for p in spoken if p.level in _FINE]
            best = max(links, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= _OWN_TOWN:
                town = best[1].place.geonameid or best[1].quote
            parts.setdefault(town, []).append(number)
        named = [numbers for key, numbers in parts.items() if key is not None]
        if len(named) < 2:
            yield told
        else:
            named[0] = sorted(parts.get(None, []) + named[0])
            yield from (_some(told, numbers) for numbers in named)


def _some(told: Told, numbers: list[int]) -> Told:
    """The happening told by some of its tellings."""
    return told_of([told.tellings[n] for n in numbers], tuple(told.rows[n] for n in numbers))


def _ruled(start: int, stop: int, reading: Reading) -> list[Candidate]:
    """What the rules find in a passage by themselves; where they agree with the judge, both are surer."""
    found: list[Candidate] = []
    for sentence in reading.sentences:
        if start <= sentence.start < stop:
            singles = begin(sentence)
            for candidate in singles:
                judge_status(candidate, reading.folded)
            found += group([c for c in singles if c.status != VOID])
    return found


def _candidate(told: Told, view: View, reading: Reading, ruled: list[Candidate]) -> Candidate | None:
    """A candidate at the happening's surest telling; None where it is too unsure that one is told."""
    spans = [(t.start + view.start, t.stop + view.start) for t in told.tellings]
    agreeing = [c for c in ruled if any(h.start < b and a < h.head for h in c.triggers for a, b in spans)]
    if _odds(told, agreeing) < LEAST:
        return None
    kind, kind_chance = _kind(told, agreeing)
    confidence = _confidence(told.chance * kind_chance * told.status_chance)
    if confidence < _TRUSTED and not agreeing:
        return None
    hits = [h for t in told.tellings if (h := _hit(t.start + view.start, t.stop + view.start, kind, reading))]
    if not hits:
        return None
    lead = max(told.tellings, key=lambda t: (t.chance > 0.8, -t.start))
    sentence = sentence_at(lead.start + view.start, reading)
    if sentence is None:
        return None
    figure = told.status == "figure"
    ruled_kind = next((f"judge.kind+{c.kind_rule}" for c in agreeing if c.kind == kind), "judge.kind")
    candidate = Candidate(sentence, sorted(hits, key=lambda h: h.start), kind, ruled_kind)
    candidate.status, candidate.figure = "occurred" if figure else told.status, figure
    candidate.chance = confidence
    return candidate


def _confidence(product: float) -> float:
    """The product of the chances, bent to how often such mentions were right on watched documents (training/calibrate.py)."""
    odds = _SLOPE * log((product + 1e-4) / (1.0001 - product)) + _OFFSET
    return 1 / (1 + exp(-odds))


def _odds(told: Told, agreeing: list[Candidate]) -> float:
    """Log odds that something is told: the judge's, and more where rules agree, most where the sentence says where and when."""
    odds = log((told.chance + 1e-4) / (1.0001 - told.chance))
    if not agreeing:
        return odds
    sentence = agreeing[0].sentence
    facts = any(map(usable, sentence.places)) + any(map(dated, sentence.dates))
    same = max((told.kinds[c.kind] for c in agreeing), default=0.0)
    hinted = all(t.hinted for t in told.tellings)
    return odds + _AGREED + (_HINTED + _FACTS * facts + _KIND * same if hinted else 0.0)


def _kind(told: Told, agreeing: list[Candidate]) -> tuple[str, float]:
    """The likeliest kind, and its chance; a kind that rules name at the same words counts for more."""
    said = {c.kind for c in agreeing}
    weights = {kind: chance + (_RULED if kind in said else 0.0) for kind, chance in told.kinds.items()}
    kind = max(weights, key=weights.__getitem__)
    return kind, weights[kind] / (1 + _RULED * len(said))


def _hit(start: int, stop: int, kind: str, reading: Reading) -> Hit | None:
    """The telling as whole words, under the concept that stands for its kind."""
    folded = reading.folded
    start, stop = whole_words(start, stop, folded)
    sentence = sentence_at(start, reading)
    if sentence is None or not folded[start:stop].strip():
        return None
    return Hit(start, stop, Entry("judge.telling", sentence.pack.code, concept_of(kind), "trigger"), stop)


def concept_of(kind: str) -> str:
    """A concept of the codebook that stands for a kind by itself."""
    return next((name for name, trigger in codebook().triggers.items() if trigger.kind == kind), "attack")


def _dates(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """The linked time expressions; several that frame one telling come together, else the surest."""
    found = [(view.link(told, "date", d.start, d.stop), d) for s in within(view, reading) for d in s.dates if dated(d)]
    linked = [(c, d) for c, d in found if c >= _LINKED]
    if not linked:
        linked = [max(found, key=lambda pair: pair[0])] if found and max(c for c, _ in found) >= _LIKELY else []
    if linked:
        best = max(linked, key=lambda pair: pair[0])[1]
        finer = [d for _, d in linked if _holds(best, d)]
        chosen = finer[0] if finer else best
        when(candidate, [chosen], "judge.date+" + chosen.rule)


def _holds(d: FoundDate, e: FoundDate) -> bool:
    first, last = (d.date_start or "", d.date_end or ""), (e.date_start or "", e.date_end or "")
    return first != last and first[0] <= last[0] and last[1] <= first[1]


def _placed(candidate: Candidate, told: Told, view: View, reading: Reading) -> list[Candidate]:
    """One candidate at the linked place; a list of places makes one candidate each."""
    spoken = [p for s in within(view, reading) for p in s.places if usable(p) or p.hint == "from"]
    chances = {id(p): view.link(told, "place", p.start, p.stop) for p in spoken}
    linked = [p for p in spoken if chances[id(p)] >= _LINKED]
    if not any(p.level in _FINE for p in linked):
        unlisted = named_at(told, view, reading)
        if unlisted is not None:
            return [_at(candidate, unlisted)]
    if not linked and spoken:
        best = max(spoken, key=lambda p: chances[id(p)])
        linked = [best] if chances[id(best)] >= _LIKELY else []
    fine = without_containers(linked)
    towns = listed(fine, reading) if len({p.place.geonameid for p in fine}) > 1 else []
    if len(towns) > 1 and not candidate.claims and not candidate.figure:
        return [_at(replace(candidate, triggers=list(candidate.triggers), claims=[]), p) for p in towns]
    return [_at(candidate, max(fine, key=lambda p: chances[id(p)]))] if fine else [candidate]


def _at(candidate: Candidate, found: FoundPlace) -> Candidate:
    candidate.place, candidate.places, candidate.place_rule = found, [found], "judge.place+" + found.rule
    return candidate


def _counts(told: list[tuple[Told, Candidate]], view: View, reading: Reading) -> None:
    """Each number to the happening that it is linked to, as the quantity that the judge reads it for."""
    for sentence in within(view, reading):
        for count in sentence.counts:
            if count.unit_type not in _COUNTABLE:
                continue
            start, stop = count.start, max(count.stop, count.unit_stop or 0)
            links = [(view.link(one, "count", start, stop), candidate) for one, candidate in told]
            best = max(links, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= _COUNTED:
                best[1].claims += _claims(count, sentence, view, reading)
    for one, candidate in told:
        _speakers(candidate, one, view, reading)


def _claims(
    count: FoundCount, sentence: Sentence, view: View, reading: Reading
) -> list[tuple[Claim, tuple[int, int], str]]:
    at = (count.start, count.stop)
    rule = "judge.count+" + count.rule
    counted, groups = view.judged.sorts(at[0] - view.start, max(at[1], count.unit_stop or 0) - view.start)
    said = quantity_of(count, sentence, [], reading.folded)
    if said is not None:
        counted[said.split("_")[0]] += _RULED
    base = "places" if count.unit_type == "places" else max(counted, key=counted.__getitem__)
    if count.kind == "none":
        names = of_nothing(count, sentence, reading.folded) or [base]
    elif base in ("killed", "injured"):
        names = [base + _group(count, groups)]
    else:
        names = [base]
    return [(Claim(name, count.low, count.high, count.kind, count.quote), at, rule) for name in names]


def _group(count: FoundCount, groups: dict[str, float]) -> str:
    """The suffix that the noun has; where the noun says nothing of it, the judge's if it is sure."""
    if count.unit_type in SUFFIX:
        return SUFFIX[count.unit_type]
    group = max(groups, key=groups.__getitem__)
    return group if groups[group] >= (_SURE_GROUP if count.unit_type == "people" else _LINKED) else ""


def _sources(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is quoted for the happening: a source that the rules name at the linked words, else a body named there."""
    for start, stop in view.judged.words(told, "source", _SPOKEN):
        source = _source(start + view.start, stop + view.start, reading)
        if source is not None:
            candidate.attributed = source
            return


def _source(start: int, stop: int, reading: Reading) -> Source | None:
    sentence = sentence_at(start, reading)
    if sentence is None:
        return None
    sentence.sources = sentence.sources or attributions(sentence, reading)
    named = next((s for s in sentence.sources if s.start < stop and start < s.stop), None)
    if named is not None:
        return named
    whole = _hit(start, stop, "clash", reading)
    body = names_body(whole.start, whole.stop, sentence, reading) if whole else None
    return Source(reading.text(*body), *body, "judge.source") if body else None


def _speakers(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is quoted for a number: the nearest speaker linked to the happening, in the number's sentence."""
    speakers = [
        s
        for a, b in view.judged.words(told, "speaker", _SPOKEN)
        if not _counted(a + view.start, b + view.start, view, reading)
        and (s := _source(a + view.start, b + view.start, reading)) is not None
    ]
    for i, (claim, at, rule) in enumerate(candidate.claims):
        sentence = sentence_at(at[0], reading)
        near = [s for s in speakers if sentence and sentence.start <= s.start < sentence.stop]
        if near and not (candidate.attributed and near[0].name == candidate.attributed.name):
            name = min(near, key=lambda s: max(at[0] - s.stop, s.start - at[1], 0)).name
            candidate.claims[i] = (msgspec.structs.replace(claim, speaker=name), at, rule)


def _counted(start: int, stop: int, view: View, reading: Reading) -> bool:
    """Whether the words are those of a number and its noun: who is counted speaks of nothing."""
    counts = (c for s in within(view, reading) for c in s.counts)
    return any(c.start < stop and start < max(c.stop, c.unit_stop or 0) for c in counts)


def fill_figure(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is counted, and what the figure is compared with."""
    groups = view.judged.words(told, "group")
    if groups:
        start, stop = whole_words(groups[0][0] + view.start, groups[0][1] + view.start, reading.folded)
        candidate.group = (reading.text(start, stop), start, stop)
    for start, stop in view.judged.words(told, "comparison"):
        _compare(candidate, start + view.start, stop + view.start, reading)


def _compare(candidate: Candidate, start: int, stop: int, reading: Reading) -> None:
    sentence = sentence_at(start, reading)
    for count in sentence.counts if sentence else ():
        if count.unit_type == "ratio" and count.start < stop and start < max(count.stop, count.unit_stop or 0):
            others = (
                [p for p in sentence.places if not candidate.place or p.quote != candidate.place.quote]
                if sentence
                else []
            )
            near = min(others, key=lambda p: abs(p.start - count.stop), default=None)
            if near is not None:
                told = Comparison(count.low, count.high, near.quote, count.quote)
                candidate.comparison = (told, count.start, max(count.stop, count.unit_stop or 0), count.rule)
