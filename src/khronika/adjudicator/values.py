"""From the words that the model points at to a candidate: the readers give the values, and say by which rule.

What is not in the text, or no reader can read, is dropped and counted; the model never makes a value.
"""

from collections import Counter

import msgspec

from khronika.adjudicator.answer import COUNTED, ToldActor, ToldClaim, ToldMention
from khronika.adjudicator.quotes import find
from khronika.codebook import codebook
from khronika.extraction.attribution import names_body
from khronika.extraction.candidates import Candidate
from khronika.extraction.claims import Item, of_nothing
from khronika.extraction.judged import concept_of
from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.linked_figures import compare_at
from khronika.extraction.linked_numbers import COUNTABLE, LONE_CROWDS, ONE
from khronika.extraction.linked_places import area
from khronika.extraction.linked_sources import source_at
from khronika.extraction.reading import Reading, Source
from khronika.extraction.slots import dated, listed, same_days, when, without_containers
from khronika.extraction.view import sentence_at, whole_words
from khronika.geography import resolve_spans
from khronika.model import Actor, Claim, FoundCount, FoundPlace, Place

Span = tuple[int, int]
NOT_IN_TEXT, NOT_READABLE, NOT_IN_FORM = "llm.quote_not_in_text", "llm.not_readable", "llm.not_in_form"
_LONGEST_GROUP, _LONGEST_NAME, _MOST_ACTORS = 80, 40, 4


