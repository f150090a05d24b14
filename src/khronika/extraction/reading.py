"""One document as the readers see it: cleaned, folded, cut into paragraphs and sentences, with everything found in them.

Second step of the cascade: made only for documents with trigger hits. Holds what was found; decides nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from khronika.extraction.counts import read_counts
from khronika.extraction.dates import Context, read_on
from khronika.extraction.lexicon import Hit, lexicon, settle
from khronika.extraction.tongues import Block, Languages, foreign_letters, has_letters
from khronika.geography import locate, publisher
from khronika.judge.shallow import Shallow
from khronika.languages import Pack, get_pack
from khronika.model import Document, FoundCount, FoundDate, FoundPlace, Passage
from khronika.text.clean import Clean
from khronika.text.detect import detect
from khronika.text.fold import fold
from khronika.text.sentences import paragraphs

_APPARATUS = re.compile(r"\[\d{1,3}\]\s")  # a footnote: works cited and their titles report nothing
_TOPIC_REACH = 800
_SHORT = 1200  # code points; the judge reads the whole of it
_NO_CUE_IN_DATES = frozenset({"modal", "negation", "condition", "call"})


class Source(NamedTuple):
    """Whom a sentence quotes. `counting`: the words ("put", "estimated") tell of a number and not of the happening."""

    name: str
    start: int
    stop: int
    rule: str
    counting: bool = False


@dataclass(slots=True)
class Sentence:
    """Start and stop in the cleaned document and what stands in between; offsets of all finds are the document's."""

    start: int
    stop: int
    paragraph: int
    number: int
    pack: Pack
    hits: list[Hit] = field(default_factory=list)
    dates: list[FoundDate] = field(default_factory=list)
    counts: list[FoundCount] = field(default_factory=list)
    places: list[FoundPlace] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    topic_cues: dict[str, int] = field(default_factory=dict)
    opinion: Shallow | None = None

    @property
    def concepts(self) -> set[str]:
        """Names of all concepts that occur in it; who only speaks takes no part."""
        return {h.concept for h in self.hits if h.entry.role != "actor" or not self.is_source(h)}

    def is_source(self, hit: Hit) -> bool:
        """Whether the words stand in the name of somebody who is quoted."""
        return any(s.start <= hit.start < s.stop for s in self.sources)

    def having(self, role: str) -> list[Hit]:
        """Hits of one role (trigger, actor, quantity, object, cue)."""
        return [h for h in self.hits if h.entry.role == role]


@dataclass(slots=True)
class Reading:
    """All sentences of the paragraphs that matter, in the order of the text."""

    document: Document
    clean: Clean
    folded: str
    published: date | None
    sentences: list[Sentence] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, start: int, stop: int) -> str:
        """Cleaned text between two offsets."""
        return self.clean.text[start:stop]


def read(
    document: Document, whole: bool = False, every: bool = False, worth: Callable[[str], bool] | None = None
) -> Reading | str:
    """Everything found in a document, or the reason why it tells of no event: no trigger of any language stands in it.

    `whole`: read short texts and, of long ones, each paragraph that names a doer, a deed or a victim, also without a trigger.
    `worth`: of such paragraphs without a trigger, which are worth reading. `every`: read every paragraph of long texts, too.
    """
    clean = Clean(document.text)
    hits = lexicon().scan(clean.text)
    whole_text = every or (whole and len(clean.text) <= _SHORT)
    if not whole_text and not any(_speaks(h, whole) for h in hits):
        return _why_not(clean.text, bool(hits))
    if not whole_text and not any(_at_home(h, clean.text) for h in hits if _speaks(h, whole)):
        return _why_not(clean.text, _known(clean.text, hits))
    blocks = [_told_apart(block, clean.text, worth) for block in _blocks(clean.text, hits)]
    notes: list[str] = []
    languages = Languages(document.language, clean.text, notes)
    if not (whole_text or any(_speaks_here(clean.text, block, whole, languages) for block in blocks)):
        return _why_not(clean.text, _known(clean.text, hits))
    reading = Reading(document, clean, fold(clean.text), document.published_day(), notes=notes)
    reading.passages = _add_sentences(reading, blocks, hits, whole, whole_text, languages)
    if not reading.passages and not reading.notes and reading.sentences:
        return "no word of an event"  # only words that mean something in another language
    _fill(reading, reading.passages, publisher(document))
    return reading


