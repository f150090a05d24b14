"""Sign a text so that its reprints are known again: its commonest feature, runs of letters, as a small set of numbers.

Two texts of one language that share a good part of their runs were not written apart. Signatures are small, hold no
words that could be read back, and can be kept; `independence` compares those of one event's documents. Translations
share no letters: there the numbers written in digits are signed in their order.
"""

import re
from hashlib import blake2b

import msgspec

from khronika.text.fold import fold

RUN = 9  # letters; shorter runs are shared by chance, longer ones broken by each small edit
KEPT = 256  # smallest numbers of a text: all of a short report, an even sample of a long one
_NOT_LETTERS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")


class TextSignature(msgspec.Struct, frozen=True):
    """`runs`: smallest hashes of the text's runs of letters, ascending; `numbers`: what is written in digits, in order."""

    runs: tuple[int, ...]
    numbers: tuple[int, ...]


def text_signature(text: str) -> TextSignature:
    """The signature of a text in any language.

    >>> text_signature("On 25 May some 1,200 people marched.").numbers
    (25, 1200)
    """
    folded = fold(text)
    letters = _NOT_LETTERS.sub("", folded)
    runs = {letters[at : at + RUN] for at in range(max(1, len(letters) - RUN + 1))} if letters else set()
    hashes = sorted(
        int.from_bytes(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=7).digest()) for run in runs
    )
    numbers = tuple(int("".join(filter(str.isdecimal, n))) for n in _DIGITS.findall(folded))
    return TextSignature(tuple(hashes[:KEPT]), numbers)


def shared_part(a: TextSignature, b: TextSignature) -> float:
    """Share of the shorter text's runs that the other has too, 0 to 1: estimated from the part of both that was kept.

    >>> shared_part(text_signature("Hundreds marched in Osh."), text_signature("Osh: hundreds marched in Osh again"))
    1.0
    """
    if not a.runs or not b.runs:
        return 0.0
    limit = min(one.runs[-1] if len(one.runs) == KEPT else 1 << 56 for one in (a, b))
    first, second = ({run for run in one.runs if run <= limit} for one in (a, b))
    return len(first & second) / max(1, min(len(first), len(second)))
