"""The countable nouns of a language by their forms: which class a word counts, and whether it is one or many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from khronika.extraction.counts.schema import Noun
from khronika.text.fold import fold

Number = Literal["one", "many", "any"]
_SHORTEST = 2
_LONGEST_PHRASE = 14


@dataclass(frozen=True, slots=True)
class Form:
    """What a word form says: the rule it comes from and its number."""

    noun: Noun
    number: Number


class Nouns:
    """Word form -> Form. A form that ends in * stands for all words that begin so.

    `whole`: the forms of the word for people of any kind.
    `compounds`: words grow together with their head last (German, Korean), so the end of a word decides.
    """

    def __init__(self, nouns: Iterable[Noun], compounds: bool) -> None:
        self._compounds = compounds
        self._forms: dict[str, Form] = {}
        self._stems: dict[str, Form] = {}
        entries = list(nouns)
        for noun in entries:
            for entry in noun.words:
                for form, number in forms_of(entry):
                    home = self._stems if form.endswith("*") else self._forms
                    self._put(home, fold(form.rstrip("*")).strip(), Form(noun, number))

        self.whole = _whole(entries)

    def _put(self, home: dict[str, Form], form: str, meaning: Form) -> None:
        known = home.setdefault(form, meaning)
        if known.noun is meaning.noun and known.number != meaning.number:
            home[form] = Form(meaning.noun, "any")

    def get(self, word: str) -> Form | None:
        """What the folded word counts, None where it is no countable noun of the list."""
        found = self._forms.get(word)
        if found is None and "-" in word:
            found = self._forms.get(word.rpartition("-")[2])
        if found is None and self._stems:
            heads = (word[:n] for n in range(len(word), _SHORTEST, -1))
            found = next((self._stems[head] for head in heads if head in self._stems), None)
        if found is None and self._compounds:
            found = self._head(word)
        return found

    def _head(self, word: str) -> Form | None:
        tails = (word[n:] for n in range(1, len(word) - _SHORTEST + 1))
        return next((self._forms[tail] for tail in tails if tail in self._forms), None)

    def phrase_at_end(self, text: str, stop: int, start: int) -> tuple[int, Form] | None:
        """The longest listed form, blanks included, that ends at `stop`: for nouns of two words before a number."""
        for size in range(min(_LONGEST_PHRASE, stop - start), _SHORTEST - 1, -1):
            found = self._forms.get(text[stop - size : stop])
            if found is not None:
                return stop - size, found
        return None


def _whole(nouns: list[Noun]) -> frozenset[str]:
    """The forms of the language's word for people of any kind: the first of the first general noun that adds."""
    first = next((n for n in nouns if n.general and n.adds and n.words), None)
    return frozenset(fold(form) for form, _ in forms_of(first.words[0])) if first else frozenset()


def forms_of(entry: str) -> Iterator[tuple[str, Number]]:
    """The forms of "man; men", "soldier+s", "a|b; c|d", or of a word that is one and many alike."""
    if "+" in entry:
        stem, _, ending = entry.partition("+")
        entry = f"{stem}; {stem}{ending}"
    one, parted, many = entry.partition(";")
    sides: tuple[tuple[str, Number], ...] = ((one, "one"), (many, "many")) if parted else ((one, "any"),)
    for side, number in sides:
        yield from ((form.strip(), number) for form in side.split("|") if form.strip())
