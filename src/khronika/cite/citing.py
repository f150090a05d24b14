"""The room's verb: statements, references and verdicts of one text, from whatever sources are at hand.

Each number is asked of every check; what the checks find is weighed in `reasons`. Where none decides, it is unknown.
"""

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from khronika.cite.arithmetic import beside, of_peoples
from khronika.cite.body import Block, Body, Number
from khronika.cite.editions import Findings, compare_editions
from khronika.cite.events import Told, findings, told_elsewhere
from khronika.cite.held import Held, found_in
from khronika.cite.in_source import Sources
from khronika.cite.lexicon import names_a_source
from khronika.cite.linking import Linked, link
from khronika.cite.markup import Form, read_page
from khronika.cite.model import Cited, NumberCheck, Reference
from khronika.cite.notes import in_note
from khronika.cite.ratios import of_counts
from khronika.cite.reasons import Finding, verdict_of
from khronika.extraction.stream import Mode
from khronika.geography import locate
from khronika.model import Document, FoundPlace
from khronika.readers import passages_of
from khronika.text.fold import fold


def cite(document: Document, form: Form = "plain", held: Held | None = None, mode: Mode = "auto") -> Cited:
    """References, statements and verdicts of a text.

    Args: document: the text with its markup, and what is known of it; its day of publication anchors dates. form: what the
    markup is. held: the sources at hand. mode: how carefully the text is coded. All offsets count `document.text`.
    """
    linked = link(read_page(document.text, form), document)
    return check(linked, document, held or Held(), mode)


def check(linked: Linked, document: Document, held: Held, mode: Mode = "auto") -> Cited:
    """The verdict on each number of a text whose statements are linked."""
    held = _without_itself(held, document)
    references = found_in(linked.references, held)
    told = told_elsewhere(linked.text, document, held, mode)
    checker = _Checker(linked, document, references, held, told)
    numbers = [checker.check(number, block) for block in linked.body.blocks for number in block.numbers]
    return Cited(
        document=document.id,
        references=references,
        statements=linked.statements,
        numbers=numbers,
        problems=linked.problems,
    )


def _without_itself(held: Held, document: Document) -> Held:
    """The sources at hand without the text itself, which cannot bear itself out."""
    same = {d.id for d in held.documents if d.text == document.text}
    if not same:
        return held
    documents = [d for d in held.documents if d.id not in same]
    return Held(documents, [m for m in held.mentions if m.document not in same], held.captures, held.archive)


class _Checker:
    """All that the checks of one text's numbers share."""

    def __init__(
        self, linked: Linked, document: Document, references: Sequence[Reference], held: Held, told: Sequence[Told]
    ) -> None:
        self._linked, self._held, self._told = linked, held, told
        self._references = {r.number: r for r in references}
        self._sources = Sources(held)
        self._editions: Findings = compare_editions(linked.body, linked.statements, linked.notes)
        self._places = _places(linked.text, document)
        self._by_start = sorted(range(len(linked.statements)), key=lambda n: linked.statements[n].span.start)
        self._starts = [linked.statements[n].span.start for n in self._by_start]

    def check(self, number: Number, block: Block) -> NumberCheck:
        """One number."""
        body = self._linked.body
        index = self._statement(number.start, number.stop)
        cited = self._linked.statements[index].references if index is not None else []
        finding = verdict_of(self._findings(number, block, body, [self._references[n] for n in cited]))
        start, stop = block.sentences[number.sentence] if block.sentences else (block.start, block.stop)
        found = number.found
        return NumberCheck(
            start=number.start, stop=number.stop, quote=body.source[number.start : number.stop], low=found.low,
            high=found.high, kind=found.kind, unit=found.unit, language=block.language, verdict=finding.reason.verdict,
            reason=finding.code, says=finding.reason.says, passage=body.span(start, stop), statement=index,
            references=cited, evidence=finding.evidence,
        )  # fmt: skip

    def _findings(self, number: Number, block: Block, body: Body, references: Sequence[Reference]) -> list[Finding]:
        if in_note(number.start, self._linked.notes):
            return [Finding("apparatus", [])]
        at_hand = frozenset(r.document for r in references if r.document)
        made: list[Finding | None] = [Finding("source_not_at_hand" if references else "uncited", [])]
        for told in self._told:
            if told.start < number.stop and number.start < told.stop:
                made += [
                    f for f in findings(told, self._held, at_hand) if self._is_own_fault(f, number, block, references)
                ]
        made.append(self._sources.look(number, references))
        made += [beside(number, block, body), of_peoples(number, block, body, self._places)]
        made.append(of_counts(number, block, body, self._places, self._told, self._held))
        return [f for f in made if f is not None] + self._editions.get((number.start, number.stop), [])

    def _is_own_fault(self, finding: Finding, number: Number, block: Block, references: Sequence[Reference]) -> bool:
        """False where the other number counts other people, or stands in the same sentence, or is laid to other sources."""
        span = finding.evidence[0].span if finding.evidence else None
        if finding.code != "text_differs" or span is None:
            return True
        there = self._linked.body.block_at(span.start)
        other = next((n for n in there.numbers if n.start < span.stop and span.start < n.stop), None) if there else None
        if other is None or fold(other.found.unit or "") != fold(number.found.unit or ""):
            return False
        if there is None or self._names_a_source(other, there) != self._names_a_source(number, block):
            return False
        if there is block and other.sentence == number.sentence:
            return False
        index = self._statement(span.start, span.stop)
        laid_to = set(self._linked.statements[index].references) if index is not None else set()
        return not laid_to or not references or bool(laid_to & {r.number for r in references})

    def _names_a_source(self, number: Number, block: Block) -> bool:
        return names_a_source(fold(self._linked.body.words(*block.sentences[number.sentence])), block.pack)

    def _statement(self, start: int, stop: int) -> int | None:
        """The shortest statement that holds the characters."""
        until = bisect_right(self._starts, start)
        statements = self._linked.statements
        fit = [n for n in self._by_start[:until] if stop <= statements[n].span.stop]
        return min(fit, key=lambda n: statements[n].span.stop - statements[n].span.start, default=None)


def _places(text: str, document: Document) -> list[FoundPlace]:
    """Toponyms with offsets of the source."""
    passages, clean = passages_of(msgspec.structs.replace(document, text=text, spans=None))
    found = []
    for place in locate(passages):
        start, stop = clean.to_source(place.start, place.stop)
        found.append(msgspec.structs.replace(place, start=start, stop=stop))
    return found
