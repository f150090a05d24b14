"""Find a phrase of a list right before or right behind a place of the folded text, with what it stands for.

A star in a phrase stands for letters of a word. Looking back, pattern and text are turned round, so that one anchored match answers.
"""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from khronika.text.fold import fold

T = TypeVar("T")
_REACH = 56
_GAP = " {0,3}"
_ANY = "*"
_LETTERS = r"[^\W\d_]+"
_STARTS = r"(?<![^\W_].)"


class Phrases(Generic[T]):
    """Phrases with a value each. `bounded`: a phrase ends where its word ends (languages that part their words)."""

    def __init__(self, phrases: Iterable[tuple[str, T]], bounded: bool) -> None:
        self._values: dict[str, T] = {}
        for phrase, value in phrases:
            self._values.setdefault(fold(phrase).strip(), value)
        ordered = sorted(self._values, key=len, reverse=True)
        self._bounded = bounded
        self._wild = [(re.compile(_literal(p)), self._values[p]) for p in ordered if _ANY in p]
        self._back = _compile(_backwards(p) for p in ordered)
        self._ahead = _compile(_literal(p) + (_edge(p[-1]) if bounded else "") for p in ordered)

    def __bool__(self) -> bool:
        return bool(self._values)

    def before(self, text: str, stop: int) -> tuple[int, T] | None:
        """Start and value of the phrase that ends at `stop`, blanks aside; the longest one."""
        if self._back is None:
            return None
        found = self._back.match(text[max(0, stop - _REACH) : stop][::-1])
        if found is None:
            return None
        if self._bounded and found.start(1) == 0 and found[1][0].isalnum():
            return None  # grown together with what follows
        return stop - found.end(), self._value(found[1][::-1])

    def after(self, text: str, start: int) -> tuple[int, T] | None:
        """Stop and value of the phrase that begins at `start`, blanks aside; the longest one."""
        found = self._ahead.match(text, start) if self._ahead is not None else None
        return (found.end(), self._value(found[1])) if found else None

    def _value(self, found: str) -> T:
        words = _plain(found)
        if words in self._values:
            return self._values[words]
        return next(value for pattern, value in self._wild if pattern.fullmatch(words))


def alternation(phrases: Iterable[str]) -> str:
    """Literal alternatives, longest first, blanks of any number."""
    folded = {fold(p) for p in phrases}
    return "|".join(_literal(p) for p in sorted(folded, key=lambda p: (-len(p), p)))


def at_word_start(phrases: Iterable[str], ends: bool) -> re.Pattern[str] | None:
    """A pattern of phrases that begin a word; its first character is fixed, so that searching is fast."""
    ordered = sorted({fold(p) for p in phrases}, key=lambda p: (-len(p), p))
    edge = r"(?![^\W_])" if ends else ""
    joined = "|".join(f"{re.escape(p[0])}{_STARTS}{_literal(p[1:])}" for p in ordered)
    return re.compile(f"(?:{joined}){edge}") if joined else None


def addresses(streets: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Where a street's name ends before a house number ("Peace Street, 8", "Peace Street 8"), where it begins behind one
    (" Mill Road"), and where its first word stands behind a comma ("8, rue de la Paix")."""
    words = alternation(streets)
    head = re.compile(rf"(?<!\w)(?:{words})(?!\w)\.?[^,.;:!?]{{0,32}},? {{1,3}}\Z")
    return (
        head,
        re.compile(rf" (?:[^\W\d_][\w'-]* ){{1,3}}(?:{words})(?!\w)"),
        re.compile(rf", {{1,3}}(?:{words})(?!\w)"),
    )


def _compile(alternatives: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(alternatives)
    return re.compile(f"{_GAP}({joined})") if joined else None


def _literal(phrase: str) -> str:
    return " {1,3}".join(re.escape(word).replace(r"\*", _LETTERS) for word in phrase.split(" "))


def _backwards(phrase: str) -> str:
    return _literal(phrase[::-1]) + _edge(phrase[0])


def _edge(char: str) -> str:
    return r"(?!\w)" if char.isalnum() else ""


def _plain(found: str) -> str:
    return " ".join(found.split())
