"""The plain baseline that every layer must beat: words alone.

One mention for each sentence with a trigger word of the pack, whatever stands around it: kind of the word's concept,
first place and first date of the sentence, told as a fact. No cues, claims, context or merging.
"""

from collections.abc import Iterator, Sequence

from khronika.codebook import codebook
from khronika.evaluation.gold import Passage, Spot, Told
from khronika.extraction.lexicon import Hit, lexicon
from khronika.extraction.reading import Reading, Sentence, read
from khronika.model import Document, FoundDate, FoundPlace


def words_alone(document: Document) -> list[Told]:
    """What the baseline tells of a document."""
    reading = read(document)
    if isinstance(reading, str):
        return []
    words = [h for h in lexicon().scan(reading.clean.text) if h.entry.role == "trigger"]
    return list(_mentions(reading, words))


def _mentions(reading: Reading, words: Sequence[Hit]) -> Iterator[Told]:
    for sentence in reading.sentences:
        code = sentence.pack.code
        first = next((h for h in words if h.entry.language == code and sentence.start <= h.start < sentence.stop), None)
        if first is not None:
            yield _mention(reading, sentence, first)


def _mention(reading: Reading, sentence: Sentence, word: Hit) -> Told:
    kind = codebook().triggers[word.concept].kind
    when = next((d for d in sentence.dates if d.date_start or d.date_end), None)
    start, stop = reading.clean.to_source(word.start, word.stop)
    quote = Passage(reading.document.text[start:stop], start, stop)
    return Told(
        id=f"{reading.document.id}#{sentence.number}", document=reading.document.id, language=sentence.pack.code,
        kind=kind, event_type=codebook().kinds[kind].event_type, place=_spot(next(iter(sentence.places), None)),
        date_start=_day(when, "date_start"), date_end=_day(when, "date_end"), spans={"trigger": [quote]},
    )  # fmt: skip


def _day(found: FoundDate | None, side: str) -> str | None:
    value: str | None = getattr(found, side, None)
    return value


def _spot(found: FoundPlace | None) -> Spot | None:
    if found is None:
        return None
    place = found.place
    return Spot(place.name, place.country_iso3, place.admin1, place.lat, place.lon, place.level)
