"""Name who took part, by role: words of the pack for bodies and groups, never private names.

Roles follow from the family of the kind: who protests or attacks is side_a, who opposes or suffers side_b.
"""

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.lexicon import Hit
from khronika.extraction.shortnames import RULE
from khronika.model import Actor

_A_BY_FAMILY = {
    "protest": ("protesters", "crowd", "workers", "students", "women", "villagers", "civilians"),
    "strike": ("workers", "students", "crowd", "protesters", "prisoners"),
    "mob": ("villagers", "crowd", "protesters"),
    "arrest": ("police", "army", "state_forces", "authorities"),
    "conviction": ("authorities",),
    "restriction": ("authorities", "police", "army"),
    "conscription": ("authorities", "army", "official", "police"),
    "deployment": ("army", "foreign_forces", "police", "authorities"),
    "flight": ("civilians", "villagers", "soldiers", "crowd"),
    "desertion": ("soldiers", "army", "police"),
}
_ATTACKERS = (
    "gunmen",
    "rebels",
    "militia",
    "foreign_forces",
    "army",
    "police",
    "state_forces",
    "villagers",
    "crowd",
    "unknown",
)
_MOST = 4


def fill_actors(candidate: Candidate) -> None:
    """Adds up to four actors of the candidate's sentence, side_a first; what the judge has linked to it stands alone."""
    if candidate.actors:
        return
    sentence = candidate.sentence
    inside = [
        h
        for h in sentence.having("actor")
        if not sentence.is_source(h) and (h.concept not in ("armed", "authorities") or candidate.family in _A_BY_FAMILY)
    ]
    doers = _A_BY_FAMILY.get(candidate.family, _ATTACKERS)
    side_a = sorted((h for h in inside if h.concept in doers), key=lambda h: (_rank(h, doers), h.start))
    chosen: list[tuple[Actor, Hit]] = []
    for hit in side_a[:1]:
        chosen.append((_actor(hit, "side_a", candidate), hit))
    for hit in sorted(inside, key=lambda h: h.start):
        taken = {(a.name.casefold()) for a, _ in chosen} | {(h.start, h.stop) for _, h in chosen}
        if (hit.start, hit.stop) in taken or hit in side_a[:1] or len(chosen) >= _MOST:
            continue
        same_side = side_a and codebook().actors.get(hit.concept) == codebook().actors.get(side_a[0].concept)
        chosen.append((_actor(hit, "assoc" if same_side else "side_b", candidate), hit))
    candidate.actors = chosen


def _rank(hit: Hit, doers: tuple[str, ...]) -> int:
    """A body by its own name before all sorts of people."""
    return -1 if hit.entry.id.startswith(RULE) else doers.index(hit.concept)


def _actor(hit: Hit, role: str, candidate: Candidate) -> Actor:
    kind = codebook().actors.get(hit.concept)
    if role == "side_a" and candidate.family == "protest":
        kind = "rioters" if candidate.kind == "demonstration_violent" else "protesters"
    elif candidate.family not in ("protest", "strike") and kind == "protesters":
        kind = "civilians"
    return Actor("", role, kind)  # type: ignore[arg-type]
