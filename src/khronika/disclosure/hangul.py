"""Find names of persons in Korean: a family name with a given name, and what stands before a title or behind a role.

Particles hang on words without a blank; they stay unmasked. Where the pattern also fits an ordinary word, the vocabulary
of the pack decides.
"""

import re
from collections.abc import Iterator, Sequence

from khronika.disclosure.lexicon import NameWords, listed

Stretch = tuple[int, int]
_TOKEN = re.compile(r"[\uac00-\ud7a3]+")
_AGE = re.compile(r"\s?\(\s?\d{1,2}\s?세?\s?[,)·]")
_LONGEST = 4
_CLOSING = (
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에게",
    "과",
    "와",
)  # after these no name goes on; other particles may be its sound


def hangul_names(
    text: str, start: int, known: NameWords, places: Sequence[Stretch], fragment: bool = False
) -> Iterator[Stretch]:
    """Names in one passage, in document offsets; `places` in the same."""
    reader = _Reader(text, start, known, places)
    for at in range(len(reader.tokens)):
        yield from reader.at(at)


class _Reader:
    def __init__(self, text: str, start: int, known: NameWords, places: Sequence[Stretch]) -> None:
        self.text, self.start, self.known, self.places = text, start, known, places
        self.tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
        self.tails = sorted(known.words["tail"], key=len, reverse=True)
        self.families = known.words["family"] | {n for n in listed("family") if "\uac00" <= n[0] <= "\ud7a3"}
        self.titles = known.words["after"]

    def at(self, at: int) -> Iterator[Stretch]:
        """Names that this token is or closes."""
        a, b, token = self.tokens[at]
        bare = self._bare(token)
        if self._is_placed(a, a + len(bare)):
            return
        if self._is_korean(bare) or (self._has_age(a, bare) and not self._is_ordinary(bare)):
            yield self.start + a, self.start + a + len(bare)
        elif self._before_title(at) and (token in self.families or not self._is_ordinary(token)):
            first = self._first_of(at)
            yield self.start + self.tokens[first][0], self.start + b
        elif self._behind_role(at) and self._unknown(token, bare):
            last = self._last_of(at)
            name = self.tokens[last][2]
            bare = self._bare(name) if name.endswith(_CLOSING) else name
            yield self.start + a, self.start + self.tokens[last][0] + len(bare)

    def _bare(self, token: str) -> str:
        """The token without its particles, as far as two syllables are left; a title that grew onto a name goes too."""
        for tail in (*self.titles, *self.tails):
            if token.endswith(tail) and len(token) - len(tail) >= 2:
                rest = token[: -len(tail)]
                if self._is_korean(rest) or tail in self.tails:
                    return self._bare(rest) if tail in self.tails and self._is_korean_with_tail(rest) else rest
        return token

    def _is_korean_with_tail(self, token: str) -> bool:
        return len(token) > 3 and not self._is_korean(token)

    def _is_korean(self, token: str) -> bool:
        """Family name and given name, by lists; of two readings the longer family name."""
        if self.known.is_ordinary(token):
            return False
        for length in (2, 1):
            family, given = token[:length], token[length:]
            if family in self.families and (given in self.known.given or self._sounds_given(given, length)):
                return True
        return False

    def _sounds_given(self, given: str, family: int) -> bool:
        syllables = self.known.words["syllable"]
        fits = len(given) == 2 or (family == 2 and len(given) == 1)
        return fits and all(s in syllables for s in given)

    def _is_ordinary(self, token: str) -> bool:
        if self.known.is_ordinary(token):
            return True
        return any(
            token.endswith(t) and self.known.is_ordinary(token[: -len(t)]) for t in self.tails if len(token) > len(t)
        )

    def _unknown(self, token: str, bare: str) -> bool:
        return len(bare) > 1 and not self._is_ordinary(token) and not self.known.is_ordinary(bare)

    def _is_placed(self, a: int, b: int) -> bool:
        return any(x < self.start + b and self.start + a < y for x, y in self.places)

    def _has_age(self, a: int, bare: str) -> bool:
        return bool(_AGE.match(self.text, a + len(bare)))

    def _gap(self, at: int) -> str:
        return self.text[self.tokens[at - 1][1] : self.tokens[at][0]] if at else "\n"

    def _before_title(self, at: int) -> bool:
        if at + 1 >= len(self.tokens) or self._gap(at + 1) != " ":
            return False
        token, after = self.tokens[at][2], self.tokens[at + 1][2]
        if len(token) == 1 and token not in self.families:
            return False
        return self._is_title(after) or self._is_title(self._without_tail(after))

    def _is_title(self, token: str) -> bool:
        """A title, or a longer one that ends with it ("국방장관")."""
        return token in self.titles or any(len(t) > 1 and token.endswith(t) for t in self.titles)

    def _without_tail(self, token: str) -> str:
        tail = next((t for t in self.tails if token.endswith(t) and len(token) > len(t)), "")
        return token[: len(token) - len(tail)]

    def _behind_role(self, at: int) -> bool:
        return bool(at) and self._gap(at) == " " and self.tokens[at - 1][2] in self.known.words["role"]

    def _first_of(self, at: int) -> int:
        """Where a foreign name begins whose last part is here: unknown words without particles before it."""
        first = at
        while first and at - first < _LONGEST - 1 and self._gap(first) == " " and self._goes_on(first - 1):
            first -= 1
        return first

    def _last_of(self, at: int) -> int:
        last = at
        while last + 1 < len(self.tokens) and last - at < _LONGEST - 1 and self._gap(last + 1) == " ":
            if self.tokens[last][2].endswith(_CLOSING) or not self._goes_on(last + 1):
                break
            last += 1
        return last

    def _goes_on(self, at: int) -> bool:
        a, b, token = self.tokens[at]
        return len(token) > 1 and not self._is_ordinary(token) and not self._is_placed(a, b)
