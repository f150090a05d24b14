"""The numbers of a happening, by the words that the judge links to it; a person alone, without a number, counts one."""

from collections.abc import Iterator

from khronika.extraction.candidates import Candidate
from khronika.extraction.claims import SUFFIX, Item, of_nothing, quantity_of
from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.view import View, sentence_at, whole_words, within
from khronika.judge.model import Told
from khronika.model import Claim, FoundCount

_LINKED = 0.5
_COUNTED = 0.3
_RULED = 0.5
_LONE, _SURE_LONE = 0.4, 0.5
_LONGEST = 60
LONE_CROWDS = frozenset({"picket_single", "self_immolation", "hunger_strike"})
ONE = frozenset({"killed", "injured", "detained", "abducted"})
COUNTABLE = frozenset(
    ["places", "people", "civilians", "police", "soldiers", "armed", "protesters", "detainees", "casualties", "same"]
) | {None}  # fmt: skip
_SURE_GROUP = 0.9


def add_numbers(told: list[tuple[Told, Candidate]], view: View, reading: Reading) -> None:
    """Each number to the happening that it is linked to, as the quantity that the judge reads it for."""
    for sentence in within(view, reading):
        for count in sentence.counts:
            if count.unit_type not in COUNTABLE:
                continue
            start, stop = count.start, max(count.stop, count.unit_stop or 0)
            links = [(view.link(one, "count", start, stop), candidate) for one, candidate in told]
            best = max(links, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= _COUNTED:
                best[1].claims += _claims(count, best[1].kind, sentence, view, reading)
    for one, candidate in told:
        candidate.claims += _lone(one, candidate.kind, view, reading)


def _lone(told: Told, kind: str, view: View, reading: Reading) -> Iterator[Item]:
    """A single person whom the judge links as a number and whose words hold none: exactly one (codebook 1, "Claims")."""
    for start, stop in unnumbered(told, view, reading):
        counted, groups = view.judged.sorts(start - view.start, stop - view.start, kind)
        base = max(counted, key=counted.__getitem__)
        lone = base in ONE or (base == "participants" and kind in LONE_CROWDS)
        if lone and view.judged.alone(start - view.start, stop - view.start) >= _SURE_LONE:
            group = max(groups, key=groups.__getitem__) if base in ("killed", "injured") else ""
            name = base + (group if groups[group] >= _SURE_GROUP else "")
            yield Claim(name, 1, 1, "exact", reading.text(start, stop)), (start, stop), "judge.count.one"


def unnumbered(told: Told, view: View, reading: Reading) -> Iterator[tuple[int, int]]:
    """Words that the judge links as a number of a happening although they hold none."""
    for a, b in view.judged.words(told, "count", _LONE):
        start, stop = whole_words(a + view.start, b + view.start, reading.folded)
        sentence = sentence_at(start, reading)
        if sentence is not None and 1 < stop - start <= _LONGEST and not _numbered(start, stop, sentence):
            yield start, stop


def _numbered(start: int, stop: int, sentence: Sentence) -> bool:
    """Whether a number, a time or a word of nothing stands in the words."""
    counts = [(c.start, max(c.stop, c.unit_stop or 0)) for c in sentence.counts]
    days = [(d.start, d.stop) for d in sentence.dates]
    nothing = [(h.start, h.stop) for h in sentence.having("cue") if h.concept in ("negation", "casualty_none")]
    return any(a < stop and start < b for a, b in counts + days + nothing)


def _claims(count: FoundCount, kind: str, sentence: Sentence, view: View, reading: Reading) -> list[Item]:
    at = (count.start, count.stop)
    rule = "judge.count+" + count.rule
    counted, groups = view.judged.sorts(at[0] - view.start, max(at[1], count.unit_stop or 0) - view.start, kind)
    said = quantity_of(count, sentence, [], reading.folded)
    if said is not None:
        counted[said.split("_")[0]] += _RULED
    base = "places" if count.unit_type == "places" else max(counted, key=counted.__getitem__)
    if count.kind == "none":
        names = of_nothing(count, sentence, reading.folded) or [base]
    elif base in ("killed", "injured"):
        names = [base + _group(count, groups)]
    else:
        names = [base]
    return [(Claim(name, count.low, count.high, count.kind, count.quote), at, rule) for name in names]


def _group(count: FoundCount, groups: dict[str, float]) -> str:
    """The suffix that the noun has; where the noun says nothing of it, the judge's if it is sure."""
    if count.unit_type in SUFFIX:
        return SUFFIX[count.unit_type]
    group = max(groups, key=groups.__getitem__)
    return group if groups[group] >= (_SURE_GROUP if count.unit_type == "people" else _LINKED) else ""
