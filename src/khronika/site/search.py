"""The index that the search page reads: words of every event, in files that a page from a file can load as scripts.

Words are runs of letters, marks and digits in NFKC and small letters; of Han, kana and hangul each two that stand together.
`assets/search.js` cuts the same way. A file holds the words whose first two characters have one number.
"""

import unicodedata
from collections.abc import Iterable

import msgspec

SHARDS, CHUNK = 64, 400
_WIDE = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x323AF))


class Entry(msgspec.Struct, frozen=True):
    """What is found: its address, what the list shows of it, its words."""

    path: str
    title: str
    text: str


def search_files(entries: Iterable[Entry]) -> dict[str, bytes]:
    """Path -> script: `search/t-N.js` with words, `search/d-N.js` with what is found."""
    shards: dict[int, dict[str, list[int]]] = {}
    titles: list[tuple[str, str]] = []
    for number, entry in enumerate(entries):
        titles.append((entry.path, entry.title))
        for word in set(search_words(entry.text)):
            shards.setdefault(shard_of(word), {}).setdefault(word, []).append(number)
    files = {f"search/t-{n}.js": _script("t", n, dict(sorted(shards.get(n, {}).items()))) for n in range(SHARDS)}
    parts = range(0, len(titles), CHUNK)
    return files | {f"search/d-{at // CHUNK}.js": _script("d", at // CHUNK, titles[at : at + CHUNK]) for at in parts}


def search_words(text: str) -> list[str]:
    """The words of a text.

    >>> search_words("Три ПИКЕТА, 서울역!")
    ['три', 'пикета', '서울', '울역']
    """
    found: list[str] = []
    for run in _runs(unicodedata.normalize("NFKC", text).lower()):
        if not _is_wide(run[0]):
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    return found


def _runs(text: str) -> list[str]:
    """Runs of letters, marks and digits of one sort."""
    runs: list[str] = []
    last: bool | None = None
    for char in text:
        if unicodedata.category(char)[0] not in "LMN":
            last = None
            continue
        wide = _is_wide(char)
        if wide == last:
            runs[-1] += char
        else:
            runs.append(char)
        last = wide
    return runs


def _is_wide(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _WIDE)


def shard_of(word: str) -> int:
    """Number of the file that holds a word: the sum of its first two code points, modulo SHARDS."""
    return sum(map(ord, word[:2])) % SHARDS


def _script(sort: str, number: int, content: object) -> bytes:
    return b"khronikaSearch(" + msgspec.json.encode([sort, number, content]) + b")\n"
