"""The fast mode's trained judge: a linear model over hashed beginnings and pairs of words, read as bytes, in plain Python.

Says of one sentence whether it tells of a happening, of which kind and status, and which words speak most for that. Trained by
`training/shallow.py`, which also writes the data file; no array library is needed to read it. The first call loads 5 MB.
"""

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from math import exp
from typing import NamedTuple
from zlib import crc32

from khronika.judge.labels import KINDS, STATUSES
from khronika.text.fold import fold_words

BUCKETS = 1 << 20
SIGN = "@"  # begins what is known of a sentence besides its words
FILE = "shallow.bin"
MAGIC = b"khronika shallow 1\n"
_ZERO = 128  # of the bytes that hold the weights
_REMEMBERED = 1 << 15
_LANE = 4  # bytes; room for the weights of 16 million rows
_NEARLY, _WIDEST = 0.5, 4
_LONGEST = 400  # words of a sentence that are looked at: no report has as many, a table without full stops may


class Shallow(NamedTuple):
    """What the model says of a sentence: log odds that something is told; where it was asked for more, the chances of each
    kind and status if so, and the words that speak most for the likeliest kind, by their offsets in the sentence."""

    odds: float
    kinds: dict[str, float]
    statuses: dict[str, float]
    start: int
    stop: int

    @property
    def chance(self) -> float:
        """The chance that something is told."""
        return 1 / (1 + exp(-self.odds))


class _Word(NamedTuple):
    """A word as it is looked up: its rows of the table, their summed weight for being told, its stem for pairs, and its weights
    for all kinds and statuses as one number (`Model._lanes`)."""

    rows: tuple[int, ...]
    told: int
    stem: bytes
    stem_hash: int
    scores: int


def pieces(word: str) -> tuple[tuple[str, ...], str]:
    """What a folded word is known by: beginnings (of Arabic words also without what is glued before), and the stem that
    stands for it in pairs. Numbers are known by their length alone.

    >>> pieces("demonstrators")
    (('demo', 'demons', 'demonstra'), 'demons')
    >>> pieces("2024")
    (('0000',), '0')
    >>> pieces("@trigger:protest")
    (('@trigger:protest',), '@trigger:protest')
    """
    first = word[0]
    if first == SIGN:
        return (word,), word
    if "\uac00" <= first <= "\ud7a3":
        return (word[:2], word[:3], word[-2:]), word[:2]
    if "\u0600" <= first <= "\u06ff":
        return (word[:4], word[2:6], word[1:5]), word[:5]
    if first.isdigit():
        return ("0" * len(word),), "0"
    return (word[:4], word[:6], word[:9]), word[:6]


def buckets(word: str) -> tuple[set[int], bytes, int]:
    """Buckets of a folded word by itself, its stem as bytes and the hash that pairs begin with."""
    found, stem = pieces(word)
    own = stem.encode("utf-8", "surrogatepass") + b" "
    return {crc32(p.encode("utf-8", "surrogatepass")) % BUCKETS for p in found if p}, own, crc32(own)


def pair(stem_hash: int, stem: bytes) -> int:
    """Bucket of two words that stand one after the other."""
    return crc32(stem, stem_hash) % BUCKETS