def _at_home(hit: Hit, text: str) -> bool:
    """Whether the line of the words holds no letter that their language lacks; a quick look before paragraphs are cut."""
    foreign = foreign_letters(hit.entry.language)
    if foreign is None:
        return True
    end = text.find("\n", hit.start)
    return foreign.search(text, text.rfind("\n", 0, hit.start) + 1, end if end >= 0 else len(text)) is None


def _known(text: str, hits: Sequence[Hit]) -> bool:
    """Whether some of the words are of a language that has all letters of the text."""
    return any(has_letters(code, text, 0, len(text)) for code in {h.entry.language for h in hits})


def _speaks(hit: Hit, whole: bool) -> bool:
    return hit.entry.role == "trigger" or (whole and hit.entry.role in ("actor", "quantity"))


def _why_not(text: str, known: bool) -> str:
    """Where no word is known at all, perhaps nobody can read it here, and that must not pass as silence."""
    found = None if known else detect(text)
    return f"unsupported_language: {found[0]}" if found and get_pack(found[0]) is None else "no word of an event"


def _blocks(text: str, hits: Sequence[Hit]) -> Iterator[Block]:
    at = 0
    for start, stop in paragraphs(text):
        while at < len(hits) and hits[at].start < start:
            at += 1
        first = at
        while at < len(hits) and hits[at].start < stop:
            at += 1
        yield Block(start, stop, hits[first:at])


def _told_apart(block: Block, text: str, worth: Callable[[str], bool] | None) -> Block:
    """The paragraph, said to be idle where no word of a deed stands in it and it is not worth reading for its doers."""
    if worth is None or any(h.entry.role == "trigger" for h in block.hits):
        return block
    asked = any(_speaks(h, True) for h in block.hits)
    return block._replace(idle=not (asked and worth(text[block.start : block.stop])))


def _may_speak(text: str, block: Block, whole: bool) -> bool:
    """Whether a word of a deed stands there, of a language that has all letters of the paragraph."""
    if block.idle:
        return False
    codes = {h.entry.language for h in block.hits if _speaks(h, whole)}
    return any(has_letters(code, text, block.start, block.stop) for code in codes)


def _speaks_here(text: str, block: Block, whole: bool, languages: Languages) -> bool:
    """Whether a word of a deed stands there in its own language."""
    if not _may_speak(text, block, whole):
        return False
    spoken = [h for h in block.hits if _speaks(h, whole)]
    return languages.speaks(block, [h for h in spoken if has_letters(h.entry.language, text, block.start, block.stop)])


def _add_sentences(
    reading: Reading, blocks: Sequence[Block], hits: Sequence[Hit], whole: bool, whole_text: bool, languages: Languages
) -> list[Passage]:
    """Cut the paragraphs that hold triggers, and the first two, into sentences; give each its valid hits. No passage is given
    back where only words stand that mean something in another language."""
    spoken = whole_text
    passages: list[Passage] = []
    for number, block in enumerate(blocks):
        start, stop, inside, _ = block
        in_front = number < 2 or whole_text
        if not in_front and not _may_speak(reading.clean.text, block, whole):
            languages.pass_by(block)
            continue
        main = languages.of(start, stop, inside)
        if main is None or _APPARATUS.match(reading.clean.text, start, stop):
            continue
        first_new = len(reading.sentences)
        for pack, spans in languages.runs(block, main):
            mine = [h for h in inside if h.entry.language == pack.code and spans[0][0] <= h.start < spans[-1][1]]
            speaks = any(_speaks(h, whole) for h in mine)
            if not (in_front or speaks):
                continue
            spoken |= speaks
            passages.append(_passage(spans[0][0], spans[-1][1], reading, pack))
            _add_run(reading, number, pack, spans, mine)
        _tell_topics(reading.sentences[first_new:], hits)
    return passages if spoken else []


