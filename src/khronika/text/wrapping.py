"""Line ends that only wrap a text to a width, told from those that end a sentence, a heading or an item of a list.

Second half of cleaning (`clean`); every character keeps its place, so no offset moves.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

STOPS = frozenset(".!?…。！？؟։।:;")
OPENING = frozenset("\"'«„“‘「『(")
BREAK = "\u2029"  # ends a paragraph where the source has only a blank
_DASH = re.compile("[\u2014\u2013-] ")
_DATELINE = re.compile(
    r"[.!?\u2026\u00bb\u201d\"](?P<gap> )(?P<city>[^\W\d_]{3,}(?:[ '\u2019-][^\W\d_]+){0,3})"
    r"(?: ?\([^)\n]{2,24}\))?(?:, ?[^.\n]{1,24}\.?)? ?-?\Z"
)
_REACH = 90  # code points of the longest dateline
_WIDEST = 120  # code points; wider lines are paragraphs, whatever stands around them
_LEAST_LINES = 3
_BEFORE = 20  # code points before a dateline in which a small letter has to stand


def unwrapped(text: str) -> str:
    r"""The text, of the same length, with a blank for each line end that only wraps.

    A line goes on where the next begins with a small letter; in a block of three and more lines of one width also elsewhere,
    if each line is so full that the next word had no room.

    >>> unwrapped("Police broke up a\nmarch in Lima.\nNobody was hurt.")
    'Police broke up a march in Lima.\nNobody was hurt.'
    """
    if "\n" not in text.replace("\n\n", ""):  # each paragraph is one line
        return text
    blocks = (list(lines) for _, lines in groupby(text.split("\n"), key=lambda line: not line or line.isspace()))
    return "\n".join(_joined(lines) if lines[0].strip() else "\n".join(lines) for lines in blocks)


def apart(text: str) -> str:
    """The text, of the same length, with the end of a paragraph before each dateline that follows a sentence: a second report.

    A dateline: a name in capitals, perhaps agency and day, and a dash, where what goes before is not in capitals.

    >>> apart("Nobody was hurt. LIMA, 3 May - Nurses marched.").split(BREAK)
    ['Nobody was hurt.', 'LIMA, 3 May - Nurses marched.']
    """
    for dash in _DASH.finditer(text):
        first = max(0, dash.start() - _REACH)
        found = _DATELINE.search(text, first, dash.start())
        if found and found["city"].isupper():
            at = found.start("gap")
            if any(map(str.islower, text[max(0, at - _BEFORE) : at])):
                text = text[:at] + BREAK + text[at + 1 :]
    return text


def _joined(lines: Sequence[str]) -> str:
    """The lines of one block, each ended by a blank where it goes on."""
    if len(lines) == 1:
        return lines[0]
    filled = _is_filled(lines)
    made = [lines[0]]
    for before, line in pairwise(lines):
        made.append(" " if _goes_on(before.rstrip(), line.lstrip(), filled) else "\n")
        made.append(line)
    return "".join(made).replace("\r ", "  ")


def _goes_on(before: str, after: str, filled: bool) -> bool:
    if before[-1] in STOPS or not (after[0].isalnum() or after[0] in OPENING):
        return False
    first = next((c for c in after if c.isalnum()), "")
    return first.islower() or filled


def _is_filled(lines: Sequence[str]) -> bool:
    """Whether the block was cut to a width: no line but the last, or one with a stop, had room for the word that follows.

    Where letters have case, some line has to begin with a small one: headlines and lists may be of one width by chance.
    """
    width = max(map(len, lines))
    if len(lines) < _LEAST_LINES or width > _WIDEST:
        return False
    heads = [line.lstrip() for line in lines[1:]]
    cased = any(c.isupper() for line in lines for c in line)
    if cased and not any(head[:1].islower() for head in heads) and not "".join(lines).isupper():
        return False
    return all(
        before.rstrip()[-1] in STOPS or len(before) + 1 + len(head.split()[0]) > width
        for before, head in zip(lines, heads, strict=False)
    )
