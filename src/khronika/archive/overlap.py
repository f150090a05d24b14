"""Whether a name or an address holds words of a text. The ledger never forgets, so it must not be told such names.

Compared without case and with everything but letters and digits as one blank, as words stand in addresses and file
names. Languages play no part; a transliterated address is not known as the words it transliterates.
"""

import re
from urllib.parse import unquote

WINDOW = 12  # letters, digits and blanks in a row that a name may not share with the text
_BETWEEN = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """Words without case, a blank for whatever stands between them.

    >>> plain("Police_detain-40%20students")
    'police detain 40 students'
    """
    return _BETWEEN.sub(" ", unquote(words).casefold()).strip()


def shares_words(name: str, *texts: str) -> bool:
    """Whether a run of 12 characters of a name stands in one of the texts.

    >>> shares_words("police-detain-40-students.html", "Police detain 40 students in Porto.")
    True
    >>> shares_words("2031/06/report-17.html", "Police detain 40 students in Porto.")
    False
    """
    short = plain(name)
    if len(short) < WINDOW:
        return False
    windows = [short[at : at + WINDOW] for at in range(len(short) - WINDOW + 1)]
    return any(window in text for text in map(plain, texts) for window in windows)
