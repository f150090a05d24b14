"""Say how much a decoded text looks like running text of some language, to choose between encodings.

Stands under `encoding`: it sees one decoded sample at a time and knows alphabets (`encodings.yaml`), no words. The
scale is relative: about 0.7 for the right reading of news, under 0.3 for a wrong one. ASCII says nothing here.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
import yaml

_TYPOGRAPHY = frozenset("’‘“”„«»–—…·•\xa0°§€£©®№")
_CHARS = 6000
_BROKEN = frozenset({"Cc", "Cn", "Co", "Cs"})


class Alphabet(msgspec.Struct, frozen=True):
    """One language as the judge knows it; `letters` in falling order of frequency."""

    language: str
    script: str
    codecs: tuple[str, ...]
    letters: str
    block: str | None = None


@lru_cache(maxsize=1)
def alphabets() -> tuple[Alphabet, ...]:
    """All alphabets of `encodings.yaml`, in file order."""
    text = (Path(__file__).parent / "encodings.yaml").read_text(encoding="utf-8")
    return tuple(msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), list[Alphabet]))


def score(text: str, codec: str) -> float:
    """Mean plausibility of the characters outside ASCII, in the best language that uses this codec; -1 to 1.

    1 where all is ASCII. A codec of which no alphabet is known gets 0.2 less its oddities.
    """
    sample = text[:_CHARS]
    counts = Counter(char for char in sample if char > "\x7f")
    total = counts.total()
    if not total:
        return 1.0
    known = [a for a in alphabets() if codec in a.codecs]
    letters = max((_fit(counts, a) for a in known), default=0.2 * total)
    script = known[0].script if known else "latin"
    return max(-1.0, (letters - _oddities(sample, script)) / total)


def is_common(char: str) -> bool:
    """Whether the character is among the common ones of Korean, Chinese or Japanese."""
    return any(_writes(a.block, char) for a in alphabets() if a.block)


def _fit(counts: Counter[str], alphabet: Alphabet) -> float:
    weights = _weights(alphabet)
    return sum(n * (weights[char] if char in weights else _stranger(char, alphabet)) for char, n in counts.items())


@lru_cache(maxsize=64)
def _weights(alphabet: Alphabet) -> dict[str, float]:
    """Weight of each known character: falls with rank, steeply where the alphabet itself is outside ASCII."""
    letters = "".join(alphabet.letters.split())
    fall = {"latin": 0.3, "cjk": 0.2}.get(alphabet.script, 1.2)
    weights = dict.fromkeys(_TYPOGRAPHY, 0.5)
    for rank, char in reversed(list(enumerate(letters))):
        weight = 1.0 - fall * rank / len(letters)
        weights[char] = weight
        if len(char.upper()) == 1:
            weights.setdefault(char.upper(), weight * 0.8)
    return weights


def _stranger(char: str, alphabet: Alphabet) -> float:
    """Weight of a character that the alphabet does not list."""
    kind = unicodedata.category(char)
    if kind in _BROKEN or "\u2500" <= char <= "\u259f":  # boxes: Cyrillic and Korean read in a DOS or KOI table
        return -1.5
    if alphabet.block and kind == "Lo" and _writes(alphabet.block, char):
        return 0.3 if alphabet.language == "ja" or not _is_kana_or_jamo(char) else -0.6
    return -0.4 if kind.startswith("L") else -0.6


@lru_cache(maxsize=16384)
def _writes(codec: str, char: str) -> bool:
    """Whether the codec has the character among the common ones (its first level, where it has levels)."""
    try:
        code = char.encode(codec)
    except UnicodeEncodeError:
        return False
    if codec == "gb2312":
        return code < b"\xd8"
    return code < b"\xc9\x41" if codec == "big5" else code < b"\xd0" or (codec == "euc_kr" and code < b"\xc9")


def _is_kana_or_jamo(char: str) -> bool:
    return "\u3040" <= char <= "\u318f"


def _oddities(sample: str, script: str) -> float:
    """What no alphabet allows: a capital after a small letter, scripts mixed in a word, accents side by side."""
    odd = 0.0
    for before, char in pairwise(sample):
        if (before > "\x7f" or char > "\x7f") and before.isalpha() and char.isalpha():
            odd += _odd_pair(before, char, script)
    return odd


def _odd_pair(before: str, char: str, script: str) -> float:
    cost = 0.8 if before.islower() and char.isupper() else 0.0
    both = before > "\x7f" and char > "\x7f"
    if script == "latin":
        return cost + (0.5 if both else 0.0)
    if script != "cjk":
        return cost + (0.0 if both else 0.8)
    return cost
