"""Cut text into the pieces that the encoder knows, with offsets into the text. Standard library only."""

from collections.abc import Iterator
from itertools import groupby

SPACE = "\u2581"  # stands before each word
BOS, PAD, EOS, UNKNOWN = 0, 1, 2, 3
SPECIALS = 4  # ids below this are no text
_CACHED = 200_000
_LONGEST_WORD = 200


class Pieces:
    """Cuts each word into the pieces with the greatest product of probabilities (unigram model)."""

    def __init__(self, pieces: list[str], scores: list[float], normal: dict[str, str]) -> None:
        self._scores, self._normal = scores, normal
        self._ids = {piece: i for i, piece in enumerate(pieces) if i >= SPECIALS and piece != "<mask>"}
        self._longest = max(map(len, self._ids))
        self._unknown = min(scores) - 10
        self._cache: dict[str, list[tuple[int, int]]] = {}

    def encode(self, text: str, limit: int = 512) -> tuple[list[int], list[tuple[int, int]]]:
        """Ids, opened and closed by marks, and for each its span of `text` ((0, 0) for the two marks)."""
        ids, spans = [BOS], [(0, 0)]
        for word, where in self._words(text):
            at = -1  # the mark stands before the first character
            for piece, length in self._split(SPACE + word):
                start, stop = max(at, 0), at + length
                ids.append(piece)
                spans.append((where[start], where[stop - 1] + 1) if stop > start else (where[start], where[start]))
                at = stop
        return [*ids[: limit - 1], EOS], [*spans[: limit - 1], (0, 0)]

    def _words(self, text: str) -> Iterator[tuple[str, list[int]]]:
        chars = [(c, i) for i, char in enumerate(text) for c in self._normal.get(char, char)]
        for blank, run in groupby(chars, key=lambda pair: pair[0].isspace()):
            if not blank:
                word = [*run]
                for first in range(0, len(word), _LONGEST_WORD):
                    part = word[first : first + _LONGEST_WORD]
                    yield "".join(c for c, _ in part), [i for _, i in part]

    def _split(self, word: str) -> list[tuple[int, int]]:
        """The pieces of one marked word: id and length."""
        known = self._cache.get(word)
        if known is not None:
            return known
        size = len(word)
        best, back = [0.0] + [-1e30] * size, [(UNKNOWN, 0)] * (size + 1)
        for i in range(size):
            for j in range(i + 1, min(size, i + self._longest) + 1):
                piece = self._ids.get(word[i:j], -1)
                if piece < 0 and j > i + 1:
                    continue
                score = best[i] + (self._scores[piece] if piece >= 0 else self._unknown)
                if score > best[j]:
                    best[j], back[j] = score, (piece if piece >= 0 else UNKNOWN, j - i)
        path, at = [], size
        while at:
            path.append(back[at])
            at -= back[at][1]
        if len(self._cache) < _CACHED:
            self._cache[word] = path[::-1]
        return path[::-1]
