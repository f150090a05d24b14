"""Who did it and whom it met, by the words that the judge links to a happening; named as bodies, offices or by role.

The words become an actor only where a rule names a body, an office or a group in them: names of private people never do.
"""

from khronika.codebook import codebook
from khronika.extraction.attribution import names_body, names_role
from khronika.extraction.candidates import Candidate
from khronika.extraction.lexicon import Entry, Hit
from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.view import View, sentence_at, whole_words
from khronika.judge.model import Told
from khronika.model import Actor

_LINKED = 0.5
_MOST = 2  # of a side
_PROTESTS = frozenset({"protest", "strike"})


def set_sides(candidate: Candidate, told: Told, view: View, reading: Reading) -> None:
    """Up to two actors of each side, whoever is surest first."""
    chosen: list[tuple[Actor, Hit]] = []
    for role in ("side_a", "side_b"):
        found: list[tuple[Actor, Hit]] = []
        for start, stop in view.judged.words(told, role, _LINKED):
            hit = _named(start + view.start, stop + view.start, role, reading)
            if hit is None or any(_same(hit, h, reading) for _, h in chosen + found):
                continue
            found.append((_actor(hit, role, candidate), hit))
        chosen += found[:_MOST]
    candidate.actors = chosen


def _named(start: int, stop: int, role: str, reading: Reading) -> Hit | None:
    """The linked words as whole words, if they name a body, an office or people by what they are."""
    start, stop = whole_words(start, stop, reading.folded)
    sentence = sentence_at(start, reading)
    if sentence is None or stop > sentence.stop:
        return None
    start = next((c.stop for c in sentence.counts if c.start <= start < c.stop < stop), start)
    stop = next((p.stop for p in sentence.places if p.start == stop + 1), stop)  # "the mayor of" goes on with the town
    named = names_body(start, stop, sentence, reading) or names_role(start, stop, sentence, reading)
    if named is None or _number_or_day(*named, sentence):
        return None
    named = _without_particles(*named, sentence, reading)
    concept, rule = _concept(*named, sentence)
    return Hit(*named, Entry(f"judge.{role}{rule}", sentence.pack.code, concept, "actor"), named[1])


def _same(one: Hit, other: Hit, reading: Reading) -> bool:
    """Whether two hits share words, or are the same words at two places."""
    words = (reading.folded[h.start : h.stop] for h in (one, other))
    return (one.start < other.stop and other.start < one.stop) or len(set(words)) == 1


def _without_particles(start: int, stop: int, sentence: Sentence, reading: Reading) -> tuple[int, int]:
    """Where particles are glued to words: up to the end of the pack's word, if it stands in the stretch's last word."""
    if sentence.pack.about.get("word_ends") != "open":
        return start, stop
    last = max(start, reading.folded.rfind(" ", start, stop) + 1)
    ends = [h.stop for h in sentence.having("actor") if start <= h.start and last < h.stop < stop]
    return start, max(ends, default=stop)


def _number_or_day(start: int, stop: int, sentence: Sentence) -> bool:
    """Whether the words are part of a number or a day, neither of which acts."""
    spans = [(c.start, c.stop) for c in sentence.counts] + [(d.start, d.stop) for d in sentence.dates]
    return any(a <= start and stop <= b for a, b in spans)


def _concept(start: int, stop: int, sentence: Sentence) -> tuple[str, str]:
    """The sort of people that the pack's words in a stretch name, and the rule that says so."""
    inside = [h for h in sentence.having("actor") if start <= h.start < stop and h.concept in codebook().actors]
    return (inside[-1].concept, f"+{inside[-1].entry.id}") if inside else ("", "")


def _actor(hit: Hit, role: str, candidate: Candidate) -> Actor:
    """The actor's sort follows from its words; at a gathering whoever acts for the state is the other side."""
    kind = codebook().actors.get(hit.concept)
    if candidate.family == "protest" and role == "side_a":
        if kind == "state_forces":
            return Actor("", "side_b", kind)
        kind = "rioters" if candidate.kind == "demonstration_violent" else "protesters"
    elif candidate.family not in _PROTESTS and kind == "protesters":
        kind = "civilians"
    return Actor("", role, kind)  # type: ignore[arg-type]
