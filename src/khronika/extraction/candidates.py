"""Group the triggers of a sentence into happenings and name their kind by the codebook.

Third step of the cascade. A candidate is one happening as one or more sentences tell it; its slots are filled elsewhere
(`slots`), its status is judged in `status`. Knows no language: only concepts.
"""

from dataclasses import dataclass, field, replace

from khronika.codebook import codebook
from khronika.extraction.lexicon import Hit
from khronika.extraction.reading import Sentence, Source
from khronika.model import Actor, Claim, Comparison, FoundDate, FoundPlace


@dataclass(slots=True)
class Candidate:
    """A happening being put together. Offsets in `triggers`, `dates`, `places` are the cleaned document's.

    `extra`: concepts of sentences that continue it; `away`: triggers of its sentence that are told as less, or more, true.
    """

    sentence: Sentence
    triggers: list[Hit]
    kind: str = ""
    kind_rule: str = ""
    status: str = "occurred"
    status_hits: list[Hit] = field(default_factory=list)
    place: FoundPlace | None = None
    places: list[FoundPlace] = field(default_factory=list)
    place_rule: str = ""
    date_start: str | None = None
    date_end: str | None = None
    dates: list[FoundDate] = field(default_factory=list)
    date_rule: str = ""
    claims: list[tuple[Claim, tuple[int, int], str]] = field(default_factory=list)
    actors: list[tuple[Actor, Hit]] = field(default_factory=list)
    attributed: Source | None = None
    extra: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    group: tuple[str, int, int] | None = None
    comparison: tuple[Comparison, int, int, str] | None = None
    figure: bool = False
    chance: float | None = None
    told: float = 0.0  # the judge's chance that something is told at all, whatever its kind and status
    restated: bool = False

    @property
    def start(self) -> int:
        """Where its first trigger begins."""
        return self.triggers[0].start

    @property
    def concepts(self) -> set[str]:
        """Concepts of its triggers."""
        return {t.concept for t in self.triggers}

    @property
    def family(self) -> str:
        """Kinds of one family may be the same happening."""
        return codebook().kinds[self.kind].family

    @property
    def has_own_facts(self) -> bool:
        """Whether its own sentence says where, when or how many."""
        return bool(self.places or self.dates or self.claims)


def begin(sentence: Sentence) -> list[Candidate]:
    """A candidate for each trigger of a sentence that has the support it needs, in the order of the text."""
    found = [
        Candidate(sentence, [trigger]) for trigger in sorted(_supported(sentence), key=lambda h: (h.start, -h.stop))
    ]
    for candidate in found:
        name_kind(candidate)
    return found


def group(singles: list[Candidate]) -> list[Candidate]:
    """The happenings of one sentence: triggers that tell of the same one, and are told as equally true, come together."""
    found: list[Candidate] = []
    firsts = [replace(c, triggers=list(c.triggers)) for c in singles]
    for single in sorted(firsts, key=lambda c: (-_reach(c.triggers[0].concept), c.start)):
        concept = single.triggers[0].concept
        home = next((c for c in found if c.status == single.status and _joins(concept, c.concepts)), None)
        if home is None:
            found.append(single)
        else:
            home.triggers += single.triggers
            home.status_hits = home.status_hits or single.status_hits
    for candidate in found:
        candidate.triggers.sort(key=lambda h: (h.start, -h.stop))
        others = {c.triggers[0].concept for c in singles if c.status != candidate.status}
        candidate.away = others - {c.triggers[0].concept for c in singles if c.status == candidate.status}
        name_kind(candidate)
    return sorted(found, key=lambda c: c.start)


def _supported(sentence: Sentence) -> list[Hit]:
    """Triggers whose concept needs no support, or finds it in the sentence."""
    concepts, book = sentence.concepts, codebook()
    kept = []
    for hit in sentence.having("trigger"):
        needs = book.triggers[hit.concept].needs
        if not needs or any(n in concepts for n in needs):
            kept.append(hit)
    return kept


def _reach(concept: str) -> int:
    return len(codebook().absorbs.get(concept, ()))


def _joins(concept: str, group_concepts: set[str]) -> bool:
    """Whether a trigger belongs to a group: the same concept, or one that the group's concepts take in."""
    absorbs = codebook().absorbs
    if concept in group_concepts:
        return True
    return any(concept in absorbs.get(c, ()) or c in absorbs.get(concept, ()) for c in group_concepts)


def name_kind(candidate: Candidate) -> None:
    """Kind by the first refinement that fits, else the kind of its strongest trigger."""
    book, triggers = codebook(), candidate.concepts
    around = (candidate.sentence.concepts - candidate.away) | candidate.extra | triggers
    for rule in book.refinements:
        if rule.fits(triggers, around):
            candidate.kind, candidate.kind_rule = rule.kind, rule.id
            return
    first = max(candidate.triggers, key=lambda h: (book.kinds[book.triggers[h.concept].kind].rank, -h.start))
    candidate.kind, candidate.kind_rule = book.triggers[first.concept].kind, first.entry.id