def _passage(start: int, stop: int, reading: Reading, pack: Pack) -> Passage:
    return Passage(start, reading.clean.text[start:stop], reading.folded[start:stop], pack.code)


def _add_run(
    reading: Reading, paragraph: int, pack: Pack, spans: Sequence[tuple[int, int]], hits: Sequence[Hit]
) -> None:
    """Sentences of one paragraph and language, each with its valid hits."""
    for start, stop in spans:
        sentence = Sentence(start, stop, paragraph, len(reading.sentences), pack)
        inside = [h for h in hits if start <= h.start < stop]
        sentence.hits = settle(inside, reading.folded, start, stop)
        reading.sentences.append(sentence)


def _tell_topics(paragraph: Sequence[Sentence], hits: Sequence[Hit]) -> None:
    """Tells each sentence which cues stand around its paragraph, and how often: that is what the text is about there."""
    if not paragraph:
        return
    code, low, high = paragraph[0].pack.code, paragraph[0].start - _TOPIC_REACH, paragraph[-1].stop + _TOPIC_REACH
    near = {
        (h.start, h.concept)
        for h in hits
        if h.entry.role == "cue" and h.entry.language == code and low <= h.start < high
    }
    times = Counter(concept for _, concept in near)
    for sentence in paragraph:
        sentence.topic_cues = times


def _fill(reading: Reading, passages: Sequence[Passage], country: str | None) -> None:
    """Dates, counts and places of the passages, each handed to its sentence. `country`: the publisher's."""
    dates: list[FoundDate] = []
    counts: list[FoundCount] = []
    contexts: dict[str, Context] = {}
    for passage in passages:
        pack = get_pack(passage.language)
        if pack is None:
            continue
        context = contexts.get(pack.code) or Context(reading.published)
        when, contexts[pack.code] = read_on(passage.text, passage.folded, pack, context)
        taken = [(d.start, d.stop) for d in when]
        dates += [_moved(d, passage.start) for d in when]
        counts += [_moved_count(c, passage.start) for c in read_counts(passage.text, passage.folded, pack, taken)]
    _share(reading.sentences, dates, "dates")
    for sentence in reading.sentences:
        sentence.hits = [h for h in sentence.hits if not _in_date(h, sentence.dates)]
    _share(reading.sentences, counts, "counts")
    _share(reading.sentences, locate(passages, publisher=country), "places")


def _in_date(hit: Hit, dates: Sequence[FoundDate]) -> bool:
    """Whether the words are part of a time expression: the month of March is no march."""
    if hit.entry.role == "cue" and hit.concept not in _NO_CUE_IN_DATES:
        return False
    return any(d.start < hit.head and hit.start < d.stop for d in dates)


def _share(sentences: list[Sentence], found: Sequence[FoundDate | FoundCount | FoundPlace], name: str) -> None:
    at = 0
    for item in sorted(found, key=lambda f: f.start):
        while at < len(sentences) and sentences[at].stop <= item.start:
            at += 1
        if at < len(sentences) and sentences[at].start <= item.start:
            getattr(sentences[at], name).append(item)


def _moved(found: FoundDate, by: int) -> FoundDate:
    return FoundDate(found.start + by, found.stop + by, found.quote, found.type, found.value, found.date_start,
                     found.date_end, found.date_level, found.rule)  # fmt: skip


def _moved_count(found: FoundCount, by: int) -> FoundCount:
    return FoundCount(
        found.start + by, found.stop + by, found.quote, found.low, found.high, found.kind, found.unit, found.rule,
        found.unit_type, None if found.unit_start is None else found.unit_start + by,
        None if found.unit_stop is None else found.unit_stop + by,
    )  # fmt: skip
