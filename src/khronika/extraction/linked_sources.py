"""Who is quoted for a happening or for one of its numbers, by the words that the judge links to it."""

from collections.abc import Iterator

import msgspec

from khronika.extraction.attribution import attributions, names_body, names_role
from khronika.extraction.candidates import Candidate
from khronika.extraction.reading import Reading, Source
from khronika.extraction.view import View, sentence_at, whole_words, within
from khronika.judge.model import Told

_SPOKEN = 0.7
_HEARD, _EVEN = 0.35, 0.1


def set_source(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is quoted for the happening: a source that the rules name at the linked words, else a body named there."""
    for start, stop in view.judged.words(told, "source", _SPOKEN):
        source = source_at(start + view.start, stop + view.start, reading)
        if source is not None:
            candidate.attributed = source
            return
    heard = [(view.link(told, "source", s.start, s.stop), s) for s in _named(view, reading)]
    chance, source = max(heard, key=lambda pair: pair[0], default=(0.0, None))
    if source is not None and chance >= max(_HEARD, view.link(told, "speaker", source.start, source.stop) - _EVEN):
        candidate.attributed = source


def _named(view: View, reading: Reading) -> Iterator[Source]:
    """All sources that the rules name in a passage."""
    for sentence in within(view, reading):
        sentence.sources = sentence.sources or attributions(sentence, reading)
        yield from sentence.sources


def source_at(start: int, stop: int, reading: Reading) -> Source | None:
    """The source that the rules name at these words, else a body, an office or people by their role that the words name."""
    sentence = sentence_at(start, reading)
    if sentence is None:
        return None
    sentence.sources = sentence.sources or attributions(sentence, reading)
    named = next((s for s in sentence.sources if s.start < stop and start < s.stop), None)
    if named is not None:
        return named
    start, stop = whole_words(start, stop, reading.folded)
    if not reading.folded[start:stop].strip():
        return None
    told = names_body(start, stop, sentence, reading) or names_role(start, stop, sentence, reading)
    return Source(reading.text(*told), *told, "judge.source") if told else None


def set_speakers(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is quoted for a number: the nearest speaker linked to the happening, in the number's sentence."""
    speakers = [
        s
        for a, b in view.judged.words(told, "speaker", _SPOKEN)
        if not _counted(a + view.start, b + view.start, view, reading)
        and (s := source_at(a + view.start, b + view.start, reading)) is not None
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
