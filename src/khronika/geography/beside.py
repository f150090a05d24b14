"""The words beside a span: what stands before and after it within its clause. Pure look-up, no judgement."""

import re
from dataclasses import dataclass

from khronika.geography.span import Span
from khronika.geography.words import NEAR_LEVEL, PlaceWords, Word

_TOKEN = re.compile(r"[\w]+(?:[.'-]\w+)*|[^\w\s]")
_REACH = 48
_STOPS = frozenset('.?!:"|;')


@dataclass(frozen=True, slots=True)
class Beside:
    """Tokens of the clause, nearest first, folded; `left_cap` and `right_cap`: the adjoining word is capitalised."""

    left: list[str]
    right: list[str]
    left_cap: bool
    right_cap: bool
    initial: bool


def beside(span: Span) -> Beside:
    """Up to six tokens on the left and five on the right, within reach."""
    text, folded, start, stop = span.passage.text, span.passage.folded, span.start, span.stop
    left = _TOKEN.findall(folded[max(0, start - _REACH) : start])[:-7:-1]
    right = _TOKEN.findall(folded[stop : stop + _REACH])[:5]
    tokens = _joined(left)
    left_cap = bool(left) and _adjoins(text, folded, start) and _names_on(_nearest(left, tokens, text, folded, start))
    behind = text[stop + 1 : stop + 2]
    right_cap = behind.isupper() and folded[stop].isspace() and bool(right)
    return Beside(tokens, right, left_cap, right_cap, not tokens or tokens[0] in _STOPS)


def _adjoins(text: str, folded: str, start: int) -> bool:
    """Whether one blank stands between the token on the left and the name."""
    return folded[start - 1].isspace() and not folded[start - 2 : start - 1].isspace() and start > 1


def _nearest(left: list[str], tokens: list[str], text: str, folded: str, start: int) -> str:
    """The word on the left as the text has it; without its point where that belongs to an abbreviation."""
    at = start - 1 - len(left[0])
    if len(tokens) == len(left):
        return text[at : start - 1]
    at = folded.rindex(left[1], 0, at)
    return text[at : at + len(left[1])]


def _joined(tokens: list[str]) -> list[str]:
    """A point after one to four letters belongs to them: `mr.`, `j.`, `st.`; only an initial keeps it."""
    if len(tokens) > 1 and tokens[0] == "." and len(tokens[1]) < 3 and tokens[1].isalpha():
        return [tokens[1] + "." if len(tokens[1]) == 1 else tokens[1], *tokens[2:]]
    return tokens


def _names_on(word: str) -> bool:
    """A capitalised word that may be the first part of the same name: no possessive and no acronym."""
    return word[:1].isupper() and not word.endswith(("'s", "’s")) and not (word.isupper() and 1 < len(word) < 6)


def word_before(tokens: list[str], words: PlaceWords) -> tuple[list[Word], int]:
    """The pack's words that stand right before the span, nearest first, articles skipped, and how many tokens they took."""
    found: list[Word] = []
    at = 0
    while at < len(tokens):
        if tokens[at] in words.skips:
            at += 1
            continue
        if tokens[at] not in words.nearest:
            break
        size, word = _longest(tokens[at : at + 3], words.before, backwards=True)
        if word is None:
            break
        found.append(word)
        at += size
    return found, at


def word_after(tokens: list[str], words: PlaceWords) -> tuple[list[Word], int]:
    """The pack's word that stands right after the span, and how many tokens it took."""
    known = tokens and tokens[0] in words.after_heads
    size, word = _longest(tokens[:3], words.after, backwards=False) if known else (0, None)
    if word is None and tokens and words.tails:
        word, size = _with_tails(tokens[0], words), 1
    return ([word] if word else []), size


def distance(tokens: list[str], words: PlaceWords) -> Word | None:
    """The compass word of a distance from the name where number and unit stand behind the name, whichever comes first."""
    figures = [i for i, token in enumerate(tokens[:4]) if token[0].isdigit()]
    at = figures[0] if figures else 0
    if not at:
        return None
    skip = at + (2 if tokens[at].isdigit() else 1)  # "40km" is number and unit
    split = words.after.get(" ".join([*tokens[:at], *tokens[skip : skip + 1]]))  # "' un [30 km] guneyinde"
    if skip < len(tokens) and split and (split.level == NEAR_LEVEL or (split.level is None and split.hint == "in")):
        return split
    trials = [tokens[skip : skip + size] for size in (2, 1)] + [tokens[n:at] for n in range(at)]
    found = (words.after.get(" ".join(trial)) for trial in trials)
    return next((word for word in found if word and word.level == NEAR_LEVEL), None)


def _with_tails(token: str, words: PlaceWords) -> Word | None:
    """A word of the pack with particles hung on it."""
    for size in range(len(token) - 1, 0, -1):
        if token[:size] in words.after and words.hang(token[size:]) is not None:
            return words.after[token[:size]]
    return None


def _longest(tokens: list[str], table: dict[str, Word], *, backwards: bool) -> tuple[int, Word | None]:
    for size in range(len(tokens), 0, -1):
        piece = tokens[:size][::-1] if backwards else tokens[:size]
        word = table.get(" ".join(piece))
        if word:
            return size, word
    return 0, None
