"""Find known names in scripts without capitals.

Where blanks part words a name begins a word (after a prefix such as the Arabic "and", if the pack has any) and the rest of the
word must be what the language hangs on names: particles, level words, words for people. Without blanks a name begins anywhere.
"""

import re
from collections.abc import Iterator

from khronika.geography.beside import word_after
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import FIRST, FORCED, ROW, TOWN
from khronika.geography.span import Span
from khronika.geography.words import PlaceWords, Word
from khronika.model import Passage

_TOKEN = re.compile(r"[^\W\d_][\w'-]*")
_REST = re.compile(r"\w*")
_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_REACH = 40
_SHORTEST_GUESS = 3
_GAP = 16


def scan_tails(passage: Passage, words: PlaceWords, places: Gazetteer) -> tuple[list[Span], list[Span]]:
    """Candidate spans of one passage, and words with a tail of place that no name fits."""
    found: list[Span] = []
    unknown: list[Span] = []
    end = 0
    for start in _starts(passage.folded, words):
        if start < end:
            continue
        span = _at(passage, start, words, places)
        if span:
            found.append(span)
            end = span.stop
        elif words.spaces:
            unknown += _unknown(passage, start, words, found[-1] if found else None)
    return found, unknown


def _starts(folded: str, words: PlaceWords) -> Iterator[int]:
    if not words.spaces:
        yield from (i for i, c in enumerate(folded) if c.isalpha())
        return
    for token in _TOKEN.finditer(folded):
        yield token.start()
        text = token.group()
        yield from (token.start() + len(p) for p in words.prefixes if text.startswith(p) and len(text) > len(p) + 1)
        yield from (token.start() + i + 1 for i, c in enumerate(text) if c == "-")


def _at(passage: Passage, start: int, words: PlaceWords, places: Gazetteer) -> Span | None:
    """The longest name here whose rest of the word is made of tails."""
    folded = passage.folded
    for name, rows, rule, hint in _names(folded, start, words, places):
        stop = start + len(name)
        if not words.spaces:
            return None if _too_small(rows, places) else Span(passage, start, stop, name, rows, rule, hint=hint)
        rest = _REST.match(folded, stop)
        hung = words.hang(rest.group() if rest else "")
        if hung is not None:
            return _span(passage, start, name, rows, rule, hint, hung)
    return None


def _names(
    folded: str, start: int, words: PlaceWords, places: Gazetteer
) -> Iterator[tuple[str, list[int], str, str | None]]:
    """Names that begin here, longest first; the pack's own before the gazetteer's of equal length."""
    known = {name: number for name, number in places.prefixes(folded[start : start + _REACH]) if len(name) > 1}
    own = words.starting(folded, start)
    for name in sorted({*known, *own}, key=len, reverse=True):
        if name in own:
            row, rule, hint = own[name]
            yield name, [row], rule, hint
        else:
            yield name, places.numbered(known[name]), "gazetteer.exact", None


def _span(
    passage: Passage,
    start: int,
    name: str,
    rows: list[int],
    rule: str,
    hint: str | None,
    hung: tuple[tuple[str, Word], ...],
) -> Span:
    """The span with what its tails say; level words belong to the name, particles do not."""
    stop = start + len(name)
    span = Span(passage, start, stop, name, rows, rule, hint=hint)
    at = stop
    for text, word in hung:
        at += len(text)
        span.add(word.weight, word.rule)
        if word.level is not None and span.level is None and span.stop == at - len(text):
            span.level, span.stop = word.level, at
        span.hear(word.hint, word.rule)
    return span


def _too_small(rows: list[int], places: Gazetteer) -> bool:
    """Without blanks a short village name is found inside any word."""
    row = rows[0] & ROW
    if rows[0] & (FIRST | FORCED):
        return False
    return places.level[row] >= TOWN and places.population[row] < 50_000


def _unknown(passage: Passage, start: int, words: PlaceWords, last: Span | None) -> list[Span]:
    """Stems of a word that no name fits: a foreign name in this script, if the words beside and the document support it."""
    token = _COMPOUND.match(passage.folded, start)
    text = token.group() if token else ""
    if not words.tails or len(text) < _SHORTEST_GUESS:
        return []
    found = []
    for size in range(_SHORTEST_GUESS, len(text) + 1):
        hung = words.hang(text[size:])
        if hung is not None and words.speaks(text[:size]):
            return []
        if hung is not None:
            span = _span(passage, start, text[:size], [], "gazetteer.phonetic", None, hung)
            if span.hint != "demonym":
                _speak(span, start + len(text), words, last)
                found.append(span)
    return found


def _speak(span: Span, stop: int, words: PlaceWords, last: Span | None) -> None:
    """Add what the next word says, and a container right before: "in Dagestan's Endirey"."""
    token = _TOKEN.match(span.passage.folded, stop + 1)
    for word in word_after([token.group()], words)[0] if token else ():
        span.add(word.weight, word.rule)
        span.hear(word.hint if word.hint != "part" else None, word.rule)
        span.level = word.level if span.level is None else span.level
    if last is not None and words.outer_first and span.start - last.stop < _GAP:
        gap = _TOKEN.findall(span.passage.folded[last.stop : span.start])
        if all(t in words.links or t in words.after or words.hang(t) is not None for t in gap):
            span.add(1.0, "after a place")
