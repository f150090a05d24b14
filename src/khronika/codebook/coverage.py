"""How far a pack covers the codebook, in words of the contract: kinds, statuses, quantities, files.

A hole is something that no text of the language could ever be coded as. `concepts` without words are no holes: other words
may serve, and some concepts are said by grammar in one language and by a word in another.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from khronika.codebook.book import Codebook, codebook
from khronika.languages.own import LISTS, MAPPINGS
from khronika.languages.pack import Pack
from khronika.languages.source import LINE

PLACES = "places"


class Coverage(msgspec.Struct, frozen=True):
    """One pack: the size of its files, and what it cannot say. `entries`: file -> number of entries with an id."""

    code: str
    name: str
    status: str | None
    own: bool
    entries: dict[str, int]
    kinds: int
    kinds_without_triggers: list[str]
    statuses_without_cues: list[str]
    quantities_without_words: list[str]
    missing_sections: list[str]
    concepts_without_words: list[str]

    @property
    def holes(self) -> int:
        """How many things the pack cannot say."""
        parts = (
            self.kinds_without_triggers,
            self.statuses_without_cues,
            self.quantities_without_words,
            self.missing_sections,
        )
        return sum(map(len, parts))


def coverage(pack: Pack) -> Coverage:
    """What the pack covers of the codebook."""
    book = codebook()
    said = {str(row.get("concept")) for name in LISTS for row in pack.section(name) or ()}
    bare = [kind for kind in book.shipped_kinds() if not _may_be(kind, said, book)]
    return Coverage(
        code=pack.code, name=pack.name, status=pack.about.get("status"), own=pack.own,
        entries={name: _many(pack.section(name)) for name in (*LISTS, *MAPPINGS)},
        kinds=len(book.shipped_kinds()) - len(bare), kinds_without_triggers=bare,
        statuses_without_cues=[s for s, cues in _cues(book).items() if not cues & said],
        quantities_without_words=[q for q in _quantities(book) if not _counted(q, said, pack, book)],
        missing_sections=[name for name in (*LISTS, *MAPPINGS) if not pack.section(name)],
        concepts_without_words=sorted(_useful(book) - said),
    )  # fmt: skip


def _may_be(kind: str, said: set[str], book: Codebook) -> bool:
    """Whether a trigger stands for the kind by itself, or a rule that gives it can be met by the words of the pack."""
    if any(t.kind == kind and name in said for name, t in book.triggers.items()):
        return True
    rules = (rule for rule in book.refinements if rule.kind == kind)
    return any(
        rule.any & said and (not rule.with_ or rule.with_ & said) and (not rule.also or rule.also & said)
        for rule in rules
    )


def _cues(book: Codebook) -> dict[str, set[str]]:
    """Status -> the cues that give it; `void` (no mention at all) stands for what misleads."""
    found: dict[str, set[str]] = {}
    for effect in book.effects:
        found.setdefault(effect.status, set()).add(effect.cue)
    return found


def _quantities(book: Codebook) -> list[str]:
    """The quantities of claims in the order of the codebook, and the number of places."""
    told = [t.quantity for t in book.triggers.values() if t.quantity] + list(book.quantities.values())
    return [*dict.fromkeys(told), PLACES]


def _counted(quantity: str, said: set[str], pack: Pack, book: Codebook) -> bool:
    """Whether a number can come to count this: by a word beside it, or, for settlements, by the noun counted."""
    if quantity == PLACES:
        return any(noun.get("type") == PLACES for noun in _list(pack.section("counts"), "nouns"))
    by_trigger = {name for name, t in book.triggers.items() if t.quantity == quantity}
    return bool(said & (by_trigger | {name for name, counted in book.quantities.items() if counted == quantity}))


def _useful(book: Codebook) -> set[str]:
    """Concepts that packs are asked for: all of the codebook's own."""
    return {*book.triggers, *book.quantities, *book.actors, *book.objects, *book.cues}


def _list(section: Any, key: str) -> Iterable[Any]:
    rows = section.get(key) if isinstance(section, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _many(section: Any) -> int:
    """Entries with an id, however deep they lie; for a file without any, its lines of words."""
    if isinstance(section, list):
        return sum(map(_many, section))
    if not isinstance(section, dict):
        return 0
    return ("id" in section) + sum(_many(value) for key, value in section.items() if key != LINE)
