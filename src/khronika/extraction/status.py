"""Say whether a candidate is told as a fact, denied, planned, feared or remembered, by the cues that reach it.

A cue reaches a trigger within its reach in code points, on its side, without crossing the end of the sentence. What a cue
does is written in codebook/status.yaml; which words are cues, in the packs.
"""

from datetime import date, timedelta

from khronika.codebook import Effect, codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.lexicon import Hit

VOID = "void"
_OLD = timedelta(days=90)
_LISTED = 5
_BINDS_NEAREST = frozenset({"plan", "modal", "call", "negation"})


def judge(candidate: Candidate, folded: str) -> None:
    """Sets status and the cues that decided it; status "void" means that nothing happened at all."""
    cues = candidate.sentence.having("cue")
    for effect in codebook().effects:
        if (effect.kinds and candidate.kind not in effect.kinds) or candidate.kind in effect.not_kinds:
            continue
        if effect.unless and effect.unless & candidate.sentence.concepts:
            continue
        if effect.topic and _about(effect, candidate):
            candidate.status = effect.status
            return
        reaching = [c for c in cues if c.concept == effect.cue and reaches(c, candidate, folded)]
        if reaching:
            candidate.status, candidate.status_hits = effect.status, reaching[:1]
            return


def _about(effect: Effect, candidate: Candidate) -> bool:
    """Whether the text around is about what the cue says: two such words, or one where the triggers are weak."""
    times = candidate.sentence.topic_cues.get(effect.cue, 0)
    return times > 1 or (times == 1 and candidate.concepts <= effect.weak)


def reaches(cue: Hit, candidate: Candidate, folded: str) -> bool:
    """Whether the cue binds the candidate's leading trigger."""
    lead = candidate.triggers[0]
    if (cue.start, cue.stop) == (lead.start, lead.stop):
        return True  # the word itself says so: "to be recruited"
    if any(t.start <= cue.start and cue.stop <= t.stop for t in candidate.triggers):
        return False
    if cue.stop <= lead.start:
        near = cue.entry.side in ("before", "any") and lead.start - cue.stop <= cue.entry.reach
        return near and not (cue.concept == "negation" and _spent(cue, lead, candidate, folded))
    near = cue.entry.side in ("after", "any") and cue.start - lead.stop <= cue.entry.reach
    return near and not (cue.concept in _BINDS_NEAREST and _bound_before(cue, lead, candidate))


def _bound_before(cue: Hit, lead: Hit, candidate: Candidate) -> bool:
    """Whether another trigger stands nearer before the cue: "held a rally and plans to strike". A list is bound as a whole."""
    later = [h for h in candidate.sentence.having("trigger") if lead.stop < h.start and h.stop <= cue.start]
    return bool(later) and min(h.start for h in later) - lead.stop > _LISTED


def _spent(cue: Hit, lead: Hit, candidate: Candidate, folded: str) -> bool:
    """Whether a negation before the trigger has already denied something else ("no one was hurt when a bomb …").

    A list is denied as a whole: "no protests or strikes".
    """
    between = [
        h
        for h in candidate.sentence.hits
        if h.entry.role in ("quantity", "trigger") and cue.stop <= h.start < lead.start
    ]
    if between and lead.start - max(h.stop for h in between) > _LISTED:
        return True
    return any(mark in folded[cue.stop : lead.start] for mark in ",;:")


def judge_by_date(candidate: Candidate, published: date | None) -> None:
    """A fact dated well before publication is history, one dated after it is a plan."""
    if published is None or candidate.status != "occurred" or candidate.date_end is None:
        return
    if candidate.date_start and date.fromisoformat(candidate.date_start) > published:
        candidate.status = "planned"
    elif date.fromisoformat(candidate.date_end) < published - _OLD and not candidate.figure:
        candidate.status = "historical"