class Values:
    """Turns what the model says of one stretch of a document into candidates; `dropped` counts what was not kept."""

    def __init__(self, reading: Reading, start: int, stop: int, dropped: Counter[str]) -> None:
        self._reading, self._stretch, self._dropped = reading, (start, stop), dropped
        self._taken: set[Span] = set()

    def candidate(self, told: ToldMention) -> Candidate | None:
        """One happening; None where the words that tell of it are not in the text."""
        span = self._trigger(told.trigger)
        sentence = sentence_at(span[0], self._reading) if span else None
        if span is None or sentence is None:
            return None
        lead = Hit(*span, Entry("llm.telling", sentence.pack.code, concept_of(told.kind), "trigger"), span[1])
        made = Candidate(sentence, [lead], told.kind, "llm.kind", told.status, figure=told.record == "figure")
        made.chance = min(1.0, max(0.0, told.confidence))
        at = self._span(told.status_words, span[0])
        if at is not None and told.status != "occurred":
            made.status_hits = [Hit(*at, Entry("llm.status", sentence.pack.code, "", "cue"), at[1])]
        self._days(made, told.date)
        self._place(made, told.place)
        for claim in told.claims:
            self._claim(made, claim)
        for actor in told.actors[:_MOST_ACTORS]:
            self._actor(made, actor)
        made.attributed = self._source(told.attributed_to, span[0])
        if made.figure:
            self._figure(made, told)
        return made

    def _trigger(self, quote: str) -> Span | None:
        """Where it is told; told in the same words twice, the places are taken in turn."""
        after = max((b for _, b in self._taken), default=self._stretch[0])
        span = self._span(quote, after) or None
        if span is not None:
            self._taken.add(span)
        return span

    def _span(self, quote: str | None, near: int) -> Span | None:
        """Where a quote stands, as whole words; a quote that is not there is counted."""
        if not quote:
            return None
        reading = self._reading
        at = find(quote, reading.clean.text, reading.folded, *self._stretch, near)
        if at is None:
            self._dropped[NOT_IN_TEXT] += 1
            return None
        return whole_words(*at, reading.folded)

    def _days(self, made: Candidate, quote: str | None) -> None:
        span = self._span(quote, made.start)
        said = [d for s in self._reading.sentences for d in s.dates if span and d.start < span[1] and span[0] < d.stop]
        days = [d for d in said if dated(d)]
        if days:
            kept = days if same_days(days) else days[:1]
            when(made, kept, "llm.date+" + kept[0].rule)
        elif span is not None and not said:
            self._dropped[NOT_READABLE] += 1

    def _place(self, made: Candidate, quote: str | None) -> None:
        span = self._span(quote, made.start)
        if span is None:
            return
        inside = [p for s in self._reading.sentences for p in s.places if p.start < span[1] and span[0] < p.stop]
        fine = without_containers([p for p in inside if p.place.lat is not None or p.place.country_iso3])
        towns = listed(fine, self._reading) if len({p.place.geonameid for p in fine}) > 1 else []
        found = area(towns, self._reading) if len(towns) > 1 else fine[0] if fine else self._unlisted(span)
        if found is None:
            self._dropped[NOT_READABLE] += 1
        else:
            made.place, made.places, made.place_rule = found, [found], "llm.place+" + found.rule

    def _unlisted(self, span: Span) -> FoundPlace | None:
        """A name that the place reader passed over: looked up by itself, else kept without coordinates."""
        found = resolve_spans(self._reading.passages, [span])[0]
        if found.place.lat is not None:
            return found
        words, sentence = self._reading.text(*span), sentence_at(span[0], self._reading)
        name = len(words) <= _LONGEST_NAME and (words[0].isupper() or not (sentence and sentence.pack.cased))
        place = Place(name=words, level="town")
        return FoundPlace(*span, words, place, 0.0, 0.0, "unlisted") if name else None

    def _claim(self, made: Candidate, told: ToldClaim) -> None:
        if told.quantity not in COUNTED:
            self._dropped[NOT_IN_FORM] += 1
            return
        span = self._span(told.quote, made.start)
        if span is None:
            return
        speaker = self._source(told.speaker, span[0])
        items = self._numbers(made, told, span)
        if not items:
            self._dropped[NOT_READABLE] += 1
        known = {(claim.quantity, at) for claim, at, _ in made.claims}
        for claim, at, rule in items:
            if (claim.quantity, at) not in known:
                named = msgspec.structs.replace(claim, speaker=speaker.name if speaker else None)
                made.claims.append((named, at, rule))

    def _numbers(self, made: Candidate, told: ToldClaim, span: Span) -> list[Item]:
        """What the quote counts: two quantities where it says that nobody was hurt, none where no number is read."""
        count = self._count(span)
        if count is not None:
            sentence = sentence_at(count.start, self._reading)
            none = count.kind == "none" and sentence is not None
            names = of_nothing(count, sentence, self._reading.folded) if none and sentence else []
            at, rule = (count.start, count.stop), "llm.count+" + count.rule
            names = names or [told.quantity]
            return [(Claim(name, count.low, count.high, count.kind, count.quote), at, rule) for name in names]
        base = told.quantity.split("_")[0]
        lone = base in ONE or (base == "participants" and made.kind in LONE_CROWDS)
        one = Claim(told.quantity, 1, 1, "exact", self._reading.text(*span))
        return [(one, span, "llm.count.one")] if told.single and lone else []

    def _count(self, span: Span) -> FoundCount | None:
        """The number of people or settlements that the words hold; of several the one that fills most of them."""
        inside = [
            (min(c.stop, span[1]) - max(c.start, span[0]), c)
            for s in self._reading.sentences
            for c in s.counts
            if c.start < span[1] and span[0] < c.stop and c.unit_type in COUNTABLE
        ]
        return max(inside, key=lambda pair: (pair[0], -pair[1].start))[1] if inside else None

    def _actor(self, made: Candidate, told: ToldActor) -> None:
        """By the word of the pack for a role, or the name of a body; other words may name a private person and are dropped."""
        span = self._span(told.quote, made.start)
        sentence = sentence_at(span[0], self._reading) if span else None
        if span is None or sentence is None:
            return
        hit = next((h for h in sentence.having("actor") if span[0] <= h.start and h.stop <= span[1]), None)
        body = None if hit else names_body(*span, sentence, self._reading)
        if hit is None and body is None:
            self._dropped[NOT_READABLE] += 1
            return
        at = (hit.start, hit.stop) if hit else body or span
        rule = f"llm.actor+{hit.entry.id}" if hit else "llm.actor"
        concept = hit.concept if hit else ""
        kind = told.type or codebook().actors.get(concept)
        if at not in {(h.start, h.stop) for _, h in made.actors}:
            entry = Entry(rule, sentence.pack.code, concept, "actor")
            made.actors.append((Actor("", told.role, kind), Hit(*at, entry, at[1])))

    def _source(self, quote: str | None, near: int) -> Source | None:
        """A body or an office; whom the text names otherwise is left out."""
        span = self._span(quote, near)
        found = source_at(*span, self._reading) if span else None
        if span is not None and found is None:
            self._dropped[NOT_READABLE] += 1
        if found is None:
            return None
        return found._replace(rule="llm.source" + ("" if found.rule.startswith("judge.") else f"+{found.rule}"))

    def _figure(self, made: Candidate, told: ToldMention) -> None:
        group = self._span(told.group, made.start)
        if group is not None and group[1] - group[0] <= _LONGEST_GROUP:
            made.group = (self._reading.text(*group), *group)
        words = self._span(told.comparison, made.start)
        if words is not None:
            compare_at(made, *words, self._reading)
            if made.comparison is None:
                self._dropped[NOT_READABLE] += 1
            else:
                made.comparison = (*made.comparison[:3], "llm.comparison+" + made.comparison[3])
