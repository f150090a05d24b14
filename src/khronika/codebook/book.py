"""Read the codebook: kinds, concepts, how combinations of concepts make kinds, what cues do to a status."""

from collections.abc import Set
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from khronika.codebook.local import Known, LocalWords, local_file, read_local
from khronika.languages.source import LINE, read_yaml

HERE = Path(__file__).parent


class Kind(msgspec.Struct, frozen=True):
    """One kind of the codebook: its labels in ACLED-style layouts, its family, its rank among readings of one happening.

    `parent`: the shipped kind that a kind of the user's own lies under; labels, family and rank are the parent's.
    """

    event_type: str
    sub_event_type: str | None
    family: str
    rank: int
    means: str
    parent: str | None = None


class Trigger(msgspec.Struct, frozen=True):
    """A concept that may begin a mention."""

    kind: str
    quantity: str | None = None
    needs: tuple[str, ...] = ()


class Refinement(msgspec.Struct, frozen=True, rename={"with_": "with"}):
    """Names the kind of a group of triggers; see codebook/refine.yaml."""

    id: str
    any: frozenset[str]
    kind: str
    with_: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def fits(self, triggers: set[str], around: set[str]) -> bool:
        """Whether the group's triggers and the concepts of its sentence meet the rule."""
        if not (self.any & triggers) or (self.without & around):
            return False
        if self.with_ and not (self.with_ & around):
            return False
        return not self.also or bool(self.also & around)


class Effect(msgspec.Struct, frozen=True):
    """What a cue makes of the status of a trigger it reaches; `void` is no mention at all."""

    cue: str
    status: str
    kinds: frozenset[str] = frozenset()
    not_kinds: frozenset[str] = frozenset()
    topic: bool = False
    unless: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()


class Codebook(msgspec.Struct, frozen=True):
    """All of it, version included."""

    version: int
    kinds: dict[str, Kind]
    triggers: dict[str, Trigger]
    quantities: dict[str, str]
    actors: dict[str, str | None]
    objects: frozenset[str]
    cues: frozenset[str]
    harmless: frozenset[str]
    refinements: tuple[Refinement, ...]
    absorbs: dict[str, frozenset[str]]
    effects: tuple[Effect, ...]
    topics: dict[str, str] = {}
    words: tuple[LocalWords, ...] = ()
    local: str | None = None

    def is_concept(self, name: str) -> bool:
        """Whether packs may map words to it."""
        groups = (self.triggers, self.quantities, self.actors, self.objects, self.cues)
        return any(name in group for group in groups) or self.is_own(name)

    def is_own(self, name: str) -> bool:
        """Whether it is a kind or a topic of the user's own."""
        return name in self.topics or (name in self.kinds and self.kinds[name].parent is not None)

    def shipped_kinds(self) -> list[str]:
        """Names of the kinds that ship with this version."""
        return [name for name, kind in self.kinds.items() if kind.parent is None]

    def shipped(self, kind: str | None) -> str | None:
        """The kind itself, or the shipped one above a kind of the user's own; what is not known stays as it is."""
        known = self.kinds.get(kind) if kind else None
        return known.parent or kind if known else kind

    def finer(self, kind: str, concepts: Set[str]) -> str | None:
        """The user's own kind under this one whose words are among the concepts; the first of the file if several are."""
        return next((name for name, k in self.kinds.items() if k.parent == kind and name in concepts), None)


def _bare(value: Any) -> Any:
    """The value without the line numbers that the reader of packs adds."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k != LINE}
    return [_bare(v) for v in value] if isinstance(value, list) else value


@lru_cache(maxsize=1)
def codebook() -> Codebook:
    """The codebook in force: the shipped one, with the user's own kinds and topics where they have any (see `local`).

    Raises PackError, with file and line, where local.yaml is at fault.
    """
    path = local_file()
    return with_local(shipped_codebook(), path) if path else shipped_codebook()


def with_local(book: Codebook, path: Path) -> Codebook:
    """The codebook with the kinds and topics of a local.yaml. Raises PackError."""
    begun_by: dict[str, tuple[str, ...]] = {}
    for concept, trigger in book.triggers.items():
        begun_by[trigger.kind] = (*begun_by.get(trigger.kind, ()), concept)
    concepts = {*book.triggers, *book.quantities, *book.actors, *book.objects, *book.cues}
    local = read_local(path, Known(frozenset(book.kinds), frozenset(concepts), begun_by))
    kinds = {
        name: replace(book.kinds[parent], means=means, parent=parent) for name, (parent, means) in local.kinds.items()
    }
    return replace(book, kinds=book.kinds | kinds, topics=local.topics, words=local.words, local=local.path)


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The codebook that ships with this version (msgspec checks every key and type)."""
    kinds, concepts, refine, status = (
        _bare(read_yaml(HERE / f"{n}.yaml")) for n in ("kinds", "concepts", "refine", "status")
    )
    return msgspec.convert(
        {
            "version": kinds["version"],
            "kinds": kinds["kinds"],
            **{key: concepts[key] for key in ("triggers", "quantities", "actors", "objects", "cues", "harmless")},
            "refinements": refine["rules"],
            "absorbs": refine["absorbs"],
            "effects": status["effects"],
        },
        Codebook,
    )
