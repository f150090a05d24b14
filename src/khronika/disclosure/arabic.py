"""Find names of persons in Arabic script, which has no capitals: by known given names, titles and the particles of names.

A name goes on through given names, particles and one or two words that the language does not know. Clitics ("and", "to")
stay unmasked.
"""

from collections.abc import Iterator, Sequence

from khronika.disclosure.lexicon import NameWords
from khronika.disclosure.tokens import Word

Stretch = tuple[int, int]
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_ARTICLE = "ال"
_JOINS = frozenset({" ", "\u00a0", "-"})
_UNKNOWN = 2


def arabic_names(
    words: Sequence[Word], known: NameWords, places: Sequence[Stretch], fragment: bool = False
) -> Iterator[Stretch]:
    """Names among the words of one passage. `places`: stretches that name places."""
    reader = _Reader(words, known, places)
    at = 0
    while at < len(words):
        last = reader.name_from(at)
        if last is None:
            at += 1
            continue
        yield words[at].start + reader.clitic(at), words[last].stop
        at = last + 1


class _Reader:
    def __init__(self, words: Sequence[Word], known: NameWords, places: Sequence[Stretch]) -> None:
        self.words, self.known = words, known
        self.placed = [any(a < w.stop and w.start < b for a, b in places) for w in words]

    def name_from(self, at: int) -> int | None:
        """Last word of the name that begins here; None where none does."""
        if self.placed[at] and not self._given(at):
            return None
        titled, told = self._before(at, "title"), self._before(at, "source")
        if self._given(at) or self._kin(at):
            if self._ordinary(at) and not (titled or self._before_name(at)):
                return None
            return self._last(at)
        if self._family(at):
            return self._last(at)
        if (titled and self._strange(at)) or (told and self._strange(at) and self._nisba(at)):
            return self._last(at)
        return None

    def clitic(self, at: int) -> int:
        """How many letters of the word are a clitic before the name."""
        word = self.words[at].folded
        whole = self.known.is_given(word) or word in self.known.words["particle"]
        bare = word[1:] in self.known.words["particle"] or self.known.is_given(word[1:])
        return 1 if not whole and word[:1] in _CLITICS and bare else 0

    def _bare(self, at: int) -> str:
        return self.words[at].folded[self.clitic(at) :]

    def _given(self, at: int) -> bool:
        return self.known.is_given(self._bare(at)) and len(self._bare(at)) > 2

    def _family(self, at: int) -> bool:
        """A known family name with the article, where it is no word of the language."""
        return (
            self._nisba(at) and self.known.is_listed(self._bare(at)) and not self._ordinary(at) and not self.placed[at]
        )

    def _kin(self, at: int) -> bool:
        """ "Abu X", "Umm X", "Abd al-X", "Bin X": a particle with a name behind it."""
        after = at + 1
        if self._bare(at) not in self.known.words["particle"] or not self._joined(after):
            return False
        return self._given(after) or (self._strange(after) and not self.placed[after])

    def _joined(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].gap in _JOINS

    def _before(self, at: int, sort: str) -> bool:
        return at > 0 and self.words[at].gap in _JOINS and self.words[at - 1].folded in self._sort(sort)

    def _sort(self, sort: str) -> set[str]:
        return {c + w for w in self.known.words[sort] for c in ("", *_CLITICS)}

    def _before_name(self, at: int) -> bool:
        after = at + 1
        if not self._joined(after) or self.placed[after]:
            return False
        return self._given(after) or self._bare(after) in self.known.words["particle"] or self._strange(after)

    def _ordinary(self, at: int) -> bool:
        word = self.words[at].folded
        forms = {word, word[1:] if word[:1] in _CLITICS else word}
        return any(self.known.is_ordinary(f) or self.known.is_ordinary(f.removeprefix(_ARTICLE)) for f in forms)

    def _strange(self, at: int) -> bool:
        return (
            not self._ordinary(at) and len(self.words[at].text) > 2 and self.words[at].folded not in self._sort("title")
        )

    def _nisba(self, at: int) -> bool:
        return self._bare(at).startswith(_ARTICLE)

    def _last(self, at: int) -> int:
        last, strange, after = at, 0, at + 1
        while self._joined(after):
            if (
                (self._given(after) and not self._ordinary(after))
                or self._kin(after)
                or self._bare(after - 1) in self.known.words["particle"]
            ):
                last = after
            elif self._strange(after) and strange < self._limit(after, at) and not self.placed[after]:
                strange, last = strange + 1, after
            else:
                break
            after += 1
        return last

    def _limit(self, at: int, first: int) -> int:
        """One unknown word with the article closes a name; without it two may follow."""
        return 1 if self._nisba(at) else _UNKNOWN
