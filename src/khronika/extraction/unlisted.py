"""A place that the judge points at and the place reader did not find: looked up by its sound, else kept by its name alone."""

from collections.abc import Iterator
from itertools import takewhile

import msgspec
from rapidfuzz.fuzz import ratio

from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.slots import usable
from khronika.extraction.view import View, sentence_at, whole_words, within
from khronika.geography import resolve_spans
from khronika.geography.sound import sounds
from khronika.judge.model import Told
from khronika.model import FoundPlace
from khronika.text.capitals import shouted, whispered

_SURE = 0.6
_SURE_PLAIN = 0.85  # in scripts without capitals and texts all in capitals or all in small letters
_LONGEST = 40
_STEM, _ENDING, _SOUNDS = 4, 3, 90
_CLOSED = ".!?;:\n"


def named_at(told: Told, view: View, reading: Reading) -> FoundPlace | None:
    """The surest linked name that no found place overlaps. Without an entry it has its name, and the country if the passage
    names just one; its coordinates stay missing.
    """
    for start, stop in _names(told, view, reading):
        found = resolve_spans(reading.passages, [(start, stop)])[0]
        if found.place.lat is None:
            found = _elsewhere(found, reading) or found
        if found.place.lat is not None:
            return found
        countries = {p.place.country_iso3 for s in within(view, reading) for p in s.places if usable(p)} - {None}
        country = countries.pop() if len(countries) == 1 else None
        place = msgspec.structs.replace(found.place, name=found.quote, country_iso3=country, level="town")
        return msgspec.structs.replace(found, place=place, rule="unlisted")
    return None


def _elsewhere(found: FoundPlace, reading: Reading) -> FoundPlace | None:
    """The same name, found elsewhere in the document, in another case (all but the last letters are the same) or in another
    script (it sounds the same).
    """
    word = found.quote.casefold()
    for place in (p for s in reading.sentences for p in s.places if p.place.lat is not None):
        other = place.quote.casefold()
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
        near = alike >= max(_STEM, max(len(word), len(other)) - _ENDING)
        if near or (
            not alike and min(len(word), len(other)) >= _STEM and ratio(sounds(word), sounds(other)) >= _SOUNDS
        ):
            return msgspec.structs.replace(
                place, start=found.start, stop=found.stop, quote=found.quote, rule="elsewhere+" + place.rule
            )
    return None


def _names(told: Told, view: View, reading: Reading) -> Iterator[tuple[int, int]]:
    taken = [(p.start, p.stop) for s in within(view, reading) for p in s.places]
    taken += [(d.start, d.stop) for s in within(view, reading) for d in s.dates]
    for a, b in view.judged.words(told, "place", _SURE):
        start, stop = whole_words(a + view.start, b + view.start, reading.folded)
        words, sentence = reading.text(start, stop), sentence_at(start, reading)
        if sentence is None or not 1 < len(words) <= _LONGEST or any(mark in words for mark in _CLOSED):
            continue
        if any(x < stop and start < y for x, y in taken):
            continue
        bare = _without_capitals(sentence, reading)
        if not bare and not words[0].isupper():
            continue
        if bare and view.link(told, "place", start, stop) < _SURE_PLAIN:
            continue
        yield start, stop


def _without_capitals(sentence: Sentence, reading: Reading) -> bool:
    text = reading.text(sentence.start, sentence.stop)
    return not sentence.pack.cased or shouted(text) or whispered(reading.clean.text)
