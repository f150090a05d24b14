"""A level word beside a list speaks of each of its names: "Kherson and Zaporizhzhia regions", "the provinces of Idlib and Aleppo".

Stands between judging and nesting. Where the pack lists its plurals, only they cover a list; without, a name is covered when it
has a reading of that level in the same country, the marked name is a town's too, and it is no capital ("Moscow and Tula region").
"""

import re
from collections.abc import Sequence

from khronika.geography.beside import beside, word_after, word_before
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ADM1, ADM2, ROW, TOWN
from khronika.geography.span import Span
from khronika.geography.words import PlaceWords, Word

_TOKEN = re.compile(r"\w+|[^\w\s]")
_GAP = 16


def share(spans: Sequence[Span], words: PlaceWords, places: Gazetteer) -> None:
    """Give the level said at one end of a list to its other names."""
    for at, span in enumerate(spans):
        if span.level not in (ADM1, ADM2) or span.hint == "demonym":
            continue
        around = beside(span)
        after, size = word_after(around.right, words)
        if after and after[0].level == span.level:
            _cover(spans[:at][::-1], span, after[0], " ".join(around.right[:size]), words, places)
        before, size = word_before(around.left, words)
        if before and before[0].level == span.level:
            phrase = " ".join(around.left[:size][::-1])
            _cover(spans[at + 1 :], span, before[0], phrase, words, places)


def _cover(others: Sequence[Span], marked: Span, word: Word, phrase: str, words: PlaceWords, places: Gazetteer) -> None:
    """Walk away from the marked name as long as the list runs; the gap at its end must hold an "and"."""
    if words.plurals and not any(f" {plural} " in f" {phrase} " for plural in words.plurals):
        return
    near, linked = marked, False
    for other in others:
        gap = _gap(near, other)
        linked = linked or any(t in words.lists for t in gap)
        if not gap or other.level is not None or not all(_lists(t, phrase, words) for t in gap):
            return
        rows = _readings(other, marked, places)
        if (not linked and not words.plurals) or not rows or (not words.plurals and _apart(other, marked, places)):
            return
        other.level = marked.level
        other.add(word.weight, "shared level")
        other.hear(word.hint, word.rule)
        near = other


def _gap(a: Span, b: Span) -> list[str]:
    first, second = sorted((a, b), key=lambda s: s.start)
    gap = first.passage.folded[first.stop : second.start]
    return _TOKEN.findall(gap) if len(gap) < _GAP and "\n" not in gap else []


def _lists(token: str, phrase: str, words: PlaceWords) -> bool:
    """A comma, a word such as "and", or the last word of the level phrase said again: "provinces de A et de B"."""
    return token == "," or token in words.lists or token in words.skips or token == phrase.rpartition(" ")[2]


def _readings(other: Span, marked: Span, places: Gazetteer) -> list[int]:
    """Units of that level that bear the other's name in a country where the marked name has one too."""
    homes = {places.country_row[n & ROW] for n in marked.rows if places.level[n & ROW] == marked.level}
    named = (*other.rows, *places.named(other.key))
    rows = [n & ROW for n in named if places.level[n & ROW] == marked.level]
    return [row for row in rows if places.country_row[row] in homes]


def _apart(other: Span, marked: Span, places: Gazetteer) -> bool:
    """Without a known plural: a capital stands for itself, and so does a noun beside an adjective ("Харькове и Сумской области")."""
    ours, theirs = (any(places.level[n & ROW] == TOWN for n in span.rows) for span in (other, marked))
    return ours and (not theirs or any(places.capital[n & ROW] for n in other.rows[:4]))
