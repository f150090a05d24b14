"""Who is counted in a figure and what it is compared with, by the words that the judge links to it."""

from khronika.extraction.candidates import Candidate
from khronika.extraction.reading import Reading
from khronika.extraction.view import View, sentence_at, whole_words
from khronika.judge.model import Told
from khronika.model import Comparison


def fill_figure(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Who is counted, and what the figure is compared with."""
    groups = view.judged.words(told, "group")
    if groups:
        start, stop = whole_words(groups[0][0] + view.start, groups[0][1] + view.start, reading.folded)
        candidate.group = (reading.text(start, stop), start, stop)
    for start, stop in view.judged.words(told, "comparison"):
        compare_at(candidate, start + view.start, stop + view.start, reading)


def compare_at(candidate: Candidate, start: int, stop: int, reading: Reading) -> None:
    """Ties the ratio that the words hold to a figure, with the nearest other place of the sentence."""
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
