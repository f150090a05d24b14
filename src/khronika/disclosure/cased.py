"""Find names of persons where names have capitals (Latin, Cyrillic, Greek, Armenian, Georgian in Latin).

A run of capitalised words that is no place, no body, no site and no word of the language is taken for a name: rather one
too many than one too few. Where common nouns have capitals too, a name needs a reason.
"""

from collections.abc import Iterator, Sequence

from khronika.disclosure.lexicon import NameWords
from khronika.disclosure.tokens import Word

Stretch = tuple[int, int]
_JOINS = frozenset({" ", "-", "–", "'", "’", ". ", ".", "\u00a0", "ʼ", "´"})
_APOSTROPHES = ("'", "’", "ʼ", "´")
_QUOTES = ("«»", "“”", "„“", '""', "„”", "‘’")


def cased_names(
    words: Sequence[Word], known: NameWords, places: Sequence[Stretch], text: str, fragment: bool = False
) -> Iterator[Stretch]:
    """Names among the words. `places`: stretches that name places or peoples; `fragment`: the text is no sentence, so
    that its first word has its capital of its own."""
    reader = _Reader(words, known, places, text, fragment)
    for first, last in reader.runs():
        yield from reader.names_of(first, last)


class _Reader:
    def __init__(
        self, words: Sequence[Word], known: NameWords, places: Sequence[Stretch], text: str, fragment: bool
    ) -> None:
        self.words, self.known, self.text, self.fragment = words, known, text, fragment
        self.placed = [any(a < w.stop and w.start < b for a, b in places) for w in words]
        self.nouns = bool(known.words["ordinary"])

    def runs(self) -> Iterator[tuple[int, int]]:
        """First and last word of each run of capitalised words, particles within."""
        at, many = 0, len(self.words)
        while at < many:
            if not self._begins(at):
                at += 1
                continue
            last, after = at, at + 1
            while after < many and self._follows(after):
                if self.words[after].capital:
                    last = after
                elif not self._particle(after):
                    break
                after += 1
            yield at, last
            at = last + 1

    def _begins(self, at: int) -> bool:
        return self.words[at].capital

    def _follows(self, at: int) -> bool:
        """Whether the word is joined to the one before, and no new sentence begins with it."""
        word, before = self.words[at], self.words[at - 1]
        if word.first and not (before.initial or before.folded in self.known.words["title"]):
            return False
        if word.gap in (". ", "."):
            return before.initial or word.initial or before.folded in self.known.words["title"]
        return word.gap in _JOINS

    def _particle(self, at: int) -> bool:
        return self.words[at].folded in self.known.words["particle"]

    def names_of(self, first: int, last: int) -> Iterator[Stretch]:
        """The names in one run: what is left of it without words of the language, places and bodies."""
        if self._is_body(first, last) or self._is_site(first, last):
            return
        for a, b in self._pieces(first, last):
            if self._is_name(a, b):
                yield self.words[a].start, self.words[self._with_tail(b)].stop

    def _is_body(self, first: int, last: int) -> bool:
        """An organisation by a head word, or a name in quotation marks."""
        heads = self.known.words["organisation"]
        if any(self.words[i].folded in heads for i in range(first, last + 1)):
            return True
        if first and self.words[first].gap == " " and self.words[first - 1].folded in self.known.words["group"]:
            return not any(self.known.is_given(self.words[i].folded) for i in range(first, last + 1))
        a, b = self.words[first].start, self.words[last].stop
        before, after = self._sign(a, -1), self._sign(b, 1)
        quoted = any(pair[0] == before and pair[1] == after for pair in _QUOTES)
        given = any(self.known.is_given(self.words[i].folded) for i in range(first, last + 1))
        return quoted and not given

    def _sign(self, at: int, step: int) -> str:
        base = self.words[0].start - len(self.words[0].gap)
        where = at - base + (step if step < 0 else 0)
        return self.text[where] if 0 <= where < len(self.text) else ""

    def _is_site(self, first: int, last: int) -> bool:
        """A street, a square, a river: its word stands in the run or right beside it."""
        sites = self.known.words["site"]
        beside = range(max(0, first - 1), min(len(self.words), last + 2))
        return any(self.words[i].folded in sites and (first <= i <= last or self._near(i, first, last)) for i in beside)

    def _near(self, at: int, first: int, last: int) -> bool:
        gap = self.words[first].gap if at < first else self.words[at].gap
        return gap in _JOINS and gap not in (". ", ".")

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Stretches of the run that may be names: ordinary words, places and abbreviations part them."""
        begun: int | None = None
        for at in range(first, last + 2):
            if at <= last and self._may_be_name(at, first, last):
                begun = at if begun is None and not self._particle_only(at) else begun
            elif begun is not None:
                yield begun, self._end(begun, at - 1)
                begun = None

    def _end(self, first: int, last: int) -> int:
        while last > first and not self.words[last].capital:
            last -= 1
        return last

    def _particle_only(self, at: int) -> bool:
        return not self.words[at].capital

    def _may_be_name(self, at: int, first: int, last: int) -> bool:
        word = self.words[at]
        if not word.capital or (first < at < last and self._particle(at)):
            return self._particle(at)
        if word.folded in self.known.words["title"] or self._acronym(at):
            return False
        beside = self._neighbours(at, first, last)
        left = next((i for i in beside if i < at), None)
        if self.placed[at]:
            if self._sign(word.stop, 1) in _APOSTROPHES:
                return False  # a case ending hangs on it, as on names of places
            return left is not None and self._named(left) and self.known.is_given(self.words[left].folded)
        if not self._ordinary(at) or any(self._grown(at, i) and self._named(i) for i in beside):
            return True
        if self._raised(at) and (self.known.is_listed(word.folded) or (left is not None and self._named(left))):
            return True
        return self.known.is_listed(word.folded) and any(self._vouches(i, at) for i in beside)

    def _grown(self, at: int, other: int) -> bool:
        """Whether a hyphen or an apostrophe makes one word of both."""
        return abs(at - other) == 1 and self.words[max(at, other)].gap in ("-", *_APOSTROPHES)

    def _raised(self, at: int) -> bool:
        """An ordinary word whose capital must have a reason: it begins no sentence and is no word of the calendar."""
        word = self.words[at]
        return not self.nouns and not word.first and word.folded not in self.known.calendar | self._of_office()

    def _of_office(self) -> frozenset[str]:
        return self.known.words["role"] | self.known.words["office"] | self.known.words["title"]

    def _vouches(self, at: int, other: int) -> bool:
        """Whether the word at `at` makes a name of an ordinary word beside it that is also a known name."""
        one, two = self.words[at], self.words[other]
        given = self.known.is_given(one.folded) or self.known.is_given(two.folded)
        return one.initial or self._named(at) or (given and self.known.is_listed(one.folded) and not two.first)

    def _neighbours(self, at: int, first: int, last: int) -> list[int]:
        """The next words to both sides within the run, past particles."""
        left = next((i for i in range(at - 1, first - 1, -1) if not self._particle(i)), None)
        right = next((i for i in range(at + 1, last + 1) if not self._particle(i)), None)
        return [i for i in (left, right) if i is not None and self.words[i].capital]

    def _named(self, at: int) -> bool:
        """A known given name that is no word of the language, or an unknown word that is no place."""
        word = self.words[at]
        if self._ordinary(at) or self._acronym(at):
            return False
        return self.known.is_given(word.folded) or (not self.placed[at] and not self.nouns)

    def _ordinary(self, at: int) -> bool:
        word = self.words[at]
        if word.folded in self.known.words["role"] or word.folded in self.known.words["office"]:
            return True
        if word.initial:
            dotted = at + 1 < len(self.words) and self.words[at + 1].gap.startswith(".")
            return not dotted and (word.first or self.known.is_ordinary(word.folded))
        return self.known.is_ordinary(word.folded)

    def _acronym(self, at: int) -> bool:
        word = self.words[at]
        return len(word.text) > 1 and word.text.isupper() and not self.known.is_listed(word.folded)

    def _is_name(self, first: int, last: int) -> bool:
        capitals = [i for i in range(first, last + 1) if self.words[i].capital]
        full = [i for i in capitals if len(self.words[i].text) > 1]
        if not full or (all(self.placed[i] for i in full) and not self._titled(first)):
            return False
        if self._titled(first) or any(self.known.is_given(self.words[i].folded) for i in full):
            return True
        if len(capitals) > 1 and not self.nouns:
            return True
        return self._alone(first, full)

    def _alone(self, first: int, full: Sequence[int]) -> bool:
        """Whether what has no known given name is a name."""
        words = [self.words[i] for i in full]
        if any(self.known.is_listed(w.folded) or self.known.ends_as_name(w.folded) for w in words):
            return True
        if self.nouns:
            return self._told(first, words)
        return self.fragment or not words[0].first

    def _told(self, first: int, words: Sequence[Word]) -> bool:
        """Where nouns have capitals: two unknown words side by side, or one that a word for a source or a role brings."""
        if any(self.known.ends_as_ordinary(w.folded) for w in words):
            return False
        if len(words) > 1:
            return True
        before = self.words[first - 1].folded if first else ""
        beside = self.words[first].gap == " "
        return beside and before in self.known.words["role"] | self.known.words["source"]

    def _titled(self, first: int) -> bool:
        """Whether a title stands before, or a word such as Bey behind."""
        before = self.words[first - 1] if first else None
        gap = self.words[first].gap
        if before and gap in (" ", ". ", ".", "\u00a0") and before.folded in self.known.words["title"]:
            return True
        return self._tailed(first)

    def _tailed(self, at: int) -> bool:
        after = at + 1
        return (
            after < len(self.words) and self.words[after].folded in self.known.words["after"] and self._follows(after)
        )

    def _with_tail(self, last: int) -> int:
        return last + 1 if self._tailed(last) else last
