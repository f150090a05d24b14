"""Why a number is confirmed, contradicted or unknown: each reason with the verdict it carries and its sentence."""

from typing import NamedTuple

from khronika.cite.model import Evidence, Verdict

MOST = 12


class Reason(NamedTuple):
    """`rank`: which of several reasons of one verdict is told; the smallest."""

    verdict: Verdict
    says: str
    rank: int


class Finding(NamedTuple):
    """One check's answer. `outside`: it rests on more than the text itself."""

    code: str
    evidence: list[Evidence]
    outside: bool = False

    @property
    def reason(self) -> Reason:
        """The reason behind the code."""
        return REASONS[self.code]


REASONS = {
    "source_bears_out": Reason("confirmed", "the cited source says the same", 0),
    "event_bears_out": Reason("confirmed", "another source reports the same happening with the same number", 1),
    "counts_bear_out": Reason("confirmed", "the ratio follows from counts", 2),
    "census_bears_out": Reason("confirmed", "the ratio follows from a census", 3),
    "arithmetic_bears_out": Reason("confirmed", "it follows from the numbers beside it", 4),
    "source_differs": Reason("contradicted", "the cited source reports the same happening with another number", 0),
    "event_differs": Reason("contradicted", "sources report the same happening with another number", 1),
    "counts_differ": Reason("contradicted", "the ratio of the counts is another", 2),
    "census_differs": Reason("contradicted", "the ratio in the census is another", 3),
    "arithmetic_differs": Reason("contradicted", "it does not follow from the numbers beside it", 4),
    "text_differs": Reason("contradicted", "the text gives another number for the same elsewhere", 5),
    "editions_differ": Reason("contradicted", "the other language edition of this passage has another number", 6),
    "sources_differ": Reason("unknown", "sources differ: some bear it out, others exclude it", 0),
    "apparatus": Reason("unknown", "a number of a note or of a list of sources, no statement", 1),
    "not_excluded": Reason("unknown", "another source's number neither bears it out nor excludes it", 2),
    "not_in_source": Reason("unknown", "the cited source is at hand and no such number was found in it", 3),
    "ratio_lacks_a_side": Reason("unknown", "a ratio of which not both sides are known", 4),
    "source_not_at_hand": Reason("unknown", "its source is named, but not at hand; give it with --sources or --archive", 5),
    "editions_agree": Reason("unknown", "the other language edition agrees, but it is no independent source", 6),
    "not_in_other_edition": Reason("unknown", "the other language edition of this passage lacks it", 7),
    "uncited": Reason("unknown", "no source is named for it", 8),
}  # fmt: skip


def verdict_of(findings: list[Finding]) -> Finding:
    """The finding that stands: what others say before what the text says of itself; if both ways, the sources differ."""
    for outside in (True, False):
        decided = [f for f in findings if f.outside is outside and f.reason.verdict != "unknown"]
        if len({f.reason.verdict for f in decided}) > 1:
            return Finding("sources_differ", _evidence(decided), outside)
        if decided:
            first = min(decided, key=lambda f: f.reason.rank)
            return first._replace(evidence=_evidence(decided))
    return min(findings, key=lambda f: f.reason.rank)


def _evidence(findings: list[Finding]) -> list[Evidence]:
    """What several findings rest on, the first ones: a text may say a thing a thousand times."""
    return [e for f in findings for e in f.evidence][:MOST]
