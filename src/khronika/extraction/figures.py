"""Find figures: counted aggregates over a place, a period and a group, and how the text compares them.

A number is a figure where it counts settlements, or people of a group together with words of counting up (a tally, since,
so far) or with the group's home; the happening it belongs to stays a candidate of its own only if it has facts besides.
"""

from dataclasses import replace

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate
from khronika.extraction.claims import Item
from khronika.extraction.reading import Reading, Sentence
from khronika.extraction.slots import dated
from khronika.model import Comparison, FoundCount, FoundDate, FoundPlace

_KINDS = {
    "detained": ("arrest", "codebook.figure.detained"),
    "displaced": ("flight", "codebook.figure.displaced"),
    "mobilised": ("conscription", "codebook.figure.mobilised"),
    "abducted": ("abduction", "codebook.figure.abducted"),
}
_BESIDE = 12
_TALLIED = frozenset({"killed", "injured", "detained", "abducted", "displaced", "mobilised"})


def split_figures(candidates: list[Candidate], sentence: Sentence, reading: Reading, told: bool) -> list[Candidate]:
    """Candidates of one sentence with its figures beside them; claims of places stay with both."""
    made: list[Candidate] = []
    figures: list[Candidate] = []
    for candidate in candidates:
        for item in candidate.claims:
            if _is_figure(item, candidate, sentence, told):
                figures.append(_figure(candidate, item, sentence, reading))
        if not _only_a_figure(candidate, figures):
            made.append(candidate)
    compare(figures, sentence)
    return made + figures


def tolls(homeless: list[Item], sentence: Sentence, reading: Reading, told: bool) -> tuple[list[Candidate], list[Item]]:
    """Figures of a sentence that counts people up without telling of an act, and the claims that remain.

    `told`: a happening was told just before. Then only people counted by where they are from make a figure.
    """
    if "tally" not in sentence.concepts:
        return [], homeless
    made = []
    for item in homeless:
        count = next((c for c in sentence.counts if (c.start, c.stop) == item[1]), None)
        words = [
            h
            for h in sentence.hits
            if h.entry.role in ("quantity", "trigger") and codebook().quantities.get(h.concept) is not None
        ]
        if count is None or count.kind == "none" or not words:
            continue
        if told and _home(count, sentence) is None:
            continue
        nearest = min(words, key=lambda h: abs(h.start - count.stop))
        base = Candidate(
            sentence,
            [nearest],
            *_KINDS.get(item[0].quantity.split("_")[0], ("attack_civilians", "codebook.figure.killed")),
        )
        base.claims = [item]
        made.append(_figure(base, item, sentence, reading))
    compare(made, sentence)
    taken = {id(f.claims[0]) for f in made}
    return made, [i for i in homeless if id(i) not in taken]


def _is_figure(item: Item, candidate: Candidate, sentence: Sentence, told: bool) -> bool:
    claim, concepts = item[0], sentence.concepts
    if claim.quantity == "places":
        return True
    if claim.quantity.split("_")[0] not in _TALLIED or "tally" not in concepts:
        return False
    count = next((c for c in sentence.counts if (c.start, c.stop) == item[1]), None)
    if count is not None and _home(count, sentence) is not None:
        return True
    return not told and candidate.concepts <= {"kill", "arrest", "abduct", "flee", "conscription"}


def _only_a_figure(candidate: Candidate, figures: list[Candidate]) -> bool:
    """Whether the sentence gave nothing but an aggregate."""
    mine = [f for f in figures if f.sentence is candidate.sentence and f.triggers == candidate.triggers]
    local = any(p.level in ("point", "suburb", "town", "near") for p in candidate.places)
    return bool(mine) and (not local or any(f.claims[0][0].quantity != "places" for f in mine))


def _figure(candidate: Candidate, item: Item, sentence: Sentence, reading: Reading) -> Candidate:
    count = next((c for c in sentence.counts if (c.start, c.stop) == item[1]), None)
    figure = replace(candidate, triggers=list(candidate.triggers), figure=True, claims=[item], actors=[])
    figure.group = _group(count, sentence, reading)
    figure.kind, figure.kind_rule = _kind(item[0].quantity, candidate)
    home = _home(count, sentence) if count else None
    if home is not None:
        figure.place, figure.places, figure.place_rule = home, [home], "figure.home_of_group"
    dates = [d for d in sentence.dates if d.type != "TIME" and dated(d)]
    if count is not None and dates:
        near = min(dates, key=lambda d: _after_first(count, d))
        figure.dates, figure.date_start, figure.date_end, figure.date_rule = (
            [near],
            near.date_start,
            near.date_end,
            near.rule,
        )
    return figure


def _kind(quantity: str, candidate: Candidate) -> tuple[str, str]:
    """Soldiers' deaths with no act named are of clashes, detentions of arrests (codebook 1, "Figures")."""
    if quantity == "killed_armed" and candidate.concepts <= {"kill", "dead"}:
        return "clash", "codebook.figure.war_deaths"
    return ("arrest", "codebook.figure.detained") if quantity == "detained" else (candidate.kind, candidate.kind_rule)


def _after_first(count: FoundCount, when: FoundDate) -> tuple[int, int]:
    """Distance of a date from a number; of two equally near the one that follows."""
    stop = max(count.stop, count.unit_stop or 0)
    return (when.start - stop, 0) if when.start >= stop else (count.start - when.stop, 1)


def _group(count: FoundCount | None, sentence: Sentence, reading: Reading) -> tuple[str, int, int] | None:
    """Who is counted, as written: the noun and, where it stands beside, the place they are from."""
    if count is None or count.unit_start is None or count.unit_stop is None:
        return None
    home = _home(count, sentence)
    start = min(count.unit_start, home.start) if home else count.unit_start
    stop = max(count.unit_stop, home.stop) if home else count.unit_stop
    return reading.text(start, stop), start, stop


def _home(count: FoundCount, sentence: Sentence) -> FoundPlace | None:
    """The place that the counted are from: "from X" right behind the noun, or right before it where the language
    puts what contains before what is contained."""
    if count.unit_start is None or count.unit_stop is None:
        return None
    before = bool((sentence.pack.section("places") or {}).get("outer_first"))
    for place in sentence.places:
        if place.hint == "from" and 0 <= place.start - count.unit_stop <= _BESIDE:
            return place
        if before and place.hint != "demonym" and 0 <= count.unit_start - place.stop <= _BESIDE // 2:
            return place
    return None


def compare(figures: list[Candidate], sentence: Sentence) -> None:
    """Ties the sentence's ratio ("more than ten times") to its first figure, with the place it is compared to."""
    ratios = [c for c in sentence.counts if c.unit_type == "ratio"]
    if not figures or not ratios:
        return
    ratio = ratios[0]
    others = [
        p
        for p in sentence.places
        if p.start > ratio.stop - 40 and (not figures[0].place or p.quote != figures[0].place.quote)
    ]
    if others:
        other = min(others, key=lambda p: abs(p.start - ratio.stop))
        stop = max(ratio.stop, ratio.unit_stop or 0)
        figures[0].comparison = (
            Comparison(ratio.low, ratio.high, other.quote, ratio.quote),
            ratio.start,
            stop,
            ratio.rule,
        )
