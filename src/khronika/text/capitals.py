"""Texts written in capitals, where a capital says nothing about a word."""

from functools import lru_cache

_SHOUTED = 0.6
_LEAST = 20


@lru_cache(maxsize=256)
def shouted(text: str) -> bool:
    """Whether most letters of a text are capitals; a text of fewer than 20 letters with case is not asked.

    >>> shouted("POLICE BROKE UP A MARCH IN LIMA"), shouted("Police broke up a march in LIMA")
    (True, False)
    """
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    return cased >= _LEAST and upper >= _SHOUTED * cased
