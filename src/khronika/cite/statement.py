"""How far back the passage goes that a mark closes: its sentence, unless the text itself says that it began earlier.

Signs that it did: a quotation that is still open, or closes here and was opened before; a colon that opened a passage; a
sentence that leans on the one before it; the note's source, named at the head of the passage. No meaning is weighed: where
an author lays more to a source than these signs show, the statement is too short.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from khronika.cite.body import Block, Body
from khronika.cite.lexicon import opens_with
from khronika.text.fold import fold

_DOUBLE = frozenset("“„«「『")
_CLOSING = frozenset("”»」』")
_COLON = re.compile(r"[:：]\s+(?=[\"'“„«‘「『]?[^\W\d_])")
_BACK = 4
_HEAD = 80
_CLOSE = 3
_AFTER_MARK = " \xa0,;:.،؛–—-"


class Near(NamedTuple):
    """A mark, where the one before it ended (no passage reaches over it) and where the next one begins."""

    start: int
    stop: int
    since: int
    until: int


def passage(body: Body, mark: Near, names: Sequence[str] = ()) -> tuple[int, int, str] | None:
    """Start and stop of the passage that a mark closes, and by what sign it was found.

    `names`: how the text may call the note's source, folded. None where there is nothing before the mark.
    """
    block = body.block_at(mark.start - 1) if mark.start else None
    if block is None or not block.sentences:
        return None
    at = body.sentence_at(block, mark.start - 1)
    first = _first(block, mark.since)
    if at < first:
        return None
    stop = _stop(body, block.sentences[at][1], mark)
    start, rule = _start(body, block, first, at, stop)
    named = _named(body, block, start, mark.since, names)
    start, rule = (named, "named") if named is not None else (max(start, mark.since), rule)
    start, stop = body.solid(start, stop)
    if start == mark.since or not body.words(mark.since, start).strip():
        start += len(body.source[start:stop]) - len(body.source[start:stop].lstrip(_AFTER_MARK))
    return (start, stop, rule) if start < stop else None


def _stop(body: Body, end: int, mark: Near) -> int:
    """The passage ends before its mark, or with the sentence where words of it follow that no other mark closes."""
    goes_on = mark.stop < end <= mark.until and any(map(str.isalpha, body.words(mark.stop, end)))
    return end if goes_on else mark.start


def _first(block: Block, since: int) -> int:
    """The first sentence of the paragraph that begins behind the mark before, or that the mark cuts."""
    for number, (_, stop) in enumerate(block.sentences):
        if stop > since:
            return number
    return len(block.sentences)


def _start(body: Body, block: Block, first: int, at: int, stop: int) -> tuple[int, str]:
    """Where the passage begins within its paragraph, and the sign that says so."""
    sentences = block.sentences
    quoted = _quotation(body, block, first, stop)
    if quoted is not None and quoted <= at:
        return sentences[quoted][0], "quotation"
    for number in range(at, first - 1, -1):
        colon = _COLON.search(body.source, sentences[number][0], min(sentences[number][1], stop))
        if colon:
            return sentences[number][0], "colon" if number < at else "sentence"
    leans = at
    while leans > first and opens_with("leaning", fold(body.words(*sentences[leans])), block.pack):
        leans -= 1
    return sentences[leans][0], "leaning" if leans < at else "sentence"


def _quotation(body: Body, block: Block, first: int, stop: int) -> int | None:
    """The sentence in which the quotation was opened that holds the last words; None where there is none.

    A quotation that closes without having been opened in the paragraph is the whole of it.
    """
    begin = block.sentences[first][0]
    opened: list[int] = []
    last: tuple[int, int] | None = None
    for at in range(begin, min(stop, block.stop)):
        char = body.source[at]
        if _opens(body.source, at, opened):
            opened.append(at)
        elif char in _CLOSING or (char in '"“' and opened):
            last = (opened.pop() if opened else begin, at)
    if opened:
        return body.sentence_at(block, opened[0])
    return body.sentence_at(block, last[0]) if last and last[1] >= stop - _CLOSE else None


def _opens(text: str, at: int, opened: Sequence[int]) -> bool:
    """Whether the character opens a quotation: \u201c closes one that \u201e opened, and a straight mark opens behind a blank."""
    char = text[at]
    if char in _DOUBLE:
        return not (char == "“" and opened and text[opened[-1]] == "„")
    return char == '"' and not opened and (not text[at - 1 : at].strip() or text[at - 1] in "([")


def _named(body: Body, block: Block, start: int, since: int, names: Sequence[str]) -> int | None:
    """The beginning of the sentence before, behind the mark before, that names the note's source at its head."""
    names = [name for name in names if len(name) > 2]
    if not names:
        return None
    number = body.blocks.index(block)
    for other in reversed(body.blocks[max(0, number - _BACK) : number + 1]):
        if other.heading and other is not block:
            return None
        for first, stop in reversed(other.sentences):
            if first < since:
                return None
            if first < start and any(name in fold(body.words(first, min(stop, first + _HEAD))) for name in names):
                return first
    return None