class Model:
    """The weights; `odds` is cheap, `read` tells everything of one sentence."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("not a data file of the shallow judge")
        stop = data.index(b"\n", len(MAGIC)) + 1
        head = json.loads(data[len(MAGIC) : stop])
        self._scales: list[float] = head["scales"]
        self._biases: list[float] = head["biases"]
        self._width = len(self._scales) - 1
        self._rows_of = array("H")
        self._rows_of.frombytes(data[stop : stop + 2 * BUCKETS])
        if sys.byteorder == "big":
            self._rows_of.byteswap()
        stop += 2 * BUCKETS
        self._told = memoryview(data)[stop : stop + head["rows"]]
        self._table = memoryview(data)[stop + head["rows"] :]
        self._words: dict[str, _Word] = {}

    def odds(self, sentence: str, signs: Iterable[str] = ()) -> float:
        """Log odds that the sentence tells of a happening. `signs`: what rules know of it, each beginning with SIGN."""
        words = dict.fromkeys(fold_words(sentence).split()[:_LONGEST])
        return self._odds([self._word(w) for w in words], signs)

    def read(self, sentence: str, signs: Sequence[str] = (), words_too: bool = True) -> Shallow:
        """Everything about one sentence of any length; an empty one tells nothing. Without `words_too`, which costs as much
        as the rest, no words are named."""
        folded = fold_words(sentence)
        words = folded.split()[:_LONGEST]
        known = {w: self._word(w) for w in words}
        unique = list(known.values())
        odds = self._odds(unique, signs)
        scores = self._scores([*unique, *map(self._word, signs)], list(self._pairs(unique)))
        kinds = _chances(KINDS, scores[: len(KINDS)])
        statuses = _chances(STATUSES, scores[len(KINDS) :])
        kind = max(range(len(KINDS)), key=scores.__getitem__)
        start, stop = _span(folded, words, self._weights(known, kind)) if words_too else (0, 0)
        return Shallow(odds, kinds, statuses, start, stop)

    def _odds(self, words: Sequence[_Word], signs: Iterable[str]) -> float:
        told, total = self._told, sum(self._word(sign).told for sign in signs)
        for word in words:
            total += word.told
        for row in self._pairs(words):
            total += told[row] - _ZERO
        return self._biases[0] + self._scales[0] * total

    def _word(self, word: str) -> _Word:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            own, stem, stem_hash = buckets(word)
            rows = tuple(row - 1 for b in sorted(own) if (row := self._rows_of[b]))
            told = sum(self._told[row] - _ZERO for row in rows)
            known = _Word(rows, told, stem, stem_hash, sum(map(self._lanes, rows)))
            self._words[word] = known
        return known

    def _pairs(self, words: Sequence[_Word]) -> Iterator[int]:
        """Rows of the pairs of words that the table has."""
        rows_of = self._rows_of
        for a, b in pairwise(words):
            row = rows_of[crc32(b.stem, a.stem_hash) % BUCKETS]
            if row:
                yield row - 1

    def _scores(self, words: Sequence[_Word], pairs: Sequence[int]) -> list[float]:
        """Log weights of all kinds, then of all statuses."""
        total = sum(word.scores for word in words) + sum(map(self._lanes, pairs))
        sums = array("I", total.to_bytes(_LANE * self._width, sys.byteorder))
        if sys.byteorder == "big":
            sums.reverse()
        zero = _ZERO * (sum(len(word.rows) for word in words) + len(pairs))
        biases, scales = self._biases[1:], self._scales[1:]
        return [b + s * (v - zero) for b, s, v in zip(biases, scales, sums, strict=True)]

    def _lanes(self, row: int) -> int:
        """The weights of one row side by side in one number, four bytes each: such numbers add up column by column, at once."""
        lanes = bytearray(_LANE * self._width)
        lanes[::_LANE] = self._table[row * self._width : (row + 1) * self._width]
        return int.from_bytes(lanes, "little")

    def _weights(self, known: dict[str, _Word], kind: int) -> dict[str, float]:
        """How much each word says for being told and for a kind, with half of each pair that it stands in."""
        names, words = list(known), list(known.values())
        made = {name: sum(self._speaks(row, kind) for row in word.rows) for name, word in known.items()}
        for i, (a, b) in enumerate(pairwise(words)):
            row = self._rows_of[crc32(b.stem, a.stem_hash) % BUCKETS]
            if row:
                half = self._speaks(row - 1, kind) / 2
                made[names[i]] += half
                made[names[i + 1]] += half
        return made

    def _speaks(self, row: int, kind: int) -> float:
        told = self._scales[0] * (self._told[row] - _ZERO)
        return told + self._scales[1 + kind] * (self._table[row * self._width + kind] - _ZERO)


def _chances(names: Sequence[str], scores: Sequence[float]) -> dict[str, float]:
    """Chances from log weights; they sum to one."""
    most = max(scores)
    weights = [exp(score - most) for score in scores]
    total = sum(weights)
    return {name: weight / total for name, weight in zip(names, weights, strict=True)}


def _span(folded: str, words: Sequence[str], weights: dict[str, float]) -> tuple[int, int]:
    """Where the word stands that weighs most, at the first of its places, with neighbours that weigh nearly as much; nothing
    of a sentence without words."""
    if not words:
        return 0, 0
    first = last = max(range(len(words)), key=lambda i: (weights[words[i]], -i))
    least = max(0.0, weights[words[first]] * _NEARLY)
    while first and last - first < _WIDEST - 1 and weights[words[first - 1]] > least:
        first -= 1
    while last + 1 < len(words) and last - first < _WIDEST - 1 and weights[words[last + 1]] > least:
        last += 1
    at = start = 0
    for number, word in enumerate(words[: last + 1]):
        at = folded.index(word, at)
        start = at if number == first else start
        at += len(word)
    return start, at


@lru_cache(maxsize=1)
def shallow() -> Model:
    """The model shipped with the package, loaded once in a process."""
    return Model(resources.files("khronika.judge").joinpath(FILE).read_bytes())
