"""What one language knows about names of persons, from its pack: titles, particles, heads of organisations, ordinary words.

`names.yaml` gives the words; the words, examples and counter-examples of the whole pack are the vocabulary by which an
ordinary word is told from a name. Does not look at texts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from khronika.languages import Pack, get_pack
from khronika.text.fold import fold

LISTS = Path(__file__).parent / "lists"
_WORD = re.compile(r"[^\W\d_]+[*~]?")
_PHRASE = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NO_WORDS = frozenset({"given", "names", "id", "names_of", "lists", "endings"})
_SHORTEST_STEM = 4


@lru_cache(maxsize=2)
def listed(kind: str) -> frozenset[str]:
    """Folded names of one list, `given` or `family`."""
    return frozenset((LISTS / f"{kind}.txt").read_text("utf-8").split())


class NameWords:
    """The words of one language, folded. `words["title"]` and so on are the sorts of `names.yaml`."""

    def __init__(self, pack: Pack | None) -> None:
        self.words: dict[str, frozenset[str]] = defaultdict(frozenset)
        self.cased = pack.cased if pack else True
        self._vocabulary: frozenset[str] = frozenset()
        self._stems: frozenset[str] = frozenset()
        self.given = listed("given")
        self.calendar: set[str] = set()
        if pack:
            self._read(pack)

    def _read(self, pack: Pack) -> None:
        for row in pack.section("names") or ():
            self.words[row["sort"]] |= frozenset(fold(str(word)) for word in row["words"])
        calendar = (pack.section(name) for name in ("calendar", "dates"))
        self.calendar |= {fold(w) for part in calendar for text in _strings(part) for w in _PHRASE.findall(text)}
        places: dict[str, Any] = pack.section("places") or {}
        given = {fold(word) for text in _strings(places.get("given")) for word in _PHRASE.findall(text)}
        self.given |= given
        titles = (row for row in places.get("before") or () if row.get("hint") == "person")
        self.words["title"] |= frozenset(fold(str(word)) for row in titles for word in row["words"])
        found = {fold(word) for text in _strings(_without_names(pack.sections)) for word in self._ordinary(text)}
        self._stems = frozenset(w[:-1] for w in found if w[-1] in "*~" and len(w) > _SHORTEST_STEM)
        self._vocabulary = frozenset(w for w in found if w[-1] not in "*~")

    def _ordinary(self, text: str) -> Iterator[str]:
        """The words of a list's entry or an example that may stand for themselves: no capitals, or at its beginning."""
        for found in _WORD.finditer(text):
            word = found.group()
            if not self.cased or "ordinary" in self.words or not word[0].isupper() or found.start() == 0:
                yield word

    def is_ordinary(self, folded: str) -> bool:
        """Whether it is a word of the language rather than somebody's name."""
        if folded in self._vocabulary or folded in self.words["common"]:
            return True
        return any(folded[:length] in self._stems for length in range(_SHORTEST_STEM, len(folded) + 1))

    def is_given(self, folded: str) -> bool:
        """Whether it is among the known given names."""
        return folded in self.given

    def is_listed(self, folded: str) -> bool:
        """Whether it is a known given or family name."""
        return folded in self.given or folded in listed("family")

    def ends_as_name(self, folded: str) -> bool:
        """Whether it ends as patronymics and family names do."""
        return any(folded.endswith(end) and len(folded) >= len(end) + 3 for end in self.words["ending"])

    def ends_as_ordinary(self, folded: str) -> bool:
        """Whether it ends as common nouns do, where these have capitals too."""
        return any(folded.endswith(end) for end in self.words["ordinary"])


def _without_names(sections: dict[str, Any]) -> dict[str, Any]:
    """The pack without its lists of given names and names of places."""
    kept = {name: content for name, content in sections.items() if name != "names"}
    places = {k: v for k, v in (sections.get("places") or {}).items() if k not in _NO_WORDS}
    return {**kept, "places": places}


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key != "id":
                yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)


@lru_cache(maxsize=64)
def name_words(code: str | None) -> NameWords:
    """The words of a language; of one without a pack nothing is ordinary."""
    return NameWords(get_pack(code))
