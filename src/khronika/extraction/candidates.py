"""Group the triggers of a sentence into happenings and name their kind by the codebook.

Third step of the cascade. A candidate is one happening as one or more sentences tell it; its slots are filled elsewhere
(`slots`), its status is judged in `status`. Knows no language: only concepts.
"""

from dataclasses import dataclass, field

from khronika.codebook import codebook
from khronika.extraction.lexicon import Hit
from khronika.extraction.reading import Sentence
from khronika.model import Actor, Claim, Comparison, FoundDate, FoundPlace


@dataclass(slots=True)
class Candidate:
    """A happening being put together. Offsets in `triggers`, `dates`, `places` are the cleaned document's."""

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
    attributed: tuple[str, int, int, str] | None = None
    extra: set[str] = field(default_factory=set)
    group: tuple[str, int, int] | None = None
    comparison: tuple[Comparison, int, int, str] | None = None
    figure: bool = False
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


def group(sentence: Sentence) -> list[Candidate]:
    """The happenings that the triggers of one sentence tell of, in the order of the text, each with its kind."""
    triggers = sorted(_supported(sentence), key=lambda h: h.start)
    found: list[Candidate] = []
    for trigger in sorted(triggers, key=lambda h: (-_reach(h.concept), h.start)):
        home = next((c for c in found if _joins(trigger.concept, c.concepts)), None)
        if home is None:
            found.append(Candidate(sentence, [trigger]))
        else:
            home.triggers.append(trigger)
    for candidate in found:
        candidate.triggers.sort(key=lambda h: (h.start, -h.stop))
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
    around = candidate.sentence.concepts | candidate.extra | triggers
    for rule in book.refinements:
        if rule.fits(triggers, around):
            candidate.kind, candidate.kind_rule = rule.kind, rule.id
            return
    first = max(candidate.triggers, key=lambda h: (book.kinds[book.triggers[h.concept].kind].rank, -h.start))
    candidate.kind, candidate.kind_rule = book.triggers[first.concept].kind, first.entry.id
