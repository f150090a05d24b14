"""Cut texts and queries into search tokens: words where a script parts them, else every two neighbouring characters.

So two-character words of Chinese, Japanese, Korean and Thai are found wherever they stand. Case and accents do not count.
"""

import re
import unicodedata
from itertools import pairwise

from khronika.text.fold import fold

_MARKS = {"Mn", "Me", "Cf"}


def _plain(text: str) -> str:
    """Folded, composed, without marks above and below letters."""
    parts = unicodedata.normalize("NFD", fold(text))
    return unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) not in _MARKS))


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order.

    >>> tokens("Митинг в Осло: 부산항 봉쇄")
    ['митинг', 'в', 'осло', '부산', '산항', '봉쇄']
    """
    found: list[str] = []
    for run in _runs(_plain(text)):
        found += _bigrams(run) if _is_close(run[0]) and len(run) > 1 else [run]
    return found


def match(query: str) -> str:
    """The query as SQLite's full-text search reads it: every run must be there, a close one as a phrase. Empty: no words.

    >>> match("부산항 oslo")
    '"부산 산항" AND "oslo"*'
    """
    parts = []
    for run in _runs(_plain(query)):
        if _is_close(run[0]) and len(run) > 1:
            parts.append('"' + " ".join(_bigrams(run)) + '"')
        else:
            parts.append(f'"{run}"*')
    return " AND ".join(parts)


def _bigrams(run: str) -> list[str]:
    return [a + b for a, b in pairwise(run)]


_CLOSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3006\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]+")


def _is_close(char: str) -> bool:
    """Whether the script writes words without blanks, or joins what is looked for with what follows."""
    return _CLOSE.match(char) is not None


def _runs(text: str) -> list[str]:
    """Runs of letters and digits, parted where a script that has no blanks meets another."""
    found: list[str] = []
    for word in _WORD.findall(text):
        begin = 0
        for at in range(1, len(word) + 1):
            if at == len(word) or _is_close(word[at]) != _is_close(word[begin]):
                found.append(word[begin:at])
                begin = at
    return found


def found_at(text: str, query: str, most: int = 40) -> list[tuple[int, int]]:
    """Where the runs of a query stand in a text, in code points of it; a run at the beginning of a word or inside a close one."""
    folded = fold(text)
    found: set[tuple[int, int]] = set()
    for run in _runs(_plain(query)):
        at = folded.find(run)
        while at >= 0 and len(found) < most:
            if _is_close(run[0]) or at == 0 or not folded[at - 1].isalnum():
                found.add((at, at + len(run)))
            at = folded.find(run, at + 1)
    return sorted(found)
