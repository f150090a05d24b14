"""What the readers know of a sentence besides its words, as the shallow judge is told it."""

from khronika.extraction.reading import Reading, Sentence
from khronika.judge.shallow import SIGN, Shallow, shallow


def signs(sentence: Sentence, reading: Reading) -> list[str]:
    """What the readers know of a sentence, as the judge is told it: concepts in it, just before it and around, and facts."""
    found = {f"{SIGN}{h.entry.role}:{h.concept}" for h in sentence.hits}
    found |= {f"{SIGN}around:{cue}" for cue in sentence.topic_cues}
    if sentence.number:
        before = reading.sentences[sentence.number - 1]
        found |= {f"{SIGN}before:{h.concept}" for h in before.hits if h.entry.role == "trigger"}
    facts = {"place": sentence.places, "date": sentence.dates, "count": sentence.counts}
    for name, there in (("first", not sentence.number), *facts.items()):
        if there:
            found.add(SIGN + name)
    return sorted(found)


def opinion(sentence: Sentence, reading: Reading) -> Shallow:
    """What the shallow judge says of a sentence; it is asked once."""
    if sentence.opinion is None:
        sentence.opinion = shallow().read(reading.text(sentence.start, sentence.stop), signs(sentence, reading))
    return sentence.opinion


def log_odds(sentence: Sentence, reading: Reading) -> float:
    """Its log odds that something is told in a sentence, which cost a third of the whole opinion."""
    if sentence.opinion is not None:
        return sentence.opinion.odds
    return shallow().odds(reading.text(sentence.start, sentence.stop), signs(sentence, reading))
