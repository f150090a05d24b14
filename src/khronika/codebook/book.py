"""Read the codebook: kinds, concepts, how combinations of concepts make kinds, what cues do to a status."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khronika.languages.source import LINE, read_yaml

HERE = Path(__file__).parent


class Kind(msgspec.Struct, frozen=True):
    """One kind of the codebook: its labels in ACLED-style layouts, its family, its rank among readings of one happening."""

    event_type: str
    sub_event_type: str | None
    family: str
    rank: int
    means: str


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

    def is_concept(self, name: str) -> bool:
        """Whether packs may map words to it."""
        return any(name in group for group in (self.triggers, self.quantities, self.actors, self.objects, self.cues))


def _bare(value: Any) -> Any:
    """The value without the line numbers that the reader of packs adds."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k != LINE}
    return [_bare(v) for v in value] if isinstance(value, list) else value


@lru_cache(maxsize=1)
def codebook() -> Codebook:
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
