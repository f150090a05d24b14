"""What the first word of a name tells: whether any name begins with it, and which names it may be in another case.

Stands between `words` and `scan`, one for each language and gazetteer. Reports name the same places again and again, so what is
found out about a word is kept; at most 20,000 words, then it begins anew. Reads no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from khronika.geography.gazetteer import Gazetteer
from khronika.geography.layout import ROW, TOWN

if TYPE_CHECKING:
    from khronika.geography.words import PlaceWords

T = TypeVar("T")
_KEPT = 20_000
_HEADS = 12
_LINKED = "-'"  # a word goes on behind these
_KNOWN = 50_000  # people: smaller towns have no adjective that readers elsewhere would understand


class Kept(dict[str, T]):
    """A dictionary that begins anew when it is full."""

    def keep(self, key: str, value: T) -> T:
        """Remember a value; gives it back."""
        if len(self) >= _KEPT:
            self.clear()
        self[key] = value
        return value


class Bent(NamedTuple):
    """Names that words in this case may be: rows, biggest first, the first such name and its rule, and beginnings of longer ones."""

    rows: list[int]
    key: str
    rule: str
    heads: list[str]


class Heads:
    """Look-ups by a folded word, remembered."""

    def __init__(self, words: PlaceWords, places: Gazetteer) -> None:
        self._words, self._places = words, places
        self._opens = Kept[Sequence[int] | None]()
        self._bent = Kept[Bent]()
        self._common = Kept[bool]()
        self._adjectives = Kept[tuple[str, list[int], str] | None]()

    def opens(self, word: str, with_next: str) -> Sequence[int] | None:
        """What may begin with this word; `with_next`: the word and the character behind it.

        None: no name does, for certain. Rows: the word is a name, and nothing longer begins so. (): one has to look closer.
        """
        if with_next in self._opens:
            return self._opens[with_next]
        return self._opens.keep(with_next, self._opened(word, with_next))

    def _opened(self, word: str, with_next: str) -> Sequence[int] | None:
        words, places = self._words, self._places
        if word in words.firsts or words.endings or (with_next != word and places.begins(with_next)):
            return () if self._may_open(word, with_next) else None
        rows = places.named(word)
        if rows and len(word) > 1:
            return rows
        return () if self._may_open(word, with_next) else None

    def _may_open(self, word: str, with_next: str) -> bool:
        words, places = self._words, self._places
        if word in words.firsts or places.named(word) or (with_next != word and places.begins(with_next)):
            return True
        if any(prefix.startswith(with_next) or with_next.startswith(prefix) for prefix in words.prefixes):
            return True
        if (words.endings or words.adjectives) and with_next[-1] in _LINKED:
            return True
        bent = self.bent(word) if words.endings else None
        return bool(bent and (bent.rows or bent.heads)) or self.adjective(word) is not None

    def bent(self, word: str) -> Bent:
        """Names that the word may be by itself or begin, in any case."""
        known = self._bent.get(word)
        return self._bent.keep(word, self.bent_on([""], word)) if known is None else known

    def bent_on(self, heads: list[str], word: str) -> Bent:
        """The same of a word behind beginnings of names."""
        places = self._places
        tries = [(head + form, rule) for head in heads for form, rule in self._words.forms(word)]
        rows = [(row, rule) for name, rule in tries for row in places.named(name)]
        kept = sorted(dict.fromkeys(row for row, _ in rows), key=lambda n: -places.population[n & ROW])
        rule = next((r for _, r in rows if r), "gazetteer.exact")
        key = next((name for name, _ in tries if places.named(name)), "") if rows else ""
        return Bent(kept, key, rule, [name + " " for name, _ in tries if places.begins(name + " ")][:_HEADS])

    def common(self, name: str) -> bool:
        """Whether the name is, articles aside, a word that the pack knows as something else."""
        known = self._common.get(name)
        return self._common.keep(name, self._is_common(name)) if known is None else known

    def _is_common(self, name: str) -> bool:
        words = self._words
        parts = [word for word in name.split(" ") if word not in words.skips]
        return words.speaks(name) or (len(parts) < 2 and all(map(words.speaks, parts)))

    def adjective(self, word: str) -> tuple[str, list[int], str] | None:
        """The town whose adjective the word is ("Bozner"): its name, its rows, the rule."""
        if word in self._adjectives:
            return self._adjectives[word]
        return self._adjectives.keep(word, self._adjective(word))

    def _adjective(self, word: str) -> tuple[str, list[int], str] | None:
        for ending, bases, rule in self._words.adjectives:
            stem = word[: -len(ending)] if word.endswith(ending) and len(word) - len(ending) > 2 else None
            for base in bases if stem else ():
                rows = self._towns(f"{stem}{base}")
                if rows:
                    return f"{stem}{base}", rows, rule
        return None

    def _towns(self, name: str) -> list[int]:
        """Towns of some size that bear the name, the pack's own first."""
        own, places = self._words.names.get(name), self._places
        rows = [*([own[0]] if own else []), *places.named(name)]
        return [n for n in rows if places.level[n & ROW] == TOWN and places.population[n & ROW] > _KNOWN]
