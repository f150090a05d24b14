"""Texts written all in capitals or all in small letters, where a capital or its absence says nothing about a word."""

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


@lru_cache(maxsize=256)
def whispered(text: str) -> bool:
    """Whether a text is written in small letters alone; a text of fewer than 20 letters with case is not asked.

    >>> whispered("police broke up a march in lima on sunday"), whispered("Police broke up a march")
    (True, False)
    """
    return sum(map(str.islower, text)) >= _LEAST and not any(map(str.isupper, text))


def raised(text: str) -> str:
    """The text in capitals, letter by letter, so that every offset stays.

    >>> raised("strasse, straße")
    'STRASSE, STRAßE'
    """
    return "".join(high if len(high := c.upper()) == 1 else c for c in text)
