"""Say who is the source of a happening and who only of a number (codebook 1, "Attribution").

If only a number is attributed, or rival numbers have sources of their own, the claims carry the speaker.
"""

from collections import Counter

import msgspec

from khronika.extraction.candidates import Candidate
from khronika.extraction.claims import Item
from khronika.extraction.reading import Sentence, Source


def name_sources(candidate: Candidate, sentence: Sentence) -> None:
    """Sets `attributed` of a candidate of this sentence, and the speaker of its claims."""
    sources = sentence.sources
    rivals = len(sources) > 1 and max(Counter(c.quantity for c, _, _ in candidate.claims).values(), default=0) > 1
    speaking = sources if rivals else [s for s in sources if s.counting and candidate.claims]
    candidate.attributed = next((s for s in sources if s not in speaking), None)
    candidate.claims = spoken(candidate.claims, speaking)


def spoken(claims: list[Item], sources: list[Source]) -> list[Item]:
    """The claims, each with the nearest of the sources that speak of numbers."""
    if not sources:
        return claims
    return [
        (msgspec.structs.replace(claim, speaker=_nearest(at, sources).name), at, rule) for claim, at, rule in claims
    ]


def _nearest(at: tuple[int, int], sources: list[Source]) -> Source:
    return min(sources, key=lambda s: max(at[0] - s.stop, s.start - at[1], 0))
